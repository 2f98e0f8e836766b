"""Where lark keeps the parse tables of our grammar: working them out takes longer than reading a guideline.

The file is lark's own pickle. It is read only from a folder that belongs to the user and that nobody else can write to.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


def tables_file(version: str) -> str | None:
    """The file for this version of lark; None where there is no safe place for it."""
    folder = cache_folder()
    return None if folder is None else str(folder / f"grammar-lark-{version}.pickle")


def cache_folder() -> Path | None:
    """The folder for what takes long to work out and can be worked out again; None where there is no safe one."""
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
