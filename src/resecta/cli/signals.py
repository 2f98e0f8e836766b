"""Signals that ask the program to end: each ends it as Ctrl-C does, with no half file and a last word."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """Somebody asks the program to end. ``done``: what is done by then, as a sentence."""

    def __init__(self, number: int = signal.SIGINT, done: str = "") -> None:
        super().__init__(done)
        self.code = 128 + number
        self.done = done

    def __str__(self) -> str:
        return f"Stopped. {self.done}".rstrip()


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within it a signal raises ``Stopped``; one that was ignored from the start, as by nohup, stays ignored."""
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, handler in before.items():
        if handler in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it a signal waits for the end: what is done there is done and counted, or neither."""
    _waiting.append(0)
    try:
        yield
    finally:
        asked = _waiting.pop()
        if asked:
            raise Stopped(asked)


_waiting: list[int] = []
"""The signal that came meanwhile, for each ``undisturbed`` that is not at its end; 0 for none."""


def _stop(number: int, _frame: FrameType | None) -> None:
    if not _waiting:
        raise Stopped(number)
    _waiting[-1] = number


def _as_any_process() -> None:
    """A process that is forked off has no last word of its own: it ends at once."""
    for number in ENDING:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_DFL)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_as_any_process)
