"""What would have to be otherwise: the fewest changes of facts that would alter a conclusion, each replayed.

What stays (age, sex, the past) is the guideline's to say; a date of what has been done is of the past.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import z3

from resecta.advice.answers import Answers
from resecta.advice.reasoning import parameters
from resecta.case import Case
from resecta.cql.values import Date, Quantity, Value
from resecta.document import InputError, Place, Problem
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass
from resecta.proof.asked import has_value
from resecta.proof.conclusion import Conclusion
from resecta.proof.patient import Patient, World
from resecta.proof.record import Described, case_file
from resecta.proof.smallest import described
from resecta.proof.solving import Solving
from resecta.proof.terms import opposite

MOST_WAYS = 8
"""So many ways are told; more tell nobody more."""
MOST_CHANGES = 6
"""With more facts changed it would be another patient."""


@dataclass(frozen=True, slots=True)
class Way:
    """Facts that would have to be otherwise (element → value), what the conclusion then is, and the case as a file."""

    changes: Mapping[str, Value]
    answer: Value
    case: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Every way with the fewest changes; none where no change of what can change alters the conclusion."""

    conclusion: Conclusion
    answer: Value
    ways: tuple[Way, ...]


def patient_of(case: Case) -> Described:
    """What is known in a case; what is disputed is not. Raises InputError without a day of assessment."""
    if case.assessed_on is None:
        raise InputError([Problem(Place(case.id), "a case without assessed_on cannot be explained so", "add the day")])
    return Described({id: fact.value for id, fact in case.facts.items()}, case.assessed_on)


def why_not(guideline: Guideline, case: Case, name: str) -> WhyNot:
    """The fewest changes that would open the conclusion, or alter it where it is open. Raises InputError."""
    conclusion, now = Conclusion.named(guideline, name), patient_of(case)
    answer = conclusion.answer(guideline, now)
    return WhyNot(conclusion, answer, tuple(_Search(guideline, now, conclusion, answer).ways()))


class _Search:
    def __init__(self, guideline: Guideline, now: Described, conclusion: Conclusion, answer: Value) -> None:
        self.guideline, self.now, self.conclusion, self.answer = guideline, now, conclusion, answer
        self.patient = Patient(guideline, World.new())
        self.changed: dict[str, z3.BoolRef] = {}
        assumed = [self.patient.day.value == now.day.to_date().toordinal()]
        for id, element in guideline.elements.items():
            same = has_value(self.patient.of(id), now.facts.get(id))
            if element.done or id in guideline.stays:
                assumed.append(same)
            else:
                self.changed[id] = opposite(same)
                assumed += [self.patient.known(id)] if id in now.facts else []
                if element.type == "Date":  # what is planned otherwise is planned for a day to come
                    assumed.append(z3.Or(same, self.patient.of(id).value >= self.patient.day.value))
        is_open = conclusion.is_open(answer)
        wanted = opposite(conclusion.has_in(self.patient, answer)) if is_open else conclusion.open_in(self.patient)
        self.solving = Solving([self.patient.formulas], (*self.patient.possible, *assumed, wanted))

    def ways(self) -> Iterator[Way]:
        """Those with the fewest changes, one for each set of facts."""
        told: list[z3.BoolRef] = []
        for most in range(1, MOST_CHANGES + 1):
            few = z3.PbLe([(changed, 1) for changed in self.changed.values()], most)
            while len(told) < MOST_WAYS:
                model = self.solving.model(few, *told)
                if model is None:
                    break
                found = described(self.patient, model)
                ids = [id for id in self.changed if found.facts.get(id) != self.now.facts.get(id)]
                told.append(opposite(z3.And(*(self.changed[id] for id in ids))))
                way = self._way(self._nearest(found, ids), ids)
                if way is not None:
                    yield way
            if told:
                return

    def _nearest(self, found: Described, ids: list[str]) -> Described:
        """With values as near as possible to what they are, of those that the guideline's bounds tell apart."""
        run = self.guideline.logic(parameters(self.guideline, found.facts, found.day))
        answers = Answers(self.guideline)
        for id in ids:
            element = self.guideline.elements[id]
            values = answers.of(element, found.day, run.value_of)
            for value in sorted(values, key=lambda one: _distance(one, self.now.facts.get(id))):
                other = found.with_fact(id, value)
                ahead = not isinstance(value, Date) or value.to_date() >= found.day.to_date()
                if value != self.now.facts.get(id) and ahead and self._alters(other):
                    found = other
                    break
        return found

    def _alters(self, patient: Described) -> bool:
        answer = self.conclusion.answer(self.guideline, patient)
        if self.conclusion.is_open(self.answer):
            return answer != self.answer
        return self.conclusion.is_open(answer)

    def _way(self, found: Described, ids: list[str]) -> Way | None:
        """The way, read back from a case file and replayed; None where no file can say it."""
        answer = self.conclusion.answer(self.guideline, found)
        case = case_file(self.guideline, found, "otherwise", f"{self.conclusion.id} if {', '.join(ids)} were otherwise")
        if case is None or not self._alters(found):
            return None
        return Way({id: found.facts[id] for id in ids}, answer, case)


def _distance(value: Value, now: Value) -> float:
    """How far a value is from what it is; nothing tells of texts and truths, nor of what is not known."""
    if isinstance(value, Quantity) and isinstance(now, Quantity):
        return abs(float(value.value - now.value))
    if isinstance(value, Date) and isinstance(now, Date):
        return abs((value.to_date() - now.to_date()).days)
    if isinstance(value, int | Decimal) and isinstance(now, int | Decimal):
        return abs(float(value) - float(now))
    return 0.0


def as_data(found: WhyNot, guideline: Guideline, now: Described) -> dict[str, Any]:
    """As ``resecta explain --why-not --json`` prints it."""
    return {
        "conclusion": f"{found.conclusion.kind}:{found.conclusion.id}",
        "answer": found.answer,
        "ways": [
            {
                "changes": [
                    {"element": id, "name": guideline.elements[id].name, "from": now.facts.get(id), "to": value}
                    for id, value in way.changes.items()
                ],
                "answer": way.answer,
                "case": way.case,
            }
            for way in found.ways
        ],
    }
