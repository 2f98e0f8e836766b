"""Intervals: two ends that stand in the text, tested against columns. No table holds an interval."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import WIDE, Column, Made, NotInColumns, Span, literal, null_like, unknown
from resecta.cohort.columns.comparing import UNKNOWN, holds
from resecta.cohort.columns.exact import narrowed, wide
from resecta.cohort.columns.moments import in_calendar
from resecta.cohort.columns.numbers import integer
from resecta.cql.core.meanings import Kind
from resecta.cql.core.nodes import Operation
from resecta.cql.tree.operators import Precision
from resecta.cql.types import DATE, DECIMAL, INTEGER, Type
from resecta.cql.values import comparing, decimals

YES, NO = ibis.literal(True), ibis.literal(False)


def stepped(column: Column, sign: int) -> Column:
    """The next value of the column's type (1), or the one before (-1); null past the end."""
    kind = column.value.type()
    if kind.is_integer():
        return column.with_value(integer(column.value + sign))
    if kind.is_date() and column.ends is Precision.DAY:
        return column.with_value(in_calendar((column.value + ibis.interval(sign, unit="D")).cast("date")))
    if kind.is_decimal():
        return column.with_value(narrowed(wide(column.value) + ibis.literal(sign * decimals.STEP, WIDE)))
    raise NotInColumns("the next value of this type has no columns")


def _step(node: Operation, operands: Sequence[Made]) -> Column:
    return stepped(_point(operands[0]), 1 if node.kind is Kind.SUCCESSOR else -1)


def _interval(node: Operation, operands: Sequence[Made]) -> Span:
    """The interval of these bounds; none where they are the wrong way round."""
    low, high = (_point(each) for each in operands)
    low_closed, high_closed = (closed is True for closed in node.details)
    made = Span(low, high, low_closed, high_closed, YES)
    first, last = (_inner(each, closed, sign) for each, closed, sign in ((low, low_closed, 1), (high, high_closed, -1)))
    crossed = holds(operator.gt, first, last).fill_null(False)
    lost = (unknown(first.value) | unknown(last.value)) & ~unknown(low.value) & ~unknown(high.value)
    return Span(made.low, made.high, low_closed, high_closed, ~(crossed | lost))


def _inner(bound: Column, closed: bool, sign: int) -> Column:
    return bound if closed else stepped(bound, sign)


def _boundary(node: Operation, operands: Sequence[Made]) -> Column:
    (span,) = operands
    if not isinstance(span, Span):
        raise NotInColumns(f"{node.kind} of what is no interval")
    start = node.kind is Kind.START
    found = _end(span, node.type, start=start)
    return found.with_value(ibis.ifelse(span.exists, found.value, null_like(found)))


def _end(span: Span, point: Type, *, start: bool) -> Column:
    """The first or last point: a closed null is the end of the type, an open one unknown."""
    bound, closed = (span.low, span.low_closed) if start else (span.high, span.high_closed)
    if bound is None:
        return _extreme(point, start=start) if closed else _nothing(point)
    if not closed:
        return stepped(bound, 1 if start else -1)
    extreme = _extreme(point, start=start)
    return bound.with_value(ibis.coalesce(bound.value, extreme.value.cast(bound.value.type())))


def _extreme(point: Type, *, start: bool) -> Column:
    value = comparing.smallest(point) if start else comparing.largest(point)
    return _point(literal(value, point))


def _nothing(point: Type) -> Column:
    return _point(literal(None, point))


def _within(node: Operation, operands: Sequence[Made]) -> Column:
    point, span = _point(operands[0]), operands[1]
    if not isinstance(span, Span):
        raise NotInColumns("membership of what is no interval")
    precision, properly = node.details
    named = None if precision is None else Precision(str(precision))
    inside = _inside(point, span, named, properly=properly is True)
    known = ibis.ifelse(unknown(point.value), UNKNOWN, inside)
    return Column(ibis.ifelse(span.exists, known, NO))


def _inside(point: Column, span: Span, precision: Precision | None, *, properly: bool) -> ir.BooleanValue:
    above = _beyond(point, span.low, precision, closed=span.low_closed, properly=properly, low=True)
    below = _beyond(point, span.high, precision, closed=span.high_closed, properly=properly, low=False)
    inside = above & below
    if properly:
        return inside
    kind = _type_of(point)
    ends = (_end(span, kind, start=True), _end(span, kind, start=False))
    at_an_end = reduce(operator.or_, (holds(operator.eq, point, each, precision).fill_null(False) for each in ends))
    return ibis.cases((~unknown(inside), inside), (at_an_end, YES), else_=UNKNOWN)


def _beyond(
    point: Column, bound: Column | None, precision: Precision | None, *, closed: bool, properly: bool, low: bool
) -> ir.BooleanValue:
    """Whether the point lies on the inner side of one bound."""
    unbounded = YES if closed else UNKNOWN
    if properly and closed:
        extreme = _extreme(_type_of(point), start=low)
        unbounded = holds(operator.gt if low else operator.lt, point, Column(extreme.value, point.unit), precision)
    if bound is None:
        return unbounded
    if properly:
        inner = bound if closed else stepped(bound, 1 if low else -1)
        inside = holds(operator.gt if low else operator.lt, point, inner, precision)
    else:
        compare = (operator.ge if closed else operator.gt) if low else (operator.le if closed else operator.lt)
        inside = holds(compare, point, bound, precision)
    return ibis.ifelse(unknown(bound.value), unbounded, inside)


def same(left: Span, right: Span) -> ir.BooleanValue:
    """Whether two intervals hold the same points."""
    kind = _type_of(next(each for each in (left.low, left.high, right.low, right.high) if each is not None))
    ends = [holds(operator.eq, _end(left, kind, start=at), _end(right, kind, start=at)) for at in (True, False)]
    return ibis.ifelse(left.exists & right.exists, reduce(operator.and_, ends), UNKNOWN)


def _type_of(column: Column) -> Type:
    kind = column.value.type()
    return DATE if kind.is_date() else INTEGER if kind.is_integer() else DECIMAL


def _point(made: Made) -> Column:
    if isinstance(made, Span):
        raise NotInColumns("an interval of intervals has no columns")
    return made


OPERATIONS: dict[Kind, Callable[[Operation, Sequence[Made]], Made]] = {
    Kind.SUCCESSOR: _step,
    Kind.PREDECESSOR: _step,
    Kind.INTERVAL: _interval,
    Kind.START: _boundary,
    Kind.END: _boundary,
    Kind.WITHIN: _within,
}
