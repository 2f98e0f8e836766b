"""The command ``resecta``, and ``python -m resecta``."""

from __future__ import annotations

import gc
from typing import NoReturn

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""Objects made before Python looks for garbage that holds itself. Nearly all that a command makes lives until it ends:
looking after every 700, as Python does, takes a fifth of its time.
"""


def main() -> NoReturn:
    """Run one command and leave with its exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    from resecta.cli import main as run  # reading the program makes objects too

    run()


if __name__ == "__main__":
    main()
