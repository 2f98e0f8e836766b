"""The guideline that Resecta ships, read once for all tests of a worker, with what was worked out of it so far.

A command that a test runs in the worker itself takes it too, by the key that stands for all it was made of: to read it
and make it ready takes several times as long as a patient.
"""

from __future__ import annotations

from functools import cache

from resecta.guideline import Guideline, load
from resecta.guideline.kept import kept_guideline, key_of
from resecta.guideline.whereabouts import find

_READ: dict[str, Guideline] = {}


@cache
def shipped_guideline() -> Guideline:
    """The guideline that Resecta ships, without overlays."""
    return load()


@cache
def shipped_key() -> str | None:
    """What stands for it while neither its files nor the program that reads them change."""
    return key_of((find(None),))


def kept_or_read_before(key: str) -> Guideline | None:
    """As ``kept_guideline``, which is not asked for the shipped one twice."""
    if key not in _READ:
        found = kept_guideline(key)
        if found is None or key != shipped_key():
            return found
        _READ[key] = found
    return _READ[key]
