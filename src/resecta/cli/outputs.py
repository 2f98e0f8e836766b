"""The files that a command writes: never one that it reads, never two under one name, and each tried whatever befell
the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.cli.say import say

if TYPE_CHECKING:
    from resecta.document import Problem

READ = (".yaml", ".yml", ".json", ".cql")
"""The endings of the files that are read out of a folder."""


def refuse_outputs(outputs: Iterable[Path | None], inputs: Iterable[str | os.PathLike[str] | None]) -> None:
    """Raise InputError, before any work, where an output is refused by ``refuse_inputs``, or is no place for a file."""
    from resecta.document import InputError
    from resecta.document.whole_file import require_place

    wanted = [path for path in outputs if path is not None]
    refuse_inputs(wanted, inputs)
    problems: list[Problem] = []
    for path in wanted:
        try:
            require_place(path)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[str | os.PathLike[str] | None]) -> None:
    """Raise InputError where an output is one of the inputs (a folder stands for the files that are read out of it), by
    whatever name, or where two outputs are one file. What is None was not asked for.
    """
    from resecta.document import InputError, Place, Problem

    problems: list[Problem] = []
    read = [Path(path) for path in inputs if path is not None]
    wanted = [path for path in outputs if path is not None]
    for place, path in enumerate(wanted):
        source = next((each for each in read if _is_read(path, each)), None)
        if source is not None:
            message = f"this would be written over what is read from {source}"
            problems.append(Problem(Place(str(path)), message, "name another file to write to"))
        elif any(_same(path, other) for other in wanted[:place]):
            problems.append(Problem(Place(str(path)), "two outputs have this name", "name a file for each"))
    if problems:
        raise InputError(problems)


def refuse_answers(answers: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise InputError where one of many answers would be written over an input (a folder stands for the files that are
    read out of it), or two into one file: names may be links, and so may the folders that they lie in.
    """
    from resecta.document import InputError, Place, Problem

    read = {_identity(file): file for path in inputs for file in _read_out_of(path)}
    read.pop(None, None)
    problems: list[Problem] = []
    taken: set[str] = set()
    for answer in answers:
        place, target = Place(str(answer)), os.path.realpath(answer)
        source = read.get(_identity(answer))
        if source is not None:
            message = f"this answer would be written over what is read from {source}"
            problems.append(Problem(place, message, "name another folder for the answers"))
        elif target in taken:
            problems.append(Problem(place, "two answers would be written into one file", "remove this link"))
        taken.add(target)
    if problems:
        raise InputError(problems)


def keep(path: Path, content: bytes) -> int:
    """Write the file whole and say so. The exit code: 0, or 2 once it is said why it could not be written."""
    if not written(path, content):
        return 2
    say(f"Wrote {path}", err=True)
    return 0


def written(path: Path, content: bytes) -> bool:
    """Whether the file could be written, whole; where not, it is said why."""
    from resecta.document import InputError
    from resecta.document.whole_file import write_whole

    try:
        write_whole(path, content)
    except InputError as error:
        say(str(error), err=True)
        return False
    return True


def read_by(pack: str | None, overlays: Iterable[Path]) -> Iterator[Path]:
    """The folders out of which the guideline is read."""
    from resecta.guideline.whereabouts import find

    yield find(pack)
    yield from overlays


def _is_read(output: Path, source: Path) -> bool:
    if not os.path.isdir(source):  # noqa: PTH112 - never raises, whatever the name holds
        return _same(output, source) or (os.path.isdir(output) and _lies_in(source, output))  # noqa: PTH112 - never raises either
    if not os.path.exists(output):  # noqa: PTH110 - never raises
        return False
    return any(_same(output, file) for file in _read_out_of(source))


def _read_out_of(source: Path) -> Iterator[Path]:
    """The file itself, or those of a folder that are read."""
    if not os.path.isdir(source):  # noqa: PTH112 - never raises, whatever the name holds
        yield source
    else:
        yield from (file for file in source.rglob("*") if file.suffix.lower() in READ)


def _identity(path: Path) -> tuple[int, int] | None:
    """What the disk knows a file by, whatever it is called; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _lies_in(file: Path, folder: Path) -> bool:
    """Whether a file is in a folder, which would be replaced whole."""
    return Path(os.path.realpath(folder)) in Path(os.path.realpath(file)).parents


def _same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, or would."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)
