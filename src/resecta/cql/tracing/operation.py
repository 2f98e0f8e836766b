"""What a node does to its operands' values. The meaning stands in the evaluator; common nodes take a short way in."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from resecta.cql.evaluate import Evaluator, count, move
from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator
from resecta.cql.tree.walk import children
from resecta.cql.types import BOOLEAN, DATE, INTEGER, STRING
from resecta.cql.values import Value, comparing

Operation = Callable[..., Value]

_SIGNS: dict[ComparisonOperator, Callable[[Any, Any], Any]] = {
    ComparisonOperator.EQUAL: operator.eq,
    ComparisonOperator.NOT_EQUAL: operator.ne,
    ComparisonOperator.LESS: operator.lt,
    ComparisonOperator.LESS_OR_EQUAL: operator.le,
    ComparisonOperator.GREATER: operator.gt,
    ComparisonOperator.GREATER_OR_EQUAL: operator.ge,
}
_PLAIN = (BOOLEAN, INTEGER, STRING)
"""Types whose values Python compares as CQL does."""


def operation_of(node: nodes.Expression) -> tuple[tuple[nodes.Expression, ...], Operation]:
    """The operands of a node, and the function that takes their values to the node's."""
    operands = tuple(children(node))
    match node:
        case nodes.Comparison():
            return operands, _comparison(node)
        case nodes.DateDistance():
            return operands, lambda left, right: count(node.distance, node.precision, left, right)
        case nodes.Arithmetic() if node.type == DATE:
            sign = 1 if node.operator is ArithmeticOperator.ADD else -1
            return operands, lambda left, right: move(left, right, sign)
        case _:
            return operands, _evaluated(node, operands)


def _comparison(node: nodes.Comparison) -> Operation:
    sign = _SIGNS[node.operator]
    if node.left.type in _PLAIN and node.right.type == node.left.type:
        return lambda left, right: None if left is None or right is None else sign(left, right)
    if node.operator is ComparisonOperator.EQUAL:
        return comparing.equal
    if node.operator is ComparisonOperator.NOT_EQUAL:
        return _unequal

    def ordered(left: Value, right: Value) -> Value:
        order = comparing.compare(left, right)
        return None if order is None else bool(sign(order, 0))

    return ordered


def _unequal(left: Value, right: Value) -> Value:
    same = comparing.equal(left, right)
    return None if same is None else not same


class _Given(Evaluator):
    """An evaluator that stops at the operands: their values are given."""

    def __init__(self, values: dict[int, Value]) -> None:
        super().__init__({})
        self._values = values

    def visit(self, node: nodes.Expression) -> Value:
        return self._values[id(node)]


def _evaluated(node: nodes.Expression, operands: tuple[nodes.Expression, ...]) -> Operation:
    places = [id(operand) for operand in operands]
    return lambda *values: node.accept(_Given(dict(zip(places, values, strict=True))))
