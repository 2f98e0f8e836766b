"""The takes of a pack worked out for one case: events, lesions, sites and other facts in, answers out.

Each take gives one answer with its source, several where events of one day contradict each other, or none where what
is recorded does not settle it. No answer means unknown, never "none": a list of events does not claim to be complete.
"""

from resecta.case.takes.base import Answers, CaseSoFar
from resecta.case.takes.events import EventTakes
from resecta.case.takes.facts import FactTakes
from resecta.case.takes.register import RegisterTakes

__all__ = ["Answers", "CaseSoFar", "TakesOfACase"]


class TakesOfACase(EventTakes, RegisterTakes, FactTakes):
    """Works out every take for one case."""
