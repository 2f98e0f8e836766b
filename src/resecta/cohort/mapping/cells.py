"""The cells of a foreign column, read by its rule; a word that the rule does not declare is a broken cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from resecta.case.value import Wanted
from resecta.cohort.columns import Column
from resecta.cohort.columns.column import NARROW
from resecta.cohort.columns.lengths import in_unit
from resecta.cohort.columns.moments import as_day
from resecta.cohort.mapping.rule import ColumnRule
from resecta.cohort.reading import Cells, Check, WrongTypeError, read, rules
from resecta.document import ResectaError


class UnfitError(ResectaError):
    """The column of a ``rule`` is of a type that no cell of it could be read from; in words, what it holds."""

    def __init__(self, rule: ColumnRule, wrong: WrongTypeError) -> None:
        super().__init__(f"the column {rule.column} holds {wrong.found}, not {wrong.wanted}")
        self.rule = rule


def mapped_cells(table: ir.Table, rule: ColumnRule, wanted: Wanted, day: ir.DateValue | None = None) -> Cells:
    """The column of a rule as what is wanted. Raises UnfitError."""
    try:
        return _mapped(table, rule, wanted, day)
    except WrongTypeError as wrong:
        raise UnfitError(rule, wrong) from None


def _mapped(table: ir.Table, rule: ColumnRule, wanted: Wanted, day: ir.DateValue | None) -> Cells:
    raw = table[rule.column]
    text = raw.cast("string").strip()
    missing = text.isnull() | text.isin(rule.missing) if rule.missing else text.isnull()
    told = ibis.ifelse(missing, ibis.null(raw.type()), raw) if rule.missing else raw
    if rule.values is not None:
        return _declared(raw, text, missing, rule.values, wanted, day)
    if rule.days_from is not None:
        return _counted(table, raw, told, rule.days_from, wanted, day)
    if rule.date:
        cells = read(_as_iso(ibis.ifelse(missing, ibis.null("string"), text), rule.date), wanted, day)
        unread = Check(~missing & raw.notnull() & cells.value.isnull(), f"not a day as {rule.date}", "write it so")
        return Cells(raw, cells.value, (unread, *cells.checks[1:]))
    if rule.unit and rule.unit != wanted.unit:
        plain = read(told, Wanted(wanted.name, "Decimal"))
        value = in_unit(Column(plain.value.cast(NARROW), rule.unit), wanted.unit).value
        return Cells(raw, value, (*plain.checks, *rules(value, wanted, day)))
    return replace(read(told, wanted, day), raw=raw)


def _declared(
    raw: ir.Value,
    text: ir.StringValue,
    missing: ir.BooleanValue,
    values: Mapping[str, str | None],
    wanted: Wanted,
    day: ir.DateValue | None,
) -> Cells:
    said = [(text == token, meant) for token, meant in values.items() if meant is not None]
    known = ibis.cases(*said, else_=ibis.null("string")) if said else ibis.null("string")
    cells = read(known, wanted, day)
    open_ = ~missing & text.notnull() & ~text.isin(list(values))
    undeclared = Check(open_, "not declared in the mapping", "declare it under values or missing")
    return Cells(raw, cells.value, (undeclared, *cells.checks))


def _counted(
    table: ir.Table, raw: ir.Value, told: ir.Value, anchor: ColumnRule, wanted: Wanted, day: ir.DateValue | None
) -> Cells:
    """Days counted from another column's date."""
    days = read(told, Wanted(wanted.name, "Integer"))
    begin = mapped_cells(table, anchor, Wanted(anchor.column, "Date"))
    value = as_day(begin.value + days.value.as_interval("D"))
    no_anchor = Check(
        days.value.notnull() & begin.value.isnull(), f"no date in {anchor.column} to count from", "add it"
    )
    return Cells(raw, value, (*days.checks, no_anchor, *rules(value, wanted, day)))


def _as_iso(text: ir.StringValue, form: str) -> ir.StringValue:
    """The day as YYYY-MM-DD; null where it is not written as the rule says."""
    pattern = "".join({"Y": "[0-9]", "M": "[0-9]", "D": "[0-9]", ".": r"\."}.get(sign, sign) for sign in form)
    parts = [text.substr(form.index(part), len(part)) for part in ("YYYY", "MM", "DD")]
    joined = parts[0] + "-" + parts[1] + "-" + parts[2]
    return ibis.ifelse(text.re_search(f"^{pattern}$"), joined, text)
