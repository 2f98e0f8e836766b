"""Files that are written whole or not at all: a name in, and the bytes or a program that writes them; the file out, or
one InputError and what stood there before.

The bytes go into a file beside it, onto the disk, and only then under the name (docs/decisions/writing.md). Nobody ever
reads half a page, and a full disk costs no page of yesterday.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resecta.document.problem import InputError, Place, Problem

_ANYBODY = 0o666
"""Less what the user's mask takes away: as for any file that a program makes."""


def write_whole(path: Path, content: bytes) -> None:
    """Put these bytes under this name. A link stays a link, and the file that it leads to is written.

    Raises InputError where that is not possible: it names the file, what is wrong and that nothing has changed.
    """
    with _named(path):
        target, before = _judged(path)
        if before is not None and stat.S_ISCHR(before.st_mode):
            _write_through(target, content)  # a terminal, /dev/null: there is nothing to keep
        else:
            _replace(target, content, before)


def require_place(path: Path) -> None:
    """Raise InputError, as ``write_whole`` would, where it can be told beforehand that nothing can be written there."""
    with _named(path):
        _judged(path)


@contextmanager
def whole_place(path: Path) -> Iterator[Path]:
    """A place beside this name for a program that writes by itself, a table or a folder of its parts. What lies there
    at the end comes under the name; an error or a stop on the way leaves what stood there before.

    Raises InputError as ``write_whole`` does, and where the name is that of a folder that holds more than such parts.
    """
    with _named(path):
        target = Path(os.path.realpath(path))
        before = _status(path)
        if before is None or not stat.S_ISDIR(before.st_mode):
            _refuse_other_than_a_file(path, before)
        elif any(not _is_a_part(file) for file in target.iterdir()):
            raise _refused(path, "this folder holds other things than a table", "name a file or folder to write to")
        _refuse_protected(target, before)
    made = target.with_name(_name_beside())
    try:
        yield made
        with _named(path):
            _onto_the_disk(made)
            _exchange(made, target, before)
    finally:
        _remove(made)


def _is_a_part(file: Path) -> bool:
    """Whether a program that writes a table in parts has left this file."""
    return file.name == "_SUCCESS" or file.suffix == ".crc" or (file.name.startswith("part-") and file.is_file())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What the system refuses, as one message that names the file and the mend."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _refused(path, f"the file could not be written: {reason}", _mend(path, error)) from None


def _judged(path: Path) -> tuple[Path, os.stat_result | None]:
    """The file that is written under this name, and what stands there; an error where none can be."""
    target = Path(os.path.realpath(path))
    before = _status(path)
    if before is not None and stat.S_ISCHR(before.st_mode):
        return target, before
    _refuse_other_than_a_file(path, before)
    _refuse_protected(target, before)
    if not stat.S_ISDIR(target.parent.stat().st_mode):
        raise NotADirectoryError(None, "what should be its folder is a file")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PermissionError(None, "its folder cannot be written to")
    return target, before


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_other_than_a_file(path: Path, status: os.stat_result | None) -> None:
    if status is None or stat.S_ISREG(status.st_mode):
        return
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, socket or disk"
    raise _refused(path, f"this is {kind}, not a file", "name a file to write to")


def _replace(target: Path, content: bytes, before: os.stat_result | None) -> None:
    beside = target.with_name(_name_beside())
    try:
        with open(beside, "xb", opener=_private if before is not None else _as_any_file) as file:
            file.write(content)
            file.flush()
            if before is not None:
                beside.chmod(stat.S_IMODE(before.st_mode))
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _refuse_protected(target: Path, before: os.stat_result | None) -> None:
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError(None, "the file is write-protected")


def _name_beside() -> str:
    return f".resecta-{secrets.token_hex(8)}.part"


def _onto_the_disk(made: Path) -> None:
    for file in (made, *made.rglob("*")) if made.is_dir() else (made,):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exchange(made: Path, target: Path, before: os.stat_result | None) -> None:
    """Put what was made under the name. A folder is no place for a file, nor the other way round: the old one is moved
    aside first, and back where that fails.
    """
    if before is None or not (stat.S_ISDIR(before.st_mode) or made.is_dir()):
        if before is not None:
            made.chmod(stat.S_IMODE(before.st_mode))
        made.replace(target)
        return
    aside = target.with_name(_name_beside())
    target.replace(aside)
    try:
        made.replace(target)
    except BaseException:
        aside.replace(target)
        raise
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    """Until it has the mode of the file whose place it takes, nobody else reads it."""
    return os.open(name, flags, 0o600)


def _as_any_file(name: str, flags: int) -> int:
    return os.open(name, flags, _ANYBODY)


def _write_through(target: Path, content: bytes) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_NOCTTY), "wb") as file:
        file.write(content)


def _mend(path: Path, error: Exception) -> str:
    folder = Path(os.path.realpath(path)).parent if os.path.islink(path) else path.parent  # noqa: PTH114 - never raises, however long the name
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"make the folder {folder} first, or name another"
    return f"nothing has changed in {folder}; make room or name another place"


def _refused(path: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(path)), message, mend)])
