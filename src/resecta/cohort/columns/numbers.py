"""Arithmetic in columns: whole numbers of 32 bits, decimals and quantities of 8 digits; what cannot be said is null."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import WIDE, Column, Made, NotInColumnsError, null_like, single
from resecta.cohort.columns.exact import from_float, narrowed, quotient, times, wide, within
from resecta.cohort.columns.lengths import compared, in_unit, scaled
from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import Operation
from resecta.cql.tree.operators import Function
from resecta.cql.values import Quantity, units
from resecta.cql.values.decimals import LARGEST_INTEGER, SMALLEST_INTEGER

_ONE = Decimal(1)
Pair = Callable[[Any, Any], ir.NumericValue]


def integer(value: ir.IntegerValue) -> ir.IntegerValue:
    """The number if it fits in 32 bits."""
    return within(value, SMALLEST_INTEGER, LARGEST_INTEGER)


def _sum(operate: Pair) -> Callable[[Operation, Sequence[Made]], Column]:
    def of(node: Operation, operands: Sequence[Made]) -> Column:
        left, right = single(node, operands)
        if node.type.name == "Integer":
            return Column(integer(operate(left.value, right.value)))
        if node.type.name == "Decimal":
            return Column(narrowed(operate(wide(left.value), wide(right.value))))
        pair = compared(left, right)
        if pair is None:
            return left.with_value(null_like(left))
        return pair[0].with_value(narrowed(operate(wide(pair[0].value), wide(pair[1].value))))

    return of


def _product(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    if node.type.name == "Integer":
        return Column(integer(left.value * right.value))
    return Column(times(left.value, right.value), _unit_of(node, left, right, units.multiply))


def _quotient(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    if node.type.name == "Quantity" and right.unit != "1" and left.unit is not None and right.unit is not None:
        factor = units.ratio(left.unit, right.unit)
        if factor is not None:
            return Column(quotient(scaled(left, factor), right.value), "1")
    return Column(quotient(left.value, right.value), _unit_of(node, left, right, units.divide))


def _unit_of(
    node: Operation, left: Column, right: Column, operate: Callable[[Quantity, Quantity], Quantity | None]
) -> str | None:
    if node.type.name != "Quantity":
        return None
    if left.unit is None or right.unit is None:
        raise NotInColumnsError("a quantity has no one unit for all rows")
    made = operate(Quantity(_ONE, left.unit), Quantity(_ONE, right.unit))
    return None if made is None else made.unit


def _whole_part(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    if node.type.name == "Integer":
        return Column(integer(_toward_zero(left.value, right.value)))
    within_one = _in_unit_of(left, right)
    if within_one is None:
        return left.with_value(null_like(left))
    whole = (wide(left.value) - _rest(left.value, within_one.value)) / within_one.value.nullif(0)
    return left.with_value(narrowed(whole.round(0)))


def _toward_zero(left: ir.IntegerValue, right: ir.IntegerValue) -> ir.IntegerValue:
    whole = left.abs() // right.abs().nullif(0)
    return ibis.ifelse((left < 0) == (right < 0), whole, -whole)


def _left_over(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    if node.type.name == "Integer":
        return Column(left.value - _toward_zero(left.value, right.value) * right.value)
    within_one = _in_unit_of(left, right)
    if within_one is None:
        return left.with_value(null_like(left))
    return left.with_value(narrowed(_rest(left.value, within_one.value)))


def _in_unit_of(left: Column, right: Column) -> Column | None:
    if left.unit is None or right.unit is None:
        return right
    return None if units.ratio(right.unit, left.unit) is None else in_unit(right, left.unit)


def _rest(left: ir.DecimalValue, right: ir.DecimalValue) -> ir.DecimalValue:
    """What the whole part of a division leaves; it has the sign of the dividend on every engine."""
    rest = wide(left.abs()) % wide(right.abs().nullif(0))
    return ibis.ifelse(left < 0, -rest.cast(WIDE), rest.cast(WIDE))


def _power(node: Operation, operands: Sequence[Made]) -> Column:
    base, exponent = single(node, operands)
    if node.type.name == "Integer":
        return Column(_whole_power(base.value, exponent.value))
    real = exponent.value == exponent.value.floor().cast(exponent.value.type())
    none = ((base.value < 0) & ~real) | ((base.value == 0) & (exponent.value < 0))
    sound = ibis.ifelse(none, ibis.null("float64"), base.value.cast("float64"))
    return Column(from_float(sound ** exponent.value.cast("float64")))


def _whole_power(base: ir.IntegerValue, exponent: ir.IntegerValue) -> ir.IntegerValue:
    """Exact: what fits in 32 bits fits in the 53 of a float."""
    real = base.cast("float64") ** ibis.ifelse(exponent < 0, ibis.null("float64"), exponent.cast("float64"))
    return within(real, SMALLEST_INTEGER, LARGEST_INTEGER).cast("int64")


def _negated(node: Operation, operands: Sequence[Made]) -> Column:
    (operand,) = single(node, operands)
    return operand.with_value(integer(-operand.value) if node.type.name == "Integer" else -operand.value)


def _absolute(operands: Sequence[Column]) -> ir.NumericValue:
    value = operands[0].value
    return integer(value.abs()) if value.type().is_integer() else value.abs()


def _cut(operands: Sequence[Column]) -> ir.IntegerValue:
    value = operands[0].value
    return _fitting(ibis.ifelse(value < 0, value.ceil(), value.floor()))


def _fitting(whole: ir.NumericValue) -> ir.IntegerValue:
    return within(whole, SMALLEST_INTEGER, LARGEST_INTEGER).cast("int64")


def _rounded(operands: Sequence[Column]) -> ir.DecimalValue:
    value = operands[0].value
    if len(operands) == 1:
        return narrowed(value.round(0))
    digits = operands[1].value
    to = [(digits == places, narrowed(value.round(places))) for places in range(8)]
    return ibis.cases(*to, (digits >= 8, value), else_=null_like(operands[0]))


def _logarithm(operands: Sequence[Column]) -> ir.FloatingValue:
    value, base = (_positive(each) for each in operands)
    return value.ln() / ibis.ifelse(base == 1, ibis.null("float64"), base).ln()


def _positive(column: Column) -> ir.FloatingValue:
    real = column.value.cast("float64")
    return ibis.ifelse(real > 0, real, ibis.null("float64"))


_FUNCTIONS: dict[Function, Callable[[Sequence[Column]], ir.NumericValue]] = {
    Function.ABS: _absolute,
    Function.CEILING: lambda operands: _fitting(operands[0].value.ceil()),
    Function.FLOOR: lambda operands: _fitting(operands[0].value.floor()),
    Function.TRUNCATE: _cut,
    Function.ROUND: _rounded,
    Function.EXP: lambda operands: from_float(operands[0].value.cast("float64").exp()),
    Function.LN: lambda operands: from_float(_positive(operands[0]).ln()),
    Function.LOG: lambda operands: from_float(_logarithm(operands)),
}


def _function(node: Operation, operands: Sequence[Made]) -> Column:
    columns, made = single(node, operands), _FUNCTIONS.get(Function(str(node.details[0])))
    if made is None:
        raise NotInColumnsError(f"{node.details[0]} has no columns")
    return columns[0].with_value(made(columns))


OPERATIONS = {
    OperationKind.ADD: _sum(lambda left, right: left + right),
    OperationKind.SUBTRACT: _sum(lambda left, right: left - right),
    OperationKind.MULTIPLY: _product,
    OperationKind.DIVIDE: _quotient,
    OperationKind.TRUNCATED_DIVIDE: _whole_part,
    OperationKind.MODULO: _left_over,
    OperationKind.POWER: _power,
    OperationKind.NEGATE: _negated,
    OperationKind.FUNCTION: _function,
}
