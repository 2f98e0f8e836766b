"""The tables of the language's specification as columns: all of their rows in one table of facts, asked in one query.

A column holds one unit and dates of one precision, so that rows of a table which differ in these are columns of their
own. Row 5 of the one table is row 5 of each.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tests.cql.spec.tables import Row, Table, value

from resecta.cohort.columns import Column, Columns, NotInColumnsError, fact
from resecta.cohort.engines import Engine
from resecta.cohort.source import find
from resecta.cohort.tables_of_cases import ARROW
from resecta.cql import Date, Quantity, Value, lower
from resecta.cql.tree.operators import Precision

Form = tuple[str | None, Precision]


@dataclass(frozen=True)
class Alike:
    """The rows of a table whose facts have the same form."""

    table: Table
    forms: dict[str, Form]
    rows: tuple[Row, ...]

    def named(self, place: int) -> dict[str, str]:
        """Fact → its column."""
        return {name: f"{name} {place}" for name in self.table.facts}


def answers(tables: list[Table], engine: Engine, folder: Path) -> dict[tuple[str, int], Value]:
    """What the engine gives for every row, by table and number; rows of a table that is refused are left out."""
    groups = [group for table in tables for group in _alike(table)]
    depth = max(len(group.rows) for group in groups)
    columns: dict[str, pa.Array] = {"place": pa.array(range(depth), pa.int64())}
    for place, group in enumerate(groups):
        for name, column in group.named(place).items():
            cells = [_cell(value(row.facts[name])) for row in group.rows]
            columns[column] = pa.array(cells + [None] * (depth - len(cells)), ARROW[group.table.facts[name]])
    pq.write_table(pa.table(columns), folder / "facts.parquet")
    source = engine.table(find(str(folder / "facts.parquet")))
    made = {place: one for place, group in enumerate(groups) if (one := _made(group, place, source)) is not None}
    asked = {f"answer {place}": column.value for place, column in made.items()}
    found = {row["place"]: row for row in engine.fetched(source.select("place", **asked))}
    return {
        (str(groups[place].table), row.number): _back(found[at][f"answer {place}"], column)
        for place, column in made.items()
        for at, row in enumerate(groups[place].rows)
    }


def _alike(table: Table) -> list[Alike]:
    def shape(row: Row) -> tuple[Form, ...]:
        return tuple(_form(value(text)) for text in row.facts.values())

    rows = sorted(table.rows, key=lambda row: str(shape(row)))
    return [
        Alike(table, dict(zip(table.facts, form, strict=True)), tuple(same)) for form, same in groupby(rows, key=shape)
    ]


def _form(one: Value) -> Form:
    if isinstance(one, Date):
        return None, Precision.YEAR if one.month is None else Precision.MONTH if one.day is None else Precision.DAY
    return (one.unit if isinstance(one, Quantity) else None), Precision.DAY


def _made(group: Alike, place: int, source: Any) -> Column | None:
    library = group.table.library()
    facts = {
        name: fact(source[column], library.parameters[name].type, group.forms[name][0] or "mm", group.forms[name][1])
        for name, column in group.named(place).items()
    }
    try:
        return Columns(facts, {}).column(lower(library)["answer"])
    except NotInColumnsError:
        return None


def _cell(one: Value) -> Any:
    if isinstance(one, Quantity):
        return one.value
    return datetime.date(one.year, one.month or 1, one.day or 1) if isinstance(one, Date) else one


def _back(found: Any, made: Column) -> Value:
    """A value of an engine as one of the language."""
    if found is None:
        return None
    if made.unit is not None:
        return Quantity(found, made.unit)
    if made.value.type().is_date():
        month = None if made.ends is Precision.YEAR else found.month
        return Date(found.year, month, None if made.ends is not Precision.DAY else found.day)
    return found
