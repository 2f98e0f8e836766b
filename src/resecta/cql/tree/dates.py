"""Dates: made, taken apart, compared and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from resecta.cql.tree.base import Expression
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.operators import Distance, Precision, Relation
    from resecta.cql.tree.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DateOf(Expression):
    """``Date(year, month, day)``; month and day may be left out."""

    parts: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_of(self)


@dataclass(frozen=True, slots=True)
class DateComponent(Expression):
    """``year from date``."""

    component: Precision
    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_component(self)


@dataclass(frozen=True, slots=True)
class DateDistance(Expression):
    """``difference in days between left and right``, ``duration in weeks between …``."""

    distance: Distance
    precision: Precision
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_distance(self)


@dataclass(frozen=True, slots=True)
class DateComparison(Expression):
    """``left same day or before right``, ``left before right``; without a precision as far as the dates go.

    A side may be an interval, of points of any type: it ends before another starts, and comes after another has ended.
    """

    relation: Relation
    left: Expression
    right: Expression
    precision: Precision | None = None

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_comparison(self)
