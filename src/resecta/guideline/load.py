"""Load a guideline: its id or path in, a sound ``Guideline`` out, or one InputError with everything that is wrong
with it. One whose content was found sound before is not checked again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from resecta.guideline.kept import keep_guideline, kept_guideline, key_of
from resecta.guideline.pack import Guideline
from resecta.guideline.whereabouts import find, find_overlay


def load(
    path_or_id: str | os.PathLike[str] | None = None, overlays: Iterable[str | os.PathLike[str]] = ()
) -> Guideline:
    """The guideline of that id or directory (by default the shipped one), a site's overlays laid over it in order.

    Raises InputError with every problem found.
    """
    path, sites = find(path_or_id), tuple(find_overlay(overlay) for overlay in overlays)
    with _no_collection():
        key = key_of((path, *sites))
        found = None if key is None else kept_guideline(key)
        return found or _checked(path, sites, key)


def _checked(path: Path, overlays: tuple[Path, ...], key: str | None) -> Guideline:
    from resecta.guideline.checked import checked  # with all that reads and checks, which a sound one does without

    guideline = checked(path, overlays)
    if key is not None:
        keep_guideline(key, guideline)
    return guideline


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nearly everything that loading makes lives on: looking for garbage in between costs a seventh of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
