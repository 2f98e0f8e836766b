"""Intervals: two ends that stand in the text, tested against columns. No table holds an interval."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import comparing, relations
from resecta.cohort.columns.column import WIDE, Column, Made, NotInColumnsError, Span, literal, null_like, unknown
from resecta.cohort.columns.comparing import UNKNOWN, Holds, holds
from resecta.cohort.columns.exact import narrowed, wide
from resecta.cohort.columns.moments import in_calendar
from resecta.cohort.columns.numbers import integer
from resecta.cohort.columns.relations import NO, YES, Reach, Stretch, known
from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import Operation
from resecta.cql.tree.operators import Precision, Relation
from resecta.cql.types import DATE, DECIMAL, INTEGER, Type
from resecta.cql.values import decimals, points


def stepped(column: Column, sign: int) -> Column:
    """The next value of the column's type (1), or the one before (-1); null past the end."""
    kind = column.value.type()
    if kind.is_integer():
        return column.with_value(integer(column.value + sign))
    if kind.is_date() and column.ends is Precision.DAY:
        return column.with_value(in_calendar((column.value + ibis.interval(sign, unit="D")).cast("date")))
    if kind.is_decimal():
        return column.with_value(narrowed(wide(column.value) + ibis.literal(sign * decimals.STEP, WIDE)))
    raise NotInColumnsError("the next value of this type has no columns")


def _step(node: Operation, operands: Sequence[Made]) -> Column:
    return stepped(_point(operands[0]), 1 if node.kind is OperationKind.SUCCESSOR else -1)


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
        raise NotInColumnsError(f"{node.kind} of what is no interval")
    start = node.kind is OperationKind.START
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
    value = points.smallest(point) if start else points.largest(point)
    return _point(literal(value, point))


def _nothing(point: Type) -> Column:
    return _point(literal(None, point))


def _within(node: Operation, operands: Sequence[Made]) -> Column:
    point, span = _point(operands[0]), operands[1]
    if not isinstance(span, Span):
        raise NotInColumnsError("membership of what is no interval")
    precision, properly = _named(node.details[0]), node.details[1] is True
    lies = _above(point, span, precision) & _below(point, span, precision)
    held, around = Stretch(known(point), known(point)), _stretch(span, _type_of(point))
    lies = ibis.ifelse(unknown(lies) & relations.is_an_end(point, around, precision), YES, lies)
    if properly:
        lies = relations.properly(lies, held, around, precision)
    return Column(ibis.ifelse(span.exists, ibis.ifelse(unknown(point.value), UNKNOWN, lies), NO))


def _inside(node: Operation, operands: Sequence[Made]) -> Column:
    inner, outer = operands
    if not isinstance(inner, Span) or not isinstance(outer, Span):
        raise NotInColumnsError("an interval within what is no interval")
    precision, properly = _named(node.details[0]), node.details[1] is True
    kind = _kind(inner, outer)
    held, around = _stretch(inner, kind), _stretch(outer, kind)
    lies = relations.inside(held, around, precision)
    if properly:
        lies = relations.properly(lies, held, around, precision)
    return Column(ibis.ifelse(inner.exists & outer.exists, lies, UNKNOWN))


def _stands(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = operands
    if not isinstance(left, Span) and not isinstance(right, Span):
        return comparing.stands(node, operands)
    relation, precision = Relation(str(node.details[0])), _named(node.details[1])
    kind = _kind(left, right)
    stands = relations.stands(_stretch(left, kind), _stretch(right, kind), relation, precision)
    return Column(ibis.ifelse(_there(left) & _there(right), stands, UNKNOWN))


def _comparison(node: Operation, operands: Sequence[Made]) -> Column:
    left, right = operands
    if not isinstance(left, Span) or not isinstance(right, Span):
        return comparing.comparison(node, operands)
    kind = _kind(left, right)
    same = relations.same(_stretch(left, kind), _stretch(right, kind))
    equal = ibis.ifelse(left.exists & right.exists, same, UNKNOWN)
    return Column(equal if node.kind is OperationKind.EQUAL else ~equal)


def _named(precision: object) -> Precision | None:
    return None if precision is None else Precision(str(precision))


def _above(point: Column, span: Span, precision: Precision | None) -> ir.BooleanValue:
    """Whether the point lies on the inner side of the lower bound."""
    compare = operator.ge if span.low_closed else operator.gt
    return _beyond(point, span.low, compare, precision, closed=span.low_closed)


def _below(point: Column, span: Span, precision: Precision | None) -> ir.BooleanValue:
    compare = operator.le if span.high_closed else operator.lt
    return _beyond(point, span.high, compare, precision, closed=span.high_closed)


def _beyond(
    point: Column, bound: Column | None, compare: Holds, precision: Precision | None, *, closed: bool
) -> ir.BooleanValue:
    unbounded = YES if closed else UNKNOWN
    if bound is None:
        return unbounded
    return ibis.ifelse(unknown(bound.value), unbounded, holds(compare, point, bound, precision))


def _stretch(made: Made, kind: Type) -> Stretch:
    """Where the first and the last point may lie; an unknown end lies no further than the other end."""
    if not isinstance(made, Span):
        return Stretch(known(made), known(made))
    first, last = _end(made, kind, start=True), _end(made, kind, start=False)
    least, greatest = _extreme(kind, start=True), _extreme(kind, start=False)
    starts = Reach(_or(first, least), _or(_or(first, last), greatest))
    return Stretch(starts, Reach(_or(_or(last, first), least), _or(last, greatest)))


def _or(column: Column, other: Column) -> Column:
    """The column, and the other where it is null."""
    value = ibis.coalesce(column.value, other.value.cast(column.value.type()))
    return Column(value, column.unit or other.unit, column.ends)


def _there(made: Made) -> ir.BooleanValue:
    return made.exists if isinstance(made, Span) else ~unknown(made.value)


def _kind(*sides: Made) -> Type:
    """The type of the points: that of any bound that a row may have."""
    bounds = [each for side in sides for each in ((side.low, side.high) if isinstance(side, Span) else (side,))]
    return _type_of(next(each for each in bounds if each is not None))


def _type_of(column: Column) -> Type:
    kind = column.value.type()
    return DATE if kind.is_date() else INTEGER if kind.is_integer() else DECIMAL


def _point(made: Made) -> Column:
    if isinstance(made, Span):
        raise NotInColumnsError("an interval of intervals has no columns")
    return made


OPERATIONS: dict[OperationKind, Callable[[Operation, Sequence[Made]], Made]] = {
    OperationKind.SUCCESSOR: _step,
    OperationKind.PREDECESSOR: _step,
    OperationKind.INTERVAL: _interval,
    OperationKind.START: _boundary,
    OperationKind.END: _boundary,
    OperationKind.WITHIN: _within,
    OperationKind.INSIDE: _inside,
    OperationKind.STANDS: _stands,
    OperationKind.EQUAL: _comparison,
    OperationKind.NOT_EQUAL: _comparison,
}
