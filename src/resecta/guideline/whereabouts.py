"""Where a guideline lies: its id or path in, its directory out; an overlay's likewise; and how messages name files."""

from __future__ import annotations

import os
from pathlib import Path

from resecta.document.nearest import did_you_mean
from resecta.document.problem import InputError, Place, Problem

SHIPPED = Path(__file__).resolve().parent.parent / "guidelines"
DEFAULT = (SHIPPED / "default.txt").read_text(encoding="utf-8").strip()
"""The id of the guideline that is taken where none is named."""
SUFFIXES = (".yaml", ".yml", ".cql")
"""Of files that belong to a guideline, or look as if they did."""
BESIDE = ("properties.yaml", "mutants.yaml")
"""What others say about a guideline: its properties for a prover, its equivalent mutants. Not part of what it says."""


def find(name: str | os.PathLike[str] | None) -> Path:
    """The directory of a guideline: a shipped one by id, any other by its path. Raises InputError."""
    if name is None:
        return SHIPPED / DEFAULT
    shipped = sorted(entry.name for entry in SHIPPED.iterdir() if (entry / "guideline.yaml").is_file())
    if name in shipped and not Path(name).exists():
        return SHIPPED / name
    path = Path(name)
    try:
        if path.is_dir():
            return path
        exists = path.exists()
    except (OSError, ValueError):  # a name too long, or a null byte in it
        exists = False
    if exists:
        raise _refused(
            name, "this is a file; a guideline is a directory", "give the directory that holds guideline.yaml"
        )
    mend = did_you_mean(str(name), shipped) or f"shipped: {', '.join(shipped)}; any other by the path of its directory"
    raise _refused(name, "there is no such guideline", mend)


def find_overlay(path: str | os.PathLike[str]) -> Path:
    """The directory of an overlay. Raises InputError."""
    found = Path(path)
    try:
        is_directory, exists = found.is_dir(), found.exists()
    except (OSError, ValueError):
        is_directory = exists = False
    if is_directory:
        return found
    message = "this is a file; an overlay is a directory" if exists else "there is no such overlay"
    raise _refused(path, message, "give a directory that holds files named as those of the guideline")


def shown(path: Path) -> str:
    """The path as messages name it: from the working directory where it lies below it."""
    absolute = Path(os.path.realpath(path))  # as resolve(), which a link that leads round to itself breaks
    here = Path.cwd()
    return str(absolute.relative_to(here)) if path.is_absolute() and absolute.is_relative_to(here) else str(path)


def _refused(name: str | os.PathLike[str], message: str, mend: str) -> InputError:
    return InputError([Problem(Place(os.fspath(name)), message, mend)])
