"""Spark says the same: a real session on two threads, for all tests of this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from py4j.protocol import Py4JNetworkError
from tests.cohort.agreement import differing_by_the_command, differing_rows, differing_takes, excused_rows

from resecta.cohort.assess import read_tables
from resecta.cohort.engines import Engine, opened
from resecta.cohort.engines.spark import Spark
from resecta.cohort.rejected import rows_set_aside
from resecta.cohort.source import find
from resecta.guideline import Guideline

pytestmark = pytest.mark.slow
MASTER = "local[2]"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with opened("spark", tmp_path_factory.mktemp("spark"), MASTER) as engine:
        yield engine


def test_every_row_of_the_language_comes_out_but_those_that_no_table_can_say(spark: Engine, tmp_path: Path) -> None:
    found = differing_rows(spark, tmp_path)
    assert {title: sorted(rows) for title, rows in found.items()} == excused_rows(), found


def test_every_row_of_the_takes_comes_out(shipped: Guideline, spark: Engine, tmp_path: Path) -> None:
    assert differing_takes(shipped, spark, tmp_path) == []


def test_what_the_command_writes_for_random_patients_with_events_is_what_is_said_one_by_one(
    shipped: Guideline, spark: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(spark), "close", lambda _: None)  # the command meets the session of this file
    words = ("--engine", "spark", "--master", MASTER)
    assert differing_by_the_command(shipped, tmp_path, words, count=300, seed=8)[:5] == []


def test_what_does_not_read_is_told_as_on_duckdb(
    shipped: Guideline, spark: Engine, duck: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    header, sound = "case,assessed_on,age,ward\n", 'a,2026-01-01,50,"a ""ward"" on\ntwo lines"\n'
    broken = "b,2026-01-01,50,Süd\n".encode("latin-1") + b"c,2026-01-01\nd,2026-01-01,999,x\n"
    (folder / "1.csv").write_bytes((header + sound).encode() + broken)
    (folder / "2.csv").write_text('assessed_on;age;case\n2026-01-01;"";e\n2026-01-01;-1;f\n2026-01-01;7;e\n')
    found = []
    for engine in (duck, spark):
        tables = read_tables(shipped, engine, find(str(folder)), None)
        rejected = engine.fetched(tables.rejected)
        lines = {(Path(line["file"]).name, line["row"], line["case"], line["column"]) for line in rejected}
        people = [(row["case"], row["age"], row["carried ward"]) for row in engine.fetched(tables.patients)]
        found.append((people, lines, rows_set_aside(engine, tables.rejected)))
    assert found[0] == found[1]
    assert found[0][0] == [("a", 50, 'a "ward" on\ntwo lines')]
    assert found[0][2] == 6


def test_a_java_that_was_ended_together_with_us_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def stop(self) -> None:
            raise Py4JNetworkError("Answer from Java side is empty")

    left = object.__new__(Spark)
    monkeypatch.setattr(left, "_session", Gone(), raising=False)
    left.close()
