"""Quantities in columns: a plain number in a unit that is the same in every row, and from one unit to another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import ibis

from resecta.cohort.columns.column import Column, NotInColumnsError, null_like, number
from resecta.cohort.columns.exact import narrowed, quotient, times
from resecta.cql.values import units


def in_unit(column: Column, code: str) -> Column:
    """The quantity in another unit, to 8 digits; null in every row where there is no way."""
    if column.unit == code:
        return column
    if column.unit is None:
        raise NotInColumnsError("a quantity has no one unit for all rows")
    factor = units.ratio(column.unit, code)
    return Column(null_like(column) if factor is None else scaled(column, factor), code)


def scaled(column: Column, factor: Fraction) -> ibis.expr.types.DecimalValue:
    """The number times an exact factor, to 8 digits."""
    above, below = number(Decimal(factor.numerator)), number(Decimal(factor.denominator))
    if factor.denominator == 1:
        return times(column.value, above)
    if factor.numerator == 1:
        return quotient(column.value, below)
    return quotient(times(column.value, above), below)


def compared(left: Column, right: Column) -> tuple[Column, Column] | None:
    """Both as numbers that compare as the quantities do: the coarser in the finer unit, where nothing is lost; None
    where they never compare.
    """
    if left.unit == right.unit:
        return left, right
    if left.unit is None or right.unit is None:
        raise NotInColumnsError("a quantity has no one unit for all rows")
    code = units.finer(left.unit, right.unit)
    return None if code is None else (in_unit(left, code), in_unit(right, code))


def in_one_unit(columns: Sequence[Column]) -> list[Column]:
    """Results of one place: the unit and the type of the first that has them hold for all."""
    code = next((each.unit for each in columns if each.unit is not None), None)
    if len({each.ends for each in columns}) > 1:
        raise NotInColumnsError("dates of different precision stand in one place")
    if code is None:
        return list(columns)
    alike = [each if each.unit is None else in_unit(each, code) for each in columns]
    if any(units.ratio(each.unit, code) is None for each in columns if each.unit is not None):
        raise NotInColumnsError("quantities that do not compare stand in one place")
    return [Column(narrowed(each.value), code) for each in alike]
