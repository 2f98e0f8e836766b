"""A value as people read it: "24 %", "5 May 2026", "Yes", "Not recorded"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.values import Date, Quantity
from resecta.cql.words.values import number_in_words
from resecta.document.phrase import inside as inside
from resecta.document.phrase import spoken as spoken
from resecta.draw.wording import wording

if TYPE_CHECKING:
    from resecta.guideline.model import Element, Reading

_CITED = re.compile(r" \([A-Z]\d{1,3}(?:, [A-Z]\d{1,3})*\)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def shown(value: object) -> str:
    """Any value of a case in words; None is "Not recorded", never "no"."""
    if value is None:
        return wording().empty["recorded"]
    if isinstance(value, bool):
        return wording().truth["yes" if value else "no"].word
    if isinstance(value, datetime.date):
        return date(value)
    if isinstance(value, Decimal):
        return number_in_words(value)
    if isinstance(value, Quantity):
        return f"{number_in_words(value.value)} {value.unit}"
    if isinstance(value, Date):
        return _partial_date(value.year, value.month, value.day)
    return str(value)


def with_unit(value: object, element: Element) -> str:
    """A value of an element, with the unit that is understood where the value brings none ("58 years")."""
    bare = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return f"{shown(value)} {element.unit}" if bare and element.unit else shown(value)


def date(day: datetime.date | None) -> str:
    """A day as 5 May 2026: no reader takes the day for the month."""
    return "" if day is None else _partial_date(day.year, day.month, day.day)


def days(count: int) -> str:
    """A number of days, its sign left to the words around it."""
    return f"{abs(count)} day" if abs(count) == 1 else f"{abs(count)} days"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items as a phrase: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def leading(text: str) -> str:
    """A phrase at the beginning of a line: large first letter, but not for a sign (cT3)."""
    return f"{text[:1].upper()}{text[1:]}" if text[1:2].islower() or text[1:2] == " " else text


def sentence(text: str) -> str:
    """A phrase as a sentence: capital first, full stop last."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def uncited(text: str) -> str:
    """Text without its statements in brackets, where what it is the label of opens them."""
    return _CITED.sub("", text)


def choice_text(reading: Reading) -> str:
    """How a reading is in force: the text of the option chosen, or its title where there is nothing to choose."""
    return next((option.text for option in reading.options if option.id == reading.choice), reading.title)


def _partial_date(year: int, month: int | None, day: int | None) -> str:
    parts = [str(day)] if day else []
    if month:
        parts.append(_MONTHS[month - 1])
    return " ".join([*parts, str(year)])
