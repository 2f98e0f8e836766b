"""What a take may ask of a case, and how it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from resecta.case.answer import Answer
from resecta.case.combine import Known
from resecta.case.model import Event, Fact, Recorded
from resecta.cql.values import Value
from resecta.guideline import takes
from resecta.guideline.pack import Guideline

Answers = tuple[Answer, ...]


class CaseSoFar(Protocol):
    """One case as far as it is told. While an element is disputed, nothing follows from it; whoever asks for the
    answers asks again with each side taken.
    """

    guideline: Guideline
    recorded: Recorded

    def counted(self, activities: Iterable[str], episode: takes.Episode) -> Sequence[Event] | None:
        """The events that count; None where one of them cannot be told to an episode."""

    def undated(self, activities: Iterable[str]) -> Sequence[Event]:
        """The events that cannot be told to an episode."""

    def known(self, id: str) -> Known:
        """The fact or the dispute of an element; None where nothing is known of it."""


class CaseTakes(takes.TakeVisitor[Answers]):
    """The part that all takes share: the element they are for, and the case."""

    def __init__(self, element: str, case: CaseSoFar) -> None:
        self.element, self.case = element, case

    def value(self, id: str) -> Value:
        """The value of an element; None where it is unknown or disputed."""
        known = self.case.known(id)
        return known.value if isinstance(known, Fact) else None

    def name(self, id: str) -> str:
        """The name of an element."""
        return self.case.guideline.elements[id].name
