"""A cohort on DuckDB at growing sizes, with and without events, each run in a process of its own.

Set RESECTA_BENCH_ROWS to the largest number of rows (10^5 if left out; 10^7 takes half an hour).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import Line

TITLE = "A table of patients on DuckDB"
MOST_GIB, MOST_WITH_EVENTS = 4.0, 3.0


def measure() -> list[Line]:
    """Seconds and memory of each size; the ratio of a run with events to one without at the largest."""
    most = int(os.environ.get("RESECTA_BENCH_ROWS", "100000"))
    sizes = [size for size in (10**4, 10**5, 10**6, 10**7) if size <= most]
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            plain, past = _made(Path(folder), size)
            bare, with_events = _seconds(Path(folder), plain), _seconds(Path(folder), *past)
            lines.append(Line(f"{size:,} rows", bare, "s"))
            lines.append(Line(f"{size:,} rows and their events", with_events, "s"))
    lines.append(Line("events, against none", with_events / bare, "×", MOST_WITH_EVENTS))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    lines.append(Line("memory, the most of any run", memory, "GiB", MOST_GIB))
    return lines


def _made(folder: Path, size: int) -> tuple[Path, tuple[Path, Path]]:
    plain, people, events = (folder / f"{name}-{size}.parquet" for name in ("plain", "people", "events"))
    _run("synthesise", str(size), "--output", str(plain))
    _run("synthesise", str(size), "--output", str(people), "--events", str(events))
    return plain, (people, events)


def _seconds(folder: Path, table: Path, events: Path | None = None) -> float:
    past = () if events is None else ("--events", str(events))
    start = time.perf_counter()
    _run("assess", str(table), *past, "--output", str(folder / "advice.parquet"))
    return time.perf_counter() - start


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "resecta", "cohort", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
