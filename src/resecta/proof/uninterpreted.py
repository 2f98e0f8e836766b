"""Calls of functions that a solver does not know (uninterpreted), what it is told of them, and terms in a model."""

from __future__ import annotations

from collections.abc import Callable

import z3

from resecta.cql.values import Value
from resecta.lazy_dataclass import dataclass
from resecta.proof.calendar import MonthsLater
from resecta.proof.forms import TruthForm
from resecta.proof.terms import Term, both, every, opposite


@dataclass(frozen=True, slots=True)
class UninterpretedCall:
    """One use of a function that the solver does not know: what it truly gives (``call``; ``strict``: asked of known
    operands only), its operands, and ``result``: whether it gives anything, and what. ``later``: what is known of it
    beforehand where it is a day some months later.
    """

    call: Callable[..., Value]
    strict: bool
    operands: tuple[Term, ...]
    arguments: tuple[z3.ExprRef, ...]
    result: Term
    later: MonthsLater | None = None

    @property
    def rough(self) -> tuple[z3.BoolRef, ...]:
        """What must be assumed of it."""
        return () if self.later is None else (self.later.rough,)

    @property
    def exact(self) -> tuple[z3.BoolRef, ...]:
        """All that can be assumed of it, where that can be said."""
        return () if self.later is None else (self.later.exact,)

    def lesson(self, model: z3.ModelRef) -> z3.BoolRef | None:
        """What it truly gives where the model has guessed it wrong."""
        values = [value_in(model, operand) for operand in self.operands]
        if self.strict and any(value is None for value in values):
            return None
        truth = has_value(self.result, self.call(*values))
        if z3.is_true(model.eval(truth, model_completion=True)):
            return None
        here = every(argument == model.eval(argument, True) for argument in self.arguments)
        return z3.Implies(here, truth)


def value_in(model: z3.ModelRef, term: Term) -> Value:
    """The value that a term has in a model."""
    if not z3.is_true(model.eval(term.known, model_completion=True)):
        return None
    value = model.eval(term.value, model_completion=True)
    return z3.is_true(value) if isinstance(term.form, TruthForm) else term.form.value(value.as_long())


def has_value(term: Term, value: Value) -> z3.BoolRef:
    """That a term has this value; None: that it is unknown."""
    if value is None:
        return opposite(term.known)
    if isinstance(term.form, TruthForm):
        return both(term.known, term.value if value else opposite(term.value))
    return both(term.known, term.value == term.form.number(value))
