"""The values of the language as Python values, and their spelling as CQL literals.

``None`` is *unknown*. Integer is ``int`` (32 bits), Decimal is ``decimal.Decimal`` (8 fractional digits), String is
``str``.
Dates and quantities have no ``<``: their order has three answers, and only ``resecta.cql`` knows it.
"""

from __future__ import annotations

import calendar
import datetime
from decimal import Decimal
from typing import TypeAlias

from resecta.lazy_dataclass import dataclass

CALENDAR_UNITS = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
"""Calendar words a quantity may carry in place of a UCUM code. ``month`` is a calendar month, never UCUM's average
``mo``.
"""


_PLURALS = {f"{unit}s": unit for unit in CALENDAR_UNITS}


def singular(unit: str) -> str:
    """The unit with a calendar word in the singular: ``weeks``, in quotes or not, is ``week``."""
    return _PLURALS.get(unit, unit)


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date that may end early: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"year {self.year} is not between 1 and 9999")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a date with a day needs a month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month} is not between 1 and 12")
        if self.day is not None and not 1 <= self.day <= days_in_month(self.year, self.month):
            raise ValueError(f"day {self.day} does not exist in {self.year:04d}-{self.month:02d}")

    @classmethod
    def of(cls, date: datetime.date) -> Date:
        """The same day as a Python date."""
        return cls(date.year, date.month, date.day)

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read ``2026``, ``2026-05`` or ``2026-05-25``; ValueError says what is wrong."""
        parts = text.split("-")
        widths = [len(part) for part in parts]
        if widths not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(f"{text!r} is not a date such as 2026-05-25")
        return cls(*(int(part) for part in parts))

    def to_date(self) -> datetime.date:
        """The day as a Python date; ValueError where the date ends at its year or month."""
        if self.month is None or self.day is None:
            raise ValueError(f"{self} has no day")
        return datetime.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a UCUM code ("%", "cm", "1") or a calendar word in the singular ("week")."""

    value: Decimal
    unit: str = "1"

    def __str__(self) -> str:
        return literal(self)


@dataclass(frozen=True, slots=True)
class Interval:
    """Every point from ``low`` to ``high``. A null bound is the end of the type where closed, unknown where open."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True

    def __str__(self) -> str:
        return literal(self)


Value: TypeAlias = "bool | int | Decimal | str | Date | Quantity | Interval | None"


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and calendar.isleap(year) else _DAYS[month - 1]


def literal(value: Value) -> str:
    """The CQL text that reads back as this value. A Decimal keeps its digits and always shows a point."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | Date():
            return f"@{value}" if isinstance(value, Date) else str(value)
        case Decimal():
            return _decimal(value)
        case str():
            return f"'{escape(value)}'"
        case Quantity():
            return _quantity(value)
        case Interval():
            opening, closing = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
            return f"Interval{opening}{literal(value.low)}, {literal(value.high)}{closing}"


def escape(text: str) -> str:
    """Text as it stands between single quotes."""
    table = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
    return "".join(table.get(character, character) for character in text)


def _decimal(value: Decimal) -> str:
    text = format(value, "f")
    return text if "." in text else f"{text}.0"


def _quantity(value: Quantity) -> str:
    if value.unit not in CALENDAR_UNITS:
        return f"{_decimal(value.value)} '{escape(value.unit)}'"
    number = format(value.value, "f")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {value.unit if number == '1' else value.unit + 's'}"
