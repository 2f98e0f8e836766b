"""Where the code that we write out of a library is kept once Python has compiled it: that takes longer than a case.

Within a process each text is compiled once, so that a library which differs from another in one definition costs one.
Between processes the code lies in the user's cache, one file for all texts of a library, named by their digest. A file
is read only if its own digest is right; where it is not, or there is no safe place, the texts are compiled again.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import CodeType

from resecta.cql.syntax.cache import cache_folder
from resecta.document.problem import InputError
from resecta.document.whole_file import write_whole

MOST_COMPILED_ANEW = 20
"""Texts that are compiled without a look at the user's cache: a library changed in a few definitions is not kept."""
MOST_FILES = 8
_DIGEST = 32
_COMPILED: dict[str, CodeType] = {}


def codes(texts: Sequence[str]) -> list[CodeType]:
    """The code of each text."""
    missing = [text for text in dict.fromkeys(texts) if text not in _COMPILED]
    if len(missing) > MOST_COMPILED_ANEW:
        _COMPILED.update(_from_file(missing))
    else:
        _COMPILED.update(_compiled(missing))
    return [_COMPILED[text] for text in texts]


def _compiled(texts: Iterable[str]) -> dict[str, CodeType]:
    return {text: compile(text, "<guideline>", "exec") for text in texts}


def _from_file(texts: Sequence[str]) -> dict[str, CodeType]:
    folder = cache_folder()
    if folder is None:
        return _compiled(texts)
    digest = hashlib.sha256("\0".join((sys.version, *texts)).encode()).hexdigest()
    file = folder / f"logic-{digest}.code"
    found = _read(file)
    if found is not None and len(found) == len(texts):
        return dict(zip(texts, found, strict=True))
    made = _compiled(texts)
    _write(file, list(made.values()))
    return made


def _read(file: Path) -> list[CodeType] | None:
    """What the file holds; None where there is none, or it was damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    body = content[_DIGEST:]
    if hashlib.sha256(body).digest() != content[:_DIGEST]:
        return None
    found: list[CodeType] = marshal.loads(body)  # noqa: S302  # our own file, in a folder that is the user's alone
    return found


def _write(file: Path, made: list[CodeType]) -> None:
    """Put the file in place at once, whoever else does the same, and let the oldest go."""
    body = marshal.dumps(made)
    try:
        write_whole(file, hashlib.sha256(body).digest() + body)
        files = sorted(file.parent.glob("logic-*.code"), key=lambda each: each.stat().st_mtime)
        for old in files[:-MOST_FILES]:
            old.unlink(missing_ok=True)
    except (InputError, OSError):  # a full disk, or another process that cleared up first
        return
