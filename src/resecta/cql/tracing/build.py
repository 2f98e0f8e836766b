"""One definition into steps of a trace: a visitor that puts the small closures of ``steps`` together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resecta.cql.tracing import steps
from resecta.cql.tracing.constants import is_constant
from resecta.cql.tracing.operation import operation_of
from resecta.cql.tracing.run import Step
from resecta.cql.tracing.steadiness import bare, is_literal_null
from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ComparisonOperator
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import BOOLEAN, Type
from resecta.cql.values import Value

if TYPE_CHECKING:
    from resecta.cql.tracing.blueprint import Blueprint


@dataclass(frozen=True, slots=True)
class Site:
    """Where an atom stands: its expression, the definition around it, and the step that works it out again."""

    expression: nodes.Expression
    define: str
    step: Step


class Builder(Visitor[Step]):
    """Makes the step of each node of one definition, and notes every atom on the blueprint."""

    def __init__(self, blueprint: Blueprint, define: str) -> None:
        self._blueprint = blueprint
        self._algebra = blueprint.algebra
        self._library = blueprint.library
        self._define = define

    def visit(self, node: nodes.Expression) -> Step:
        step = super().visit(node)
        self._blueprint.logic[id(node)] = step
        return step

    def _bit(self, node: nodes.Expression, step: Step) -> int:
        layout = self._algebra.layout
        self._blueprint.sites.append(Site(node, self._define, step))
        return 1 << (layout.facts + len(self._blueprint.sites) - 1)

    def _type(self, node: nodes.Expression) -> Type:
        if isinstance(node, nodes.ParameterReference | nodes.DefinitionReference):
            return self._library.type_of(node.name)
        return node.type

    def _constant(self, node: nodes.Expression) -> bool:
        return is_constant(node, self._library)

    def _strict(self, node: nodes.Expression, *, assumes: bool = False) -> Step:
        operands, operate = operation_of(node)
        if self._constant(node):
            bench = self._blueprint.bench([None] * len(self._blueprint.names))
            values = [self.visit(operand)(bench)[0] for operand in operands]
            return steps.constant(operate(*values))
        return steps.operation([self.visit(operand) for operand in operands], operate, self._algebra, assumes=assumes)

    def _atom(self, node: nodes.Expression, *, assumes: bool = False) -> Step:
        inner = self._strict(node, assumes=assumes)
        return steps.atom(inner, self._bit(node, inner), self._algebra)

    def visit_literal(self, node: nodes.Literal) -> Step:
        return steps.constant(node.value)

    def visit_null(self, node: nodes.Null) -> Step:
        return steps.constant(None)

    def visit_type_extent(self, node: nodes.TypeExtent) -> Step:
        return self._strict(node)

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Step:
        index = self._blueprint.positions[node.name]
        fact = (1 << index) & self._blueprint.facts
        plain = steps.parameter(index, (fact,), fact)
        if self._type(node) != BOOLEAN:
            return plain
        return steps.parameter(index, (fact | self._bit(node, plain),), fact)

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Step:
        return steps.reference(self._blueprint.build(node.name), self._blueprint.bodies)

    def visit_and(self, node: nodes.And) -> Step:
        return steps.connective(self.visit(node.left), self.visit(node.right), False, self._algebra)

    def visit_or(self, node: nodes.Or) -> Step:
        return steps.connective(self.visit(node.left), self.visit(node.right), True, self._algebra)

    def visit_xor(self, node: nodes.Xor) -> Step:
        return steps.exclusive(self.visit(node.left), self.visit(node.right), self._algebra)

    def visit_implies(self, node: nodes.Implies) -> Step:
        left = steps.negation(self.visit(node.left))
        return steps.connective(left, self.visit(node.right), True, self._algebra)

    def visit_not(self, node: nodes.Not) -> Step:
        return steps.negation(self.visit(node.operand))

    def visit_is_null(self, node: nodes.IsNull) -> Step:
        operand = self.visit(node.operand)
        passes = self._type(node.operand) == BOOLEAN
        inner = steps.null_test(operand, 0, self._algebra, negated=node.negated, passes=passes)
        bit = self._bit(node, inner)
        return steps.null_test(operand, bit, self._algebra, negated=node.negated, passes=passes)

    def visit_is_true(self, node: nodes.IsTrue) -> Step:
        return self._truth_test(node, wanted=True, steady=self._blueprint.steadiness.visit(node.operand).untrue)

    def visit_is_false(self, node: nodes.IsFalse) -> Step:
        return self._truth_test(node, wanted=False, steady=self._blueprint.steadiness.visit(node.operand).unfalse)

    def _truth_test(self, node: nodes.IsTrue | nodes.IsFalse, *, wanted: bool, steady: bool) -> Step:
        operand = self.visit(node.operand)
        bit = self._bit(node, operand)
        return steps.truth_test(operand, wanted, bit, self._algebra, negated=node.negated, steady=steady)

    def visit_coalesce(self, node: nodes.Coalesce) -> Step:
        operands = [self.visit(operand) for operand in node.operands]
        following = (*node.operands[1:], None)
        softens = [self._softens(one, after) for one, after in zip(node.operands, following, strict=True)]
        return steps.coalesce(operands, softens, self._bit(node, steps.absent(operands)), self._algebra)

    def _softens(self, operand: nodes.Expression, after: nodes.Expression | None) -> Value:
        """The value that ``after`` would give instead, where forgetting the operand's facts leads there for certain."""
        below = bare(after) if after is not None else None
        if not isinstance(below, nodes.Literal):
            return None
        steadiness = self._blueprint.steadiness.visit(operand)
        if below.value is False:
            return below.value if steadiness.untrue else None
        if below.value is True:
            return below.value if steadiness.unfalse else None
        return below.value if steadiness.steady else None

    def visit_as(self, node: nodes.As) -> Step:
        return self._unary(node)

    def visit_convert(self, node: nodes.Convert) -> Step:
        return self._unary(node)

    def visit_promote(self, node: nodes.Promote) -> Step:
        return self._unary(node)

    def _unary(self, node: nodes.As | nodes.Convert | nodes.Promote) -> Step:
        if self._constant(node):
            return self._strict(node)
        (operand,), operate = operation_of(node)
        return steps.unary(self.visit(operand), operate)

    def visit_is_type(self, node: nodes.IsType) -> Step:
        return self._atom(node, assumes=True)

    def visit_comparison(self, node: nodes.Comparison) -> Step:
        index = self._compared_fact(node)
        if index is None:
            return self._atom(node)
        _, operate = operation_of(node)
        other = self.visit(node.right)(self._blueprint.bench([None] * len(self._blueprint.names)))[0]
        fact = (1 << index) & self._blueprint.facts
        plain = steps.comparison_with_constant(index, _against(operate, other), (fact,), fact)
        bit = self._bit(node, plain)
        return steps.comparison_with_constant(index, _against(operate, other), (fact | bit,), fact)

    def _compared_fact(self, node: nodes.Comparison) -> int | None:
        """The position of a fact that is compared with a constant: nearly every comparison of a guideline."""
        if isinstance(node.left, nodes.ParameterReference) and self._constant(node.right):
            return self._blueprint.positions[node.left.name]
        return None

    def visit_equivalent(self, node: nodes.Equivalent) -> Step:
        return self._atom(node, assumes=True)

    def visit_between(self, node: nodes.Between) -> Step:
        """Two comparisons under one atom: one that fails is reason enough."""
        below = ComparisonOperator.LESS if node.properly else ComparisonOperator.LESS_OR_EQUAL
        ends = ((node.low, node.operand), (node.operand, node.high))
        low, high = (self._strict(nodes.Comparison(below, left, right, type=BOOLEAN)) for left, right in ends)
        inner = steps.connective(low, high, False, self._algebra)
        return steps.atom(inner, self._bit(node, inner), self._algebra)

    def visit_in_list(self, node: nodes.InList) -> Step:
        return self._atom(node, assumes=True)

    def visit_in_interval(self, node: nodes.InInterval) -> Step:
        return self._atom(node)

    def visit_arithmetic(self, node: nodes.Arithmetic) -> Step:
        return self._strict(node)

    def visit_negate(self, node: nodes.Negate) -> Step:
        return self._strict(node)

    def visit_call(self, node: nodes.Call) -> Step:
        return self._strict(node)

    def visit_successor(self, node: nodes.Successor) -> Step:
        return self._strict(node)

    def visit_predecessor(self, node: nodes.Predecessor) -> Step:
        return self._strict(node)

    def visit_if(self, node: nodes.If) -> Step:
        """An ``else if`` chain is one choice, so that all its conditions are blamed for a null at its end."""
        pairs: list[tuple[nodes.Expression, nodes.Expression]] = []
        last: nodes.Expression = node
        while isinstance(last, nodes.If):
            pairs.append((last.condition, last.then))
            last = last.otherwise
        return self._choice(pairs, last)

    def visit_case(self, node: nodes.Case) -> Step:
        equal = ComparisonOperator.EQUAL
        pairs: list[tuple[nodes.Expression, nodes.Expression]] = []
        for item in node.items:
            when = item.when
            if node.comparand is not None:
                when = nodes.Comparison(equal, node.comparand, item.when, type=BOOLEAN, spot=item.when.spot)
            pairs.append((when, item.then))
        self._blueprint.cases[id(node)] = tuple(pairs)
        return self._choice(pairs, node.otherwise)

    def _choice(self, pairs: list[tuple[nodes.Expression, nodes.Expression]], otherwise: nodes.Expression) -> Step:
        branches = []
        for condition, result in pairs:
            test = self.visit(condition)
            branches.append(
                steps.Branch(
                    test,
                    self.visit(result),
                    self._bit(condition, test),
                    steady=self._blueprint.steadiness.visit(condition).untrue,
                    null=is_literal_null(result),
                )
            )
        return steps.choice(branches, self.visit(otherwise), self._algebra, null=is_literal_null(otherwise))

    def visit_interval_of(self, node: nodes.IntervalOf) -> Step:
        return self._strict(node)

    def visit_start_of(self, node: nodes.StartOf) -> Step:
        return self._strict(node)

    def visit_end_of(self, node: nodes.EndOf) -> Step:
        return self._strict(node)

    def visit_date_of(self, node: nodes.DateOf) -> Step:
        return self._strict(node)

    def visit_date_component(self, node: nodes.DateComponent) -> Step:
        return self._strict(node)

    def visit_date_distance(self, node: nodes.DateDistance) -> Step:
        return self._strict(node)

    def visit_date_comparison(self, node: nodes.DateComparison) -> Step:
        return self._atom(node)


def _against(operate: Callable[..., Value], other: Value) -> Callable[[Value], Value]:
    return lambda fact: operate(fact, other)
