"""The command ``resecta``, and ``python -m resecta``."""

from __future__ import annotations

import gc
from typing import NoReturn

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""Objects made before Python looks for garbage that holds itself. Nearly all that a command makes lives until it ends:
looking after every 700, as Python does, takes a fifth of its time.
"""
ROUNDS = (5, 2)
"""After how many looks at the newest those that have outlived one are looked at, and after how many of these all are.
Python's ten and ten would let a long run, a guideline broken two thousand times, hold gigabytes of garbage.
"""


def main() -> NoReturn:
    """Run one command and leave with its exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *ROUNDS)
    from resecta.cli import main as run  # reading the program makes objects too

    run()


if __name__ == "__main__":
    main()
