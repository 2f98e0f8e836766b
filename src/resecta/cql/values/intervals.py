"""Intervals: their ends as far as they are known, what lies in them, and how they stand to each other.

A closed null is the end of the type. An open null is an unknown point: somewhere from the end of the type up to the
other end, since no interval is empty. What holds of every point that an unknown end may be is known; the rest is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.tree.operators import Relation
from resecta.cql.values import Interval, Value
from resecta.cql.values.points import compare, largest, predecessor, smallest, successor
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.tree.operators import Precision
    from resecta.cql.types import Type


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a point may lie: from ``least`` to ``greatest``, the same twice where it is known."""

    least: Value
    greatest: Value


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last point of an interval; a point is an interval from itself to itself."""

    first: Reach
    last: Reach


def start(interval: Interval | None, point: Type | None = None, like: Value = None) -> Value:
    """The first point: a closed null is the smallest value of the type ``point`` or ``like``, an open one unknown."""
    if interval is None:
        return None
    if interval.low is None:
        return smallest(point, interval.high if like is None else like) if interval.low_closed else None
    return interval.low if interval.low_closed else successor(interval.low)


def end(interval: Interval | None, point: Type | None = None, like: Value = None) -> Value:
    """The last point: a closed null is the largest value of the type ``point`` or ``like``, an open one unknown."""
    if interval is None:
        return None
    if interval.high is None:
        return largest(point, interval.low if like is None else like) if interval.high_closed else None
    return interval.high if interval.high_closed else predecessor(interval.high)


def ends(left: Interval, right: Interval) -> tuple[tuple[Value, Value], tuple[Value, Value]]:
    """First and last point of both; null where unknown."""
    like = _alike(left, right)
    return (start(left, like=like), end(left, like=like)), (start(right, like=like), end(right, like=like))


def bounded(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Interval | None:
    """The interval of these bounds; null where no point can lie in it: ``Interval[5, 3]``, ``Interval[5, 5)``."""
    made = Interval(low, high, low_closed, high_closed)
    first, last = start(made), end(made)
    if (low is not None and first is None) or (high is not None and last is None):
        return None  # open at the very end of the type
    sign = compare(first, last)
    return None if sign is not None and sign > 0 else made


def within(
    value: Value, interval: Interval | None, precision: Precision | None = None, *, properly: bool = False
) -> bool | None:
    """Whether the point lies in the interval; ``properly`` refuses the interval that holds nothing but the point."""
    if interval is None:
        return False
    if value is None:
        return None
    lies = _both(_above(value, interval, precision), _below(value, interval, precision))
    if lies is not None and not properly:
        return lies
    point, around = _spans(value, interval)
    if lies is None and _is_an_end(value, around, precision):
        lies = True
    return _properly(lies, point, around, precision) if properly else lies


def inside(inner: Interval, outer: Interval, precision: Precision | None = None, *, properly: bool) -> bool | None:
    """Whether the inner interval starts no earlier and ends no later; ``properly`` refuses the same interval."""
    held, around = _spans(inner, outer)
    starts = _at_most(around.first, held.first, precision)
    lies = _both(starts, _at_most(held.last, around.last, precision))
    return _properly(lies, held, around, precision) if properly else lies


def stands(left: Value, right: Value, relation: Relation, precision: Precision | None = None) -> bool | None:
    """Whether one interval (or point) ends before the other starts, and its kin; ``relation`` is never SAME."""
    one, other = _spans(left, right)
    if relation in (Relation.AFTER, Relation.SAME_OR_AFTER):
        one, other = other, one
    compared = _less if relation in (Relation.BEFORE, Relation.AFTER) else _at_most
    return compared(one.last, other.first, precision)


def equal(left: Interval, right: Interval) -> bool | None:
    """Whether the two have the same first and the same last point."""
    return _same(*_spans(left, right), None)


# ---------------------------------------------------------------------- where the ends may lie


def _spans(left: Value, right: Value) -> tuple[Span, Span]:
    like = _alike(left, right)
    return _span(left, like), _span(right, like)


def _alike(*sides: Value) -> Value:
    """A value of the type that both sides have; any will do where neither tells one."""
    for side in sides:
        for bound in (side.low, side.high) if isinstance(side, Interval) else (side,):
            if bound is not None:
                return bound
    return 0


def _span(side: Value, like: Value) -> Span:
    if not isinstance(side, Interval):
        return Span(_known(side), _known(side))
    first, last = start(side, like=like), end(side, like=like)
    least, greatest = smallest(None, like), largest(None, like)
    starts, stops = _known(first), _known(last)
    if side.low is None and not side.low_closed:
        starts = Reach(least, greatest if last is None else last)
    if side.high is None and not side.high_closed:
        stops = Reach(least if first is None else first, greatest)
    return Span(starts, stops)


def _above(value: Value, interval: Interval, precision: Precision | None) -> bool | None:
    if interval.low is None:
        return True if interval.low_closed else None
    compared = compare(value, interval.low, precision)
    return None if compared is None else compared > 0 or (compared == 0 and interval.low_closed)


def _below(value: Value, interval: Interval, precision: Precision | None) -> bool | None:
    if interval.high is None:
        return True if interval.high_closed else None
    compared = compare(value, interval.high, precision)
    return None if compared is None else compared < 0 or (compared == 0 and interval.high_closed)


def _is_an_end(value: Value, around: Span, precision: Precision | None) -> bool:
    """Whether the point is known to be the first or the last: no interval is empty, so that it lies in it."""
    return any(_same_point(_known(value), reach, precision) for reach in (around.first, around.last))


def _properly(lies: bool | None, inner: Span, outer: Span, precision: Precision | None) -> bool | None:
    """Whether the inner lies (``lies``) in the outer and is not the same."""
    narrowest = Span(_known(inner.first.greatest), _known(inner.last.least))
    widest = Span(_known(outer.first.least), _known(outer.last.greatest))
    if _same(narrowest, widest, precision) or _same_point(widest.first, widest.last, precision):
        return False  # as far apart as they may be, the two are the same
    return _both(lies, _not(_same(inner, outer, precision)))


def _known(point: Value) -> Reach:
    return Reach(point, point)


# ---------------------------------------------------------------------- three answers


def _less(left: Reach, right: Reach, precision: Precision | None) -> bool | None:
    sign = compare(left.greatest, right.least, precision)
    if sign is not None and sign < 0:
        return True
    sign = compare(left.least, right.greatest, precision)
    return False if sign is not None and sign >= 0 else None


def _at_most(left: Reach, right: Reach, precision: Precision | None) -> bool | None:
    return _not(_less(right, left, precision))


def _same_point(left: Reach, right: Reach, precision: Precision | None) -> bool | None:
    if _less(left, right, precision) or _less(right, left, precision):
        return False
    known = compare(left.least, right.greatest, precision) == 0 == compare(left.greatest, right.least, precision)
    return True if known else None


def _same(left: Span, right: Span, precision: Precision | None) -> bool | None:
    return _both(_same_point(left.first, right.first, precision), _same_point(left.last, right.last, precision))


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
