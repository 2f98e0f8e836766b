"""One value of a case: a node and what the pack says it must be in, a typed value out, in the pack's unit.

Nothing is guessed: a value outside the choices, in another dimension, out of range or that is no day of the calendar is
refused with what was probably meant.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TypeVar

from resecta.case.model import About
from resecta.cql.values import Date, Quantity, Value, days_in_month
from resecta.cql.values.units import convert
from resecta.document import (
    InputError,
    Mapping,
    Node,
    Scalar,
    as_boolean,
    as_decimal,
    as_integer,
    as_mapping,
    as_partial_date,
    as_text,
    did_you_mean,
    quote,
)
from resecta.guideline.model import Element, EventField, Implausible
from resecta.guideline.schedule.duration import LONGEST_YEARS
from resecta.guideline.schedule.model import MOST_ROUNDS, MOST_WEEKS
from resecta.lazy_dataclass import dataclass

N = TypeVar("N", int, Decimal)

LONGEST_LIFE = 120
"""Years. A date further from the day of the assessment is a slip of the pen."""

ROOM = 2 * LONGEST_LIFE
"""Years that the calendar must go on before and after the day of the assessment, for all that is dated from it."""
COUNTED = {
    "fractions": (Decimal(1), Decimal(MOST_ROUNDS)),
    "cycles": (Decimal(0), Decimal(52 * LONGEST_YEARS)),
    "cycle_weeks": (Decimal(1), Decimal(MOST_WEEKS)),
}
"""Fields of events that a plan counts with: the least and the most of each."""

_NUMBER_AND_UNIT = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([^\s0-9].*?)\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a value must be; what elements and the fields of events have in common. ``done``: no date to come."""

    name: str
    type: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    implausible: Implausible | None = None
    done: bool = False


def wanted_of(element: Element) -> Wanted:
    """What the value of an element must be."""
    return Wanted(
        element.id,
        element.type,
        element.unit,
        element.choices,
        element.minimum,
        element.maximum,
        element.implausible,
        element.done,
    )


def wanted_of_field(field: EventField) -> Wanted:
    """What the value of an event's field must be; one that plans count with has bounds whatever the guideline says."""
    low, high = field.minimum, field.maximum
    if field.id in COUNTED:
        least, most = COUNTED[field.id]
        low, high = max(least, least if low is None else low), min(most, most if high is None else high)
    return Wanted(field.id, field.type, field.unit, field.choices, low, high, done=True)


def read_value(node: Node, wanted: Wanted, day: datetime.date | None, unit: Node | None = None) -> Value:
    """The value that stands there. ``day`` is the day of the assessment; ``unit`` the unit written beside the value.

    Raises InputError with one problem.
    """
    if wanted.type == "Quantity":
        return _quantity(node, wanted, unit)
    if unit is not None and as_text(unit) != wanted.unit:
        mend = f"write {wanted.unit}, or leave the unit out" if wanted.unit else "leave the unit out"
        raise _refused(unit, f"{quote(as_text(unit))} is not the unit of {wanted.name}", mend)
    match wanted.type:
        case "Boolean":
            return as_boolean(node)
        case "Integer":
            return _in_range(node, as_integer(_number(node, wanted)), wanted)
        case "Decimal":
            return _in_range(node, as_decimal(_number(node, wanted)), wanted)
        case "Date":
            return read_date(node, day, done=wanted.done, what=wanted.name)
        case _:
            return _choice(node, wanted)


def read_date(node: Node, day: datetime.date | None, *, done: bool, what: str) -> Date:
    """A date, near enough to the assessment; of what has been done, not after it. It may end at its month or year."""
    date = Date(*as_partial_date(node))
    first = first_day(date)
    if day is not None:
        if done and first > day:
            raise _refused(
                node, f"{what} {date} lies after the assessment on {day}", "what is only planned is left out"
            )
        if abs((first - day).days) > LONGEST_LIFE * 366:
            message = f"{what} {date} is more than {LONGEST_LIFE} years from the assessment on {day}"
            raise _refused(node, message, "check the years of both")
    return date


