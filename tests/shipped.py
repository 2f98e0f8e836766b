"""The guideline that Resecta ships, read once for all tests of a worker, with what was worked out of it so far."""

from __future__ import annotations

from functools import cache

from resecta.guideline import Guideline, load


@cache
def shipped_guideline() -> Guideline:
    """The guideline that Resecta ships, without overlays."""
    return load()
