"""Standard input, output and error as a program needs them: open, and none that can bring it down.

A stream that was closed before the start (``>&-``) is a pipe that nobody reads, or a file that holds nothing. What is
said on standard error is said aside: if nobody hears it, the work goes on.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_IN, _OUT, _ERR = 0, 1, 2


class _Aside(io.FileIO):
    """A file whose loss of what is written to it is borne."""

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]  # bytes, as whoever calls FileIO has them
        except OSError:
            return memoryview(data).nbytes  # type: ignore[arg-type]  # the same


@contextmanager
def open_streams() -> Iterator[None]:
    """Within it all three streams can be used; what a terminal cannot show becomes "?", never an error."""
    before = sys.stdin, sys.stdout, sys.stderr
    _open_closed()
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text file when run as a program
    if sys.stderr is sys.__stderr__ and sys.stderr is not None:
        encoding = sys.stderr.encoding
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(_Aside(_ERR, "wb", closefd=False)), encoding, errors="replace", line_buffering=True
        )
    else:  # a test listens
        sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]  # the same
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def silence_output() -> None:
    """Give what is still to be written to standard output somewhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), _OUT)


def _open_closed() -> None:
    if not _is_open(_IN):
        _put(os.open(os.devnull, os.O_RDONLY), _IN)
    if not _is_open(_ERR):
        _put(os.open(os.devnull, os.O_WRONLY), _ERR)
    if not _is_open(_OUT):
        unread, written = os.pipe()
        os.close(unread)
        _put(written, _OUT)
    sys.stdin = _stream(sys.stdin, _IN, "r")
    sys.stderr = _stream(sys.stderr, _ERR, "w")
    sys.stdout = _stream(sys.stdout, _OUT, "w")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _put(opened: int, number: int) -> None:
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def _stream(stream: TextIO | None, number: int, mode: str) -> TextIO:
    """The stream, or a new one where Python found none: it sets None for a closed one."""
    if stream is not None:
        return stream
    raw = io.FileIO(number, f"{mode}b", closefd=False)
    return io.TextIOWrapper(io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw), encoding="utf-8")
