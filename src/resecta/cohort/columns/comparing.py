"""Comparisons in columns; unknown too where two values cannot be told apart or never compare."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import Column, Made, NotInColumnsError, is_null_everywhere, single, unknown
from resecta.cohort.columns.exact import wide
from resecta.cohort.columns.lengths import compared, in_unit
from resecta.cohort.columns.moments import ORDER, cut
from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import Operation
from resecta.cql.tree.operators import Precision, Relation
from resecta.cql.types import Type
from resecta.cql.values import units

Holds = Callable[[Any, Any], ir.BooleanValue]
HOLDS: dict[OperationKind, Holds] = {
    OperationKind.EQUAL: operator.eq,
    OperationKind.NOT_EQUAL: operator.ne,
    OperationKind.LESS: operator.lt,
    OperationKind.LESS_OR_EQUAL: operator.le,
    OperationKind.GREATER: operator.gt,
    OperationKind.GREATER_OR_EQUAL: operator.ge,
}
_RELATIONS: dict[Relation, Holds] = {
    Relation.SAME: operator.eq,
    Relation.BEFORE: operator.lt,
    Relation.AFTER: operator.gt,
    Relation.SAME_OR_BEFORE: operator.le,
    Relation.SAME_OR_AFTER: operator.ge,
}
UNKNOWN = ibis.null("boolean")


def holds(compare: Holds, left: Column, right: Column, precision: Precision | None = None) -> ir.BooleanValue:
    """Whether the one stands so to the other; dates only as far as ``precision``."""
    if is_null_everywhere(left.value) or is_null_everywhere(right.value):
        return UNKNOWN
    if left.value.type().is_date() and right.value.type().is_date():
        return _dates(compare, left, right, precision)
    pair = compared(left, right)
    return UNKNOWN if pair is None else compare(pair[0].value, pair[1].value)


def _dates(compare: Holds, left: Column, right: Column, precision: Precision | None) -> ir.BooleanValue:
    """As far as both dates go; where one of them ends first and they are alike so far, nobody knows."""
    ends = min(left.ends, right.ends, precision or Precision.DAY, key=ORDER.index)
    one, other = cut(left, ends), cut(right, ends)
    decided = left.ends is right.ends if precision is None else ends is precision
    if decided:
        return compare(one, other)
    return ibis.ifelse(one != other, compare(one, other), UNKNOWN)


def comparison(node: Operation, operands: Sequence[Made]) -> Column:
    """``=`` and its kin of single values."""
    one, other = single(node, operands)
    return Column(holds(HOLDS[node.kind], one, other))


def stands(node: Operation, operands: Sequence[Made]) -> Column:
    """``same day or before`` and its kin of single dates."""
    relation, precision = node.details
    left, right = single(node, operands)
    named = None if precision is None else Precision(str(precision))
    return Column(holds(_RELATIONS[Relation(str(relation))], left, right, named))


def _in_list(node: Operation, operands: Sequence[Made]) -> Column:
    value, *items = single(node, operands)
    none = reduce(operator.or_, (unknown(item.value) for item in items), ibis.literal(False))
    equal = (holds(operator.eq, value, item).fill_null(False) for item in items)
    return Column(ibis.ifelse(unknown(value.value), none, reduce(operator.or_, equal, ibis.literal(False))))


def _equivalent(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    if is_null_everywhere(left.value) or is_null_everywhere(right.value):
        return Column(unknown(left.value) & unknown(right.value))
    neither = unknown(left.value) & unknown(right.value)
    return Column(_alike(left, right, node.operands[0].type).fill_null(False) | neither)


def _alike(left: Column, right: Column, type: Type) -> ir.BooleanValue:
    if type.name == "String":
        return _words(left) == _words(right)
    if type.name == "Decimal":
        return _same_digits(left.value, right.value)
    if type.name == "Quantity":
        return _same_amount(left, right)
    return holds(operator.eq, left, right)


def _words(column: Column) -> ir.StringValue:
    return column.value.lower().re_replace(r"\s+", " ").strip()


def _same_digits(left: ir.DecimalValue, right: ir.DecimalValue) -> ir.BooleanValue:
    """Equal to the digits of the less precise of the two."""
    places = ibis.least(_places(left), _places(right))
    equal = ((places == digits, wide(left.round(digits)) == wide(right.round(digits))) for digits in range(8))
    return ibis.cases(*equal, else_=left == right)


def _places(value: ir.DecimalValue) -> ir.IntegerValue:
    """The digits after the point, without the zeros at their end."""
    return ibis.cases(*((wide(value.round(digits)) == wide(value), digits) for digits in range(8)), else_=8)


_IN_DAYS = {"year": 365, "month": 30, "week": 7, "day": 1}
_AS_UCUM = {"month": "mo", "year": "a"}


def _same_amount(left: Column, right: Column) -> ir.BooleanValue:
    one, other = _comparable(left, right)
    if one.unit is None or other.unit is None:
        raise NotInColumnsError("a quantity has no one unit for all rows")
    code = units.finer(one.unit, other.unit)
    return UNKNOWN if code is None else _same_digits(in_unit(one, code).value, in_unit(other, code).value)


def _comparable(left: Column, right: Column) -> tuple[Column, Column]:
    """A calendar month stands for UCUM's, and a year for 12 months or 365 days."""
    if left.unit is None or right.unit is None or units.ratio(left.unit, right.unit) is not None:
        return left, right
    if left.unit in _IN_DAYS and right.unit in _IN_DAYS:
        return (Column(left.value * _IN_DAYS[left.unit], "day"), Column(right.value * _IN_DAYS[right.unit], "day"))
    return (
        Column(left.value, _AS_UCUM.get(left.unit, left.unit)),
        Column(right.value, _AS_UCUM.get(right.unit, right.unit)),
    )


OPERATIONS = {
    **dict.fromkeys(HOLDS, comparison),
    OperationKind.IN_LIST: _in_list,
    OperationKind.EQUIVALENT: _equivalent,
}
