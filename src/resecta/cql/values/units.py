"""Units: which quantities can be compared, and by what exact factor. The codes packs use stand in a table; others are
looked up in UCUM.

A calendar month is not UCUM's average month: the two never compare, though they are equivalent. Weeks, days and below
are the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from resecta.cql.values import Quantity, decimals
from resecta.lazy_dataclass import dataclass

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """So many of the base units of this dimension."""

    dimension: Dimension
    factor: Fraction


def _units(dimension: Dimension, **factors: str | int) -> dict[str, Unit]:
    return {code: Unit(dimension, Fraction(factor)) for code, factor in factors.items()}


_NONE: Dimension = ()
_LENGTH: Dimension = (("m", 1),)
_VOLUME: Dimension = (("m", 3),)
_MASS: Dimension = (("g", 1),)
_TIME: Dimension = (("s", 1),)
_MONTHS: Dimension = (("calendar month", 1),)
_DOSE: Dimension = (("m", 2), ("s", -2))
_DENSITY: Dimension = (("g", 1), ("m", -3))

TABLE: dict[str, Unit] = {
    "1": Unit(_NONE, Fraction(1)),
    "%": Unit(_NONE, Fraction(1, 100)),
    **_units(_LENGTH, m=1, dm="1/10", cm="1/100", mm="1/1000", um="1/1000000"),
    **_units(
        _VOLUME, L="1/1000", dL="1/10000", mL="1/1000000", uL="1/1000000000", cm3="1/1000000", mm3="1/1000000000", m3=1
    ),
    **_units(_MASS, kg=1000, g=1, mg="1/1000", ug="1/1000000"),
    **_units(_TIME, ms="1/1000", s=1, min=60, h=3600, d=86400, wk=604800),
    "mo": Unit(_TIME, Fraction(2629800)),
    "a": Unit(_TIME, Fraction(31557600)),
    **_units(_DOSE, Gy=1, cGy="1/100", mGy="1/1000"),
    "g/L": Unit(_DENSITY, Fraction(1000)),
    "g/dL": Unit(_DENSITY, Fraction(10000)),
    "mg/dL": Unit(_DENSITY, Fraction(10)),
    "g/cm3": Unit(_DENSITY, Fraction(1000000)),
    **_units(_TIME, millisecond="1/1000", second=1, minute=60, hour=3600, day=86400, week=604800),
    **_units(_MONTHS, month=1, year=12),
}
CALENDAR_WORDS = frozenset({"millisecond", "second", "minute", "hour", "day", "week", "month", "year"})
"""The units of the table that are words of CQL, and no UCUM codes."""
_AS_UCUM = {"month": "mo", "year": "a"}
_IN_DAYS = {"year": 365, "month": 30, "week": 7, "day": 1}
_ATOM = re.compile(r"[A-Za-z%\[\]_]+")


@lru_cache(maxsize=512)
def unit(code: str) -> Unit | None:
    """What the code stands for; null where nobody knows it."""
    known = TABLE.get(code)
    if known is not None:
        return known
    if re.fullmatch(r"\{[^{}]*\}", code):
        return Unit((("annotation " + code, 1),), Fraction(1))
    from resecta.cql.values.ucum import look_up  # UCUM's definitions are a file of their own: only a rare unit pays

    return look_up(code)


def comparable(left: str, right: str) -> bool:
    """Whether quantities in these units can be compared."""
    if left == right:
        return True
    one, other = unit(left), unit(right)
    return one is not None and other is not None and one.dimension == other.dimension


def compare(left: Quantity, right: Quantity) -> int | None:
    """Below 0, 0 or above 0 as left stands to right; null where their units do not compare."""
    if left.unit == right.unit:
        return (left.value > right.value) - (left.value < right.value)
    factor = ratio(left.unit, right.unit)
    if factor is None:
        return None
    one, other = Fraction(left.value) * factor, Fraction(right.value)
    return (one > other) - (one < other)


@lru_cache(maxsize=1024)
def ratio(source: str, target: str) -> Fraction | None:
    """How many of the target unit one of the source unit is."""
    if source == target:
        return Fraction(1)
    one, other = unit(source), unit(target)
    if one is None or other is None or one.dimension != other.dimension:
        return None
    return one.factor / other.factor


def equivalent(left: Quantity, right: Quantity) -> bool:
    """Whether the two mean the same in the finer of their units, to the digits of the less precise.

    A calendar month stands for UCUM's, and a year for 12 months or 365 days.
    """
    if ratio(left.unit, right.unit) is not None:
        return _alike(left, right)
    if left.unit in _IN_DAYS and right.unit in _IN_DAYS:
        return _alike(_in_days(left), _in_days(right))
    one = Quantity(left.value, _AS_UCUM.get(left.unit, left.unit))
    return _alike(one, Quantity(right.value, _AS_UCUM.get(right.unit, right.unit)))


def _alike(left: Quantity, right: Quantity) -> bool:
    code = finer(left.unit, right.unit)
    if code is None:
        return False
    one, other = convert(left, code), convert(right, code)
    return one is not None and other is not None and decimals.equivalent(one.value, other.value)


def _in_days(quantity: Quantity) -> Quantity:
    return Quantity(quantity.value * _IN_DAYS[quantity.unit], "day")


def finer(left: str, right: str) -> str | None:
    """The one of two units that is the smaller, the left where they are equal; null where they do not compare."""
    factor = ratio(left, right)
    if factor is None:
        return None
    return right if factor > 1 else left


def convert(quantity: Quantity, target: str) -> Quantity | None:
    """The same quantity in another unit, to 8 digits; null where there is no way."""
    if quantity.unit == target:
        return quantity
    factor = ratio(quantity.unit, target)
    if factor is None:
        return None
    return _quantity(_decimal(Fraction(quantity.value) * factor), target)


def add(left: Quantity, right: Quantity) -> Quantity | None:
    """Sum, in the finer of the two units."""
    return _together(left, right, decimals.add)


def subtract(left: Quantity, right: Quantity) -> Quantity | None:
    """Difference, in the finer of the two units."""
    return _together(left, right, decimals.subtract)


def _together(
    left: Quantity, right: Quantity, operate: Callable[[Decimal, Decimal], Decimal | None]
) -> Quantity | None:
    """Nothing is lost on the way: a whole number of the coarser unit is a whole number of the finer."""
    code = finer(left.unit, right.unit)
    if code is None:
        return None
    one, other = convert(left, code), convert(right, code)
    return None if one is None or other is None else _quantity(operate(one.value, other.value), code)


def modulo(left: Quantity, right: Quantity) -> Quantity | None:
    """What is left after the truncated division, in the unit of the left."""
    if left.unit == right.unit:
        return _quantity(decimals.modulo(left.value, right.value), left.unit)
    whole = _whole(left, right)
    if whole is None:
        return None
    step = Fraction(right.value) * (ratio(right.unit, left.unit) or 0)
    return _quantity(_decimal(Fraction(left.value) - whole * step), left.unit)


def truncated_divide(left: Quantity, right: Quantity) -> Quantity | None:
    """Whole part of the quotient; HL7's tests keep the unit of the left."""
    whole = _whole(left, right)
    return None if whole is None else _quantity(decimals.decimal(Decimal(whole)), left.unit)


