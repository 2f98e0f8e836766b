"""What would settle a conclusion that is open: the fewest facts that decide it whichever way they turn out, proved,
and what each answer leads to.

An answer that counts as unknown (a test that failed, a finding that is indeterminate) settles nothing by itself; the
tree says where one leaves the conclusion open.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import z3

from resecta.advice.answers import Answers
from resecta.advice.conclusions import conclusion
from resecta.advice.reasoning import Reasoning, parameters
from resecta.case import Case, Fact
from resecta.cql.values import Date, Quantity, Value, literal
from resecta.cql.values.decimals import STEP
from resecta.guideline import Guideline
from resecta.guideline.model import Element
from resecta.lazy_dataclass import dataclass
from resecta.proof.affected import bound
from resecta.proof.conclusion import Conclusion
from resecta.proof.patient import AnyPatient, World
from resecta.proof.record import Described
from resecta.proof.smallest import described
from resecta.proof.solving import Solving
from resecta.proof.standing import Standing, standing
from resecta.proof.terms import every, opposite, some
from resecta.proof.uninterpreted import has_value

NUMBERS = ("Integer", "Decimal", "Quantity")
MOST_TRIED = 200
"""So many sets of facts are tried, the smallest first."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the conclusion is."""

    answer: Value


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers that lead to the same, in words and as values (of numbers those that the guideline tells apart)."""

    text: str
    values: tuple[Value, ...]
    then: SettlingQuestion | Leaf


@dataclass(frozen=True, slots=True)
class SettlingQuestion:
    """A fact to be asked, and what follows its answers."""

    element: str
    branches: tuple[AnswerGroup, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """``asks``: the facts that settle the conclusion (empty where it is settled, or where nothing settles it), and the
    tree of their answers. ``settles``: whether they do, proved. ``open``: elements that are disputed or known roughly,
    on every side of which all of it holds.
    """

    conclusion: Conclusion
    answer: Value
    asks: tuple[str, ...]
    settles: bool
    tree: SettlingQuestion | Leaf
    open: tuple[str, ...] = ()


def what_would_settle(guideline: Guideline, case: Case, name: str) -> Settling:
    """The fewest open facts that decide the conclusion whichever way they turn out. Raises InputError."""
    asked = Conclusion.named(guideline, name)
    stands = standing(guideline, case, asked)
    answer = stands.answer
    if not stands.differs and asked.is_settled(answer):
        return Settling(asked, answer, (), settles=True, tree=Leaf(answer), open=stands.open)
    search = _SettlingSearch(guideline, stands, asked)
    asks = search.fewest()
    if asks is None:
        return Settling(asked, answer, (), settles=False, tree=Leaf(answer), open=stands.open)
    trees = [search.tree(side, asks) for side in stands.sides]
    telling = stands.telling(trees)
    tree = _by_side(telling, list(zip(stands.sides, trees, strict=True)))
    return Settling(asked, answer, (*telling, *asks), settles=True, tree=tree, open=stands.open)


def _by_side(
    telling: Sequence[str], sides: Sequence[tuple[Described, SettlingQuestion | Leaf]]
) -> SettlingQuestion | Leaf:
    """What each answer leads to, asked side by side where that is not the same on every one."""
    if not telling:
        return sides[0][1]
    first, *rest = telling
    by_value: dict[Value, list[tuple[Described, SettlingQuestion | Leaf]]] = {}
    for side, tree in sides:
        by_value.setdefault(side.facts.get(first), []).append((side, tree))
    groups: list[tuple[list[Value], SettlingQuestion | Leaf]] = []
    for value, alike in by_value.items():
        below = _by_side(rest, alike)
        same = next((values for values, other in groups if other == below), None)
        if same is None:
            groups.append(([value], below))
        else:
            same.append(value)
    if len(groups) == 1:
        return groups[0][1]
    return SettlingQuestion(
        first, tuple(AnswerGroup(_in_runs(values), tuple(values), below) for values, below in groups)
    )


class _SettlingSearch:
    def __init__(self, guideline: Guideline, stands: Standing, asked: Conclusion) -> None:
        self.guideline, self.now, self.conclusion, self.open = guideline, stands.sides[0], asked, stands.open
        self.answers = Answers(guideline)
        self._silent_answers: dict[str, list[str]] = {}
        self.patient = AnyPatient(guideline, World.new())
        there = [self.patient.day.value == self.now.day.to_date().toordinal()]
        facts = self.now.facts.items()
        there += [has_value(self.patient.of(id), value) for id, value in facts if id not in self.open]
        there.append(some(every(self._has(id, side) for id in self.open) for side in stands.sides))
        left_open = opposite(asked.settled_in(self.patient))
        self.solving = Solving([self.patient.formulas], (*self.patient.possible, *there, left_open))

    def _has(self, id: str, side: Described) -> z3.BoolRef:
        return has_value(self.patient.of(id), side.facts.get(id))

    def fewest(self) -> tuple[str, ...] | None:
        """The smallest set that settles; None where none of what is missing does."""
        pool = self._pool()
        sets = (one for size in range(1, len(pool) + 1) for one in itertools.combinations(pool, size))
        for one in itertools.islice(sets, MOST_TRIED):
            if self._left_open(one) is None:
                return one
        return tuple(pool) if self._left_open(pool) is None else None

    def _pool(self) -> list[str]:
        """What is missing now, and what would be for each answer that leaves the conclusion open."""
        pool = [id for id in self._missing(self.now) if id not in self.open]
        while True:
            left = self._left_open(pool)
            more = [] if left is None else [id for id in self._missing(left) if id not in pool and id not in self.open]
            if not more:
                return pool
            pool += more

    def _left_open(self, asked: Iterable[str]) -> Described | None:
        """A patient of whom these facts are known beside, with answers that tell, and who is not settled; None where
        there is none: these facts settle.
        """
        asked = set(asked)
        rules = []
        for id in self.guideline.elements:
            if id in self.open:
                continue
            if id in asked:
                rules.append(self.patient.known(id))
                rules += [opposite(has_value(self.patient.of(id), value)) for value in self._silent(id)]
            elif id not in self.now.facts:
                rules.append(opposite(self.patient.known(id)))
        model = self.solving.model(*rules)
        return None if model is None else described(self.patient, model)

    def _silent(self, id: str) -> list[str]:
        """The answers that count as unknown: with them the fact is still asked for."""
        if id not in self._silent_answers:
            choices = self.guideline.elements[id].choices
            silent = [value for value in choices if id in self._missing(self.now.with_fact(id, value))]
            self._silent_answers[id] = silent
        return self._silent_answers[id]

    def _missing(self, patient: Described) -> tuple[str, ...]:
        """What the conclusion waits for, as an advice names it."""
        facts = {id: Fact(id, value) for id, value in patient.facts.items()}
        reasoning = Reasoning(self.guideline, facts, patient.day)
        return conclusion(reasoning, self.conclusion.kind, self.conclusion.id).missing

    # ------------------------------------------------------------------ the tree

    def tree(self, patient: Described, asks: tuple[str, ...]) -> SettlingQuestion | Leaf:
        """What each answer leads to; where the conclusion is settled nothing more is asked."""
        answer = self.conclusion.answer(self.guideline, patient)
        if not asks or self.conclusion.is_settled(answer):
            return Leaf(answer)
        first, *rest = asks
        element = self.guideline.elements[first]
        groups: list[tuple[list[Value], SettlingQuestion | Leaf]] = []
        for value in self._values(first, patient):
            below = self.tree(patient.with_fact(first, value), tuple(rest))
            alike = (
                groups[-1:] if element.type in NUMBERS else groups
            )  # numbers stand together where they are neighbours
            same = next((values for values, other in alike if other == below), None)
            if same is None:
                groups.append(([value], below))
            else:
                same.append(value)
        ends = {0: "first", len(groups) - 1: "last"}
        branches = (
            AnswerGroup(_told(element, values, ends.get(place, "")), tuple(values), below)
            for place, (values, below) in enumerate(groups)
        )
        return SettlingQuestion(first, tuple(branches))

    def _values(self, id: str, patient: Described) -> list[Value]:
        """The answers that the guideline's bounds tell apart, in their order."""
        element = self.guideline.elements[id]
        run = self.guideline.logic(parameters(self.guideline, patient.facts, patient.day))
        found = list(self.answers.of(element, patient.day, run.value_of))
        if element.type in NUMBERS:
            found = sorted({*found, *_beside(element, found)}, key=_number)
        return found


