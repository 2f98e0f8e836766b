"""From one type to another in columns; a text that does not read as the type gives null."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import NARROW, SQL, Column, Made, NotInColumnsError, Span
from resecta.cohort.columns.lengths import in_unit
from resecta.cohort.columns.numbers import integer
from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import Operation
from resecta.cql.types import Type
from resecta.cql.values import Quantity, literal

_ONE = Decimal(1)
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
_TIME = r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
_DATE = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T(?:{_TIME}{_ZONE}?)?)?$"


def _promoted(node: Operation, operands: Sequence[Made]) -> Made:
    (operand,) = operands
    if isinstance(operand, Span):
        low, high = (
            None if end is None else _widened(node.type.of or node.type, end) for end in (operand.low, operand.high)
        )
        return Span(low, high, operand.low_closed, operand.high_closed, operand.exists)
    return _widened(node.type, operand)


def _widened(type: Type, operand: Column) -> Column:
    return Column(operand.value.cast(NARROW), "1" if type.name == "Quantity" else None)


def _converted(node: Operation, operands: Sequence[Made]) -> Column:
    (operand,) = operands
    source, target = node.operands[0].type.name, node.type.name
    convert = _CONVERSIONS.get((source, target))
    if isinstance(operand, Span) or convert is None:
        raise NotInColumnsError(f"a conversion from {source} to {target} has no columns")
    if source == target:
        return operand
    return Column(convert(operand), "1" if target == "Quantity" else None)


def _in_unit(node: Operation, operands: Sequence[Made]) -> Column:
    (operand,) = operands
    if isinstance(operand, Span):
        raise NotInColumnsError("a conversion of intervals has no columns")
    return in_unit(operand, str(node.details[0]))


def _where(holds: ir.BooleanValue, value: ir.Value) -> ir.Value:
    return ibis.ifelse(holds, value, ibis.null(value.type()))


def _text_to_integer(column: Column) -> ir.Value:
    number = _where(column.value.re_search(r"^[+-]?0*[0-9]{1,10}$"), column.value).replace("+", "").try_cast("int64")
    return integer(number)


def _text_to_decimal(column: Column) -> ir.Value:
    sound = column.value.re_search(r"^[+-]?[0-9]+(\.[0-9]+)?$")
    return _where(sound, column.value).replace("+", "").try_cast(NARROW)


def _to_truth(column: Column) -> ir.Value:
    word = column.value.cast("string").lower()
    return ibis.cases((word.isin(_TRUE), True), (word.isin(_FALSE), False), else_=ibis.null("boolean"))


def _number_to_truth(column: Column) -> ir.Value:
    return ibis.cases((column.value == 1, True), (column.value == 0, False), else_=ibis.null("boolean"))


def _text_to_date(column: Column) -> ir.Value:
    return _where(column.value.re_search(_DATE), column.value).substr(0, 10).try_cast("date")


def _number_to_text(column: Column) -> ir.Value:
    return column.value.cast("string")


def _truth_to_text(column: Column) -> ir.Value:
    return ibis.cases((column.value, "true"), (~column.value, "false"), else_=ibis.null("string"))


def _date_to_text(column: Column) -> ir.Value:
    return column.value.cast("string")


def _decimal_to_text(column: Column) -> ir.Value:
    """As few digits as say it: a column does not keep the zeros that somebody wrote."""
    text = column.value.cast("string")
    return ibis.ifelse(text.contains("."), text.re_replace(r"\.?0+$", ""), text)


def _quantity_to_text(column: Column) -> ir.Value:
    unit = literal(Quantity(_ONE, column.unit or "1")).partition(" ")[2]
    return _decimal_to_text(column) + f" {unit}"


_CONVERSIONS: dict[tuple[str, str], Callable[[Column], ir.Value]] = {
    **{(name, name): lambda column: column.value for name in SQL},
    ("String", "Integer"): _text_to_integer,
    ("String", "Decimal"): _text_to_decimal,
    ("String", "Boolean"): _to_truth,
    ("String", "Date"): _text_to_date,
    ("Integer", "Boolean"): _number_to_truth,
    ("Decimal", "Boolean"): _number_to_truth,
    ("Boolean", "Integer"): lambda column: column.value.cast("int64"),
    ("Boolean", "Decimal"): lambda column: column.value.cast("int64").cast(NARROW),
    ("Integer", "Decimal"): lambda column: column.value.cast(NARROW),
    ("Integer", "Quantity"): lambda column: column.value.cast(NARROW),
    ("Decimal", "Quantity"): lambda column: column.value,
    ("Integer", "String"): _number_to_text,
    ("Decimal", "String"): _decimal_to_text,
    ("Quantity", "String"): _quantity_to_text,
    ("Boolean", "String"): _truth_to_text,
    ("Date", "String"): _date_to_text,
}

OPERATIONS = {OperationKind.PROMOTE: _promoted, OperationKind.CONVERT: _converted, OperationKind.CONVERT_UNIT: _in_unit}
