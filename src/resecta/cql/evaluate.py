"""The plain reference: a checked library and the facts of one case in, the value of every definition out.

Each node's meaning stands here once, in the obvious way; the fast back end and the tracing one are judged by this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.tree import nodes
from resecta.cql.tree.dependencies import order
from resecta.cql.tree.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Function,
    Precision,
    Relation,
)
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import DATE
from resecta.cql.values import Date, Interval, Quantity, Value, comparing, dates
from resecta.cql.values.arithmetic import ARITHMETIC, FUNCTIONS, absolute, negate
from resecta.cql.values.converting import convert, promote
from resecta.cql.values.units import convert as convert_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from resecta.cql.tree.library import Library

_HOLDS = {
    ComparisonOperator.LESS: lambda sign: sign < 0,
    ComparisonOperator.LESS_OR_EQUAL: lambda sign: sign <= 0,
    ComparisonOperator.GREATER: lambda sign: sign > 0,
    ComparisonOperator.GREATER_OR_EQUAL: lambda sign: sign >= 0,
}
_STANDS = {
    Relation.SAME: lambda sign: sign == 0,
    Relation.BEFORE: lambda sign: sign < 0,
    Relation.AFTER: lambda sign: sign > 0,
    Relation.SAME_OR_BEFORE: lambda sign: sign <= 0,
    Relation.SAME_OR_AFTER: lambda sign: sign >= 0,
}


def evaluate_library(library: Library, facts: Mapping[str, Value]) -> dict[str, Value]:
    """The value of every definition. A parameter that ``facts`` lacks takes its default, else null."""
    evaluator = Evaluator(given(library, facts))
    for name in order(library):
        evaluator.definitions[name] = evaluator.visit(library.definitions[name].expression)
    return {name: evaluator.definitions[name] for name in library.definitions}


def given(library: Library, facts: Mapping[str, Value]) -> dict[str, Value]:
    """A value for every parameter: what the facts say, else the default, else null."""
    parameters: dict[str, Value] = {}
    for name, parameter in library.parameters.items():
        if name in facts:
            parameters[name] = facts[name]
        else:
            parameters[name] = Evaluator({}).visit(parameter.default) if parameter.default is not None else None
    return parameters


class Evaluator(Visitor[Value]):
    """Values of nodes, given the parameters and the definitions they refer to."""

    def __init__(self, parameters: Mapping[str, Value]) -> None:
        """The checker has bound every name: a KeyError here is our fault."""
        self._parameters = parameters
        self.definitions: dict[str, Value] = {}

    # ------------------------------------------------------------------ leaves

    def visit_literal(self, node: nodes.Literal) -> Value:
        return node.value

    def visit_null(self, node: nodes.Null) -> Value:  # every null is the same
        return None

    def visit_type_extent(self, node: nodes.TypeExtent) -> Value:
        return comparing.smallest(node.target) if node.extent == Extent.MINIMUM else comparing.largest(node.target)

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Value:
        return self._parameters[node.name]

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Value:
        return self.definitions[node.name]

    # ------------------------------------------------------------------ logic

    def visit_and(self, node: nodes.And) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is False or right is False:  # one false operand decides, whatever the other may be
            return False
        return None if left is None or right is None else True

    def visit_or(self, node: nodes.Or) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is True or right is True:  # one true operand decides
            return True
        return None if left is None or right is None else False

    def visit_xor(self, node: nodes.Xor) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        return None if left is None or right is None else left is not right

    def visit_implies(self, node: nodes.Implies) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is False or right is True:
            return True
        return None if left is None or right is None else False

    def visit_not(self, node: nodes.Not) -> Value:
        operand = self.visit(node.operand)
        return None if operand is None else operand is False

    def visit_is_null(self, node: nodes.IsNull) -> Value:
        return (self.visit(node.operand) is None) is not node.negated

    def visit_is_true(self, node: nodes.IsTrue) -> Value:
        return (self.visit(node.operand) is True) is not node.negated

    def visit_is_false(self, node: nodes.IsFalse) -> Value:
        return (self.visit(node.operand) is False) is not node.negated

    def visit_coalesce(self, node: nodes.Coalesce) -> Value:
        for operand in node.operands:
            value = self.visit(operand)
            if value is not None:
                return value
        return None

    def visit_if(self, node: nodes.If) -> Value:
        return self.visit(node.then if self.visit(node.condition) is True else node.otherwise)

    def visit_case(self, node: nodes.Case) -> Value:
        comparand = self.visit(node.comparand) if node.comparand is not None else None
        for item in node.items:
            when = self.visit(item.when)
            holds = when is True if node.comparand is None else comparing.equal(comparand, when) is True
            if holds:
                return self.visit(item.then)
        return self.visit(node.otherwise)

    # ------------------------------------------------------------------ from type to type

    def visit_as(self, node: nodes.As) -> Value:
        return self.visit(node.operand)  # the checker has seen that the type is the same

    def visit_is_type(self, node: nodes.IsType) -> Value:
        return self.visit(node.operand) is not None and node.operand.type == node.target

    def visit_convert(self, node: nodes.Convert) -> Value:
        value = self.visit(node.operand)
        if node.unit is not None:
            return convert_unit(value, node.unit) if isinstance(value, Quantity) else None
        return convert(value, node.type)

    def visit_promote(self, node: nodes.Promote) -> Value:
        return promote(self.visit(node.operand), node.type)

    # ------------------------------------------------------------------ comparison and membership

    def visit_comparison(self, node: nodes.Comparison) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if node.operator in (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL):
            same = comparing.equal(left, right)
            return None if same is None else same is (node.operator == ComparisonOperator.EQUAL)
        sign = comparing.compare(left, right)
        return None if sign is None else _HOLDS[node.operator](sign)

    def visit_equivalent(self, node: nodes.Equivalent) -> Value:
        return comparing.equivalent(self.visit(node.left), self.visit(node.right)) is not node.negated

    def visit_between(self, node: nodes.Between) -> Value:
        value, low, high = self.visit(node.operand), self.visit(node.low), self.visit(node.high)
        signs = comparing.compare(low, value), comparing.compare(value, high)
        least = 0 if not node.properly else -1
        if any(sign is not None and sign > least for sign in signs):
            return False
        return None if None in signs else True

    def visit_in_list(self, node: nodes.InList) -> Value:
        return comparing.in_list(self.visit(node.operand), tuple(self.visit(item) for item in node.items))

    def visit_in_interval(self, node: nodes.InInterval) -> Value:
        value, interval = self.visit(node.operand), self.visit(node.interval)
        return comparing.within(value, _interval(interval), node.precision, properly=node.properly)

    def visit_interval_of(self, node: nodes.IntervalOf) -> Value:
        return make_interval(self.visit(node.low), self.visit(node.high), node.low_closed, node.high_closed)

    def visit_start_of(self, node: nodes.StartOf) -> Value:
        return comparing.start(_interval(self.visit(node.operand)), node.type)

    def visit_end_of(self, node: nodes.EndOf) -> Value:
        return comparing.end(_interval(self.visit(node.operand)), node.type)

    # ------------------------------------------------------------------ numbers

    def visit_arithmetic(self, node: nodes.Arithmetic) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is None or right is None:
            return None
        if node.type == DATE:
            return move(left, right, 1 if node.operator == ArithmeticOperator.ADD else -1)
        return ARITHMETIC[node.type, node.operator](left, right)

    def visit_negate(self, node: nodes.Negate) -> Value:
        return negate(self.visit(node.operand))

    def visit_call(self, node: nodes.Call) -> Value:
        arguments = [self.visit(argument) for argument in node.arguments]
        if any(argument is None for argument in arguments):
            return None
        return absolute(arguments[0]) if node.function == Function.ABS else FUNCTIONS[node.function](*arguments)

    def visit_successor(self, node: nodes.Successor) -> Value:
        return comparing.successor(self.visit(node.operand))

    def visit_predecessor(self, node: nodes.Predecessor) -> Value:
        return comparing.predecessor(self.visit(node.operand))

    # ------------------------------------------------------------------ dates

    def visit_date_of(self, node: nodes.DateOf) -> Value:
        parts = [self.visit(part) for part in node.parts]
        return dates.make(*(part if isinstance(part, int) else None for part in parts))

    def visit_date_component(self, node: nodes.DateComponent) -> Value:
        value = self.visit(node.operand)
        return dates.component(value, node.component) if isinstance(value, Date) else None

    def visit_date_distance(self, node: nodes.DateDistance) -> Value:
        return count(node.distance, node.precision, self.visit(node.left), self.visit(node.right))

    def visit_date_comparison(self, node: nodes.DateComparison) -> Value:
        sign = comparing.compare(self.visit(node.left), self.visit(node.right), node.precision)
        return None if sign is None else _STANDS[node.relation](sign)


def make_interval(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Interval | None:
    """The interval; null where its ends are the wrong way round, or are of units that do not compare."""
    if low is not None and high is not None:
        sign = comparing.compare(low, high)
        if sign is not None and sign > 0:
            return None
    return Interval(low, high, low_closed, high_closed)


def move(date: Value, amount: Value, sign: int) -> Date | None:
    """The date so much later or earlier."""
    if not isinstance(date, Date) or not isinstance(amount, Quantity):
        return None
    return dates.add(date, amount.value, amount.unit, sign)


def count(kind: Distance, precision: Precision, left: Value, right: Value) -> int | None:
    """From one date to the other in units."""
    if not isinstance(left, Date) or not isinstance(right, Date):
        return None
    return dates.distance(kind, precision, left, right)


def _interval(value: Value) -> Interval | None:
    return value if isinstance(value, Interval) else None
