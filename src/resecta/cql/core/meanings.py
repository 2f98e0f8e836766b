"""What every operation of the core means, each once: its kind and what no operand says in, a function of values out.

The functions of a strict operation are called with known values only. Comparisons of truths, numbers and texts are
Python's own, so that no reader has a reason to spell them anew.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from resecta.cql.tree.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Function,
    Precision,
    Relation,
)
from resecta.cql.types import SCALARS, Type
from resecta.cql.values import Date, Interval, Quantity, Value, comparing, dates, intervals, points, units
from resecta.cql.values.arithmetic import ARITHMETIC, FUNCTIONS, negate
from resecta.cql.values.converting import convert, promote
from resecta.lazy_dataclass import dataclass

Call = Callable[..., Value]


class OperationKind(StrEnum):
    """The kinds of operation: what a reader of the core that has functions of its own (SQL, a solver) goes by."""

    EQUAL = "equal"
    NOT_EQUAL = "not equal"
    LESS = "less"
    LESS_OR_EQUAL = "less or equal"
    GREATER = "greater"
    GREATER_OR_EQUAL = "greater or equal"
    EQUIVALENT = "equivalent"
    STANDS = "stands"
    IN_LIST = "in list"
    WITHIN = "within"
    INSIDE = "inside"
    INTERVAL = "interval"
    START = "start"
    END = "end"
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    TRUNCATED_DIVIDE = "truncated divide"
    MODULO = "modulo"
    POWER = "power"
    LATER = "later"
    EARLIER = "earlier"
    NEGATE = "negate"
    FUNCTION = "function"
    SUCCESSOR = "successor"
    PREDECESSOR = "predecessor"
    DATE = "date"
    COMPONENT = "component"
    DISTANCE = "distance"
    CONVERT = "convert"
    CONVERT_UNIT = "convert unit"
    PROMOTE = "promote"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an operation does. ``strict``: unknown where an operand is; ``total``: never unknown."""

    kind: OperationKind
    details: tuple[object, ...]
    call: Call
    strict: bool = True
    total: bool = False


COMPARISONS = {
    ComparisonOperator.EQUAL: OperationKind.EQUAL,
    ComparisonOperator.NOT_EQUAL: OperationKind.NOT_EQUAL,
    ComparisonOperator.LESS: OperationKind.LESS,
    ComparisonOperator.LESS_OR_EQUAL: OperationKind.LESS_OR_EQUAL,
    ComparisonOperator.GREATER: OperationKind.GREATER,
    ComparisonOperator.GREATER_OR_EQUAL: OperationKind.GREATER_OR_EQUAL,
}
_BY_PYTHON: dict[OperationKind, Callable[[Any, Any], bool]] = {
    OperationKind.EQUAL: operator.eq,
    OperationKind.NOT_EQUAL: operator.ne,
    OperationKind.LESS: operator.lt,
    OperationKind.LESS_OR_EQUAL: operator.le,
    OperationKind.GREATER: operator.gt,
    OperationKind.GREATER_OR_EQUAL: operator.ge,
}
_PYTHONS = ("Boolean", "Integer", "Decimal", "String")
_RELATIONS = {
    Relation.SAME: OperationKind.EQUAL,
    Relation.BEFORE: OperationKind.LESS,
    Relation.AFTER: OperationKind.GREATER,
    Relation.SAME_OR_BEFORE: OperationKind.LESS_OR_EQUAL,
    Relation.SAME_OR_AFTER: OperationKind.GREATER_OR_EQUAL,
}
_ARITHMETIC = {
    ArithmeticOperator.ADD: OperationKind.ADD,
    ArithmeticOperator.SUBTRACT: OperationKind.SUBTRACT,
    ArithmeticOperator.MULTIPLY: OperationKind.MULTIPLY,
    ArithmeticOperator.DIVIDE: OperationKind.DIVIDE,
    ArithmeticOperator.TRUNCATED_DIVIDE: OperationKind.TRUNCATED_DIVIDE,
    ArithmeticOperator.MODULO: OperationKind.MODULO,
    ArithmeticOperator.POWER: OperationKind.POWER,
}


def comparison(kind: OperationKind, operands: Type) -> Meaning:
    """``<`` and its kin over values of one type; unknown too where the two cannot be told apart (@2026, @2026-05)."""
    python = _BY_PYTHON[kind]
    if operands.name in _PYTHONS:
        return Meaning(kind, (), python)
    if operands.name == "Date":
        return Meaning(kind, (), _signed(dates.compare, python))
    if operands.name == "Quantity":
        return Meaning(kind, (), _signed(units.compare, python))
    return Meaning(kind, (), _equality(negated=kind is OperationKind.NOT_EQUAL))


def _signed(compare: Callable[[Any, Any], int | None], holds: Callable[[Any, Any], bool]) -> Call:
    def call(left: Value, right: Value) -> Value:
        sign = compare(left, right)
        return None if sign is None else holds(sign, 0)

    return call


def _equality(*, negated: bool) -> Call:
    def call(left: Value, right: Value) -> Value:
        same = comparing.equal(left, right)
        return None if same is None else same is not negated

    return call


