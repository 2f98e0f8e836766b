"""From one type to another by ``convert`` and the To… functions; a text that does not read as the type gives null."""

from __future__ import annotations

import re
from decimal import Decimal

from resecta.cql.types import BOOLEAN, DATE, DECIMAL, INTEGER, QUANTITY, Type
from resecta.cql.values import CALENDAR_UNITS, Date, Interval, Quantity, Value, decimals, escape, singular, units

_TRUE, _FALSE = frozenset(("true", "t", "yes", "y", "1")), frozenset(("false", "f", "no", "n", "0"))
_INTEGER = re.compile(r"[+-]?0*([0-9]{1,10})")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_QUANTITY = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:'([^']*)'|([a-z]+))?")
_TIME = r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
_DATE = re.compile(rf"([0-9]{{4}}(?:-[0-9]{{2}}(?:-[0-9]{{2}})?)?)(?:T(?:{_TIME}{_ZONE}?)?)?")


def convert(value: Value, target: Type) -> Value:
    """The value as the other type."""
    if value is None:
        return None
    if target == INTEGER:
        return _integer(value)
    if target == DECIMAL:
        return _decimal(value)
    if target == BOOLEAN:
        return _boolean(value)
    if target == DATE:
        return value if isinstance(value, Date) else _date(str(value))
    return _quantity(value) if target == QUANTITY else _text(value)


def promote(value: Value, target: Type) -> Value:
    """What the checker put in: a number as a wider one, or as a quantity without unit."""
    if value is None:
        return None
    if isinstance(value, Interval):
        point = target.of or DECIMAL
        return Interval(promote(value.low, point), promote(value.high, point), value.low_closed, value.high_closed)
    number = Decimal(value) if isinstance(value, int | Decimal) else None
    if number is None:
        msg = f"{value!r} is not a number to promote"
        raise TypeError(msg)
    return Quantity(number, "1") if target == QUANTITY else number


def _boolean(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if isinstance(value, Decimal):
        word = str(int(value)) if value in (0, 1) else ""
    return True if word in _TRUE else False if word in _FALSE else None


def _integer(value: Value) -> int | None:
    if isinstance(value, bool | int):
        return int(value)
    match = _INTEGER.fullmatch(str(value))
    if match is None:
        return None
    return decimals.integer(-int(match[1]) if str(value).startswith("-") else int(match[1]))


def _decimal(value: Value) -> Decimal | None:
    if isinstance(value, bool | int | Decimal):
        return Decimal(value)
    text = str(value)
    return decimals.decimal(Decimal(text)) if _DECIMAL.fullmatch(text) else None


def _date(text: str) -> Date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return Date.parse(match[1])
    except ValueError:
        return None


def _quantity(value: Value) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, int | Decimal):
        return Quantity(Decimal(value), "1")
    match = _QUANTITY.fullmatch(str(value))
    if match is None:
        return None
    number, code, word = match.groups()
    if word is not None and singular(word) not in CALENDAR_UNITS:
        return None
    unit = singular(code or word or "1")
    limited = decimals.decimal(Decimal(number))
    if limited is None:
        return None
    if units.unit(unit) is None:
        from resecta.cql.values.ucum import refuse_unless_installed  # the table's reader: only a rare unit pays

        refuse_unless_installed(unit)
        return None
    return Quantity(limited, unit)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Quantity):
        number = format(value.value, "f")
        return f"{number} {value.unit}" if value.unit in CALENDAR_UNITS else f"{number} '{escape(value.unit)}'"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
