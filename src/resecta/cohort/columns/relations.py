"""How intervals, and points among them, stand to each other, in columns: what holds of every point that an unknown end
may be is known, the rest is null (``resecta.cql.values.intervals`` says the same of single values).
"""

from __future__ import annotations

import operator
from functools import reduce

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import Column
from resecta.cohort.columns.comparing import UNKNOWN, holds
from resecta.cql.tree.operators import Precision, Relation
from resecta.lazy_dataclass import dataclass

YES, NO = ibis.literal(True), ibis.literal(False)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a point may lie: from ``least`` to ``greatest``, the same twice where it is known."""

    least: Column
    greatest: Column


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and the last point of an interval; a point is an interval from itself to itself."""

    first: Reach
    last: Reach


def known(point: Column) -> Reach:
    """A point that is known where it is there at all."""
    return Reach(point, point)


def inside(inner: Stretch, outer: Stretch, precision: Precision | None) -> ir.BooleanValue:
    """Whether the inner starts no earlier and ends no later."""
    return _at_most(outer.first, inner.first, precision) & _at_most(inner.last, outer.last, precision)


def properly(lies: ir.BooleanValue, inner: Stretch, outer: Stretch, precision: Precision | None) -> ir.BooleanValue:
    """Whether the inner lies (``lies``) in the outer and is not the same."""
    narrowest = Stretch(known(inner.first.greatest), known(inner.last.least))
    widest = Stretch(known(outer.first.least), known(outer.last.greatest))
    never = _surely(same(narrowest, widest, precision)) | _surely(_same_point(widest.first, widest.last, precision))
    return ibis.ifelse(never, NO, lies & ~same(inner, outer, precision))


def stands(left: Stretch, right: Stretch, relation: Relation, precision: Precision | None) -> ir.BooleanValue:
    """Whether one ends before the other starts, and its kin."""
    one, other = left, right
    if relation in (Relation.AFTER, Relation.SAME_OR_AFTER):
        one, other = right, left
    compared = _less if relation in (Relation.BEFORE, Relation.AFTER) else _at_most
    return compared(one.last, other.first, precision)


def same(left: Stretch, right: Stretch, precision: Precision | None = None) -> ir.BooleanValue:
    """Whether the two have the same first and the same last point."""
    return _same_point(left.first, right.first, precision) & _same_point(left.last, right.last, precision)


def is_an_end(point: Column, around: Stretch, precision: Precision | None) -> ir.BooleanValue:
    """Whether the point is known to be the first or the last: no interval is empty, so that it lies in it."""
    ends = (_surely(_same_point(known(point), reach, precision)) for reach in (around.first, around.last))
    return reduce(operator.or_, ends)


def _less(left: Reach, right: Reach, precision: Precision | None) -> ir.BooleanValue:
    before = _surely(holds(operator.lt, left.greatest, right.least, precision))
    not_before = _surely(holds(operator.ge, left.least, right.greatest, precision))
    return ibis.cases((before, YES), (not_before, NO), else_=UNKNOWN)


def _at_most(left: Reach, right: Reach, precision: Precision | None) -> ir.BooleanValue:
    return ~_less(right, left, precision)


def _same_point(left: Reach, right: Reach, precision: Precision | None) -> ir.BooleanValue:
    apart = _surely(_less(left, right, precision)) | _surely(_less(right, left, precision))
    ends = ((left.least, right.greatest), (left.greatest, right.least))
    meet = reduce(operator.and_, (_surely(holds(operator.eq, one, other, precision)) for one, other in ends))
    return ibis.cases((apart, NO), (meet, YES), else_=UNKNOWN)


def _surely(truth: ir.BooleanValue) -> ir.BooleanValue:
    return truth.fill_null(False)