def stands(relation: Relation, precision: Precision | None) -> Meaning:
    """``same day or before`` and its kin over dates, compared as far as the precision says, and over intervals."""
    holds = _BY_PYTHON[_RELATIONS[relation]]

    def call(left: Value, right: Value) -> Value:
        if isinstance(left, Interval) or isinstance(right, Interval):
            return intervals.stands(left, right, relation, precision)
        sign = points.compare(left, right, precision)
        return None if sign is None else holds(sign, 0)

    return Meaning(OperationKind.STANDS, (relation, precision), call)


def equivalent() -> Meaning:
    """``~``: never unknown; two nulls are equivalent."""
    return Meaning(OperationKind.EQUIVALENT, (), comparing.equivalent, strict=False, total=True)


def in_list() -> Meaning:
    """``in { … }``: never unknown; the operand comes first, then the items."""
    return Meaning(
        OperationKind.IN_LIST, (), lambda value, *items: comparing.in_list(value, items), strict=False, total=True
    )


def within(precision: Precision | None, *, properly: bool) -> Meaning:
    """Membership of an interval, point first; in no interval at all lies nothing."""

    def call(value: Value, interval: Value) -> Value:
        return intervals.within(value, _interval(interval), precision, properly=properly)

    return Meaning(OperationKind.WITHIN, (precision, properly), call, strict=False)


def inside(precision: Precision | None, *, properly: bool) -> Meaning:
    """An interval within an interval, the inner one first."""

    def call(inner: Value, outer: Value) -> Value:
        if not isinstance(inner, Interval) or not isinstance(outer, Interval):
            return None
        return intervals.inside(inner, outer, precision, properly=properly)

    return Meaning(OperationKind.INSIDE, (precision, properly), call)


def interval(*, low_closed: bool, high_closed: bool) -> Meaning:
    """``Interval[low, high)``; null where its ends are the wrong way round, or do not compare."""

    def call(low: Value, high: Value) -> Value:
        return intervals.bounded(low, high, low_closed, high_closed)

    return Meaning(OperationKind.INTERVAL, (low_closed, high_closed), call, strict=False)


def boundary(kind: OperationKind, point: Type) -> Meaning:
    """``start of``, ``end of``: the first or last point of an interval."""
    edge = intervals.start if kind is OperationKind.START else intervals.end
    return Meaning(kind, (point,), lambda value: edge(_interval(value), point))


def arithmetic(sign: ArithmeticOperator, result: Type) -> Meaning:
    """``+`` and its kin on two operands of the result's type."""
    return Meaning(_ARITHMETIC[sign], (), ARITHMETIC[SCALARS[result.name], sign])


def moved(sign: ArithmeticOperator) -> Meaning:
    """A date so much later or earlier."""
    later = sign is ArithmeticOperator.ADD
    direction = 1 if later else -1

    def call(date: Value, amount: Value) -> Value:
        if not isinstance(date, Date) or not isinstance(amount, Quantity):
            return None
        return dates.add(date, amount.value, amount.unit, direction)

    return Meaning(OperationKind.LATER if later else OperationKind.EARLIER, (), call)


def negation() -> Meaning:
    """The value with the other sign."""
    return Meaning(OperationKind.NEGATE, (), negate)


def function(name: Function) -> Meaning:
    """A numeric function by its name."""
    return Meaning(OperationKind.FUNCTION, (name,), FUNCTIONS[name])


def step(kind: OperationKind) -> Meaning:
    """``successor of``, ``predecessor of``: the next value of the type, and the one before."""
    return Meaning(kind, (), points.successor if kind is OperationKind.SUCCESSOR else points.predecessor)


def date() -> Meaning:
    """``Date(year, month, day)``; where a later part is null the date ends before it."""
    return Meaning(
        OperationKind.DATE,
        (),
        lambda *parts: dates.make(*(part if isinstance(part, int) else None for part in parts)),
        strict=False,
    )


def component(precision: Precision) -> Meaning:
    """``year from`` and its kin."""
    return Meaning(OperationKind.COMPONENT, (precision,), lambda value: dates.component(value, precision))


def distance(kind: Distance, precision: Precision) -> Meaning:
    """``difference in days between`` and its kin."""
    return Meaning(
        OperationKind.DISTANCE, (kind, precision), lambda left, right: dates.distance(kind, precision, left, right)
    )


def converted(target: Type) -> Meaning:
    """``convert … to Type``; null where the value does not read as it."""
    return Meaning(OperationKind.CONVERT, (target,), lambda value: convert(value, target))


def in_unit(code: str) -> Meaning:
    """``convert … to 'unit'``; null where the dimensions differ."""
    return Meaning(OperationKind.CONVERT_UNIT, (code,), lambda value: units.convert(value, code))


def promoted(target: Type) -> Meaning:
    """What the checker put in: a number as a wider one, or as a quantity without unit."""
    return Meaning(OperationKind.PROMOTE, (target,), lambda value: promote(value, target))


def _interval(value: Value) -> Interval | None:
    return value if isinstance(value, Interval) else None
