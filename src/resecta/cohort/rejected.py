"""Rows that cannot be read: a table of one line per cell, with its row, its value and the mend, instead of a stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines import Engine
from resecta.cohort.reading import Cells, Check

SCHEMA = {
    "table": "string",
    "case": "string",
    "row": "int64",
    "column": "string",
    "value": "string",
    "problem": "string",
    "mend": "string",
}


def of_cells(
    table: ir.Table,
    name: str,
    sound: ir.BooleanValue,
    cells: Mapping[str, Cells],
    together: Iterable[Check],
    row: ir.Value,
) -> ir.Table:
    """A line for each cell of a row that breaks a rule, and for each rule over several cells."""
    rows = table.mutate(**{ROW: row}).filter(~sound)
    lines = [_line(column, each.raw.cast("string"), each.checks) for column, each in cells.items() if each.checks]
    lines += [_line("", ibis.null("string"), (check,)) for check in together]
    case = cells["case"].value
    apart = rows.select(case=case, row=rows[ROW], line=ibis.array(lines)).select(
        "case", "row", line=lambda t: t["line"].unnest()
    )
    told = apart.filter(apart["line"].notnull())
    return told.select(
        table=ibis.literal(name),
        case="case",
        row="row",
        **{key: told["line"][key] for key in ("column", "value", "problem", "mend")},
    )


ROW = "row of the table"
_LINE = ibis.dtype("struct<column: string, value: string, problem: string, mend: string>")


def _line(column: str, value: ir.StringValue, checks: Iterable[Check]) -> ir.StructValue:
    """The first rule that a cell breaks; null where it breaks none."""
    told = [
        (
            check.broken.fill_null(False),
            ibis.struct({"column": column, "value": value, "problem": check.message, "mend": check.mend}, type=_LINE),
        )
        for check in checks
    ]
    return ibis.cases(*told, else_=ibis.null(_LINE))


def of_rows(rows: ir.Table, name: str, column: str, problem: str, mend: str) -> ir.Table:
    """A line for each of these rows (case, row), all with one fault."""
    return rows.select(
        table=ibis.literal(name),
        case=rows["case"],
        row=rows["row"] if "row" in rows.columns else ibis.null("int64"),
        column=ibis.literal(column),
        value=rows["case"],
        problem=ibis.literal(problem),
        mend=ibis.literal(mend),
    )


def rows_set_aside(engine: Engine, rejected: ir.Table) -> int:
    """The rows of patients that these lines keep out: their own, and those of whom an event cannot be read, which is
    told of patients alone whose row can be.
    """
    own = rejected.filter(rejected["table"] == "patients").select("row", "case").distinct()
    by_events = rejected.filter((rejected["table"] == "events") & rejected["case"].notnull()).select("case").distinct()
    counts = [engine.fetched(each.agg(n=each.count()))[0]["n"] for each in (own, by_events)]
    return sum(counts)