def _beside(element: Element, values: Iterable[Value]) -> list[Value]:
    """The next value that can be written after each, and the ends of the element."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Quantity):
            found.append(Quantity(value.value + STEP, value.unit))
        elif isinstance(value, Decimal):
            found.append(value + STEP)
    top = element.maximum
    return [value for value in found if top is None or _number(value) <= top]


def _number(value: Value) -> Decimal:
    return value.value if isinstance(value, Quantity) else Decimal(str(value))


def _told(element: Element, values: list[Value], end: str) -> str:
    """Answers in words: each, or the span of numbers that they stand for; the outer ones go to the element's ends."""
    if element.type in NUMBERS:
        low = "" if end == "first" else bound(element, values[0], largest=False)
        high = "" if end == "last" else bound(element, values[-1], largest=True)
        return " and ".join(word for word in (low, high) if word) or "any"
    if element.type == "Boolean":
        return " or ".join("yes" if value else "no" for value in values)
    return " or ".join(map(_plain, values))


def _in_runs(values: Iterable[Value]) -> str:
    """Values, days that follow one another as the first to the last of them."""
    runs: list[list[Value]] = []
    for value in values:
        before = runs[-1][-1] if runs else None
        if isinstance(value, Date) and isinstance(before, Date) and (value.to_date() - before.to_date()).days == 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return " or ".join(" to ".join(dict.fromkeys(_plain(end) for end in (run[0], run[-1]))) for run in runs)


def _plain(value: Value) -> str:
    return "not known" if value is None else value if isinstance(value, str) else literal(value)


def as_data(found: Settling, guideline: Guideline) -> dict[str, Any]:
    """As ``resecta explain --what-would-settle --json`` prints it."""
    return {
        "conclusion": f"{found.conclusion.kind}:{found.conclusion.id}",
        "answer": found.answer,
        "settles": found.settles,
        "open": list(found.open),
        "asks": [{"element": id, "question": guideline.elements[id].question} for id in found.asks],
        "tree": _tree_data(found.tree),
    }


def _tree_data(tree: SettlingQuestion | Leaf) -> Mapping[str, Any]:
    if isinstance(tree, Leaf):
        return {"answer": tree.answer}
    return {
        "element": tree.element,
        "answers": [
            {"text": one.text, "values": list(one.values), "then": _tree_data(one.then)} for one in tree.branches
        ],
    }
