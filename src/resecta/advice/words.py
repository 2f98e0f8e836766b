"""What the words of a conclusion are made from: the places of its sentences, the conditions of its notes, the ends of
its window. Where one of these differs, the words do, whatever the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resecta.guideline import model
from resecta.guideline.pack import Guideline
from resecta.guideline.places import PLACE
from resecta.guideline.status import ConclusionKind


def words_of(guideline: Guideline, kind: ConclusionKind, id: str) -> tuple[str, ...]:
    """The names of definitions and parameters, each once."""
    return tuple(dict.fromkeys(_names(guideline, kind, id)))


def _names(guideline: Guideline, kind: ConclusionKind, id: str) -> Iterator[str]:
    match kind:
        case ConclusionKind.FINDING:
            finding = guideline.findings[id]
            yield from _places(finding.if_true, finding.if_false, finding.if_unknown)
            yield from _notes(finding.notes)
            yield from _notes(finding.hazards)
            yield from _ends(finding.window)
        case ConclusionKind.RECOMMENDATION:
            yield from _places(guideline.recommendations[id].text)
            yield from _notes(guideline.recommendations[id].notes)
        case ConclusionKind.STRATEGY:
            strategy = guideline.strategies[id]
            yield from _places(strategy.summary, *(argument.text for argument in strategy.arguments))
            yield from _notes(strategy.notes)
        case ConclusionKind.REGIMEN:
            yield from _notes(guideline.regimens[id].notes)
        case ConclusionKind.SILENT:
            yield from _places(guideline.notices[id].text)


def _places(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (match[1] for match in PLACE.finditer(text))


def _notes(notes: Iterable[model.Note]) -> Iterator[str]:
    for note in notes:
        yield note.when
        yield from _places(note.text)


def _ends(window: model.Window | None) -> Iterator[str]:
    if window is not None:
        ends = (window.earliest, window.latest, window.actual, window.caution_from)
        yield from (name for name in (window.applies, *ends) if name is not None)
