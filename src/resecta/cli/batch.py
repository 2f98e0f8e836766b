"""Many cases on all cores: files in, the text made of each out, in the order of the files.

Nothing that befalls one file stops the others: neither a fault of ours nor the end of the process that was at it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

from resecta.cli.faults import told_fault
from resecta.cli.signals import ENDING
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

FEWEST_SHARED = 16
"""Files below which more processes cost more than they save."""
AT_A_TIME = 4
"""Files that a process should have to do: for fewer it is not worth its start."""
MOST_TOGETHER = 8
"""Files that are handed to a process together: each handing over costs a millisecond."""

Make = Callable[["Guideline", Any], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one file; ``problem`` where nothing was, with the exit ``code`` for it."""

    text: bytes = b""
    problem: str | None = None
    code: int = 0


@contextmanager
def made_of(guideline: Guideline, files: Sequence[Any], make: Make) -> Iterator[Iterator[Made]]:
    """What ``make`` gives for each file, in their order; leaving ends what is still at work."""
    global _work  # a forked process finds here what it is to do
    _work = guideline, make
    processes = min(_cores(), len(files) // AT_A_TIME)
    if processes < 2 or len(files) < FEWEST_SHARED or "fork" not in multiprocessing.get_all_start_methods():
        yield map(_made, files)
        return
    _ = guideline.logic.possible  # made once, before the others are forked off
    results = _shared(files, processes)
    try:
        yield results
    finally:
        results.close()


_work: tuple[Guideline, Make]


def _shared(files: Sequence[Any], processes: int) -> Generator[Made, None, None]:
    """A process that ends takes its pool with it: the file that was waited for is then tried alone, the rest anew."""
    done = 0
    together = max(1, min(MOST_TOGETHER, len(files) // (AT_A_TIME * processes)))
    while done < len(files):
        shares = [files[start : start + together] for start in range(done, len(files), together)]
        with _pool(processes) as pool:
            for future in [pool.submit(_each_made, share) for share in shares]:
                try:
                    made = future.result()
                except BrokenProcessPool:
                    break
                yield from made
                done += len(made)
        if done < len(files):
            yield _alone(files[done])
            done += 1


def _alone(file: Any) -> Made:
    with _pool(1) as pool:
        try:
            return pool.submit(_made, file).result()
        except BrokenProcessPool:
            place = getattr(file, "path", file)
            return Made(problem=f"{place}: the process that assessed it was ended; is there too little memory?", code=2)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A process that shares the work. Only the first one answers Ctrl-C; it ends the others, and they end with it."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    gc.freeze()  # the guideline stays: looking for garbage in it again and again takes long


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _each_made(files: Sequence[Any]) -> list[Made]:
    return [_made(file) for file in files]


def _made(file: Any) -> Made:
    guideline, make = _work
    try:
        return Made(make(guideline, file))
    except Exception as error:  # noqa: BLE001 - one file's fault is told, and the others go on
        problem, code = told_fault(error)
        return Made(problem=problem, code=code)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
