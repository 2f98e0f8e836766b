"""Operators between intervals, said with comparisons of their ends, so that no back end needs to know them."""

from __future__ import annotations

from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.operators import ComparisonOperator, Precision, Relation
from resecta.cql.types import ANY, BOOLEAN, DATE

_AS_DATES = {
    ComparisonOperator.LESS: Relation.BEFORE,
    ComparisonOperator.LESS_OR_EQUAL: Relation.SAME_OR_BEFORE,
    ComparisonOperator.GREATER: Relation.AFTER,
    ComparisonOperator.GREATER_OR_EQUAL: Relation.SAME_OR_AFTER,
}


def interval_within(node: nodes.InInterval, inner: Expression, outer: Expression) -> Expression:
    """``inner during outer``: it starts no earlier and ends no later; properly, if also one end lies further in."""
    starts, ends = _ends(nodes.StartOf, inner, outer), _ends(nodes.EndOf, inner, outer)
    least, most = ComparisonOperator.GREATER_OR_EQUAL, ComparisonOperator.LESS_OR_EQUAL
    within = _both(nodes.And, node, _compare(node, least, starts), _compare(node, most, ends))
    if not node.properly:
        return within
    later, earlier = ComparisonOperator.GREATER, ComparisonOperator.LESS
    further = _both(nodes.Or, node, _compare(node, later, starts), _compare(node, earlier, ends))
    return _both(nodes.And, node, within, further)


def _ends(
    make: type[nodes.StartOf | nodes.EndOf], inner: Expression, outer: Expression
) -> tuple[Expression, Expression]:
    point = inner.type.of or ANY
    return make(inner, spot=inner.spot, type=point), make(outer, spot=outer.spot, type=point)


def _compare(node: nodes.InInterval, operator: ComparisonOperator, sides: tuple[Expression, Expression]) -> Expression:
    left, right = sides
    precision: Precision | None = node.precision
    if left.type == DATE and precision is not None:
        return nodes.DateComparison(_AS_DATES[operator], left, right, precision, spot=node.spot, type=BOOLEAN)
    return nodes.Comparison(operator, left, right, spot=node.spot, type=BOOLEAN)


def _both(make: type[nodes.And | nodes.Or], node: nodes.InInterval, left: Expression, right: Expression) -> Expression:
    return make(left, right, spot=node.spot, type=BOOLEAN)
