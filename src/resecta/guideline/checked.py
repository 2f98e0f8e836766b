"""A guideline's folder in, a sound ``Guideline`` out, or one InputError with everything that is wrong with it.

Files are read into nodes and overlays laid over them (``folder``), nodes into typed entries (``manuscript``), the CQL
into a checked library (``logic``); then the parts are held against one another. A later step runs although an earlier
one found problems, as long as it has what it needs: an author mends a pack in one pass.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from resecta.cql import Library
from resecta.document import Problem
from resecta.document.content import content_of
from resecta.guideline import (
    blocks,
    derivations,
    facts,
    lint,
    names_declared,
    never_known,
    new_definitions,
    odd_words,
    parameters,
    references,
    settings,
    sources,
    speech,
    titles,
)
from resecta.guideline.folder import Folder, read_folder
from resecta.guideline.gathering import Gathering
from resecta.guideline.logic import canonical, read_logic
from resecta.guideline.manuscript import Manuscript, read_manuscript
from resecta.guideline.model import Departure, Head, Statement
from resecta.guideline.pack import Guideline
from resecta.guideline.timing.check import check as check_times


def checked(path: Path, overlays: tuple[Path, ...]) -> Guideline:
    """The guideline in a folder, overlays laid over it in order. Raises InputError with every problem found."""
    folder = read_folder(path, overlays)
    gathering = Gathering()
    manuscript = read_manuscript(folder, gathering)
    library, departures = read_logic(folder.logic, facts.units(manuscript), gathering.problems)
    for problem in _check(manuscript, library, departures):
        gathering.problems.note(problem)
    gathering.problems.raise_if_any()
    assert library is not None  # noqa: S101 - a library that could not be read is a problem, raised above
    return _guideline(folder, manuscript, library, (*folder.departures, *departures)).changed()


def _check(manuscript: Manuscript, library: Library | None, departures: tuple[Departure, ...]) -> Iterator[Problem]:
    agreed = manuscript.without_elements(parameters.contradicted(manuscript, library))
    yield from facts.check(agreed)
    yield from derivations.check(agreed)
    yield from blocks.check(agreed)
    yield from speech.check(agreed)
    yield from odd_words.check(agreed)
    yield from titles.check(agreed)
    chosen = tuple(settings.check(manuscript, library))
    yield from chosen
    yield from references.check(manuscript, library)
    yield from sources.check(manuscript, library)
    if library is not None:
        yield from parameters.check(manuscript, library)
        yield from names_declared.check(library)
        yield from new_definitions.check(manuscript, library, departures)
        in_force = {} if chosen else settings.values_in_force(manuscript, library)
        yield from check_times(manuscript, library, in_force)
        yield from never_known.check(library, in_force)
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
    "provenance",
    "sources",
    "reading_groups",
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
    "emergency",
    "case_sentence",
    "case_history",
    "closing_within_days",
    "groups",
    "context",
)


def _digest(folder: Folder, library: Library) -> str:
    """The effective guideline in one number: equal where every word and every rule is equal, whatever files they came
    from.
    """
    content = {**{file: content_of(node) for file, node in folder.documents.items()}, "logic": canonical(library)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
