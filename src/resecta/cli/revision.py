"""A guideline or overlay as it was in a revision of git: REVISION:FOLDER."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from resecta.document import InputError, Place, Problem, quote

_NOT_HERE = "not a git repository"


@contextmanager
def folder_of(name: str) -> Iterator[str]:
    """The name of a guideline or overlay as it is, or a folder with what it was in a revision of git. Raises
    InputError; what is wrong in such a folder is told by the name that was given, not by where it lies for now.
    """
    revision, colon, folder = name.partition(":")
    if not colon or _exists(name):
        yield name
        return
    archive = _git("archive", "--format=tar", "--", f"{revision}:{folder}", name=name)
    if archive.returncode:
        raise _refused(name, *_reason(revision, folder, name, archive.stderr.decode(errors="replace")))
    with tempfile.TemporaryDirectory() as empty, tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
        files.extractall(empty, filter="data")
        try:
            yield empty
        except InputError as error:
            raise InputError([_by_name(problem, empty, name) for problem in error.problems]) from None


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name too long, or a null byte in it
        return False


def _git(*arguments: str, name: str) -> subprocess.CompletedProcess[bytes]:
    try:
        command = ["git", *arguments]
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell reads it
    except FileNotFoundError:
        message = "this names a revision of git, and there is no git here"
        raise _refused(name, message, "install git, or give a folder") from None
    except ValueError:
        raise _refused(name, "a null byte is in the name", "give REVISION:FOLDER, or a folder") from None


def _reason(revision: str, folder: str, name: str, said: str) -> tuple[str, str]:
    """What is wrong with a revision that git does not give, and the mend."""
    if _NOT_HERE in said:
        return "there is no git repository here", "run this in a folder of the repository, or give a folder"
    known = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", name=name)
    if known.returncode:
        return f"{quote(revision)} is no revision of this repository", "give one that git log shows, such as HEAD~1"
    return f"{quote(folder)} is no folder of the revision {revision}", f"git ls-tree {revision} shows what it holds"


def _by_name(problem: Problem, empty: str, name: str) -> Problem:
    place = problem.place
    if not place.file.startswith(empty):
        return problem
    return replace(problem, place=replace(place, file=name.rstrip("/") + place.file[len(empty) :]))


def _refused(name: str, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(name), message, mend)])
