"""A folder of cases through the command line, on every core: reading, assessing, planning and writing JSON."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from table import Line
from timing import cold, spent

ROOT = Path(__file__).parents[1]
TITLE = "A folder of cases, a whole process (best of 3)"
CASES = 1000
A_SECOND_ON_A_CORE = 200


def measure() -> list[Line]:
    """The guideline's own cases again and again, until there are a thousand."""
    own = sorted((ROOT / "src/resecta/guidelines/rectal_liver_metastases/cases").glob("*.yaml"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        for number in range(CASES):
            (Path(folder) / f"{number:04}.yaml").write_bytes(own[number % len(own)].read_bytes())
        seconds = cold(["assess", folder, "--json"], times=3)
        processor = spent(["assess", folder, "--json"], times=1)
    goal = A_SECOND_ON_A_CORE * cores
    return [
        Line(f"resecta assess FOLDER on {cores} cores", CASES / seconds, "/s", goal, at_least=True),
        Line("processor time a case, start and end shared", 1e3 * processor / CASES, "ms"),
    ]
