"""The base of every reader of the tree: one abstract method per node, so that none can be forgotten."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from resecta.cql.tree import nodes

T = TypeVar("T")


class Visitor(ABC, Generic[T]):
    """Turns an expression into a ``T``. Python refuses to make an object of a subclass that lacks a node's method; mypy
    says so earlier.
    """

    def visit(self, node: nodes.Expression) -> T:
        """What this reader makes of the node."""
        return node.accept(self)

    @abstractmethod
    def visit_literal(self, node: nodes.Literal) -> T: ...

    @abstractmethod
    def visit_null(self, node: nodes.Null) -> T: ...

    @abstractmethod
    def visit_type_extent(self, node: nodes.TypeExtent) -> T: ...

    @abstractmethod
    def visit_parameter_reference(self, node: nodes.ParameterReference) -> T: ...

    @abstractmethod
    def visit_definition_reference(self, node: nodes.DefinitionReference) -> T: ...

    @abstractmethod
    def visit_and(self, node: nodes.And) -> T: ...

    @abstractmethod
    def visit_or(self, node: nodes.Or) -> T: ...

    @abstractmethod
    def visit_xor(self, node: nodes.Xor) -> T: ...

    @abstractmethod
    def visit_implies(self, node: nodes.Implies) -> T: ...

    @abstractmethod
    def visit_not(self, node: nodes.Not) -> T: ...

    @abstractmethod
    def visit_is_null(self, node: nodes.IsNull) -> T: ...

    @abstractmethod
    def visit_is_true(self, node: nodes.IsTrue) -> T: ...

    @abstractmethod
    def visit_is_false(self, node: nodes.IsFalse) -> T: ...

    @abstractmethod
    def visit_coalesce(self, node: nodes.Coalesce) -> T: ...

    @abstractmethod
    def visit_as(self, node: nodes.As) -> T: ...

    @abstractmethod
    def visit_is_type(self, node: nodes.IsType) -> T: ...

    @abstractmethod
    def visit_convert(self, node: nodes.Convert) -> T: ...

    @abstractmethod
    def visit_promote(self, node: nodes.Promote) -> T: ...

    @abstractmethod
    def visit_comparison(self, node: nodes.Comparison) -> T: ...

    @abstractmethod
    def visit_equivalent(self, node: nodes.Equivalent) -> T: ...

    @abstractmethod
    def visit_between(self, node: nodes.Between) -> T: ...

    @abstractmethod
    def visit_in_list(self, node: nodes.InList) -> T: ...

    @abstractmethod
    def visit_in_interval(self, node: nodes.InInterval) -> T: ...

    @abstractmethod
    def visit_arithmetic(self, node: nodes.Arithmetic) -> T: ...

    @abstractmethod
    def visit_negate(self, node: nodes.Negate) -> T: ...

    @abstractmethod
    def visit_call(self, node: nodes.Call) -> T: ...

    @abstractmethod
    def visit_successor(self, node: nodes.Successor) -> T: ...

    @abstractmethod
    def visit_predecessor(self, node: nodes.Predecessor) -> T: ...

    @abstractmethod
    def visit_if(self, node: nodes.If) -> T: ...

    @abstractmethod
    def visit_case(self, node: nodes.Case) -> T: ...

    @abstractmethod
    def visit_interval_of(self, node: nodes.IntervalOf) -> T: ...

    @abstractmethod
    def visit_start_of(self, node: nodes.StartOf) -> T: ...

    @abstractmethod
    def visit_end_of(self, node: nodes.EndOf) -> T: ...

    @abstractmethod
    def visit_date_of(self, node: nodes.DateOf) -> T: ...

    @abstractmethod
    def visit_date_component(self, node: nodes.DateComponent) -> T: ...

    @abstractmethod
    def visit_date_distance(self, node: nodes.DateDistance) -> T: ...

    @abstractmethod
    def visit_date_comparison(self, node: nodes.DateComparison) -> T: ...
