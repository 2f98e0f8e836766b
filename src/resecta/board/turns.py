"""Turns at a file of SQLite: who waits is woken when the writer before is done, whatever thread or process it was.

SQLite's own waiting asks again every tenth of a second, and gives the lock to whoever asks at the right moment: among
many, one can wait for a quarter of a minute. A process that is killed gives its turn back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def turn(database: Path) -> Iterator[None]:
    """Wait for one's turn to write to this file, and keep it for the body. Where no file can be made beside it, or on
    Windows, SQLite's own waiting is all there is.
    """
    with ExitStack() as held:
        with suppress(OSError):
            file = held.enter_context(database.with_name(f"{database.name}-turn").open("ab"))
            if sys.platform != "win32":
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
        yield
