"""Spark says the same: a real session on two threads, for all tests of this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cohort.agreement import differing_patients, differing_rows, differing_takes, excused_rows

from resecta.cohort.engines import Engine, opened
from resecta.guideline import Guideline

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", "--driver-memory 4g --conf spark.sql.shuffle.partitions=2 pyspark-shell")
        with opened("spark", tmp_path_factory.mktemp("spark"), "local[2]") as engine:
            yield engine


def test_every_row_of_the_language_comes_out_but_those_that_no_table_can_say(spark: Engine, tmp_path: Path) -> None:
    found = differing_rows(spark, tmp_path)
    assert {title: sorted(rows) for title, rows in found.items()} == excused_rows(), found


def test_every_row_of_the_takes_comes_out(shipped: Guideline, spark: Engine, tmp_path: Path) -> None:
    assert differing_takes(shipped, spark, tmp_path) == []


def test_random_patients_with_events_come_out_as_one_by_one(shipped: Guideline, spark: Engine, tmp_path: Path) -> None:
    assert differing_patients(shipped, spark, tmp_path, count=300, seed=8)[:5] == []
