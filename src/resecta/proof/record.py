"""A patient out of a model as a case file, read back as any case is: what is shown has been replayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from resecta.advice.reasoning import parameters
from resecta.case import Case, case_from
from resecta.cql.values import Date, Quantity, Value
from resecta.document import InputError
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.core.nodes import Node
    from resecta.guideline.pack import Guideline

KnownFacts = Mapping[str, Value]
"""Values by the ids of elements; what is left out is unknown."""


@dataclass(frozen=True, slots=True)
class Described:
    """A patient: what is known on the day of the assessment."""

    facts: KnownFacts
    day: Date

    def with_fact(self, id: str, value: Value) -> Described:
        """The same patient with this fact known."""
        return Described({**self.facts, id: value}, self.day)

    def without(self, id: str) -> Described:
        """The same patient with this fact unknown."""
        return Described({other: value for other, value in self.facts.items() if other != id}, self.day)

    def only(self, ids: Iterable[str]) -> tuple[Value, ...]:
        """What these facts are; None for one that is not known."""
        return tuple(self.facts.get(id) for id in ids)

    def seen_by(self, guideline: Guideline) -> Described:
        """The same patient as a guideline with fewer elements knows them: an overlay may bring elements of its own."""
        return Described({id: self.facts[id] for id in self.facts if id in guideline.elements}, self.day)


def values_of(guideline: Guideline, patient: Described) -> dict[str, Value]:
    """The value of every definition, by the interpreter."""
    return guideline.logic.values(parameters(guideline, patient.facts, patient.day))


def value_of(guideline: Guideline, patient: Described, node: Node) -> Value:
    """The value of an expression over the guideline's names, by the interpreter."""
    return guideline.logic(parameters(guideline, patient.facts, patient.day)).value_of(node)


def case_file(guideline: Guideline, patient: Described, id: str, title: str) -> dict[str, Any] | None:
    """The patient as a case file that has been read back and says exactly this; None where no file can."""
    settled: set[str] = set()
    while True:
        written = _written(guideline, patient, id, title, settled)
        try:
            case = case_from(written, guideline)
        except InputError:
            return None
        disputed = {dispute.element for dispute in case.disputes} - settled
        if not disputed:
            return written if _says(case, patient) else None
        settled |= disputed


def _says(case: Case, patient: Described) -> bool:
    """Whether the facts of a case are those of the patient, each one undisputed."""
    values = {id: fact.value for id, fact in case.facts.items()}
    return not case.disputes and not case.hangs and values == dict(patient.facts)


def _written(guideline: Guideline, patient: Described, id: str, title: str, settled: set[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for element in guideline.elements:
        if element in patient.facts:
            plain = _plain(patient.facts[element])
            facts[element] = {"value": plain, "settled": True} if element in settled else plain
    return {"case": id, "title": title, "assessed_on": str(patient.day), "facts": facts}


def _plain(value: Value) -> Any:
    """A value as a case file writes it, in the element's own unit."""
    if isinstance(value, Quantity):
        return value.value
    return str(value) if isinstance(value, Date) else value
