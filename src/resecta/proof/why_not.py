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
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass
from resecta.proof.conclusion import Conclusion
from resecta.proof.patient import AnyPatient, World
from resecta.proof.record import Described, case_file
from resecta.proof.smallest import described
from resecta.proof.solving import Solving
from resecta.proof.standing import Standing, standing
from resecta.proof.terms import opposite
from resecta.proof.uninterpreted import has_value

MOST_WAYS = 8
"""So many ways are told; more tell nobody more."""
MOST_CHANGES = 6
"""With more facts changed it would be another patient."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Facts that would have to be otherwise (element → value), what the conclusion then is, and the case as a file."""

    changes: Mapping[str, Value]
    answer: Value
    case: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Every way with the fewest changes; none where no change of what can change alters the conclusion. ``now``: what
    is known, whatever is right of what is ``open`` (elements that are disputed or known roughly).
    """

    conclusion: Conclusion
    answer: Value
    ways: tuple[Counterfactual, ...]
    now: Described
    open: tuple[str, ...] = ()


def why_not(guideline: Guideline, case: Case, name: str) -> WhyNot:
    """The fewest changes that would open the conclusion, or alter it where it is open; where it differs by what is
    disputed or known roughly, the sides on which it does so. Raises InputError.
    """
    conclusion = Conclusion.named(guideline, name)
    stands = standing(guideline, case, conclusion)
    if stands.differs:
        ways = _sides_apart(guideline, conclusion, stands)
    else:
        search = _CounterfactualSearch(guideline, stands.sides[0], conclusion, stands.answer)
        ways = (way for way in search.ways() if _holds_everywhere(guideline, conclusion, stands, way))
    return WhyNot(conclusion, stands.answer, tuple(ways), patient_of(stands), stands.open)


def patient_of(stands: Standing) -> Described:
    """What is known in a case, whatever turns out to be right of what is open."""
    now = stands.sides[0]
    for id in stands.open:
        now = now.without(id)
    return now


def _sides_apart(guideline: Guideline, conclusion: Conclusion, stands: Standing) -> Iterator[Counterfactual]:
    """Each side that alters the conclusion by being right: the first of those that come out alike."""
    told: set[Value] = set()
    telling = stands.telling(stands.answers) or stands.open
    for side, answer in zip(stands.sides, stands.answers, strict=True):
        if answer in told or not _alters(conclusion, stands.answer, answer):
            continue
        told.add(answer)
        case = case_file(guideline, side, "otherwise", f"{conclusion.id} if one side were right")
        changes = {id: side.facts[id] for id in telling if id in side.facts}
        if case is not None:
            yield Counterfactual(changes, answer, case)


def _holds_everywhere(guideline: Guideline, conclusion: Conclusion, stands: Standing, way: Counterfactual) -> bool:
    """Whether the same changes come to the same on every side."""
    changed = (Described({**side.facts, **way.changes}, side.day) for side in stands.sides[1:])
    return all(conclusion.answer(guideline, other) == way.answer for other in changed)


def _alters(conclusion: Conclusion, now: Value, answer: Value) -> bool:
    """Whether an answer would be open where the one of now is not, or another where it is."""
    return answer != now if conclusion.is_open(now) else conclusion.is_open(answer)


class _CounterfactualSearch:
    def __init__(self, guideline: Guideline, now: Described, conclusion: Conclusion, answer: Value) -> None:
        self.guideline, self.now, self.conclusion, self.answer = guideline, now, conclusion, answer
        self.patient = AnyPatient(guideline, World.new())
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

    def ways(self) -> Iterator[Counterfactual]:
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
        return _alters(self.conclusion, self.answer, self.conclusion.answer(self.guideline, patient))

    def _way(self, found: Described, ids: list[str]) -> Counterfactual | None:
        """The way, read back from a case file and replayed; None where no file can say it."""
        answer = self.conclusion.answer(self.guideline, found)
        case = case_file(self.guideline, found, "otherwise", f"{self.conclusion.id} if {', '.join(ids)} were otherwise")
        if case is None or not self._alters(found):
            return None
        return Counterfactual({id: found.facts[id] for id in ids}, answer, case)


def _distance(value: Value, now: Value) -> float:
    """How far a value is from what it is; nothing tells of texts and truths, nor of what is not known."""
    if isinstance(value, Quantity) and isinstance(now, Quantity):
        return abs(float(value.value - now.value))
    if isinstance(value, Date) and isinstance(now, Date):
        return abs((value.to_date() - now.to_date()).days)
    if isinstance(value, int | Decimal) and isinstance(now, int | Decimal):
        return abs(float(value) - float(now))
    return 0.0


def as_data(found: WhyNot, guideline: Guideline) -> dict[str, Any]:
    """As ``resecta explain --why-not --json`` prints it."""
    return {
        "conclusion": f"{found.conclusion.kind}:{found.conclusion.id}",
        "answer": found.answer,
        "open": list(found.open),
        "ways": [
            {
                "changes": [
                    {"element": id, "name": guideline.elements[id].name, "from": found.now.facts.get(id), "to": value}
                    for id, value in way.changes.items()
                ],
                "answer": way.answer,
                "case": way.case,
            }
            for way in found.ways
        ],
    }
