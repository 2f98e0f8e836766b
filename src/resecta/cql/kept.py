"""Where the code that we write out of a library is kept once Python has compiled it: that takes longer than a case.

Within a process each text is compiled once, so that a library which differs from another in one definition costs one.
Between processes the code lies in the user's cache, one file for all texts of a library, named by their digest.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterable, Sequence
from types import CodeType

from resecta.document.cache import keep, read_kept

MOST_COMPILED_ANEW = 20
"""Texts that are compiled without a look at the user's cache: a library changed in a few definitions is not kept."""
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
    digest = hashlib.sha256("\0".join((sys.version, *texts)).encode()).hexdigest()
    file = f"logic-{digest}.code"
    kept = read_kept(file)
    if kept is not None:
        found: list[CodeType] = marshal.loads(kept)  # noqa: S302  # our own file, in a folder that is the user's alone
        return dict(zip(texts, found, strict=True))
    made = _compiled(texts)
    keep(file, marshal.dumps(list(made.values())))
    return made
