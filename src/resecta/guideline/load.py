"""Load a guideline: its id or path in, a sound ``Guideline`` out, or one InputError with everything that is wrong
with it.

Files are read into nodes and overlays laid over them (``folder``), nodes into typed entries (``manuscript``), the CQL
into a checked library (``logic``); then the parts are held against one another. A later step runs although an earlier
one found problems, as long as it has what it needs: an author mends a pack in one pass.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from resecta.cql import Library
from resecta.document import Problem
from resecta.document.content import content_of
from resecta.guideline import (
    derivations,
    facts,
    lint,
    new_definitions,
    parameters,
    references,
    settings,
    sources,
    timing,
)
from resecta.guideline.folder import Folder, find, find_overlay, read_folder
from resecta.guideline.gathering import Gathering
from resecta.guideline.logic import canonical, read_logic
from resecta.guideline.manuscript import Manuscript, read_manuscript
from resecta.guideline.model import Departure, Head, Statement
from resecta.guideline.pack import Guideline


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
    gathering = Gathering()
    manuscript = read_manuscript(folder, gathering)
    library, departures = read_logic(folder.logic, facts.units(manuscript), gathering.problems)
    for problem in _check(manuscript, library, departures):
        gathering.problems.note(problem)
    gathering.problems.raise_if_any()
    assert library is not None  # noqa: S101 - a library that could not be read is a problem, raised above
    return _guideline(folder, manuscript, library, (*folder.departures, *departures)).changed()


def _check(manuscript: Manuscript, library: Library | None, departures: tuple[Departure, ...]) -> Iterator[Problem]:
    yield from facts.check(manuscript)
    yield from derivations.check(manuscript)
    chosen = tuple(settings.check(manuscript, library))
    yield from chosen
    yield from references.check(manuscript, library)
    yield from sources.check(manuscript, library)
    if library is not None:
        yield from parameters.check(manuscript, library)
        yield from references.check_tags(manuscript, library)
        yield from new_definitions.check(manuscript, library, departures)
        in_force = {} if chosen else settings.values_in_force(manuscript, library)
        yield from timing.check(manuscript, library, in_force)
        yield from lint.check(library, manuscript.elements.values())


def _guideline(
    folder: Folder, manuscript: Manuscript, library: Library, departures: tuple[Departure, ...]
) -> Guideline:
    header = manuscript.header
    heads = {head.id: head for head in header["heads"]}
    return Guideline(
        **{key: header[key] for key in _HEADER},
        intents=header["intent"],
        heads=heads,
        statements={id: _under_its_head(statement, heads) for id, statement in manuscript.statements.items()},
        readings={
            id: replace(reading, choice=reading.choice or reading.default)
            for id, reading in manuscript.readings.items()
        },
        elements=manuscript.elements,
        activities=manuscript.activities,
        findings=manuscript.findings,
        notices=manuscript.notices,
        recommendations=manuscript.recommendations,
        strategies=manuscript.strategies,
        regimens=manuscript.regimens,
        schedule=manuscript.schedule,
        library=library,
        settings_values=settings.values_in_force(manuscript, library),
        mentions=manuscript.mentions,
        departures=departures,
        digest=_digest(folder, library),
        path=Path(folder.path),
    )


def _under_its_head(statement: Statement, heads: Mapping[str, Head]) -> Statement:
    """The references of a line above a list are those of every item, beside its own."""
    if statement.head is None:
        return statement
    both = dict.fromkeys((*heads[statement.head].references, *statement.references))
    return replace(statement, references=tuple(both))


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
    "stays",
    "asked_while",
    "asks_only",
    "scope",
    "cap",
    "unfit",
    "verdict",
    "criteria",
    "episode_days",
    "episode_timing",
    "episode_current",
    "episode_apart",
    "old_after_days",
    "context",
)


def _digest(folder: Folder, library: Library) -> str:
    """The effective guideline in one number: equal where every word and every rule is equal, whatever files they came
    from.
    """
    content = {**{file: content_of(node) for file, node in folder.documents.items()}, "logic": canonical(library)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
