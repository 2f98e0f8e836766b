"""What every node has (its place and its type), and the leaves: values and names."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from resecta.cql.types import ANY, Type
from resecta.document.nodes import Source, Spot
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.operators import Extent
    from resecta.cql.tree.visitor import Visitor
    from resecta.cql.values import Value

T = TypeVar("T")


NOWHERE = Spot(Source("", ()))
"""The place of a node that no text holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Any node that has a value. ``type`` is Any until ``check`` has filled it in."""

    spot: Spot = field(default=NOWHERE, compare=False, repr=False)
    type: Type = field(default=ANY, compare=False, repr=False)

    def accept(self, visitor: Visitor[T]) -> T:
        """Call the visitor's method for this node."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A value as written: Boolean, Integer, Decimal, String, Date or Quantity."""

    value: Value

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_literal(self)


@dataclass(frozen=True, slots=True)
class Null(Expression):
    """``null``; the checker gives it the type that its place wants."""

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_null(self)


@dataclass(frozen=True, slots=True)
class TypeExtent(Expression):
    """``minimum Integer``, ``maximum Date``."""

    extent: Extent
    target: Type

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_type_extent(self)


@dataclass(frozen=True, slots=True)
class ParameterReference(Expression):
    """A fact or a setting by name."""

    name: str

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_parameter_reference(self)


@dataclass(frozen=True, slots=True)
class DefinitionReference(Expression):
    """Another definition by name."""

    name: str

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_definition_reference(self)
