"""Equality, order, equivalence and membership of values: three answers, of which null is *unknown*."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.types import DATE, DECIMAL, INTEGER, Type
from resecta.cql.values import Date, Interval, Quantity, Value, dates, decimals, units

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


def equal(left: Value, right: Value) -> bool | None:
    """Whether the two are the same value."""
    if left is None or right is None:
        return None
    if isinstance(left, Interval) and isinstance(right, Interval):
        return _equal_intervals(left, right)
    compared = compare(left, right)
    return None if compared is None else compared == 0


def equivalent(left: Value, right: Value) -> bool:
    """Whether the two mean the same: never null, and two nulls do."""
    if left is None or right is None:
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.lower().split()) == " ".join(right.lower().split())
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return decimals.equivalent(left, right)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return units.equivalent(left, right)
    if isinstance(left, Interval) and isinstance(right, Interval):
        (first, last), (other_first, other_last) = _ends(left, right)
        return equivalent(first, other_first) and equivalent(last, other_last)
    return equal(left, right) is True


def _equal_intervals(left: Interval, right: Interval) -> bool | None:
    if left == right and not _has_unknown_end(left):
        return True
    (first, last), (other_first, other_last) = _ends(left, right)
    return _both(equal(first, other_first), equal(last, other_last))


def _has_unknown_end(interval: Interval) -> bool:
    low_unknown = interval.low is None and not interval.low_closed
    return low_unknown or (interval.high is None and not interval.high_closed)


def _ends(left: Interval, right: Interval) -> tuple[tuple[Value, Value], tuple[Value, Value]]:
    """First and last point of both. Only a bound that is written tells of which type a closed null is the end."""
    like = next((bound for bound in (left.low, left.high, right.low, right.high) if bound is not None), None)
    filled = [
        Interval(
            smallest(None, like) if each.low is None and each.low_closed else each.low,
            largest(None, like) if each.high is None and each.high_closed else each.high,
            each.low_closed,
            each.high_closed,
        )
        for each in (left, right)
    ]
    return (start(filled[0]), end(filled[0])), (start(filled[1]), end(filled[1]))


def start(interval: Interval | None, point: Type | None = None) -> Value:
    """The first point: a closed null is the type's smallest value, an open one unknown."""
    if interval is None:
        return None
    if interval.low is None:
        return smallest(point, interval.high) if interval.low_closed else None
    return interval.low if interval.low_closed else successor(interval.low)


def end(interval: Interval | None, point: Type | None = None) -> Value:
    """The last point: a closed null is the type's largest value, an open one unknown."""
    if interval is None:
        return None
    if interval.high is None:
        return largest(point, interval.low) if interval.high_closed else None
    return interval.high if interval.high_closed else predecessor(interval.high)


def bounded(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Interval | None:
    """The interval of these bounds; null where no point can lie in it: ``Interval[5, 3]``, ``Interval[5, 5)``."""
    made = Interval(low, high, low_closed, high_closed)
    if low is None or high is None:
        return made
    first, last = start(made), end(made)
    if first is None or last is None:  # an open end at the very end of the type
        return None
    sign = compare(first, last)
    return None if sign is not None and sign > 0 else made


def within(
    value: Value, interval: Interval | None, precision: Precision | None = None, *, properly: bool = False
) -> bool | None:
    """Whether the point lies in the interval; ``properly`` leaves out the interval's own ends.

    No interval is empty: where one bound is unknown, the point at the other is known to lie in it.
    """
    if interval is None:
        return False
    if value is None:
        return None
    inside = _both(_above(value, interval, precision, properly), _below(value, interval, precision, properly))
    if inside is None and not properly:
        at_an_end = any(compare(value, point, precision) == 0 for point in (start(interval), end(interval)))
        return True if at_an_end else None
    return inside


def _above(value: Value, interval: Interval, precision: Precision | None, properly: bool) -> bool | None:
    if interval.low is None and (not interval.low_closed or not properly):
        return True if interval.low_closed else None
    first = smallest(None, value) if interval.low is None else interval.low
    if not properly:
        compared = compare(value, first, precision)
        return None if compared is None else compared > 0 or (compared == 0 and interval.low_closed)
    compared = compare(value, first if interval.low_closed else successor(first), precision)
    return None if compared is None else compared > 0


def _below(value: Value, interval: Interval, precision: Precision | None, properly: bool) -> bool | None:
    if interval.high is None and (not interval.high_closed or not properly):
        return True if interval.high_closed else None
    last = largest(None, value) if interval.high is None else interval.high
    if not properly:
        compared = compare(value, last, precision)
        return None if compared is None else compared < 0 or (compared == 0 and interval.high_closed)
    compared = compare(value, last if interval.high_closed else predecessor(last), precision)
    return None if compared is None else compared < 0


def in_list(value: Value, items: tuple[Value, ...]) -> bool:
    """Whether an item equals the value. Never null: a null is in a list only where the list holds a null."""
    if value is None:
        return any(item is None for item in items)
    return any(equal(value, item) is True for item in items)


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
        return decimals.add(value, sign * decimals.STEP)
    if isinstance(value, Date):
        return dates.step(value, sign)
    if isinstance(value, Quantity):
        moved = decimals.add(value.value, sign * decimals.STEP)
        return None if moved is None else Quantity(moved, value.unit)
    return None


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
