"""A stated 0 that denies other elements (``zero_denies`` of the pack): 0 months of chemotherapy say that none was
given, so there is no first day of it. Beside one, or beside a course of this episode, both are disputed
(docs/decisions/unknown.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from resecta.case.answer import Answer
from resecta.case.combine import Known, said
from resecta.case.model import Dispute, Fact, Recorded, Side, Stated
from resecta.cql.values import Value
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


class Record(Protocol):
    """What is asked of the case."""

    recorded: Recorded

    def own(self, id: str) -> Known:
        """What is stated and what follows of an element, before another one denies it."""

    def evidence(self, id: str) -> tuple[str, ...]:
        """The events of this episode from which an element follows, in words."""

    def side(self, id: str) -> tuple[Value, ...]:
        """The side that is taken of an element, alone; nothing where none is."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Denied element → the one whose 0 denies it; each denying one → those it denies; and the names of all."""

    by: Mapping[str, str]
    denies: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    @classmethod
    def of_guideline(cls, guideline: Guideline) -> Denial:
        """As its elements say."""
        denies = {element.id: element.zero_denies for element in guideline.elements.values() if element.zero_denies}
        return cls({id: by for by, ids in denies.items() for id in ids}, denies, guideline.element_names)

    def of(self, id: str, own: Known, answers: tuple[Answer, ...], case: Record) -> Known:
        """What is known of an element once what denies it, or what it denies, is set against it."""
        if id in self.by:
            return self._denied(own, answers, self.by[id], case)
        return self._contradicted(id, own, answers, case) if id in self.denies else own

    def _denied(self, own: Known, answers: tuple[Answer, ...], by: str, case: Record) -> Known:
        stated = case.recorded.stated.get(by)
        if stated is None or not _is_zero(stated) or own is None or (isinstance(own, Fact) and own.settled):
            return own
        taken = case.side(by)
        if taken or stated.settled:
            return None if stated.settled or taken[0] == 0 else own
        none = Side(None, (f"{self.names[by]} 0: {stated.source}",))
        if isinstance(own, Dispute):
            return replace(own, sides=(none, *own.sides))
        others = said(case.recorded.stated.get(own.element), answers)
        return Dispute(own.element, (none, *others), own.opinions, follows=(by,))

    def _contradicted(self, id: str, own: Known, answers: tuple[Answer, ...], case: Record) -> Known:
        stated = case.recorded.stated.get(id)
        if stated is None or not _is_zero(stated) or stated.settled:
            return own
        evidence = list(case.evidence(id))
        for denied in self.denies[id]:
            known = case.own(denied)
            # what an event says of both is said once, as the event
            own_words = [source for source in _sources(known) if source not in evidence]
            evidence.extend(f"{self.names[denied]}: {source}" for source in own_words)
        if not evidence:
            return own
        values = [answer.value for answer in answers if answer.value != 0] or [None]
        others = (Side(value, tuple(dict.fromkeys(evidence))) for value in values)
        return Dispute(id, (Side(stated.value, (stated.source,)), *others), stated.opinions)


def _is_zero(stated: Stated) -> bool:
    return stated.value is not None and stated.value == 0


def _sources(known: Known) -> tuple[str, ...]:
    if isinstance(known, Fact):
        return (known.source,)
    return () if known is None else tuple(source for side in known.sides for source in side.sources)
