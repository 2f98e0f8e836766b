"""What a scalar says, once a type asks: true, 12, 4.5, 2026-03-02. Each reader raises InputError with one problem.

Exactly one way to write each value, so that nothing is guessed: ``no`` is not false, 010 is no number, and a date has
its year first.
"""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from resecta.document.nodes import Mapping, Node, Scalar, Sequence, kind_of
from resecta.document.problem import InputError
from resecta.document.quote import quote

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,60})?\Z", re.ASCII)
_MOST_DIGITS = 15
_PLACES = 8
_STEP = Decimal(1).scaleb(-_PLACES)
_WIDE = Context(prec=_MOST_DIGITS + 2 * _PLACES)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?\Z", re.ASCII)
_LOOSE_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})\Z", re.ASCII)
_LOOSE_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\Z", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z", re.ASCII)
_WORDS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def as_mapping(node: Node) -> Mapping:
    """The node as a mapping."""
    if isinstance(node, Mapping):
        return node
    raise _refused(node, f"a mapping (key: value) is expected here, not {kind_of(node)}", "write key: value")


def as_sequence(node: Node) -> Sequence:
    """The node as a list."""
    if isinstance(node, Sequence):
        return node
    raise _refused(node, f"a list is expected here, not {kind_of(node)}", "put it into square brackets: [ ]")


def as_text(node: Node) -> str:
    """The text that stands there, whatever it looks like."""
    scalar = _scalar(node, "a text")
    return scalar.text


def as_boolean(node: Node) -> bool:
    """``true`` or ``false``, written just so."""
    scalar = _scalar(node, "true or false")
    if not scalar.quoted and scalar.text in ("true", "false"):
        return scalar.text == "true"
    meant = scalar.text.strip().lower()
    meant = _WORDS.get(meant, meant)
    mend = f"write {meant}, without quotes" if meant in ("true", "false") else "write true or false, without quotes"
    raise _refused(scalar, f"{quote(scalar.text)} is neither true nor false", mend)


def as_integer(node: Node) -> int:
    """A whole number in plain digits."""
    scalar = _scalar(node, "a whole number")
    if not scalar.quoted and _INTEGER.match(scalar.text):
        return int(scalar.text)
    raise _refused(scalar, f"{quote(scalar.text)} is not a whole number", _number_mend(scalar, "12"))


def as_decimal(node: Node) -> Decimal:
    """A number, exactly as written: 29.9 stays 29.9.

    Beyond eight digits after the point, which are all that CQL has, it is rounded: so a number that a program worked
    out (0.30000000000000004) is what it was meant to be.
    """
    scalar = _scalar(node, "a number")
    if not scalar.quoted and (match := _DECIMAL.match(scalar.text)):
        number = Decimal(scalar.text)
        if len(match[2] or "") <= _PLACES + 1:
            return number
        return number.quantize(_STEP, ROUND_HALF_UP, _WIDE).normalize(_WIDE) + Decimal(0)
    raise _refused(scalar, f"{quote(scalar.text)} is not a number", _number_mend(scalar, "12 or 12.5"))


def as_date(node: Node) -> datetime.date:
    """A day of the calendar as YYYY-MM-DD, quoted or not (JSON can only quote it)."""
    scalar = _scalar(node, "a date")
    match = _ISO.match(scalar.text)
    if match:
        year, month, day = map(int, match.groups())
        try:
            return datetime.date(year, month, day)
        except ValueError:
            pass  # no such day
        raise _refused(scalar, f"{quote(scalar.text)} is not a day of the calendar", _calendar_mend(year, month))
    raise _refused(scalar, f"{quote(scalar.text)} is not a date", _date_mend(scalar.text))


def as_partial_date(node: Node) -> tuple[int, int | None, int | None]:
    """A day, or only the month (2026-03) or the year (2026) of one: year, month and day, None where it is not known."""
    scalar = _scalar(node, "a date")
    if _ISO.match(scalar.text) or _LOOSE_ISO.match(scalar.text) or _DAY_FIRST.match(scalar.text):
        date = as_date(node)
        return date.year, date.month, date.day
    match = _PARTIAL.match(scalar.text)
    if match is None:
        loose = _LOOSE_MONTH.match(scalar.text)
        if loose and 1 <= int(loose[2]) <= 12:
            raise _refused(scalar, f"{quote(scalar.text)} is not a date", f"write {loose[1]}-{int(loose[2]):02}")
        raise _refused(scalar, f"{quote(scalar.text)} is not a date", _PARTIAL_MEND)
    year, month = int(match[1]), None if match[2] is None else int(match[2])
    if not year:
        raise _refused(scalar, f"{quote(scalar.text)} is not a year", "the year has four digits and is not 0000")
    if month is not None and not 1 <= month <= 12:
        raise _refused(
            scalar, f"{quote(scalar.text)} is not a month of the calendar", "write YYYY-MM, MM from 01 to 12"
        )
    return year, month, None


_PARTIAL_MEND = "write it as YYYY-MM-DD, or as YYYY-MM where the day is not known"


def _scalar(node: Node, wanted: str) -> Scalar:
    if isinstance(node, Scalar) and not node.is_null:
        return node
    raise _refused(node, f"{wanted} is expected here, not {kind_of(node)}", f"write {wanted}, or leave the key out")


def _number_mend(scalar: Scalar, example: str) -> str:
    text = scalar.text.strip()
    if len(text) > _MOST_DIGITS and text.isascii() and text.lstrip("-").isdecimal():
        return f"write a number of at most {_MOST_DIGITS} digits"
    if _DECIMAL.match(text):
        return (
            f"write {text} without quotes" if scalar.quoted else f"write {text.split('.')[0]} if that is what is meant"
        )
    if _DECIMAL.match(text.replace(",", ".")):
        return f"write {text.replace(',', '.')}, with a point"
    if text.lstrip("+-0").isdecimal() and text.lstrip("+-0").isascii():
        return "write it without a plus sign and without leading zeros"
    return f"write digits only, as {example}"


def _date_mend(text: str) -> str:
    loose, day_first = _LOOSE_ISO.match(text), _DAY_FIRST.match(text)
    if loose:
        year, month, day = (int(part) for part in loose.groups())
    elif day_first:
        day, month, year = (int(part) for part in day_first.groups())
    else:
        return "write it as YYYY-MM-DD"
    if _exists(year, month, day):
        return f"write {year:04}-{month:02}-{day:02}"
    return f"write it as YYYY-MM-DD; {_calendar_mend(year, month)}"


def _calendar_mend(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return "the month is 01 to 12, and stands in the middle"
    if not 1 <= year <= 9999:
        return "the year has four digits and stands first"
    return f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _refused(node: Node, message: str, mend: str) -> InputError:
    return InputError([node.problem(message, mend)])
