"""The known name that someone probably meant: for "did you mean …?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ALIKE = 0.6
"""difflib's own measure of likeness from which a guess helps more than it misleads."""
_SLIP = 0.85
"""The likeness from which two names differ by a few letters, not by what they say."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that is most like ``name``, or None where nothing is like it.

    >>> nearest("WT", ["wild type", "mutant"])
    'wild type'
    >>> nearest("kras", ["kras_status", "sex"])
    'kras_status'
    >>> nearest("banana", ["wild type", "mutant"]) is None
    True
    """
    return _nearest(name, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    """Kept: a slip of the pen is made more than once."""
    candidates, by_initials = _candidates(known)
    wanted = _plain(name[:80])
    if not wanted or not candidates:
        return None
    if wanted in candidates:
        return candidates[wanted]
    if wanted.replace(" ", "") in by_initials:
        return by_initials[wanted.replace(" ", "")]
    close = _closest(wanted, candidates, _ALIKE)
    if close is not None:
        return candidates[close]
    if len(wanted) >= 3:  # shorter beginnings fit too many names to be a hint
        for plain, candidate in reversed(candidates.items()):
            if plain.startswith(wanted) or wanted in plain.split():
                return candidate
    return None


def misspelt(name: str, known: Iterable[str]) -> str | None:
    """The other one of ``known`` that ``name`` may be with a slip of the pen; None where it is a name of its own.

    Narrower than ``nearest``, which guesses for a name that is surely wrong.

    >>> misspelt("Least future liver remnent", ["Least future liver remnant", "Resectable"])
    'Least future liver remnant'
    >>> misspelt("Least remnant of ours", ["Least future liver remnant", "Resectable"]) is None
    True
    >>> misspelt("Resectable", ["Resectable", "resectable"])
    'resectable'
    """
    wanted = _plain(name)
    candidates: dict[str, str] = {}
    for length, names in _by_length(tuple(known)).items():
        if 2 * min(length, len(wanted)) >= _SLIP * (length + len(wanted)):  # else no letter can be enough alike
            candidates |= {plain: other for plain, alike in names.items() for other in alike if other != name}
    close = _closest(wanted, candidates, _SLIP)
    return None if close is None else candidates[close]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The mend for an unknown name, or "" where nothing is like it."""
    found = nearest(name, known)
    return f"did you mean {found}?" if found is not None else ""


def _closest(name: str, candidates: Iterable[str], alike: float) -> str | None:
    import difflib  # only where there is something to mend

    return next(iter(difflib.get_close_matches(name, candidates, n=1, cutoff=alike)), None)


@lru_cache(maxsize=64)
def _candidates(known: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The names as they are compared, and by the initials of those of several words; of two alike the first."""
    candidates = {_plain(candidate): candidate for candidate in reversed(known)}
    initials = {"".join(word[0] for word in plain.split()): name for plain, name in candidates.items()}
    return candidates, {letters: name for letters, name in initials.items() if len(letters) > 1}


@lru_cache(maxsize=64)
def _by_length(known: tuple[str, ...]) -> dict[int, dict[str, list[str]]]:
    """The names by how they are compared, apart by length: one is looked for among thousands, thousands of times."""
    names: dict[int, dict[str, list[str]]] = {}
    for candidate in known:
        plain = _plain(candidate)
        names.setdefault(len(plain), {}).setdefault(plain, []).append(candidate)
    return names


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s_\-]+", name.casefold().strip()))
