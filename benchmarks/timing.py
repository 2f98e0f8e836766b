"""How the benchmarks measure: the best of many passes, so that what else the machine does falls out."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def best(work: Callable[[], object], seconds: float = 1.0) -> float:
    """The shortest time of one call in seconds, over as many calls as fit into the time given."""
    least = float("inf")
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        work()
        least = min(least, time.perf_counter() - start)
    return least


def cold(arguments: Sequence[str], times: int = 10) -> float:
    """The shortest wall time in seconds of a whole process: interpreter, imports, work, exit."""
    command = [sys.executable, "-m", "resecta", *arguments]
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        least = min(least, time.perf_counter() - start)
    return least
