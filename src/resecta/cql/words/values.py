"""Values as people write them: ``24 %``, ``25 May 2026``, ``6 weeks``, ``yes``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resecta.cql.values import CALENDAR_UNITS, Date, Interval, Quantity, Value

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TIME_CODES = {"d": "day", "wk": "week", "mo": "month", "a": "year", "h": "hour", "min": "minute", "s": "second"}
"""UCUM's codes for time, which nobody outside a laboratory reads at sight."""

NOT_RECORDED = "not recorded"
_WRITTEN = 4
"""Decimals that people write; a number with more was worked out."""
_SHOWN = 2


def say(value: Value) -> str:
    """The value as it stands in a sentence. None is "not recorded"."""
    match value:
        case None:
            return NOT_RECORDED
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number_in_words(value)
        case Date():
            return _date(value)
        case Quantity():
            return _quantity(value)
        case Interval():
            return _interval(value)
        case _:
            return str(value)


def listed(items: Sequence[str], word: str) -> str:
    """Several things in a row: "a, b or c"."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def number_in_words(value: Decimal) -> str:
    """A number as it was written; of one that was worked out, two decimals, or as many as keep it from looking rounder
    than it is: 27.33, but 30.00004 beside a bound of 30.
    """
    text = _plain(value)
    decimals = _decimals(text)
    if decimals <= _WRITTEN:
        return text
    shortened = ((places, _plain(round(value, places))) for places in range(_SHOWN, decimals))
    return next((short for places, short in shortened if _decimals(short) == places), text)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _date(value: Date) -> str:
    if value.month is None:
        return str(value.year)
    month = f"{_MONTHS[value.month - 1]} {value.year}"
    return month if value.day is None else f"{value.day} {month}"


def _quantity(value: Quantity) -> str:
    number = number_in_words(value.value)
    unit = _TIME_CODES.get(value.unit, value.unit)
    if unit in CALENDAR_UNITS:
        return f"{number} {unit if number == '1' else unit + 's'}"
    return number if unit == "1" else f"{number} {unit}"


def span(low: str | None, high: str | None, closed: tuple[bool, bool], *, dated: bool) -> str:
    """An interval in words. Its ends are in words already; None for a null: closed it is no end, open an unknown one.

    ``closed``: of the low end and of the high one. ``dated``: its points are days.
    """
    more, less = ("later", "earlier") if dated else ("more", "less")
    after, before = ("after", "before") if dated else ("more than", "less than")
    low_closed, high_closed = closed
    if low is None and low_closed and high is None and high_closed:
        return "anything"
    if low is None and low_closed and high is not None:
        return f"{high} or {less}" if high_closed else f"{before} {high}"
    if high is None and high_closed and low is not None:
        return f"{low} or {more}" if low_closed else f"{after} {low}"
    excluded = [end for end, kept in ((low, low_closed), (high, high_closed)) if end is not None and not kept]
    start = ("the first there is" if low_closed else "an unknown start") if low is None else low
    end = ("the last there is" if high_closed else "an unknown end") if high is None else high
    text = f"{start} to {end}"
    return f"{text} ({listed(excluded, 'and')} not included)" if excluded else text


def _interval(value: Interval) -> str:
    low, high = (None if end is None else say(end) for end in (value.low, value.high))
    dated = isinstance(value.low, Date) or isinstance(value.high, Date)
    return span(low, high, (value.low_closed, value.high_closed), dated=dated)
