"""What every test may count on: the shipped guideline, its cases, and random tests that say the same thing twice."""

from __future__ import annotations

import gc
import os
import signal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from tests.slow import is_left_out_whole, is_slow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.draw.browser import Browser

    from resecta.cohort.engines import Engine
    from resecta.guideline import Guideline

# Two cores shared by several workers: a slow moment is no failure, and a failure must come again on the next run.
settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("project")


# A shell that starts the tests in the background has them ignore Ctrl-C, and all that they start: a test that ends a
# program so would wait for ever.
for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

# Thousands of tests live as long as the worker: to look through them all for garbage at every turn took an eighth of
# the time.
gc.set_threshold(20_000)

# Spark as tests want it: tables of some hundred rows, and a program of Java that ends before compiling well would pay.
os.environ.setdefault(
    "PYSPARK_SUBMIT_ARGS",
    "--driver-memory 4g --conf spark.sql.shuffle.partitions=1 --conf spark.ui.enabled=false"
    " --driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' pyspark-shell",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what ``make quick`` leaves out whole: that would take longer than many a test."""
    return True if config.option.markexpr == "not slow" and is_left_out_whole(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make quick`` leaves out."""
    for item in items:
        if isinstance(item, pytest.Function) and is_slow(item):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def shipped_is_read_once() -> Iterator[None]:
    """What a test runs in this process takes the shipped guideline as it was read before."""
    from tests.shipped import kept_or_read_before

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("resecta.guideline.load"), "kept_guideline", kept_or_read_before)
        yield


@pytest.fixture(scope="session")
def shipped() -> Guideline:
    """The guideline that Resecta ships, loaded once."""
    from tests.shipped import shipped_guideline

    return shipped_guideline()


@pytest.fixture(scope="session")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine of tables for all tests of a worker."""
    from resecta.cohort.engines import opened

    with opened("duckdb", tmp_path_factory.mktemp("duck")) as engine:
        yield engine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker: Playwright cannot be started twice in a process."""
    from tests.draw.browser import Browser

    with Browser() as opened:
        yield opened
