"""A cohort on DuckDB at growing sizes, with and without events, each run in a process of its own; what it measures goes
into the table of docs/performance.md, in which the rows of other sizes stay.

Set RESECTA_BENCH_ROWS to the sizes, as 10000,100000 (10^4 if left out; 10^6 takes some minutes, 10^7 an hour).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from table import Line

TITLE = "A table of patients on DuckDB"
MOST_GIB, MOST_WITH_EVENTS = 4.0, 3.0
PAGE = Path(__file__).parents[1] / "docs/performance.md"
STEPS = ("synthesise", "assess", "events", "audit")


@dataclass(frozen=True, slots=True)
class Used:
    """What one run took: seconds by the clock, seconds of all processors, GiB at most."""

    clock: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:.0f} s ({self.processor:.0f} s), {self.memory:.1f} GiB"


def measure() -> list[Line]:
    """Seconds of each size; the ratio of a run with events to one without at the largest; the most memory of any."""
    sizes = [int(size) for size in os.environ.get("RESECTA_BENCH_ROWS", "10000").split(",")]
    lines: list[Line] = []
    found: list[Used] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            used = _steps(Path(folder), size)
            _write(size, used)
            found += used.values()
            lines += [Line(f"{size:,} rows: {step}", used[step].clock, "s") for step in STEPS]
            ratio = used["events"].processor / used["assess"].processor
            lines.append(Line(f"{size:,} rows: events, against none", ratio, "×", MOST_WITH_EVENTS))
    lines.append(Line("memory, the most of any run", max(one.memory for one in found), "GiB", MOST_GIB))
    return lines


def _steps(folder: Path, size: int) -> dict[str, Used]:
    plain, people, events, out = (str(folder / f"{name}-{size}") for name in ("plain", "people", "events", "out"))
    used = {"synthesise": _run("synthesise", str(size), "--output", plain)}
    used["assess"] = _run("assess", plain, "--output", out)
    used["audit"] = _run("audit", out, "--by", "hospital")
    _run("synthesise", str(size), "--output", people, "--events", events)
    used["events"] = _run("assess", people, "--events", events, "--output", out)
    return used


def _run(*arguments: str) -> Used:
    start = time.perf_counter()
    command = [sys.executable, "-m", "resecta", "cohort", *arguments]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(code)
    assert run.returncode == 0, arguments
    return Used(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)


def _write(size: int, used: dict[str, Used]) -> None:
    """Put the row of this size into the page's table."""
    head, table = PAGE.read_text(encoding="utf-8").split("<!-- measured -->\n")
    title, rule, *rows = table.strip().splitlines()
    kept = {int(row.split("|")[1].replace(",", "")): row for row in rows}
    kept[size] = f"| {size:,} | {' | '.join(str(used[step]) for step in STEPS)} |"
    lines = [title, rule, *(kept[size] for size in sorted(kept))]
    PAGE.write_text(f"{head}<!-- measured -->\n" + "\n".join(lines) + "\n", encoding="utf-8")
