"""Logic in three values, tests for null, and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from resecta.cql.tree.base import Expression
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class And(Expression):
    """``left and right``: one false operand decides."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_and(self)


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """``left or right``: one true operand decides."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_or(self)


@dataclass(frozen=True, slots=True)
class Xor(Expression):
    """``left xor right``: unknown where either side is."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_xor(self)


@dataclass(frozen=True, slots=True)
class Implies(Expression):
    """``left implies right``: true where left is false or right is true."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_implies(self)


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """``not operand``."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_not(self)


@dataclass(frozen=True, slots=True)
class IsNull(Expression):
    """``operand is [not] null``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_null(self)


@dataclass(frozen=True, slots=True)
class IsTrue(Expression):
    """``operand is [not] true``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_true(self)


@dataclass(frozen=True, slots=True)
class IsFalse(Expression):
    """``operand is [not] false``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_false(self)


@dataclass(frozen=True, slots=True)
class Coalesce(Expression):
    """The first operand that is not null."""

    operands: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_coalesce(self)


@dataclass(frozen=True, slots=True)
class If(Expression):
    """``if condition then … else …``: an unknown condition takes the else branch."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_if(self)


@dataclass(frozen=True, slots=True)
class CaseItem:
    """``when … then …``: not itself an expression."""

    when: Expression
    then: Expression


@dataclass(frozen=True, slots=True)
class Case(Expression):
    """``case [comparand] when … then … else … end``: the first item that holds (or equals the comparand)."""

    comparand: Expression | None
    items: tuple[CaseItem, ...]
    otherwise: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_case(self)
