"""A length of time as a person counts it: days and weeks are days, a month is a calendar month (31 January + 1 month is
28 February).

Days are integers (``date.toordinal``). A span is a *monotone* function of the day it starts from: a later start never
ends earlier. That alone is what a plan needs, so months need no average and no approximation.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from functools import lru_cache

from resecta.lazy_dataclass import dataclass

LAST_DAY = datetime.date.max.toordinal()
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
WHOLE = "whole days, weeks, months or years"
"""What a plan counts, in words."""
LONGEST_YEARS = 10
"""No length is longer: so far beyond the last known day a plan is laid, and no farther."""
_LONGEST_MONTHS, _LONGEST_DAYS = 12 * LONGEST_YEARS, 3653


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months (counted first, clamped to the month's end), then days."""

    months: int = 0
    days: int = 0

    def after(self, day: int) -> int:
        """The day that lies this span after ``day``."""
        return (_add_months(day, self.months) if self.months else day) + self.days

    def latest_start(self, day: int) -> int:
        """The greatest day whose ``after`` is not later than ``day``: 31 January for 28 February and one month."""
        target = day - self.days
        if not self.months:
            return target
        start = _add_months(target, -self.months)
        while start < LAST_DAY and _add_months(start + 1, self.months) <= target:
            start += 1
        return start

    def earliest_start(self, day: int) -> int:
        """The least day whose ``after`` is not earlier than ``day``: 1 March for 31 March and one month."""
        target = day - self.days
        if not self.months:
            return target
        start = _add_months(target, -self.months)
        while _add_months(start, self.months) < target:
            start += 1
        while start > 1 and _add_months(start - 1, self.months) >= target:
            start -= 1
        return start

    @property
    def fault(self) -> str:
        """Why no plan can count with it, whatever the patient; "" where it can."""
        if self.months < 0 or self.days < 0:
            return "a length of time is not negative"
        if self.months > _LONGEST_MONTHS or self.days > _LONGEST_DAYS:
            return f"a plan is laid no farther than {LONGEST_YEARS} years"
        return ""

    def __str__(self) -> str:
        parts = [_counted(self.months, "month")] if self.months else []
        if self.days or not parts:
            whole_weeks = self.days % 7 == 0 and self.days != 0
            parts.append(_counted(self.days // 7, "week") if whole_weeks else _counted(self.days, "day"))
        return " and ".join(parts)


def span_of(count: int, unit: str) -> Duration | None:
    """So many days, weeks, months or years (``unit`` in the singular); None for any other unit."""
    if unit in _MONTHS:
        return Duration(months=count * _MONTHS[unit])
    return Duration(days=count * _DAYS[unit]) if unit in _DAYS else None


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


@lru_cache(maxsize=4096)
def _add_months(day: int, months: int) -> int:
    date = datetime.date.fromordinal(day)
    year, month0 = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return LAST_DAY
    if year < datetime.MINYEAR:
        return 1
    return datetime.date(year, month0 + 1, min(date.day, monthrange(year, month0 + 1)[1])).toordinal()
