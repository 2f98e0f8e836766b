"""How an element follows from the rest of a case: each way (``take:`` in elements.yaml) is a frozen value with exactly
its fields and the type it gives. Whoever works one out (a case, columns over tables) is a ``TakeVisitor``.
"""

from resecta.guideline.takes.base import Episode, EpisodeTake, EventTake, FieldTake, Take
from resecta.guideline.takes.events import First, Kind, Latest, LatestOfOneKind, Months, Undated
from resecta.guideline.takes.facts import Done
from resecta.guideline.takes.lesions import BothLobes, Count, EveryPlan, Largest, Plan
from resecta.guideline.takes.visitor import TakeVisitor

__all__ = [
    "BothLobes",
    "Count",
    "Done",
    "Episode",
    "EpisodeTake",
    "EventTake",
    "EveryPlan",
    "FieldTake",
    "First",
    "Kind",
    "Largest",
    "Latest",
    "LatestOfOneKind",
    "Months",
    "Plan",
    "Take",
    "TakeVisitor",
    "Undated",
]
