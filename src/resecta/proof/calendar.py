"""The calendar for a solver: days as whole numbers, and what lies so many calendar months later.

A day is tied to its year and month by the rule of leap years, in whole numbers, for the days that are asked for.
"""

from __future__ import annotations

import datetime

import z3

from resecta.proof.terms import every

LAST_DAY = datetime.date.max.toordinal()
_LAST_YEAR = datetime.MAXYEAR
_BEFORE = tuple(datetime.date(2001, month, 1).timetuple().tm_yday - 1 for month in range(1, 13))
"""Days of a common year before each month."""
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY, MARCH = 2, 3


class Calendar:
    """The days split so far. ``side``: what must be assumed wherever one of them is spoken of."""

    def __init__(self) -> None:
        self.side: list[z3.BoolRef] = []
        self._split: dict[int, tuple[z3.ExprRef, z3.ArithRef, z3.ArithRef, z3.ArithRef]] = {}
        self._moved: dict[tuple[int, int], tuple[z3.BoolRef, z3.ArithRef]] = {}

    def months_later(self, day: z3.ExprRef, months: int) -> tuple[z3.BoolRef, z3.ArithRef]:
        """Whether there is such a day, and which: the same of its month, or that month's last."""
        key = day.get_id(), months
        if key not in self._moved:
            year, month, of_month = self._parts(day)
            place = year * 12 + month - 1 + months
            later_year, later_month = place / 12, place % 12 + 1
            shown = z3.If(of_month <= _length(later_year, later_month), of_month, _length(later_year, later_month))
            exists = every((day >= 1, day <= LAST_DAY, later_year >= 1, later_year <= _LAST_YEAR))
            self._moved[key] = exists, _number(later_year, later_month, shown)
        return self._moved[key]

    def _parts(self, day: z3.ExprRef) -> tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]:
        """Year, month and day of the month of a day of the calendar."""
        found = self._split.get(day.get_id())
        if found is None:
            year, month, of_month = (z3.FreshInt(part) for part in ("year", "month", "day"))
            real = z3.And(year >= 1, year <= _LAST_YEAR, month >= 1, month <= 12, of_month >= 1)
            tied = z3.And(of_month <= _length(year, month), day == _number(year, month, of_month))
            self.side.append(z3.Implies(z3.And(day >= 1, day <= LAST_DAY), z3.And(real, tied)))
            found = self._split[day.get_id()] = (day, year, month, of_month)
        return found[1:]


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
