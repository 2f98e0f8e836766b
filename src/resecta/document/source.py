"""From a file to its text: size, encoding and stray bytes are settled here, before any syntax is read."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from resecta.document.problem import InputError, Place, Problem

LARGEST = 5 * 1024 * 1024
"""Bytes. A case or a pack file is a few kilobytes; what is larger is some other file, and is not read."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no YAML or JSON text may hold; halves of surrogate pairs can come in only by way of the Python API."""

BYTE_ORDER_MARK = "\ufeff"
_NO_FILES = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)

_UTF_16_AND_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_source(path: str | os.PathLike[str]) -> str:
    """The text of a file, its byte order mark with it. Raises InputError where it is missing, too large, or not UTF-8
    text.
    """
    name = os.fspath(path)
    return decode(_read_bytes(Path(path), name), name)


def decode(data: bytes, file: str) -> str:
    """The text of these bytes, which must be UTF-8; a byte order mark stays, for CQL refuses it and YAML does not."""
    if len(data) > LARGEST:
        raise _too_large(file)
    if data.startswith(_UTF_16_AND_32) or _looks_like_utf_16(data):
        raise _whole(file, "the file is UTF-16 text, not UTF-8", "save it with the encoding UTF-8")
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise InputError(
            [Problem(Place(file, line), "a null byte: this is a binary file or a damaged one", "give a text file")]
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        raise InputError([Problem(Place(file, line), message, "save the file with the encoding UTF-8")]) from None
    return text


def refuse_control_characters(text: str, file: str) -> None:
    """Raise InputError at the first character that is no text."""
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        message = f"the control character U+{ord(found[0]):04X} cannot stand in a text file"
        raise InputError([Problem(Place(file, line), message, "remove it")])


def refuse_special(path: Path) -> None:
    """Raise InputError for a pipe, socket or device, which may never end; what is not there is for who opens it."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return
    _refuse_what_never_ends(status, str(path))


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        _refuse_what_never_ends(path.stat(), name)
        with os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb") as file:
            status = os.fstat(file.fileno())
            _refuse_what_never_ends(status, name)  # it may have become another file since
            if status.st_size > LARGEST:
                raise _too_large(name)
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise _whole(name, "this is a link to a file that is not there", "mend the link, or remove it") from None
        raise _whole(name, "there is no such file", _neighbour(path) or "check its name and its folder") from None
    except IsADirectoryError:
        raise _whole(name, "this is a directory, not a file", "give the file in it that you mean") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise _whole(name, "this is a link that leads round to itself", "mend the link, or remove it") from None
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _whole(name, f"the file cannot be read: {reason}", "make it readable, or give another") from None


def _refuse_what_never_ends(status: os.stat_result, name: str) -> None:
    """A pipe or device is looked at before it is opened: opening alone may wait for ever, or do something."""
    kind = next((kind for is_it, kind in _NO_FILES if is_it(status.st_mode)), None)
    if kind is not None:
        raise _whole(name, f"this is {kind}, not a file", "give a file; what comes through a pipe, save first")


def _neighbour(path: Path) -> str:
    from resecta.document.nearest import did_you_mean

    try:
        return did_you_mean(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        return ""


def _looks_like_utf_16(data: bytes) -> bool:
    """UTF-16 of mostly Latin text without its mark: every second byte of the beginning is null."""
    head = data[:64]
    return len(head) >= 4 and any(head) and (not any(head[1::2]) or not any(head[0::2]))


def _too_large(file: str) -> InputError:
    return _whole(
        file, f"the file is larger than {LARGEST // 1024 // 1024} MiB and was not read", "give a smaller file"
    )


def _whole(file: str, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(file), message, mend)])