def _whole(left: Quantity, right: Quantity) -> int | None:
    """How often the right goes into the left, toward zero; null for a divisor of 0, and where they do not compare."""
    factor = ratio(left.unit, right.unit)
    if factor is None or right.value.is_zero():
        return None
    return int(Fraction(left.value) * factor / Fraction(right.value))


def multiply(left: Quantity, right: Quantity) -> Quantity | None:
    """Product, in the product of the units."""
    return _quantity(decimals.multiply(left.value, right.value), _product(left.unit, right.unit))


def divide(left: Quantity, right: Quantity) -> Quantity | None:
    """Quotient; a number without unit where the units compare."""
    if right.unit == "1":
        return _quantity(decimals.divide(left.value, right.value), left.unit)
    factor = ratio(left.unit, right.unit)
    if factor is None:
        return _quantity(decimals.divide(left.value, right.value), f"{_grouped(left.unit)}/{_grouped(right.unit)}")
    if right.value.is_zero():
        return None
    return _quantity(_decimal(Fraction(left.value) * factor / Fraction(right.value)), "1")


def negate(quantity: Quantity) -> Quantity:
    """The quantity with the other sign."""
    return Quantity(-quantity.value, quantity.unit)


def _product(left: str, right: str) -> str:
    if left == "1" or right == "1":
        return right if left == "1" else left
    if left == right and _ATOM.fullmatch(left):
        return f"{left}2"
    return f"{_grouped(left)}.{_grouped(right)}"


def _grouped(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z0-9%\[\]_.]+", code) else f"({code})"


def _quantity(value: Decimal | None, code: str) -> Quantity | None:
    return None if value is None else Quantity(value, code)


def _decimal(value: Fraction) -> Decimal | None:
    return decimals.divide(Decimal(value.numerator), Decimal(value.denominator))
