"""The calendar for a solver: days as whole numbers, and what lies so many calendar months later.

At first the solver knows of a day so many months later only about how far off it is: that is nearly always enough, and
where it is not it asks for one day after another. ``exact`` is the rule itself, in whole numbers, which costs seconds.
"""

from __future__ import annotations

import datetime

import z3

from resecta.lazy_dataclass import dataclass

LAST_DAY = datetime.date.max.toordinal()
_LAST_YEAR = datetime.MAXYEAR
_BEFORE = tuple(datetime.date(2001, month, 1).timetuple().tm_yday - 1 for month in range(1, 13))
"""Days of a common year before each month."""
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY, MARCH = 2, 3
_SHORTEST, _LONGEST = min(_LENGTHS), max(_LENGTHS)


@dataclass(frozen=True, slots=True)
class MonthsLater:
    """A day so many months later. ``rough`` is to be assumed wherever its ``number`` stands; ``exact`` may be."""

    number: z3.ArithRef
    rough: z3.BoolRef
    exact: z3.BoolRef


class MonthArithmetic:
    """The days met so far, each tied to its month once."""

    def __init__(self) -> None:
        self._split: dict[int, tuple[z3.ExprRef, z3.BoolRef, z3.ArithRef, z3.ArithRef, z3.ArithRef]] = {}
        self._moved: dict[tuple[int, int], MonthsLater] = {}

    def months_later(self, day: z3.ExprRef, months: int) -> MonthsLater:
        """The same day of a later month, or that month's last; no day of the calendar where there is none."""
        key = day.get_id(), months
        if key not in self._moved:
            later = z3.Function(f"{months} months later", z3.IntSort(), z3.IntSort())(day)
            ends = sorted((_SHORTEST * months, _LONGEST * months))
            rough = z3.And(later >= day + ends[0], later <= day + ends[1])
            tied, year, month, of_month = self._parts(day)
            exact = z3.Implies(in_calendar(day), z3.And(tied, later == _moved(year, month, of_month, months)))
            self._moved[key] = MonthsLater(later, rough, exact)
        return self._moved[key]

    def _parts(self, day: z3.ExprRef) -> tuple[z3.BoolRef, z3.ArithRef, z3.ArithRef, z3.ArithRef]:
        """Year, month and day of the month of a day, and the rule that ties them to it."""
        found = self._split.get(day.get_id())
        if found is None:
            year, month, of_month = (z3.FreshInt(part) for part in ("year", "month", "day"))
            real = z3.And(year >= 1, year <= _LAST_YEAR, month >= 1, month <= 12, of_month >= 1)
            tied = z3.And(real, of_month <= _length(year, month), day == _number(year, month, of_month))
            found = self._split[day.get_id()] = (day, tied, year, month, of_month)
        return found[1:]


def _moved(year: z3.ArithRef, month: z3.ArithRef, day: z3.ArithRef, months: int) -> z3.ArithRef:
    place = year * 12 + month - 1 + months
    later_year, later_month = place / 12, place % 12 + 1
    length = _length(later_year, later_month)
    return _number(later_year, later_month, z3.If(day <= length, day, length))


def in_calendar(day: z3.ExprRef) -> z3.BoolRef:
    """Whether a number is that of a day."""
    return z3.And(day >= 1, day <= LAST_DAY)


def _is_leap(year: z3.ArithRef) -> z3.BoolRef:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _length(year: z3.ArithRef, month: z3.ArithRef) -> z3.ArithRef:
    """How many days a month has."""
    length: z3.ArithRef = z3.IntVal(31)
    for number, days in enumerate(_LENGTHS, 1):
        if days != 31:
            own = z3.If(_is_leap(year), 29, 28) if number == FEBRUARY else z3.IntVal(days)
            length = z3.If(month == number, own, length)
    return length


def _number(year: z3.ArithRef, month: z3.ArithRef, day: z3.ArithRef) -> z3.ArithRef:
    """The number of a day, 1 for the first of the calendar."""
    past = year - 1
    before: z3.ArithRef = z3.IntVal(0)
    for number, days in enumerate(_BEFORE, 1):
        before = z3.If(month == number, days, before)
    leap = z3.If(z3.And(month >= MARCH, _is_leap(year)), 1, 0)
    return 365 * past + past / 4 - past / 100 + past / 400 + before + leap + day
