"""Many cases on all cores: files in, the text made of each out, in the order of the files."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.document.problem import InputError

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

FEWEST_SHARED = 16
"""Files below which more processes cost more than they save."""
AT_A_TIME = 4
"""Files that a process takes at once: few, so that none waits long for another."""

Make = Callable[["Guideline", Path], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one file; ``problem`` where it could not be read."""

    text: bytes = b""
    problem: str | None = None


@contextmanager
def made_of(guideline: Guideline, files: Sequence[Path], make: Make) -> Iterator[Iterator[Made]]:
    """What ``make`` gives for each file, in their order; leaving ends what is still at work."""
    global _work  # a forked process finds here what it is to do
    _work = guideline, make
    processes = min(_cores(), len(files) // AT_A_TIME)
    if processes < 2 or len(files) < FEWEST_SHARED or "fork" not in multiprocessing.get_all_start_methods():
        yield map(_made, files)
        return
    _ = guideline.logic.possible  # made once, before the others are forked off
    with multiprocessing.get_context("fork").Pool(processes, initializer=_begin) as pool:
        yield pool.imap(_made, files, chunksize=AT_A_TIME)


_work: tuple[Guideline, Make]


def _begin() -> None:
    """A process that shares the work. Only the first one answers Ctrl-C; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # the guideline stays: looking for garbage in it again and again takes long


def _made(file: Path) -> Made:
    guideline, make = _work
    try:
        return Made(make(guideline, file))
    except InputError as error:
        return Made(problem=str(error))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
