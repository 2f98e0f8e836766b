"""Intervals, and membership of a list or an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from resecta.cql.tree.base import Expression
from resecta.cql.tree.operators import Membership, Precision
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InList(Expression):
    """``operand in { … }`` (or ``{ … } contains operand``): a null operand is in no list of values, so the answer is
    false.
    """

    operand: Expression
    items: tuple[Expression, ...]
    spelling: Membership = Membership.IN

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_in_list(self)


@dataclass(frozen=True, slots=True)
class InInterval(Expression):
    """``operand in interval`` and its kin. The operand is a point or an interval; ``properly``: the two are not the
    same, a point being an interval from itself to itself.
    """

    operand: Expression
    interval: Expression
    precision: Precision | None = None
    properly: bool = False
    spelling: Membership = Membership.IN

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_in_interval(self)


@dataclass(frozen=True, slots=True)
class IntervalOf(Expression):
    """``Interval[low, high)``."""

    low: Expression
    high: Expression
    low_closed: bool = True
    high_closed: bool = True

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_interval_of(self)


@dataclass(frozen=True, slots=True)
class StartOf(Expression):
    """``start of operand``: the first point of an interval."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_start_of(self)


@dataclass(frozen=True, slots=True)
class EndOf(Expression):
    """``end of operand``: the last point of an interval."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_end_of(self)
