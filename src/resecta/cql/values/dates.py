"""Dates that may end early: compared, counted and moved as CQL has it. Where a date does not say enough, the answer is
null.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from resecta.cql.tree.operators import Distance, Precision
from resecta.cql.values import Date, days_in_month

if TYPE_CHECKING:
    from decimal import Decimal

SMALLEST, LARGEST = Date(1, 1, 1), Date(9999, 12, 31)
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "d": 1, "week": 7, "wk": 7}
_PARTS_OF_A_DAY = {
    "hour": 24,
    "h": 24,
    "minute": 1440,
    "min": 1440,
    "second": 86400,
    "s": 86400,
    "millisecond": 86400000,
    "ms": 86400000,
}


def compare(left: Date, right: Date, precision: Precision | None = None) -> int | None:
    """Below 0, 0 or above 0 as left stands to right, from the year on as far as ``precision``; null where one date ends
    first.
    """
    if left.year != right.year:
        return left.year - right.year
    if precision == Precision.YEAR:
        return 0
    if left.month is None or right.month is None:
        return 0 if left.month is right.month and precision is None else None
    if left.month != right.month:
        return left.month - right.month
    if precision == Precision.MONTH:
        return 0
    if left.day is None or right.day is None:
        return 0 if left.day is right.day and precision is None else None
    return left.day - right.day


def distance(kind: Distance, precision: Precision, left: Date, right: Date) -> int | None:
    """From left to right in units: boundaries crossed, or whole units elapsed; negative where right is the earlier.

    Where a date ends early, the count is null unless every day it may mean gives the same.
    """
    if left.day is not None and right.day is not None:
        return _distance(kind, precision, left, right)
    least = _distance(kind, precision, _last_day(left), _first_day(right))
    most = _distance(kind, precision, _first_day(left), _last_day(right))
    return least if least == most else None


def _distance(kind: Distance, precision: Precision, left: Date, right: Date) -> int:
    if precision in (Precision.DAY, Precision.WEEK):
        return _days(kind, precision, _ordinal(left), _ordinal(right))
    (y1, m1, d1), (y2, m2, d2) = _parts(left), _parts(right)
    if precision == Precision.YEAR and (kind == Distance.DIFFERENCE or _to_a_later_end_of_february(left, right)):
        return y2 - y1
    months = (y2 * 12 + m2) - (y1 * 12 + m1)
    if kind == Distance.DURATION:
        months += (d2 > d1) if months < 0 else -(d2 < d1) if months > 0 else 0
    return _toward_zero(months, 12) if precision == Precision.YEAR else months


def _to_a_later_end_of_february(left: Date, right: Date) -> bool:
    """From one last day of February to a later one only whole years have passed (CQL 1.5.3, appendix H, scenario 4);
    back to an earlier one the days of the month decide (scenarios 6 and 7).
    """
    ends = all(date.month == 2 and date.day == days_in_month(date.year, 2) for date in (left, right))
    return ends and left.year < right.year


def _first_day(date: Date) -> Date:
    return Date(date.year, date.month or 1, date.day or 1)


def _last_day(date: Date) -> Date:
    month = date.month or 12
    return Date(date.year, month, date.day or days_in_month(date.year, month))


def _parts(date: Date) -> tuple[int, int, int]:
    return date.year, date.month or 1, date.day or 1


def _days(kind: Distance, precision: Precision, left: int, right: int) -> int:
    if precision == Precision.DAY:
        return right - left
    if kind == Distance.DURATION:
        return _toward_zero(right - left, 7)
    return right // 7 - left // 7  # ordinals that 7 divides are Sundays, where a week begins


def add(date: Date, amount: Decimal, unit: str, sign: int = 1) -> Date | None:
    """The date so much later (``sign`` -1: earlier); the day is kept and clamped to the month's end. Null where no such
    date is.
    """
    days, months = in_days(amount, unit, sign), in_months(amount, unit, sign)
    if days is not None:
        return add_days(date, days)
    return None if months is None else add_months(date, months)  # UCUM's average month and year move no date


def in_days(amount: Decimal, unit: str, sign: int = 1) -> int | None:
    """The whole days in so much time; null where the unit has none of its own."""
    if unit in _DAYS:
        return sign * int(amount) * _DAYS[unit]
    return _toward_zero(sign * int(amount), _PARTS_OF_A_DAY[unit]) if unit in _PARTS_OF_A_DAY else None


def in_months(amount: Decimal, unit: str, sign: int = 1) -> int | None:
    """The calendar months in so much time."""
    return sign * int(amount) * _MONTHS[unit] if unit in _MONTHS else None


@lru_cache(maxsize=8192)  # the same few dates and gaps come up again and again
def add_months(date: Date, months: int) -> Date | None:
    """So many months later, on the same day or the month's last; null outside the years 1 to 9999."""
    if date.month is None:
        year = date.year + _toward_zero(months, 12)
        return Date(year) if 1 <= year <= 9999 else None
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    if date.day is None:
        return Date(year, month + 1)
    return Date(year, month + 1, min(date.day, days_in_month(year, month + 1)))


@lru_cache(maxsize=8192)
def add_days(date: Date, days: int) -> Date | None:
    """So many days later; null outside the years 1 to 9999."""
    if date.month is None:  # a date without days moves by whole years of 365 days, or months of 30
        return add_months(date, 12 * _toward_zero(days, 365))
    if date.day is None:
        return add_months(date, _toward_zero(days, 30))
    ordinal = _ordinal(date) + days
    return Date.of(dt.date.fromordinal(ordinal)) if 1 <= ordinal <= _LAST else None


def _ordinal(date: Date) -> int:
    return date.to_date().toordinal()


def _toward_zero(value: int, divisor: int) -> int:
    return value // divisor if value >= 0 else -(-value // divisor)


_LAST = dt.date.max.toordinal()


def component(date: Date, precision: Precision) -> int | None:
    """The year, month or day of the date."""
    return {Precision.YEAR: date.year, Precision.MONTH: date.month, Precision.DAY: date.day}[precision]


def make(year: int | None, month: int | None = None, day: int | None = None) -> Date | None:
    """The date of these parts; null where there is none such."""
    if year is None or (month is None and day is not None):
        return None
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def step(date: Date, days: int) -> Date | None:
    """The next date (1) or the one before (-1) at the date's own precision."""
    if date.month is None:
        return add_months(date, 12 * days)
    return add_months(date, days) if date.day is None else add_days(date, days)
