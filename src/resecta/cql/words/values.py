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


def say(value: Value) -> str:
    """The value as it stands in a sentence. None is "not recorded"."""
    match value:
        case None:
            return NOT_RECORDED
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return _number(value)
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


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: Date) -> str:
    if value.month is None:
        return str(value.year)
    month = f"{_MONTHS[value.month - 1]} {value.year}"
    return month if value.day is None else f"{value.day} {month}"


def _quantity(value: Quantity) -> str:
    number = _number(value.value)
    unit = _TIME_CODES.get(value.unit, value.unit)
    if unit in CALENDAR_UNITS:
        return f"{number} {unit if number == '1' else unit + 's'}"
    return number if unit == "1" else f"{number} {unit}"


def _interval(value: Interval) -> str:
    if value.low is None or value.high is None:
        known = value.low if value.low is not None else value.high
        if known is None:
            return "anything"
        return f"{say(known)} or {'more' if value.low is not None else 'less'}"
    ends = ((value.low, value.low_closed), (value.high, value.high_closed))
    exclusive = [say(end) for end, closed in ends if not closed]
    text = f"{say(value.low)} to {say(value.high)}"
    return f"{text} ({listed(exclusive, 'and')} not included)" if exclusive else text
