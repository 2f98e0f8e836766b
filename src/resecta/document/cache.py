"""The user's cache: what takes long to work out and can be worked out again, a file each, named by what it was made of.

A file is read only from a folder that belongs to the user and that nobody else can write to, and only if its own digest
is right. Where there is no such folder, or no such file, the work is done again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

MOST_FILES = 8
"""Files of one kind; beyond, those that nobody has used for longest go."""
_DIGEST = 32


def cache_folder() -> Path | None:
    """The folder of the cache; None where there is no safe one."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = (Path(base) if base else Path.home() / ".cache") / "resecta"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, RuntimeError):  # no home, or a read-only one
        return None
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        return None
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return None
    return folder


def read_kept(name: str) -> bytes | None:
    """What the file of this name holds; None where there is none, or it was damaged."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        content = (folder / name).read_bytes()
        os.utime(folder / name)
    except OSError:
        return None
    body = content[_DIGEST:]
    return body if hashlib.sha256(body).digest() == content[:_DIGEST] else None


def keep(name: str, body: bytes) -> None:
    """Put the file in place at once, whoever else does the same, and let the oldest of its kind go."""
    import tempfile  # with much that a start would wait for

    folder = cache_folder()
    if folder is None:
        return
    try:
        handle, made = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as written:
            written.write(hashlib.sha256(body).digest() + body)
        Path(made).replace(folder / name)
        files = sorted(folder.glob(f"*{Path(name).suffix}"), key=lambda each: each.stat().st_mtime)
        for old in files[:-MOST_FILES]:
            old.unlink(missing_ok=True)
    except OSError:  # a full disk, or another process that cleared up first
        return
