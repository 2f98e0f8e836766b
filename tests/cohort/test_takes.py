"""Columns give what the rows of tests/case/takes say; a table has no register of lesions or sites."""

from __future__ import annotations

import datetime
from typing import Any

import ibis
import pytest
from tests.case.test_takes import DAY, TABLES, read, values_of
from tests.cohort.tables_of_cases import approximate, by_case, events, patients, plain

from resecta.cohort.takes import with_facts
from resecta.guideline import Guideline, takes

ROWS = {
    f"{name}: {row['it']}": (table["element"], row)
    for name, table in TABLES.items()
    for row in table["rows"]
    if not row.get("lesions") and "extrahepatic" not in row
}


@pytest.fixture(scope="module")
def found(shipped: Guideline, duckdb: ibis.BaseBackend) -> dict[str, dict[str, Any]]:
    """What columns say of every row: all of them stand in one table."""
    cases = {key: read(shipped, row) for key, (_, row) in ROWS.items()}
    known = {key: case for key, case in cases.items() if not approximate(case)}
    day = datetime.date.fromisoformat(DAY)
    facts = with_facts(shipped, ibis.memtable(patients(shipped, known, day)), ibis.memtable(events(shipped, known)))
    disputed = {f"disputed {id}": column for id, column in facts.disputed.items()}
    values = {id: facts.table[name] for id, name in facts.fact_of.items()}
    return by_case(duckdb.to_pyarrow(facts.table.select("case", **values, **disputed)))


@pytest.mark.parametrize("key", ROWS)
def test_a_row_comes_out_of_columns_as_its_table_says(
    shipped: Guideline, found: dict[str, dict[str, Any]], key: str
) -> None:
    element, row = ROWS[key]
    expected = [plain(value) for value in values_of(shipped, element, row["gives"])]
    got = found[key]
    assert got[element] == (expected[0] if len(expected) == 1 else None)
    assert got.get(f"disputed {element}", False) is (len(expected) > 1)


def test_every_take_over_events_and_facts_has_rows_here(shipped: Guideline) -> None:
    registers = (takes.RegisterTake, takes.AnyNow, takes.EveryPlan, takes.WorstSite)
    over_events = {
        element.derive.name
        for element in shipped.elements.values()
        if element.derive is not None and not isinstance(element.derive, registers)
    }
    assert over_events == {key.split(":")[0] for key in ROWS} & over_events
