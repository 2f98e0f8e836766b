"""Rows that cannot be read: a table of one line per cell, with its row, its value and the mend, instead of a stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines import FILE, ROW, Engine
from resecta.cohort.reading import Cells, Check


def of_cells(
    table: ir.Table,
    name: str,
    sound: ir.BooleanValue,
    cells: Mapping[str, Cells],
    together: Iterable[Check],
) -> ir.Table:
    """A line for each cell of a row that breaks a rule, with the table's own name of its column, and for each rule over
    several cells.
    """
    rows = table.filter(~sound)
    named = {name: own if (own := each.raw.get_name()) in table.columns else name for name, each in cells.items()}
    lines = [_line(named[name], each.raw.cast("string"), each.checks) for name, each in cells.items() if each.checks]
    lines += [_line("", ibis.null("string"), (check,)) for check in together]
    case = cells["case"].value
    apart = rows.select(case=case, file=rows[FILE], row=rows[ROW], line=ibis.array(lines)).select(
        "case", "file", "row", line=lambda t: t["line"].unnest()
    )
    told = apart.filter(apart["line"].notnull())
    return told.select(
        table=ibis.literal(name),
        file="file",
        case="case",
        row="row",
        **{key: told["line"][key] for key in ("column", "value", "problem", "mend")},
    )


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
    """A line for each of these rows (case, file, row), all with one fault."""
    return rows.select(
        table=ibis.literal(name),
        file=rows["file"],
        case=rows["case"],
        row=rows["row"],
        column=ibis.literal(column),
        value=rows["case"],
        problem=ibis.literal(problem),
        mend=ibis.literal(mend),
    )


def of_broken(unread: ir.Table, name: str) -> ir.Table:
    """A line for each line of a CSV that could not be split into cells."""
    return unread.select(
        table=ibis.literal(name),
        file="file",
        case=ibis.null("string"),
        row="row",
        column=ibis.literal(""),
        value="value",
        problem="problem",
        mend=ibis.literal("write the line as the header has it, in UTF-8"),
    )


def rows_set_aside(engine: Engine, rejected: ir.Table) -> int:
    """The rows of patients that these lines keep out: their own, and those of whom an event cannot be read, which is
    told of patients alone whose row can be.
    """
    own = rejected.filter(rejected["table"] == "patients").select("file", "row", "case").distinct()
    by_events = rejected.filter((rejected["table"] == "events") & rejected["case"].notnull()).select("case").distinct()
    counts = [engine.fetched(each.agg(n=each.count()))[0]["n"] for each in (own, by_events)]
    return sum(counts)
