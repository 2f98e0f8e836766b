"""Many random patients, half of them with events: the interpreter of one case, DuckDB and Spark say the same of every
fact, status, window and of what decided, null included.

Run by hand (``python -m tests.cohort.many 100000 --engine duckdb``): the interpreter takes some milliseconds for each
patient. It prints how many it has held against each other, part by part, and exits with 1 where one differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.cohort.agreement import differing_patients

from resecta.cohort.engines import opened
from resecta.guideline import load

PART = 5000
"""Patients of one query: the plan of it is paid once for each."""


def main() -> int:
    """Hold them against each other in parts, each with a seed of its own, and stop at the first that differs."""
    parser = argparse.ArgumentParser(description="Random patients: the interpreter against an engine.")
    parser.add_argument("count", type=int)
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--master", default="local[1]")
    parser.add_argument("--seed", type=int, default=100, help="of the first part; the next has the next")
    asked = parser.parse_args()
    guideline = load()
    start, held, seed = time.monotonic(), 0, asked.seed
    master = asked.master if asked.engine == "spark" else None
    while held < asked.count:
        with (
            tempfile.TemporaryDirectory(prefix="resecta-many-") as name,
            opened(asked.engine, Path(name), master) as run,
        ):
            found = differing_patients(guideline, run, Path(name), min(PART, asked.count - held), seed)
        if found:
            sys.stdout.write("\n".join([f"seed {seed}:", *found[:20], ""]))
            return 1
        held, seed = min(held + PART, asked.count), seed + 1
        sys.stdout.write(f"{held} on {asked.engine}: none differs, {time.monotonic() - start:.0f} s\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
