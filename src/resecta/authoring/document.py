"""The guideline, or one part of it, as a document to sign off: the source's sentence, our reading, the logic, its
uses, its cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from resecta.authoring.describe import parts_of
from resecta.authoring.exercise import Exercised, exercise
from resecta.authoring.part import Part
from resecta.authoring.uses import uses
from resecta.document import InputError, Place, Problem, did_you_mean, quote
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass

FIRST = (
    "intent",
    "strategy",
    "recommendation",
    "regimen",
    "finding",
    "notice",
    "element",
    "activity",
    "statement",
    "reading",
    "constraint",
    "definition",
)
"""Which part an id means where two kinds have it."""


@dataclass(frozen=True, slots=True)
class Document:
    """``parts`` in reading order; ``asked``: the key of the one part that was asked for, "" for the whole guideline."""

    guideline: Guideline
    parts: tuple[Part, ...]
    cases: tuple[str, ...]
    asked: str = ""


def describe(guideline: Guideline, id: str | None = None) -> Document:
    """The whole guideline, or the part of that id (``kind:id`` where two kinds share it). Raises InputError for an
    unknown one.
    """
    parts = {part.key: part for part in parts_of(guideline)}
    asked = "" if id is None else _find(guideline, parts, id)
    used, exercised = uses(guideline), exercise(guideline)
    wanted: Iterable[Part] = parts.values() if not asked else (parts[asked],)
    shown = tuple(
        replace(part, uses=tuple(by for by in used.get(part.key, ()) if by in parts), cases=_cases(part, exercised))
        for part in wanted
    )
    return Document(guideline, shown, exercised.cases, asked)


def as_data(document: Document) -> dict[str, Any]:
    """The document as JSON data, each part with the words of its sources."""
    guideline = document.guideline
    return {
        "guideline": {
            "id": guideline.id,
            "title": guideline.title,
            "version": guideline.version,
            "digest": guideline.digest,
            "imprint": guideline.imprint,
            "provenance": guideline.provenance,
        },
        "parts": [_part_data(guideline, part) for part in document.parts],
    }


def _part_data(guideline: Guideline, part: Part) -> dict[str, Any]:
    sources = [guideline.statements[id] for id in ((part.id,) if part.kind == "statement" else part.statements)]
    return {
        "kind": part.kind,
        "id": part.id,
        "title": part.title,
        "place": part.place,
        "lines": [asdict(line) for line in (*part.lines, *part.rungs)],
        "conditions": [asdict(condition) for condition in part.conditions],
        "statements": [
            {
                "id": source.id,
                "line": source.line,
                "quote": guideline.quoted(source),
                "says": source.says,
                "reading": source.reading,
            }
            for source in sources
        ],
        "readings": [
            {"id": id, "title": guideline.readings[id].title, "choice": guideline.readings[id].choice}
            for id in part.readings
        ],
        "used_by": list(part.uses),
        "cases": [{"case": case, "status": status} for case, status in part.cases],
    }


def _find(guideline: Guideline, parts: Mapping[str, Part], id: str) -> str:
    if id in parts:
        return id
    for kind in FIRST:
        if f"{kind}:{id}" in parts:
            return f"{kind}:{id}"
    known = [*parts] if ":" in id else [part.id for part in parts.values()]
    mend = did_you_mean(id, known) or f"give an id, or kind:id; the kinds are {', '.join(FIRST)}"
    raise InputError([Problem(Place(guideline.id), f"there is no part {quote(id)}", mend)])


def _cases(part: Part, exercised: Exercised) -> tuple[tuple[str, str], ...]:
    if part.kind == "statement":
        return tuple((case, "") for case in exercised.statements[part.id])
    return tuple(exercised.parts.get(part.key, {}).items())
