"""Spark says the same: a real session on two threads, for all tests of this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from py4j.protocol import Py4JNetworkError
from tests.cohort.agreement import differing_by_the_command, differing_rows, differing_takes, excused_rows

from resecta.cohort.engines import Engine, opened
from resecta.cohort.engines.spark import Spark
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


def test_a_java_that_was_ended_together_with_us_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def stop(self) -> None:
            raise Py4JNetworkError("Answer from Java side is empty")

    left = object.__new__(Spark)
    monkeypatch.setattr(left, "_session", Gone(), raising=False)
    left.close()
