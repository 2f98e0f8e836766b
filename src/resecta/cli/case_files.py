"""The case files that a command is given: files as they are, and those of a folder in the order of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

CASE_ENDINGS = (".yaml", ".yml", ".json")


def case_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file. Raises InputError for a folder without a case file."""
    from resecta.document.problem import InputError, Place, Problem

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.iterdir() if file.suffix in CASE_ENDINGS)
        if not found:
            endings = ", ".join(CASE_ENDINGS)
            raise InputError(
                [Problem(Place(str(path)), "this folder holds no case file", f"a case file ends in {endings}")]
            )
        yield from found
