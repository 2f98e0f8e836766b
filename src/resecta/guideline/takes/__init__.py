"""How an element follows from the rest of a case: each way (``take:`` in elements.yaml) is a frozen value with exactly
its fields and the type it gives. Whoever works one out (a case, columns over tables) is a ``TakeVisitor``.
"""

from resecta.guideline.takes.base import Episode, EpisodeTake, EventTake, FieldTake, Take
from resecta.guideline.takes.events import (
    First,
    Given,
    Kind,
    Latest,
    LatestDay,
    LatestOfOneKind,
    Marked,
    Months,
    Undated,
    UndatedDay,
)
from resecta.guideline.takes.facts import AtLeast, Done, Share
from resecta.guideline.takes.lesions import (
    AnyNow,
    BothLobes,
    Count,
    EveryPlan,
    Largest,
    LesionPlan,
    Now,
    RegisterTake,
    Unfinished,
)
from resecta.guideline.takes.sites import Disease, WorstSite
from resecta.guideline.takes.visitor import TakeVisitor

__all__ = [
    "AnyNow",
    "AtLeast",
    "BothLobes",
    "Count",
    "Disease",
    "Done",
    "Episode",
    "EpisodeTake",
    "EventTake",
    "EveryPlan",
    "FieldTake",
    "First",
    "Given",
    "Kind",
    "Largest",
    "Latest",
    "LatestDay",
    "LatestOfOneKind",
    "LesionPlan",
    "Marked",
    "Months",
    "Now",
    "RegisterTake",
    "Share",
    "Take",
    "TakeVisitor",
    "Undated",
    "UndatedDay",
    "Unfinished",
    "WorstSite",
]
