"""One point of a type: how two stand to each other, the next one and the one before, the first and the last of all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.tree.operators import Extent
from resecta.cql.types import DATE, DECIMAL, INTEGER, Type
from resecta.cql.values import Date, Quantity, Value, dates, decimals, units

if TYPE_CHECKING:
    from resecta.cql.tree.operators import Precision


def compare(left: Value, right: Value, precision: Precision | None = None) -> int | None:
    """Below 0, 0 or above 0 as left stands to right; null where a side is unknown or the two cannot be told apart."""
    if left is None or right is None:
        return None
    if isinstance(left, Date) and isinstance(right, Date):
        return dates.compare(left, right, precision)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return units.compare(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return (left > right) - (left < right)
    msg = f"the checker lets no comparison of {left!r} with {right!r} through"
    raise TypeError(msg)


def smallest(kind: Type | None, like: Value = None) -> Value:
    """The smallest value of a type; for a quantity, in the unit of the other end."""
    if kind == INTEGER or (kind is None and isinstance(like, int)):
        return decimals.SMALLEST_INTEGER
    if kind == DECIMAL or (kind is None and isinstance(like, Decimal)):
        return -LARGEST_DECIMAL
    if kind == DATE or (kind is None and isinstance(like, Date)):
        return dates.SMALLEST
    return Quantity(-LARGEST_DECIMAL, like.unit) if isinstance(like, Quantity) else None


def largest(kind: Type | None, like: Value = None) -> Value:
    """The largest value of a type; for a quantity, in the unit of the other end."""
    if kind == INTEGER or (kind is None and isinstance(like, int)):
        return decimals.LARGEST_INTEGER
    if kind == DECIMAL or (kind is None and isinstance(like, Decimal)):
        return LARGEST_DECIMAL
    if kind == DATE or (kind is None and isinstance(like, Date)):
        return dates.LARGEST
    return Quantity(LARGEST_DECIMAL, like.unit) if isinstance(like, Quantity) else None


def extent(end: Extent, kind: Type) -> Value:
    """``minimum``, ``maximum`` of a type."""
    return smallest(kind) if end is Extent.MINIMUM else largest(kind)


LARGEST_DECIMAL = Decimal("99999999999999999999.99999999")
"""``maximum Decimal``: 28 digits, as HL7's tests have it; arithmetic goes further before it gives null."""


def successor(value: Value) -> Value:
    """The next value of the type; null past the last."""
    return _step(value, 1)


def predecessor(value: Value) -> Value:
    """The value before it; null before the first."""
    return _step(value, -1)


def _step(value: Value, sign: int) -> Value:
    if isinstance(value, int):
        return decimals.integer(value + sign)
    if isinstance(value, Decimal):
        return None if value == sign * LARGEST_DECIMAL else decimals.add(value, sign * decimals.STEP)
    if isinstance(value, Date):
        return dates.step(value, sign)
    if isinstance(value, Quantity):
        moved = _step(value.value, sign)
        return Quantity(moved, value.unit) if isinstance(moved, Decimal) else None
    return None
