"""A three-valued value in a solver: whether it is known, and which value it then is.

The constructors below drop what is already decided, so that formulas stay as small as what they say.
"""

from __future__ import annotations

from collections.abc import Iterable

import z3

from resecta.lazy_dataclass import dataclass
from resecta.proof.forms import Form

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


@dataclass(frozen=True, slots=True)
class Term:
    """``value`` counts only where ``known`` holds; ``form`` says what it stands for."""

    known: z3.BoolRef
    value: z3.ExprRef
    form: Form

    @property
    def holds(self) -> z3.BoolRef:
        """Known to be true."""
        return both(self.known, self.value)

    @property
    def fails(self) -> z3.BoolRef:
        """Known to be false."""
        return both(self.known, opposite(self.value))


def is_true(formula: z3.ExprRef) -> bool:
    """Whether it is the constant true."""
    return bool(formula.eq(TRUE))


def is_false(formula: z3.ExprRef) -> bool:
    """Whether it is the constant false."""
    return bool(formula.eq(FALSE))


def both(left: z3.ExprRef, right: z3.ExprRef) -> z3.BoolRef:
    """*and* of two formulas."""
    if is_false(left) or is_false(right):
        return FALSE
    if is_true(left) or left.eq(right):
        return right
    return left if is_true(right) else z3.And(left, right)


def either(left: z3.ExprRef, right: z3.ExprRef) -> z3.BoolRef:
    """*or* of two formulas."""
    if is_true(left) or is_true(right):
        return TRUE
    if is_false(left) or left.eq(right):
        return right
    return left if is_false(right) else z3.Or(left, right)


def opposite(formula: z3.ExprRef) -> z3.BoolRef:
    """*not* of a formula."""
    if is_true(formula):
        return FALSE
    if is_false(formula):
        return TRUE
    return formula.arg(0) if z3.is_not(formula) else z3.Not(formula)


def chosen(condition: z3.ExprRef, then: z3.ExprRef, otherwise: z3.ExprRef) -> z3.ExprRef:
    """``then`` where the condition holds, else the other."""
    if is_true(condition) or then.eq(otherwise):
        return then
    if is_false(condition):
        return otherwise
    if is_true(then) and is_false(otherwise):
        return condition
    if is_false(then) and is_true(otherwise):
        return opposite(condition)
    return z3.If(condition, then, otherwise)


def every(formulas: Iterable[z3.ExprRef]) -> z3.BoolRef:
    """Whether all of them hold."""
    whole = TRUE
    for formula in formulas:
        whole = both(whole, formula)
    return whole


def some(formulas: Iterable[z3.ExprRef]) -> z3.BoolRef:
    """Whether one of them holds."""
    parts = list(formulas)
    return z3.Or(*parts) if parts else FALSE


def differ(left: Term, right: Term) -> z3.BoolRef:
    """Whether two terms of one form differ: one alone is known, or both are and are not the same."""
    if left.known.eq(right.known) and left.value.eq(right.value):
        return FALSE
    return z3.Or(z3.Xor(left.known, right.known), both(both(left.known, right.known), left.value != right.value))
