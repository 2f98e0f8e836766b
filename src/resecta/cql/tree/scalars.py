"""Comparison and arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from resecta.cql.tree.base import Expression
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Function
    from resecta.cql.tree.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """``left < right`` and its kin."""

    operator: ComparisonOperator
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_comparison(self)


@dataclass(frozen=True, slots=True)
class Equivalent(Expression):
    """``left ~ right`` (``!~`` where negated): never unknown; two nulls are equivalent."""

    left: Expression
    right: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_equivalent(self)


@dataclass(frozen=True, slots=True)
class Between(Expression):
    """``operand [properly] between low and high``."""

    operand: Expression
    low: Expression
    high: Expression
    properly: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_between(self)


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """``left + right`` and its kin, also date ± quantity."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_arithmetic(self)


@dataclass(frozen=True, slots=True)
class Negate(Expression):
    """``-operand``."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_negate(self)


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A numeric function and its arguments: ``Round(x, 2)``."""

    function: Function
    arguments: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_call(self)


@dataclass(frozen=True, slots=True)
class Successor(Expression):
    """``successor of operand``: the next value of its type."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_successor(self)


@dataclass(frozen=True, slots=True)
class Predecessor(Expression):
    """``predecessor of operand``: the value before it."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_predecessor(self)
