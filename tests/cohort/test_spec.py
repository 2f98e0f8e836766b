"""Columns give what the tables of the language's specification say, value by value, null included."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest
import yaml
from tests.cohort.spec_tables import answers
from tests.cql.spec.tables import Table, tables, value

from resecta.cohort.columns import NotInColumns
from resecta.cql import Quantity, Value, literal
from resecta.cql.values import units

EXCUSED = yaml.safe_load((Path(__file__).parent / "excused.yaml").read_text(encoding="utf-8"))


def same(got: Value, expected: Value) -> bool:
    """The same value: a column keeps no zeros at the end, and a quantity may come in another unit of its own kind."""
    if isinstance(got, Quantity) and isinstance(expected, Quantity):
        return units.compare(got, expected) == 0
    return type(got) is type(expected) and got == expected


def differing(table: Table, engine: ibis.BaseBackend) -> dict[int, str]:
    """The rows in which columns say something else, by number; a table that is refused differs in every row."""
    try:
        found = list(answers(table, engine))
    except NotInColumns as refused:
        return {row.number: str(refused) for row in table.rows}
    return {
        row.number: f"{row.facts} gave {literal(got)}, not {row.expected}"
        for row, got in found
        if not same(got, value(row.expected))
    }


@pytest.mark.parametrize("table", tables(), ids=str)
def test_every_row_comes_out_of_columns_as_the_table_says(table: Table, duckdb: ibis.BaseBackend) -> None:
    excused = EXCUSED.get(str(table), {"rows": []})["rows"]
    found = differing(table, duckdb)
    assert sorted(found) == excused, found
