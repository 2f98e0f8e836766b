"""Every possible patient: what the facts of an undisputed case can be, made from the elements of the guideline.

A fact is unknown or has a value that a case file may state for it (``case.value``). What follows from another element
is known wherever that is; the board may settle it otherwise, so it need not agree. The day of the assessment lies a
longest life from either end of the calendar. A case whose facts are disputed, or known to the month, is assessed as
several of these patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import z3

from resecta.case.value import LONGEST_LIFE
from resecta.cql.core.nodes import Node
from resecta.cql.types import SCALARS
from resecta.cql.values import Quantity, Value
from resecta.guideline import takes
from resecta.guideline.model import ASSESSED_ON, Element
from resecta.lazy_dataclass import dataclass
from resecta.proof.calendar import LAST_DAY, MonthArithmetic
from resecta.proof.forms import Days, Form, Forms, Integers, TruthForm, in_steps
from resecta.proof.formulas import Formulas
from resecta.proof.terms import TRUE, Term, both, some
from resecta.proof.uninterpreted import value_in

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

DAYS_OF_THE_LONGEST_LIFE = LONGEST_LIFE * 366
"""How far a date may lie from the day of the assessment (``case.value.read_date``)."""


@dataclass(frozen=True, slots=True)
class World:
    """What patients that are compared with one another share: the lists of texts, and the calendar."""

    forms: Forms
    calendar: MonthArithmetic

    @classmethod
    def new(cls) -> World:
        """Nothing has been met in it yet."""
        return cls(Forms(), MonthArithmetic())


class AnyPatient:
    """One patient of whom nothing is known but that a case file could describe them. ``mark`` tells two apart."""

    def __init__(
        self, guideline: Guideline, world: World, facts: Mapping[str, Term] | None = None, mark: str = ""
    ) -> None:
        """``facts``: terms that are given, by the names of the elements, the day of the assessment among them."""
        self.guideline = guideline
        self.world = world
        given = facts or {}
        self.day = given.get(ASSESSED_ON) or Term(TRUE, z3.Int(f"{mark}{ASSESSED_ON}"), Days())
        self.facts: Mapping[str, Term] = {
            element.name: given.get(element.name) or _unknown(element, world.forms, mark)
            for element in guideline.elements.values()
        }
        self.formulas = Formulas(
            guideline.logic.definitions,
            {**self.facts, ASSESSED_ON: self.day},
            guideline.settings_values,
            world.forms,
            world.calendar,
        )

    def term(self, node: Node) -> Term:
        """The term of a node over this guideline's names."""
        return self.formulas.visit(node)

    @cached_property
    def possible(self) -> tuple[z3.BoolRef, ...]:
        """What holds of every patient that a case file can describe."""
        return (
            self.day.value > DAYS_OF_THE_LONGEST_LIFE,
            self.day.value <= LAST_DAY - DAYS_OF_THE_LONGEST_LIFE,
            *(rule for element in self.guideline.elements.values() for rule in self._values(element)),
            *(rule for element in self.guideline.elements.values() for rule in self._follows(element)),
        )

    def known(self, id: str) -> z3.BoolRef:
        """Whether a fact is known, by the id of its element."""
        return self.of(id).known

    def of(self, id: str) -> Term:
        """The term of a fact, by the id of its element."""
        return self.facts[self.guideline.elements[id].name]

    def form_of(self, element: Element) -> Form:
        """How the values of an element stand in this world."""
        return self.world.forms.of_fact(SCALARS[element.type], element.unit)

    def is_in(self, model: z3.ModelRef) -> z3.BoolRef:
        """That the patient has every fact that is known of them in the model, and no other."""
        parts: list[z3.BoolRef] = []
        for term in self.facts.values():
            known = model.eval(term.known, model_completion=True)
            parts.append(term.known == known)
            if z3.is_true(known):
                parts.append(term.value == model.eval(term.value, model_completion=True))
        return z3.And(*parts)

    def in_model(self, model: z3.ModelRef) -> tuple[dict[str, Value], Value]:
        """The facts of the patient in a model, by the ids of the elements, and the day of the assessment."""
        found = {id: value_in(model, self.of(id)) for id in self.guideline.elements}
        return {id: value for id, value in found.items() if value is not None}, value_in(model, self.day)

    def _values(self, element: Element) -> Iterator[z3.BoolRef]:
        """The values that a case may state; of an unknown one too, so that a solver has less to try."""
        term = self.of(element.id)
        if isinstance(term.form, TruthForm):
            return
        value = term.value
        if isinstance(term.form, Days):
            yield from (value >= 1, value <= LAST_DAY)
            yield value - self.day.value >= -DAYS_OF_THE_LONGEST_LIFE
            yield value - self.day.value <= (0 if element.done else DAYS_OF_THE_LONGEST_LIFE)
        elif element.choices:
            yield some(value == self.world.forms.texts.number(word) for word in element.choices)
        yield from _limits(element, term)

    def _follows(self, element: Element) -> Iterator[z3.BoolRef]:
        """That what follows from another element is known where that is."""
        known, take = self.known(element.id), element.derive
        match take:
            case takes.Done() | takes.AtLeast():
                yield z3.Implies(self.known(take.element), known)
            case takes.Share():
                yield from self._volumes(take, known)
            case takes.First() if take.otherwise is not None and take.since is not None:
                yield z3.Implies(self._stands_in(take, self.of(take.since), self.of(take.otherwise)), known)

    def _volumes(self, take: takes.Share, share: z3.BoolRef) -> Iterator[z3.BoolRef]:
        """That no part exceeds the whole (``case.volumes``), and that the share is known where it can be worked out."""
        part, whole = self.of(take.part), self.of(take.whole)
        rest = whole.value
        if take.less is not None:
            less = self.of(take.less)
            yield z3.Implies(both(whole.known, less.known), less.value < whole.value)
            rest = whole.value - z3.If(less.known, less.value, 0)
        yield z3.Implies(whole.known, whole.value > 0)
        yield z3.Implies(both(whole.known, part.known), part.value <= rest)
        yield z3.Implies(both(whole.known, part.known), share)

    def _stands_in(self, take: takes.First, since: Term, stated: Term) -> z3.BoolRef:
        """Whether the stated day of another element counts as the first since a day."""
        length = None if take.stands_for is None else self.guideline.constants[take.stands_for]
        counts = z3.And(since.known, stated.known, stated.value >= since.value)
        if not isinstance(length, Quantity):
            return counts
        last = self.formulas.later(since, length)
        return z3.And(counts, z3.Implies(last.known, stated.value <= last.value))


def _unknown(element: Element, forms: Forms, mark: str) -> Term:
    form = forms.of_fact(SCALARS[element.type], element.unit)
    sort = z3.Bool if isinstance(form, TruthForm) else z3.Int
    return Term(z3.Bool(f"{mark}{element.name} known"), sort(f"{mark}{element.name}"), form)


def _limits(element: Element, term: Term) -> Iterator[z3.BoolRef]:
    if element.minimum is not None:
        yield term.value >= _steps(term.form, element.minimum)
    if element.maximum is not None:
        yield term.value <= _steps(term.form, element.maximum)
    odd = element.implausible
    if odd is not None:
        yield z3.Not(z3.And(term.value > _steps(term.form, odd.above), term.value < _steps(term.form, odd.below)))


def _steps(form: Form, number: Decimal) -> int:
    return int(number) if isinstance(form, Integers) else in_steps(number)
