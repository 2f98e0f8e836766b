"""Each back end gives what the tables of the specification say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.cql.spec.tables import Table, tables, value

from resecta.cql import Library, Logic, Value, evaluate_library, literal
from resecta.cql.possible import Bench

TABLES = tables()
Engine = Callable[[Library, dict[str, Value]], Value]


def plain(library: Library, facts: dict[str, Value]) -> Value:
    return evaluate_library(library, facts)["answer"]


def fast(library: Library, facts: dict[str, Value]) -> Value:
    logic = Logic(library)
    return logic.program({**logic.defaults, **facts})["answer"]


def possible(library: Library, facts: dict[str, Value]) -> Value:
    """The one value that is possible where no fact is open."""
    logic = Logic(library)
    ((value, _),) = logic.possible.pairs("answer", Bench(logic.base(facts), 1))
    return value


@pytest.mark.parametrize("engine", [plain, fast, possible])
@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_row_comes_out_as_the_table_says(table: Table, engine: Engine) -> None:
    library = table.library()
    for row in table.rows:
        got = engine(library, {name: value(text) for name, text in row.facts.items()})
        expected = value(row.expected)
        same = literal(got) == literal(expected) or (type(got) is type(expected) and got == expected)
        assert same, f"{table} row {row.number}: {row.facts} gave {literal(got)}, not {row.expected}"


def test_the_tables_are_found() -> None:
    assert len(TABLES) > 90
    assert len({table.chapter for table in TABLES}) == 10


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_no_table_leaves_out_the_unknown(table: Table) -> None:
    """A row with a missing fact stands in every table: missing is what engines disagree on."""
    assert any("null" in row.facts.values() for row in table.rows)


def test_titles_are_unique_within_a_chapter() -> None:
    seen = [(table.chapter, table.title) for table in TABLES]
    assert len(seen) == len(set(seen))