def first_day(date: Date) -> datetime.date:
    """The earliest day that a date can be."""
    return datetime.date(date.year, date.month or 1, date.day or 1)


def about(date: Date, latest: datetime.date | None) -> About | None:
    """The days that a date can be, none after ``latest``; None where it names its day."""
    if date.day is not None:
        return None
    month = date.month or 12
    last = datetime.date(date.year, month, days_in_month(date.year, month))
    return About(date, first_day(date), last if latest is None else min(last, latest))


def _choice(node: Node, wanted: Wanted) -> str:
    text = as_text(node)
    if wanted.choices and text not in wanted.choices:
        mend = did_you_mean(text, wanted.choices)
        allowed = f"allowed: {', '.join(wanted.choices)}"
        raise _refused(
            node, f"{quote(text)} is not a value of {wanted.name}", f"{mend} ({allowed})" if mend else allowed
        )
    return text


def _quantity(node: Node, wanted: Wanted, unit: Node | None) -> Quantity:
    if isinstance(node, Mapping) and unit is None:
        parts = as_mapping(node)
        value = parts.get("value")
        if value is None or any(key not in ("value", "unit") for key in parts):
            raise _refused(node, f"{wanted.name} takes a number, or value and unit", _example(wanted, "4.5"))
        node, unit = value, parts.get("unit")
    number = as_decimal(_number(node, wanted))
    if unit is None:
        return Quantity(_in_range(node, number, wanted), wanted.unit)
    given = Quantity(number, as_text(unit))
    converted = convert(given, wanted.unit)
    if converted is None:
        raise _refused(unit, f"{quote(given.unit)} is not a unit for {wanted.name}", f"give it in {wanted.unit}")
    return Quantity(_in_range(node, converted.value, wanted), wanted.unit)


def _number(node: Node, wanted: Wanted) -> Node:
    """The node, unless a unit stands in the same text as the number: then the mend says how to write both."""
    if isinstance(node, Scalar):
        match = _NUMBER_AND_UNIT.match(node.text)
        if match and wanted.unit and not match[2].startswith((".", ",", ":", "-", "/")):
            raise _refused(node, f"{quote(node.text)} is not a number", _apart(wanted, match[1], match[2]))
    return node


def _apart(wanted: Wanted, number: str, unit: str) -> str:
    if convert(Quantity(Decimal(1), unit), wanted.unit) is None:
        return f"{quote(unit)} is not a unit for {wanted.name}: give it in {wanted.unit}"
    return _example(wanted, number, unit)


def _example(wanted: Wanted, number: str, unit: str = "") -> str:
    if wanted.type != "Quantity" or unit == wanted.unit:
        return f"write {number} (it is in {wanted.unit})"
    return f"write {{value: {number}, unit: '{unit or wanted.unit}'}}"


def _in_range(node: Node, number: N, wanted: Wanted) -> N:
    unit = f" {wanted.unit}" if wanted.unit else ""
    if wanted.minimum is not None and number < wanted.minimum:
        message = f"{wanted.name} {number}{unit} is below its smallest value, {wanted.minimum}{unit}"
        raise _refused(node, message, _range_mend(wanted))
    if wanted.maximum is not None and number > wanted.maximum:
        message = f"{wanted.name} {number}{unit} is above its largest value, {wanted.maximum}{unit}"
        raise _refused(node, message, _range_mend(wanted))
    odd = wanted.implausible
    if odd is not None and odd.above < number < odd.below:
        meant = f"{(number * odd.times).normalize():f}"
        raise _refused(node, f"{wanted.name} {number}{unit} is not plausible", odd.mend.replace("{meant}", meant))
    return number


def _range_mend(wanted: Wanted) -> str:
    low, high = wanted.minimum, wanted.maximum
    span = f"from {low} to {high}" if low is not None and high is not None else f"of {low} or more"
    return f"write a value {span if low is not None else f'of {high} or less'}, or leave it out if it is not known"


def _refused(node: Node, message: str, mend: str) -> InputError:
    return InputError([node.problem(message, mend)])
