"""The surface said with the core: a checked library in, its definitions as core nodes out.

What is only another way of writing goes here, once, and no reader that computes has to know it: ``xor`` is ``!=`` of
two truths, ``implies`` an *or*, ``case`` a row of ``if``, ``between`` two comparisons, ``is true`` an ``if``. Values
that no fact enters are worked out. tests/cql/core/lowering.yaml shows each before and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from resecta.cql.core import meanings
from resecta.cql.core.meanings import Meaning, OperationKind
from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
)
from resecta.cql.tree import nodes
from resecta.cql.tree.dependencies import order
from resecta.cql.tree.library import Library
from resecta.cql.tree.operators import ComparisonOperator
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import BOOLEAN, Type, is_interval
from resecta.cql.values import Value, points


def lower(library: Library) -> Mapping[str, Node]:
    """Every definition as a core node, each after those it refers to. Raises InputError for a cycle."""
    lowered: dict[str, Node] = {}
    lowering = Lowering(lowered)
    for name in order(library):
        lowered[name] = lowering.visit(library.definitions[name].expression)
    return MappingProxyType(lowered)


class Lowering(Visitor[Node]):
    """Says one expression. ``definitions``: those before it, so that a number with a name is the number."""

    def __init__(self, definitions: Mapping[str, Node]) -> None:
        self._definitions = definitions

    def _operation(self, node: nodes.Expression, meaning: Meaning, *operands: Node, type: Type | None = None) -> Node:
        kind = node.type if type is None else type
        if all(isinstance(operand, Constant) for operand in operands):
            values = [operand.value for operand in operands if isinstance(operand, Constant)]
            unknown = meaning.strict and any(value is None for value in values)
            return Constant(None if unknown else meaning.call(*values), type=kind, origin=node)
        return Operation(
            meaning.kind,
            operands,
            meaning.details,
            meaning.call,
            meaning.strict,
            meaning.total,
            type=kind,
            origin=node,
        )

    def _constant(self, node: nodes.Expression, value: Value) -> Node:
        return Constant(value, type=node.type, origin=node)

    # ------------------------------------------------------------------ leaves

    def visit_literal(self, node: nodes.Literal) -> Node:
        return self._constant(node, node.value)

    def visit_null(self, node: nodes.Null) -> Node:
        return self._constant(node, None)

    def visit_type_extent(self, node: nodes.TypeExtent) -> Node:
        return self._constant(node, points.extent(node.extent, node.target))

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Node:
        return Parameter(node.name, type=node.type, origin=node)

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Node:
        named = self._definitions.get(node.name)
        if isinstance(named, Constant):
            return self._constant(node, named.value)
        return Definition(node.name, type=node.type, origin=node)

    # ------------------------------------------------------------------ logic

    def visit_and(self, node: nodes.And) -> Node:
        return And(self.visit(node.left), self.visit(node.right), type=BOOLEAN, origin=node)

    def visit_or(self, node: nodes.Or) -> Node:
        return Or(self.visit(node.left), self.visit(node.right), type=BOOLEAN, origin=node)

    def visit_xor(self, node: nodes.Xor) -> Node:
        meaning = meanings.comparison(OperationKind.NOT_EQUAL, BOOLEAN)
        return self._operation(node, meaning, self.visit(node.left), self.visit(node.right))

    def visit_implies(self, node: nodes.Implies) -> Node:
        denied = Not(self.visit(node.left), type=BOOLEAN, origin=node)
        return Or(denied, self.visit(node.right), type=BOOLEAN, origin=node)

    def visit_not(self, node: nodes.Not) -> Node:
        return Not(self.visit(node.operand), type=BOOLEAN, origin=node)

    def visit_is_null(self, node: nodes.IsNull) -> Node:
        if not node.negated:
            return IsNull(self.visit(node.operand), type=BOOLEAN, origin=node)
        test = IsNull(self.visit(node.operand), type=BOOLEAN, origin=replace(node, negated=False))
        return Not(test, type=BOOLEAN, origin=node)

    def visit_is_true(self, node: nodes.IsTrue) -> Node:
        return self._tested(node, self.visit(node.operand))

    def visit_is_false(self, node: nodes.IsFalse) -> Node:
        return self._tested(node, Not(self.visit(node.operand), type=BOOLEAN, origin=node))

    def _tested(self, node: nodes.IsTrue | nodes.IsFalse, condition: Node) -> Node:
        yes, no = self._constant(node, value=not node.negated), self._constant(node, value=node.negated)
        return If(condition, yes, no, type=BOOLEAN, origin=node)

    def visit_coalesce(self, node: nodes.Coalesce) -> Node:
        return Coalesce(tuple(self.visit(each) for each in node.operands), type=node.type, origin=node)

    def visit_if(self, node: nodes.If) -> Node:
        parts = self.visit(node.condition), self.visit(node.then), self.visit(node.otherwise)
        return If(*parts, type=node.type, origin=node)

    def visit_case(self, node: nodes.Case) -> Node:
        comparand = None if node.comparand is None else self.visit(node.comparand)
        chosen = self.visit(node.otherwise)
        for item in reversed(node.items):
            when = self.visit(item.when)
            if comparand is not None:
                meaning = meanings.comparison(OperationKind.EQUAL, item.when.type)
                when = self._operation(case_condition(node, item), meaning, comparand, when, type=BOOLEAN)
            chosen = If(when, self.visit(item.then), chosen, type=node.type, origin=node)
        return chosen

    # ------------------------------------------------------------------ from type to type

    def visit_as(self, node: nodes.As) -> Node:
        return self.visit(node.operand)  # the checker has seen that the type is the same

    def visit_is_type(self, node: nodes.IsType) -> Node:
        if node.operand.type != node.target:
            return self._constant(node, value=False)
        return Not(IsNull(self.visit(node.operand), type=BOOLEAN, origin=node), type=BOOLEAN, origin=node)

    def visit_convert(self, node: nodes.Convert) -> Node:
        meaning = meanings.converted(node.type) if node.unit is None else meanings.in_unit(node.unit)
        return self._operation(node, meaning, self.visit(node.operand))

    def visit_promote(self, node: nodes.Promote) -> Node:
        return self._operation(node, meanings.promoted(node.type), self.visit(node.operand))

    # ------------------------------------------------------------------ comparison and membership

    def _compared(self, node: nodes.Expression, kind: OperationKind, left: Node, right: Node) -> Node:
        return self._operation(node, meanings.comparison(kind, left.type), left, right, type=BOOLEAN)

    def visit_comparison(self, node: nodes.Comparison) -> Node:
        return self._compared(node, meanings.COMPARISONS[node.operator], self.visit(node.left), self.visit(node.right))

    def visit_equivalent(self, node: nodes.Equivalent) -> Node:
        same = self._operation(node, meanings.equivalent(), self.visit(node.left), self.visit(node.right))
        return Not(same, type=BOOLEAN, origin=node) if node.negated else same

    def visit_between(self, node: nodes.Between) -> Node:
        kind = OperationKind.LESS if node.properly else OperationKind.LESS_OR_EQUAL
        operand = self.visit(node.operand)
        above = self._compared(node, kind, self.visit(node.low), operand)
        below = self._compared(node, kind, operand, self.visit(node.high))
        return And(above, below, type=BOOLEAN, origin=node)

    def visit_in_list(self, node: nodes.InList) -> Node:
        parts = (node.operand, *node.items)
        return self._operation(node, meanings.in_list(), *(self.visit(part) for part in parts))

    def visit_in_interval(self, node: nodes.InInterval) -> Node:
        within = meanings.inside if is_interval(node.operand.type) else meanings.within
        meaning = within(node.precision, properly=node.properly)
        return self._operation(node, meaning, self.visit(node.operand), self.visit(node.interval))

    def visit_interval_of(self, node: nodes.IntervalOf) -> Node:
        meaning = meanings.interval(low_closed=node.low_closed, high_closed=node.high_closed)
        return self._operation(node, meaning, self.visit(node.low), self.visit(node.high))

    def visit_start_of(self, node: nodes.StartOf) -> Node:
        return self._operation(node, meanings.boundary(OperationKind.START, node.type), self.visit(node.operand))

    def visit_end_of(self, node: nodes.EndOf) -> Node:
        return self._operation(node, meanings.boundary(OperationKind.END, node.type), self.visit(node.operand))

    # ------------------------------------------------------------------ numbers

    def visit_arithmetic(self, node: nodes.Arithmetic) -> Node:
        if node.type.name == "Date":
            meaning = meanings.moved(node.operator)
        else:
            meaning = meanings.arithmetic(node.operator, node.type)
        return self._operation(node, meaning, self.visit(node.left), self.visit(node.right))

    def visit_negate(self, node: nodes.Negate) -> Node:
        return self._operation(node, meanings.negation(), self.visit(node.operand))

    def visit_call(self, node: nodes.Call) -> Node:
        return self._operation(node, meanings.function(node.function), *(self.visit(each) for each in node.arguments))

    def visit_successor(self, node: nodes.Successor) -> Node:
        return self._operation(node, meanings.step(OperationKind.SUCCESSOR), self.visit(node.operand))

    def visit_predecessor(self, node: nodes.Predecessor) -> Node:
        return self._operation(node, meanings.step(OperationKind.PREDECESSOR), self.visit(node.operand))

    # ------------------------------------------------------------------ dates

    def visit_date_of(self, node: nodes.DateOf) -> Node:
        return self._operation(node, meanings.date(), *(self.visit(part) for part in node.parts))

    def visit_date_component(self, node: nodes.DateComponent) -> Node:
        return self._operation(node, meanings.component(node.component), self.visit(node.operand))

    def visit_date_distance(self, node: nodes.DateDistance) -> Node:
        meaning = meanings.distance(node.distance, node.precision)
        return self._operation(node, meaning, self.visit(node.left), self.visit(node.right))

    def visit_date_comparison(self, node: nodes.DateComparison) -> Node:
        meaning = meanings.stands(node.relation, node.precision)
        return self._operation(node, meaning, self.visit(node.left), self.visit(node.right))


def case_condition(node: nodes.Case, item: nodes.CaseItem) -> nodes.Expression:
    """The condition of one item of a ``case``: with a comparand, the comparison that it stands for."""
    if node.comparand is None:
        return item.when
    return nodes.Comparison(ComparisonOperator.EQUAL, node.comparand, item.when, type=BOOLEAN, spot=item.when.spot)
