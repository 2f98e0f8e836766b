"""What a node becomes: an expression of one value per row, with what no row says, or the two ends of an interval."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import ibis
from ibis.expr.operations import Cast, Literal, Not

from resecta.cql.tree.operators import Precision
from resecta.cql.values import Date, Interval, Quantity, Value
from resecta.document import ResectaError
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from resecta.cql.core.nodes import Operation
    from resecta.cql.types import Type

NARROW, WIDE = "decimal(18,8)", "decimal(36,8)"
"""Decimals of a table (ten digits before the point, reckoned in 64 bits), and those that a sum or product may need."""
SQL = {
    "Boolean": "boolean",
    "Integer": "int64",
    "Decimal": NARROW,
    "Quantity": NARROW,
    "String": "string",
    "Date": "date",
}
_TEN_DIGITS = Decimal(10) ** 10


class NotInColumnsError(ResectaError):
    """A part of the language that a table cannot say: nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One value per row. ``unit``: that of a quantity, the same in every row; ``ends``: how far a date goes, which then
    stands as its first day.
    """

    value: ir.Value
    unit: str | None = None
    ends: Precision = Precision.DAY

    def with_value(self, value: ir.Value) -> Column:
        """Another value of the same unit and precision."""
        return replace(self, value=value)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval: its bounds (None: null in every row), which of them belong to it, and in which rows there is one."""

    low: Column | None
    high: Column | None
    low_closed: bool
    high_closed: bool
    exists: ir.BooleanValue


Made = Column | Span


def fact(value: ir.Value, type: Type, unit: str | None = None, ends: Precision = Precision.DAY) -> Column:
    """A column of a table as a fact of this type; a quantity's numbers are in ``unit``."""
    return Column(value.cast(SQL[type.name]), (unit or type.unit) if type.name == "Quantity" else None, ends)


def single(node: Operation, operands: Sequence[Made]) -> list[Column]:
    """The operands of an operation on single values. Raises NotInColumnsError where one is an interval."""
    columns = [each for each in operands if isinstance(each, Column)]
    if len(columns) < len(operands):
        raise NotInColumnsError(f"{node.kind} of intervals has no columns")
    return columns


def literal(value: Value, type: Type) -> Made:
    """A value that is the same in every row. A null quantity is of the type's unit, if it has one."""
    match value:
        case None:
            return _null(type)
        case Interval():
            low, high = (None if end is None else _scalar(end) for end in (value.low, value.high))
            return Span(low, high, value.low_closed, value.high_closed, ibis.literal(True))
        case _:
            return _scalar(value)


def unknown(value: ir.Value) -> ir.BooleanValue:
    """Where the value is null. Ibis writes ``NOT x IS NULL`` for a denied operand, which SQL reads as its contrary."""
    denied = value.op()
    while isinstance(denied, Not):
        denied = denied.arg
    return denied.to_expr().isnull()


def is_null_everywhere(value: ir.Value) -> bool:
    """Whether the value is null in every row. Ibis makes ``x = NULL`` a test for null: such are never compared."""
    at = value.op()
    while isinstance(at, Cast):
        at = at.arg
    return isinstance(at, Literal) and at.value is None


def null_like(column: Column) -> ir.Value:
    """A null of the column's own type."""
    return ibis.null(column.value.type())


def _null(type: Type) -> Made:
    if type.of is not None:
        return Span(None, None, low_closed=True, high_closed=True, exists=ibis.literal(False))
    return Column(ibis.null(SQL[type.name]), type.unit)


def _scalar(value: Value) -> Column:
    match value:
        case bool():
            return Column(ibis.literal(value, "boolean"))
        case int():
            return Column(ibis.literal(value, "int64"))
        case Decimal():
            return Column(number(value))
        case Quantity():
            return Column(number(value.value), value.unit)
        case Date():
            ends = Precision.YEAR if value.month is None else Precision.MONTH if value.day is None else Precision.DAY
            day = datetime.date(value.year, value.month or 1, value.day or 1)
            return Column(ibis.literal(day, "date"), ends=ends)
    return Column(ibis.literal(value, "string"))


def number(value: Decimal) -> ir.DecimalValue:
    """An exact number, as narrow as it can be."""
    return ibis.literal(value, NARROW if abs(value) < _TEN_DIGITS else WIDE)
