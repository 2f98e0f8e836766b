"""The case files that a command is given: every one under a name of its own, and whatever else lies there named with
why it is left out.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from resecta.cli.say import say
from resecta.lazy_dataclass import dataclass

CASE_ENDINGS = (".yaml", ".yml", ".json")
_ENDINGS = ", ".join(CASE_ENDINGS)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file. ``plain``: its path from the folder that was given, without its ending; ``name``: the same where it
    is nobody else's. The name is that of the answer, and of the case where that names itself nothing.
    """

    path: Path
    name: str
    plain: str

    @property
    def id(self) -> str:
        """The name as text, whatever bytes the disk has for it."""
        return _as_text(self.name)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is no case file, and why. ``lost``: a case may hide behind it, for all we know."""

    path: str
    why: str
    lost: bool = False

    def __str__(self) -> str:
        return f"Left out: {self.path}: {self.why}"


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found, case files in the order of their paths."""

    files: tuple[CaseFile, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def lost(self) -> bool:
        """Whether a case may have been missed."""
        return any(each.lost for each in self.left_out)

    def name_left_out(self) -> None:
        """Say what is left out, a line each, on standard error."""
        for each in self.left_out:
            say(str(each), err=True)


def find_cases(paths: Sequence[Path], output: Path | None = None) -> Found:
    """Files as they are, and those of folders and their folders; not those of ``output``, where answers lie.

    Raises InputError where there is no case file at all.
    """
    from resecta.document.problem import InputError, Place, Problem

    given: list[tuple[Path, Path]] = []
    left_out: list[LeftOut] = []
    for path in paths:
        if not path.is_dir():
            given.append((path, Path(path.name)))
            continue
        inside, beside = _in_folder(path, output)
        if not inside:
            left_out.append(LeftOut(str(path), "this folder holds no case file", lost=True))
        given += [(file, file.relative_to(path)) for file in inside]
        left_out += beside
    files, twice = _once(given)
    if not files:
        mend = f"a case file ends in {_ENDINGS}"
        raise InputError([Problem(Place(str(path)), "this folder holds no case file", mend) for path in paths])
    return Found(_named(files), (*left_out, *twice))


def _in_folder(path: Path, output: Path | None) -> tuple[list[Path], list[LeftOut]]:
    files: list[Path] = []
    left_out: list[LeftOut] = []

    def lost(error: OSError) -> None:
        left_out.append(LeftOut(str(error.filename), f"this folder cannot be read: {error.strerror}", lost=True))

    for folder, folders, names in os.walk(path, onerror=lost):
        here = Path(folder)
        folders[:] = [name for name in folders if not _is_output(here / name, output)]
        hidden = [name for name in folders if name.startswith(".")]
        left_out += [LeftOut(str(here / name), "a hidden folder") for name in hidden]
        folders[:] = [name for name in folders if name not in hidden]
        linked = [name for name in folders if (here / name).is_symlink()]
        left_out += [
            LeftOut(str(here / name), "a link to a folder, which is not followed", lost=True) for name in linked
        ]
        for name in names:
            if name.lower().endswith(CASE_ENDINGS):
                files.append(here / name)
            else:
                left_out.append(LeftOut(str(here / name), f"a case file ends in {_ENDINGS}"))
    return sorted(files), sorted(left_out, key=lambda each: each.path)


def _is_output(folder: Path, output: Path | None) -> bool:
    return output is not None and os.path.realpath(folder) == os.path.realpath(output)


def _once(given: Iterable[tuple[Path, Path]]) -> tuple[list[tuple[Path, Path]], list[LeftOut]]:
    """Each path once, though it may have been given twice."""
    seen: dict[str, None] = {}
    files: list[tuple[Path, Path]] = []
    twice: list[LeftOut] = []
    for path, below in given:
        absolute = os.path.abspath(path)  # noqa: PTH100 - the name as given: links have names of their own
        if absolute in seen:
            twice.append(LeftOut(str(path), "given twice"))
        else:
            seen[absolute] = None
            files.append((path, below))
    return files, twice


def _named(files: Sequence[tuple[Path, Path]]) -> tuple[CaseFile, ...]:
    """No two names are one on a disk that takes ``A`` for ``a``, or é as one sign for é as two."""
    shared = Counter(_alike(_plain(below)) for _, below in files)
    taken: set[str] = set()
    named = []
    for path, below in files:
        plain = _plain(below)
        wanted = name = plain if shared[_alike(plain)] == 1 else str(below)
        number = 1
        while _alike(name) in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(_alike(name))
        named.append(CaseFile(path, name, plain))
    return tuple(named)


def _plain(below: Path) -> str:
    """The path without its ending; a file that is named by an ending alone keeps it."""
    return str(below.with_suffix("") if below.suffix else below)


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", _as_text(name)).casefold()


def _as_text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
