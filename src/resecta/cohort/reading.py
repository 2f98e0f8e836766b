"""One column of a foreign table as a typed column of facts, and which of its cells cannot be read as that.

The rules are those of a case file (``resecta.case.value``); a cell that breaks one is null here and named elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from resecta.case.value import LONGEST_LIFE, Wanted
from resecta.cohort.columns.column import NARROW, SQL
from resecta.cohort.columns.exact import times
from resecta.document import ResectaError
from resecta.guideline.model import Implausible
from resecta.lazy_dataclass import dataclass

ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
WHOLE = r"^\s*[+-]?[0-9]{1,9}\s*$"
NUMBER = r"^\s*[+-]?[0-9]{1,10}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?\s*$"
TRUTHS = {"true": True, "false": False}


class WrongTypeError(ResectaError):
    """A whole column is of a type that no cell of it could be read from. ``found`` and ``wanted`` are in words."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"{found} where {wanted} is wanted")
        self.found, self.wanted = found, wanted


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: where ``broken`` is true the cell cannot be read. ``mend``: what to write; a column where it hangs on the
    cell.
    """

    broken: ir.BooleanValue
    message: str
    mend: str | ir.StringValue


@dataclass(frozen=True, slots=True)
class Cells:
    """A column as read. ``raw``: as it stands in the table; ``value``: typed, null where nothing is recorded."""

    raw: ir.Value
    value: ir.Value
    checks: tuple[Check, ...]

    @property
    def sound(self) -> ir.BooleanValue:
        """Where no rule is broken."""
        return ~reduce(or_, (check.broken.fill_null(False) for check in self.checks), ibis.literal(False))


def read(raw: ir.Value, wanted: Wanted, day: ir.DateValue | None = None) -> Cells:
    """The cells of a column. ``day``: that of the assessment. Raises WrongTypeError."""
    value = _typed(raw, wanted.type)
    unread = Check(raw.notnull() & value.isnull(), f"not {_in_words(wanted)}", f"write {_example(wanted)}")
    return Cells(raw, value, (unread, *rules(value, wanted, day)))


def _typed(raw: ir.Value, type: str) -> ir.Value:
    """The cells as the type; null where one does not read as it."""
    kind = raw.type()
    if _is_empty(kind):
        return ibis.null(SQL.get(type, "string"))
    made = _from_text(raw, type) if kind.is_string() else _from_typed(raw, type)
    if made is None:
        raise WrongTypeError(_sql_in_words(kind), _WORDS.get(type, "a text"))
    return made


def _is_empty(kind: ibis.DataType) -> bool:
    """Whether a column has no type, for nothing is written in it; Ibis does not know DuckDB's word for that."""
    return kind.is_null() or (kind.is_unknown() and "NULL" in str(kind.raw_type))


def _from_text(text: ir.StringValue, type: str) -> ir.Value:
    match type:
        case "Boolean":
            word = text.strip().lower()
            return ibis.cases(*((word == said, truth) for said, truth in TRUTHS.items()), else_=ibis.null("boolean"))
        case "Integer":
            return _where(text.re_search(WHOLE), text.strip()).try_cast("int64")
        case "Decimal" | "Quantity":
            return _where(text.re_search(NUMBER), text.strip()).try_cast(NARROW)
        case "Date":
            return _where(text.re_search(ISO), text).try_cast("date")
    return text


def _from_typed(raw: ir.Value, type: str) -> ir.Value | None:
    """None where the whole column is of another type."""
    kind = raw.type()
    is_number = kind.is_numeric() and not kind.is_boolean()
    match type:
        case "Boolean" if kind.is_boolean():
            return raw
        case "Integer" if is_number:
            return ibis.ifelse(raw == raw.floor(), raw, ibis.null(kind)).try_cast("int64")
        case "Decimal" | "Quantity" if is_number:
            return raw.try_cast(NARROW)
        case "Date" if kind.is_date():
            return raw
        case "Date" if kind.is_timestamp():
            return _where(raw == raw.truncate("D"), raw).cast("date")
    return None


def rules(value: ir.Value, wanted: Wanted, day: ir.DateValue | None) -> Iterator[Check]:
    """What a typed value must be beyond its type."""
    if wanted.choices:
        yield Check(~value.isin(wanted.choices), "not one of its values", f"allowed: {', '.join(wanted.choices)}")
    span = f"write a value {_span(wanted)}, or leave it out if it is not known"
    if wanted.minimum is not None:
        yield Check(value < _limit(wanted, str(wanted.minimum)), f"below its smallest value, {wanted.minimum}", span)
    if wanted.maximum is not None:
        yield Check(value > _limit(wanted, str(wanted.maximum)), f"above its largest value, {wanted.maximum}", span)
    odd = wanted.implausible
    if odd is not None:
        between = (value > _limit(wanted, str(odd.above))) & (value < _limit(wanted, str(odd.below)))
        yield Check(between, "not plausible", _meant(value, odd))
    if wanted.type == "Date" and day is not None:
        if wanted.done:
            yield Check(value > day, "after the assessment", "what is only planned is left out")
        far = value.delta(day, unit="day").abs() > LONGEST_LIFE * 366
        yield Check(far, f"more than {LONGEST_LIFE} years from the assessment", "check the year")


def _meant(value: ir.Value, odd: Implausible) -> ir.StringValue:
    """The mend with the value that was meant: in plain digits, without zeros at the end."""
    many = times(value, ibis.literal(odd.times, NARROW)).cast("string")
    return ibis.literal(odd.mend).replace("{meant}", many.re_replace(r"\.?0+$", ""))


def _limit(wanted: Wanted, number: str) -> ir.Value:
    return ibis.literal(number).cast("int64" if wanted.type == "Integer" else NARROW)


def _span(wanted: Wanted) -> str:
    if wanted.minimum is not None and wanted.maximum is not None:
        return f"from {wanted.minimum} to {wanted.maximum}"
    return f"of {wanted.minimum} or more" if wanted.minimum is not None else f"of {wanted.maximum} or less"


def _where(holds: ir.BooleanValue, value: ir.Value) -> ir.Value:
    return ibis.ifelse(holds, value, ibis.null(value.type()))


_WORDS = {
    "Boolean": "true or false",
    "Integer": "a whole number",
    "Decimal": "a number",
    "Quantity": "a number",
    "Date": "a day such as 2026-05-25",
}


def _in_words(wanted: Wanted) -> str:
    unit = f" in {wanted.unit}" if wanted.type == "Quantity" else ""
    return f"{_WORDS.get(wanted.type, 'a text')}{unit}"


def _example(wanted: Wanted) -> str:
    return "the day as YYYY-MM-DD" if wanted.type == "Date" else _in_words(wanted)


def _sql_in_words(kind: ibis.DataType) -> str:
    words = ((kind.is_boolean, "true and false"), (kind.is_numeric, "numbers"), (kind.is_string, "texts"))
    dates = ((kind.is_date, "days"), (kind.is_timestamp, "times"))
    return next((said for holds, said in (*words, *dates) if holds()), f"{kind}")
