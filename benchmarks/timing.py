"""How the benchmarks measure: the best of many passes, and within a process its own time on the processor, so that what
else the machine does falls out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BYTECODE = Path(__file__).parents[1] / "build/bytecode"


def best(work: Callable[[], object], seconds: float = 1.0) -> float:
    """The shortest processor time of one call in seconds, over as many calls as fit into so much of it."""
    least = float("inf")
    end = time.process_time() + seconds
    while (start := time.process_time()) < end:
        work()
        least = min(least, time.process_time() - start)
    return least


def cold(arguments: Sequence[str], times: int = 5) -> float:
    """The shortest wall time in seconds of a whole process: interpreter, imports, work, exit.

    Python's bytecode is kept, as it is of an installed program: compiling our sources is no part of the wait.
    """
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        _run(arguments)
        least = min(least, time.perf_counter() - start)
    return least


def spent(arguments: Sequence[str], times: int = 5) -> float:
    """The shortest processor time in seconds of a whole process and those that it starts, whatever else runs."""
    least = float("inf")
    for _ in range(times):
        before = os.times()
        _run(arguments)
        after = os.times()
        least = min(least, after.children_user + after.children_system - before.children_user - before.children_system)
    return least


def _run(arguments: Sequence[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
    command = [sys.executable, "-m", "resecta", *arguments]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
