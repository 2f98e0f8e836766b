"""Files that are written whole or not at all: a name and the bytes in; the file out, or one InputError and what stood
there before.

The bytes go into a file beside it, onto the disk, and only then under the name (docs/decisions/writing.md). Nobody ever
reads half a page, and a full disk costs no page of yesterday.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from resecta.document.problem import InputError, Place, Problem

_ANYBODY = 0o666
"""Less what the user's mask takes away: as for any file that a program makes."""


def write_whole(path: Path, content: bytes) -> None:
    """Put these bytes under this name. A link stays a link, and the file that it leads to is written.

    Raises InputError where that is not possible: it names the file, what is wrong and that nothing has changed.
    """
    try:
        target = Path(os.path.realpath(path))
        before = _status(target)
        if before is not None and stat.S_ISCHR(before.st_mode):
            _write_through(target, content)  # a terminal, /dev/null: there is nothing to keep
        else:
            _refuse_other_than_a_file(path, before)
            _replace(target, content, before)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _refused(path, f"the file could not be written: {reason}", _mend(path, error)) from None


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _refuse_other_than_a_file(path: Path, status: os.stat_result | None) -> None:
    if status is None or stat.S_ISREG(status.st_mode):
        return
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, socket or disk"
    raise _refused(path, f"this is {kind}, not a file", "name a file to write to")


def _replace(target: Path, content: bytes, before: os.stat_result | None) -> None:
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError(None, "the file is write-protected")
    beside = target.with_name(f".resecta-{secrets.token_hex(8)}.part")
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


def _private(name: str, flags: int) -> int:
    """Until it has the mode of the file whose place it takes, nobody else reads it."""
    return os.open(name, flags, 0o600)


def _as_any_file(name: str, flags: int) -> int:
    return os.open(name, flags, _ANYBODY)


def _write_through(target: Path, content: bytes) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_NOCTTY), "wb") as file:
        file.write(content)


def _mend(path: Path, error: Exception) -> str:
    folder = path.parent
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"make the folder {folder} first, or name another"
    return f"nothing has changed in {folder}; make room or name another place"


def _refused(path: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(path)), message, mend)])
