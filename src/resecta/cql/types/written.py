"""What an expression comes to that is written out in full, and why it may come to nothing.

A bound that no patient can change is the author's: where it lies outside its type, that is a fault of the text, told
before any case is read. Over facts the same operations are null.
"""

from __future__ import annotations

from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.operators import ArithmeticOperator
from resecta.cql.types import DATE
from resecta.cql.values import Date, Quantity, Value, dates, intervals, points
from resecta.cql.values.arithmetic import negate
from resecta.cql.values.converting import promote


def written(node: Expression) -> Value:
    """The value of a typed expression made of literals alone; null where a name enters, or where there is none."""
    match node:
        case nodes.Literal():
            return node.value
        case nodes.TypeExtent():
            return points.extent(node.extent, node.target)
        case nodes.Promote():
            return promote(written(node.operand), node.type)
        case nodes.Negate():
            return negate(written(node.operand))
        case nodes.Successor():
            return points.successor(written(node.operand))
        case nodes.Predecessor():
            return points.predecessor(written(node.operand))
        case nodes.DateOf():
            parts = [written(part) for part in node.parts]
            return dates.make(*(part if isinstance(part, int) else None for part in parts))
        case nodes.Arithmetic() if node.type == DATE:
            return _moved(node, written(node.left), written(node.right))
    return None


def out_of_range(node: Expression) -> str:
    """Why a typed operation over literals has no value; empty where it has one, or where a name enters."""
    match node:
        case nodes.Successor() | nodes.Predecessor() if written(node.operand) is not None and written(node) is None:
            return "this lies outside its type"
        case nodes.DateOf() if all(written(part) is not None for part in node.parts) and written(node) is None:
            return "there is no such date"
        case nodes.Arithmetic() if node.type == DATE and _leaves_the_calendar(node):
            return "this date lies outside the years 1 to 9999"
        case nodes.IntervalOf():
            return _empty(node)
    return ""


def _moved(node: nodes.Arithmetic, date: Value, amount: Value) -> Date | None:
    if not isinstance(date, Date) or not isinstance(amount, Quantity):
        return None
    return dates.add(date, amount.value, amount.unit, 1 if node.operator == ArithmeticOperator.ADD else -1)


def _leaves_the_calendar(node: nodes.Arithmetic) -> bool:
    amount = written(node.right)
    if written(node.left) is None or not isinstance(amount, Quantity) or written(node) is not None:
        return False
    return (
        dates.in_days(amount.value, amount.unit) is not None or dates.in_months(amount.value, amount.unit) is not None
    )


def _is_told(node: Expression) -> bool:
    """Whether a value is written out here, or that there is none."""
    while isinstance(node, nodes.As | nodes.Promote):
        node = node.operand
    return isinstance(node, nodes.Null) or written(node) is not None


def _empty(node: nodes.IntervalOf) -> str:
    low, high = written(node.low), written(node.high)
    if (
        not all(_is_told(bound) for bound in (node.low, node.high))
        or intervals.bounded(low, high, node.low_closed, node.high_closed) is not None
    ):
        return ""
    return "the interval ends before it starts" if (points.compare(low, high) or 0) > 0 else "no point lies in this"
