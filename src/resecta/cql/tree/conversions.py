"""From one type to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from resecta.cql.tree.base import Expression
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.visitor import Visitor
    from resecta.cql.types import Type

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class As(Expression):
    """``operand as target``: the value where it has that type, else null. ``strict``: ``cast operand as target``."""

    operand: Expression
    target: Type
    strict: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_as(self)


@dataclass(frozen=True, slots=True)
class IsType(Expression):
    """``operand is target``: whether there is a value and it has that type."""

    operand: Expression
    target: Type

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_type(self)


@dataclass(frozen=True, slots=True)
class Convert(Expression):
    """``convert operand to Type`` (or ``ToType(operand)``), or to a unit: exactly one of ``target`` and ``unit`` is
    given.
    """

    operand: Expression
    target: Type | None = None
    unit: str | None = None

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_convert(self)


@dataclass(frozen=True, slots=True)
class Promote(Expression):
    """Put in by the checker, never written: an Integer where a Decimal is wanted, a number where a Quantity is, and
    their intervals.
    """

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_promote(self)
