"""Dates in columns: moved, counted and taken apart. A date of a table is a day; one that ends at its month or year can
stand in the text, and is then its first day with how far it goes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import Column, Made, NotInColumnsError, null_like, single
from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import Constant, Operation
from resecta.cql.tree.operators import Distance, Precision
from resecta.cql.values import Quantity, dates, units

FIRST, LAST = datetime.date.min, datetime.date.max
ORDER = (Precision.YEAR, Precision.MONTH, Precision.DAY)
_ONE = Decimal(1)
_TRUNCATE = {Precision.YEAR: "Y", Precision.MONTH: "M"}


def cut(column: Column, precision: Precision) -> ir.DateValue:
    """The date as the first day of its year or month; a whole day stays as it is."""
    unit = _TRUNCATE.get(precision)
    return column.value if unit is None or column.ends is precision else column.value.truncate(unit)


def _days_only(node: Operation, *columns: Column) -> None:
    if any(each.ends is not Precision.DAY for each in columns):
        raise NotInColumnsError(f"{node.kind} of a date that ends at its month or year has no columns")


def _moved(direction: int) -> Callable[[Operation, Sequence[Made]], Column]:
    def of(node: Operation, operands: Sequence[Made]) -> Column:
        date, amount = single(node, operands)
        fixed = node.operands[1]
        if isinstance(fixed, Constant) and isinstance(fixed.value, Quantity):
            return by_length(date, fixed.value, direction)
        return _by_column(node, date, amount, direction)

    return of


def by_length(date: Column, amount: Quantity, direction: int = 1) -> Column:
    """The date so much later, or earlier (``direction`` -1)."""
    days = dates.in_days(amount.value, amount.unit, direction)
    months = dates.in_months(amount.value, amount.unit, direction)
    if days is None and months is None:
        return date.with_value(null_like(date))
    if date.ends is not Precision.DAY:
        months = _months_of(date, days) if days is not None else _whole(date, months or 0)
        days = None
    step = ibis.interval(days or 0, unit="D") if days is not None else ibis.interval(months or 0, unit="M")
    return date.with_value(in_calendar((date.value + step).cast("date")))


def _months_of(date: Column, days: int) -> int:
    """A date without days moves by whole years of 365 days, or months of 30."""
    sign = 1 if days >= 0 else -1
    return sign * (12 * (abs(days) // 365) if date.ends is Precision.YEAR else abs(days) // 30)


def _whole(date: Column, months: int) -> int:
    sign = 1 if months >= 0 else -1
    return sign * (abs(months) // 12 * 12) if date.ends is Precision.YEAR else months


def _by_column(node: Operation, date: Column, amount: Column, direction: int) -> Column:
    _days_only(node, date)
    if amount.unit is None:
        raise NotInColumnsError("an amount has no one unit for all rows")
    whole = _toward_zero(amount.value).cast("int64") * direction
    months = dates.in_months(_ONE, amount.unit)
    if months is not None:
        return date.with_value(in_calendar((date.value + (whole * months).as_interval("M")).cast("date")))
    in_a_day = _so_many_in_a_day(amount.unit)
    if in_a_day is None:
        return date.with_value(null_like(date))
    days = whole * in_a_day.numerator if in_a_day.denominator == 1 else _divided(whole, in_a_day.denominator)
    return date.with_value(in_calendar((date.value + days.as_interval("D")).cast("date")))


def _so_many_in_a_day(code: str) -> Fraction | None:
    """The days in one of the unit, where it moves dates."""
    return units.ratio(code, "day") if dates.in_days(_ONE, code) is not None else None


def _divided(whole: ir.IntegerValue, by: int) -> ir.IntegerValue:
    return ibis.ifelse(whole < 0, -(whole.abs() // by), whole // by)


def _toward_zero(value: ir.NumericValue) -> ir.NumericValue:
    return ibis.ifelse(value < 0, value.ceil(), value.floor())


def in_calendar(date: ir.DateValue) -> ir.DateValue:
    """The date where it lies in the years 1 to 9999, else null."""
    return ibis.ifelse(date.between(ibis.literal(FIRST), ibis.literal(LAST)), as_day(date), ibis.null("date"))


def as_day(date: ir.DateValue) -> ir.DateValue:
    """A moved date as a date: DuckDB makes it a time, of which Ibis does not know."""
    return date.cast("timestamp").cast("date")


def _distance(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = single(node, operands)
    kind, precision = node.details
    if left.ends is right.ends is Precision.DAY:
        return Column(_counted(kind, precision, left.value, right.value))
    ends = [(_last_day(left), right.value), (left.value, _last_day(right))]
    least, most = (_counted(kind, precision, *pair) for pair in ends)
    return Column(ibis.ifelse(least == most, least, ibis.null("int64")))


def _last_day(column: Column) -> ir.DateValue:
    """The last day that a date can be which ends at its month or year."""
    if column.ends is Precision.DAY:
        return column.value
    months = 12 if column.ends is Precision.YEAR else 1
    return (column.value + ibis.interval(months, unit="M") - ibis.interval(1, unit="D")).cast("date")


def _counted(kind: object, precision: object, left: ir.DateValue, right: ir.DateValue) -> ir.IntegerValue:
    if precision is Precision.DAY:
        return right.delta(left, unit="day").cast("int64")
    if precision is Precision.WEEK:
        days = right.delta(left, unit="day").cast("int64")
        return _divided(days, 7) if kind is Distance.DURATION else _sundays(right) - _sundays(left)
    months = _months(right) - _months(left)
    if kind is Distance.DURATION:
        short = (right.day() < left.day()).cast("int64")
        beyond = (right.day() > left.day()).cast("int64")
        months = ibis.cases((months < 0, months + beyond), (months > 0, months - short), else_=months)
    if precision is Precision.MONTH:
        return months
    years = (right.year() - left.year()).cast("int64")
    if kind is Distance.DIFFERENCE:
        return years
    leap = _ends_february(left) & _ends_february(right) & (years > 0)
    return ibis.ifelse(leap, years, _divided(months, 12))


def _months(date: ir.DateValue) -> ir.IntegerValue:
    return date.year().cast("int64") * 12 + date.month().cast("int64")


def _sundays(date: ir.DateValue) -> ir.IntegerValue:
    """The weeks since a Sunday before all dates: 31 December of the year before the first is one."""
    return (date.delta(ibis.literal(FIRST), unit="day").cast("int64") + 1) // 7


def _ends_february(date: ir.DateValue) -> ir.BooleanValue:
    return (date.month() == 2) & ((date + ibis.interval(1, unit="D")).cast("date").month() == 3)


def _component(node: Operation, operands: Sequence[Made]) -> Column:
    (date,) = single(node, operands)
    precision = Precision(str(node.details[0]))
    if ORDER.index(precision) > ORDER.index(date.ends):
        return Column(ibis.null("int64"))
    part = {Precision.YEAR: date.value.year, Precision.MONTH: date.value.month, Precision.DAY: date.value.day}
    return Column(part[precision]().cast("int64"))


def _made(node: Operation, operands: Sequence[Made]) -> Column:
    """The date of its parts. Where the last part is null a table has no date: a column's dates are all as long."""
    columns = single(node, operands)
    year, month, day = (*(each.value for each in columns), *(ibis.literal(1) for _ in range(3 - len(columns))))
    ends = ORDER[len(columns) - 1]
    first = year.between(1, 9999) & month.between(1, 12) & day.between(1, 31)
    begin = ibis.date(_or_null(first, year), _or_null(first, month), ibis.literal(1))
    made = (begin + (day - 1).as_interval("D")).cast("date")
    return Column(ibis.ifelse(made.month() == month, made, ibis.null("date")), ends=ends)


def _or_null(holds: ir.BooleanValue, value: ir.IntegerValue) -> ir.IntegerValue:
    return ibis.ifelse(holds, value.cast("int32"), ibis.null("int32"))


OPERATIONS = {
    OperationKind.LATER: _moved(1),
    OperationKind.EARLIER: _moved(-1),
    OperationKind.DISTANCE: _distance,
    OperationKind.COMPONENT: _component,
    OperationKind.DATE: _made,
}
