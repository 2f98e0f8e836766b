"""One patient's facts and how they are read in: a case file and a guideline in, a ``Case`` out.

``read_case`` reads a file, ``case_from`` a mapping; both raise InputError with every problem at once. What follows from
events, lesions and sites is derived by the rules of the pack; where it differs from what is stated there is a
``Dispute``. ``derived`` works it out again for one ``Choice`` of what the case leaves open.
"""

from resecta.case.derive import Derived, derived
from resecta.case.model import (
    About,
    Approximate,
    Case,
    Choice,
    Dispute,
    Event,
    Fact,
    Lesion,
    Opinion,
    Recorded,
    Side,
    Site,
)
from resecta.case.read import case_from, read_case

__all__ = [
    "About",
    "Approximate",
    "Case",
    "Choice",
    "Derived",
    "Dispute",
    "Event",
    "Fact",
    "Lesion",
    "Opinion",
    "Recorded",
    "Side",
    "Site",
    "case_from",
    "derived",
    "read_case",
]
