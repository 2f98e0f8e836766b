"""Equality, equivalence and membership of a list, of values of any type: three answers, of which null is *unknown*."""

from __future__ import annotations

from decimal import Decimal

from resecta.cql.values import Interval, Quantity, Value, decimals, intervals, units
from resecta.cql.values.points import compare


def equal(left: Value, right: Value) -> bool | None:
    """Whether the two are the same value."""
    if left is None or right is None:
        return None
    if isinstance(left, Interval) and isinstance(right, Interval):
        return intervals.equal(left, right)
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
        (first, last), (other_first, other_last) = intervals.ends(left, right)
        return equivalent(first, other_first) and equivalent(last, other_last)
    return equal(left, right) is True


def in_list(value: Value, items: tuple[Value, ...]) -> bool:
    """Whether an item equals the value. Never null: a null is in a list only where the list holds a null."""
    if value is None:
        return any(item is None for item in items)
    return any(equal(value, item) is True for item in items)
