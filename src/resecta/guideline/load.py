"""Load a guideline: its id or path in, a sound ``Guideline`` out, or one InputError with everything that is wrong
with it.

Files are read into nodes and overlays laid over them (``folder``), nodes into typed entries (``draft``), the CQL into
a checked library (``logic``); then the parts are held against one another. A later step runs although an earlier one
found problems, as long as it has what it needs: an author mends a pack in one pass.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from resecta.cql import Library
from resecta.document import Problem
from resecta.guideline import facts, lint, parameters, references, settings, sources
from resecta.guideline.draft import Draft, read_draft
from resecta.guideline.folder import Folder, find, find_overlay, read_folder
from resecta.guideline.logic import canonical, read_logic
from resecta.guideline.model import Departure
from resecta.guideline.pack import Guideline
from resecta.guideline.plain import plain
from resecta.guideline.schema import Reading


def load(
    path_or_id: str | os.PathLike[str] | None = None, overlays: Iterable[str | os.PathLike[str]] = ()
) -> Guideline:
    """The guideline of that id or directory (by default the shipped one), a site's overlays laid over it in order.

    Raises InputError with every problem found.
    """
    with _no_collection():
        return _load(path_or_id, overlays)


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


def _load(path_or_id: str | os.PathLike[str] | None, overlays: Iterable[str | os.PathLike[str]]) -> Guideline:
    folder = read_folder(find(path_or_id), tuple(find_overlay(path) for path in overlays))
    reading = Reading()
    draft = read_draft(folder, reading)
    library, departures = read_logic(folder.logic, facts.units(draft), reading.problems)
    for problem in _check(draft, library):
        reading.problems.note(problem)
    reading.problems.raise_if_any()
    assert library is not None  # noqa: S101 - a library that could not be read is a problem, raised above
    return _guideline(folder, draft, library, (*folder.departures, *departures))


def _check(draft: Draft, library: Library | None) -> Iterator[Problem]:
    yield from facts.check(draft)
    yield from settings.check(draft, library)
    yield from references.check(draft, library)
    yield from sources.check(draft, library)
    if library is not None:
        yield from parameters.check(draft, library)
        yield from references.check_tags(draft, library)
        yield from lint.check(library, draft.elements.values())


def _guideline(folder: Folder, draft: Draft, library: Library, departures: tuple[Departure, ...]) -> Guideline:
    header = draft.header
    return Guideline(
        **{key: header[key] for key in _HEADER},
        intents=header["intent"],
        statements=draft.statements,
        readings={
            id: replace(reading, choice=reading.choice or reading.default) for id, reading in draft.readings.items()
        },
        elements=draft.elements,
        activities=draft.activities,
        findings=draft.findings,
        notices=draft.notices,
        recommendations=draft.recommendations,
        strategies=draft.strategies,
        regimens=draft.regimens,
        constraints=draft.constraints,
        library=library,
        settings_values=settings.values_in_force(draft, library),
        mentions=draft.mentions,
        departures=departures,
        digest=_digest(folder, library),
        path=Path(folder.path),
    )


_HEADER = (
    "id",
    "title",
    "version",
    "date",
    "jurisdiction",
    "intended_use",
    "sources",
    "disciplines_required",
    "always_asked",
    "asked_while",
    "scope",
    "cap",
    "unfit",
    "verdict",
    "episode_days",
    "episode_timing",
    "episode_current",
    "episode_apart",
)


def _digest(folder: Folder, library: Library) -> str:
    """The effective guideline in one number: equal where every word and every rule is equal, whatever files they came
    from.
    """
    content = {**{file: plain(node) for file, node in folder.documents.items()}, "logic": canonical(library)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
