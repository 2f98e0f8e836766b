"""A small working guideline to start from: a new or empty folder in, the files of ``starter_files`` written into it."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from resecta.document import InputError, Place, Problem
from resecta.document.whole_file import write_whole


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write the starter's files; their paths. Raises InputError where the folder holds anything: nothing is ever
    overwritten.
    """
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "this is a file", "name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise _refused(folder, "the folder is not empty", "name a new or empty folder")
    return tuple(_copy(files("resecta.authoring") / "starter_files", folder))


def _copy(source: Traversable, target: Path) -> list[Path]:
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            written += _copy(entry, target / entry.name)
        else:
            write_whole(target / entry.name, entry.read_bytes())
            written.append(target / entry.name)
    return written


def _refused(folder: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(folder)), message, mend)])
