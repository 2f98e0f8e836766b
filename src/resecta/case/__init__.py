"""One patient's facts and how they are read in: a case file and a guideline in, a ``Case`` out.

``read_case`` reads a file, ``case_from`` a mapping; both raise InputError with every problem at once. What follows from
events and lesions is derived by the rules of the pack; where it differs from what is stated there is a ``Dispute``.
"""

from resecta.case.model import Case, Dispute, Event, Fact, Lesion, Opinion, Side
from resecta.case.read import case_from, read_case

__all__ = ["Case", "Dispute", "Event", "Fact", "Lesion", "Opinion", "Side", "case_from", "read_case"]
