"""What a plan does not hold: what it cannot lay out, what hangs on facts that nobody recorded, and the steps that have
no day for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resecta.guideline.schedule.model import Bound, Omission, Step
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.laid import Laid
from resecta.timeline.model import Note, TimedEvent
from resecta.timeline.words import bound_in_words, filled


def omissions(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """What the guideline says that a plan of this way cannot lay out."""
    for omission in schedule.chosen(ids, Omission):
        if laid.course.situation.truth(omission.when):
            yield Note(omission.text, omission.statements, omission.readings, leaves_out=True)


def leaves_nothing_out(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> bool:
    """Whether a plan of this way lays out all that the guideline says of it."""
    return all(laid.course.situation.truth(each.when) is False for each in schedule.chosen(ids, Omission))


class _LeftOutPart(NamedTuple):
    """What hangs on ``facts`` that nobody recorded, in words."""

    facts: tuple[str, ...]
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...] = ()


def left_out(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """Parts of the strategy of which nobody knows whether they apply, or from which day: by what is missing."""
    found: dict[tuple[str, ...], list[_LeftOutPart]] = {}
    for part in _parts(laid, schedule, ids):
        found.setdefault(part.facts, []).append(part)
    for facts, parts in found.items():
        texts = dict.fromkeys(part.text.rstrip(".") for part in parts)
        places = {"facts": "; ".join(map(laid.course.situation.noun, facts)), "parts": "; ".join(texts)}
        statements = dict.fromkeys(id for part in parts for id in part.statements)
        readings = dict.fromkeys(id for part in parts for id in part.readings)
        text = filled(schedule.sentences.left_out, places)
        yield Note(text, tuple(statements), tuple(readings), leaves_out=True)


def _parts(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[_LeftOutPart]:
    situation = laid.course.situation
    for omission in schedule.chosen(ids, Omission):
        if situation.truth(omission.when) is None:
            facts = situation.missing(omission.when)
            yield _LeftOutPart(facts, omission.label, omission.statements, omission.readings)
    for each in laid.course.waiting:
        entry = each.entry
        if not isinstance(entry, Step):
            statements = entry.statements if isinstance(entry, Bound) else ()
            yield _LeftOutPart(each.facts, bound_in_words(situation, entry), statements)
            continue
        counted = [bound for bound in schedule.chosen(ids, Bound) if _speaks_of(bound, entry)]
        texts = [bound_in_words(situation, bound) for bound in counted if entry.beside is not None]
        text = "; ".join(texts) or next(iter(entry.labels.values())).partition(",")[0]
        yield _LeftOutPart(each.facts, text, (*entry.statements, *(id for bound in counted for id in bound.statements)))


def _speaks_of(bound: Bound, step: Step) -> bool:
    return bool(step.means(bound.start) or step.means(bound.end))


def without_date(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """The steps that have no day, since it would hang on what is not known."""
    facts = "; ".join(map(laid.course.situation.noun, laid.hangs_on))
    names = "; ".join(event.label for event in events if event.id in laid.hidden - laid.unbegun)
    unbegun = "; ".join(event.label for event in events if event.id in laid.unbegun)
    if unbegun:
        yield Note(filled(laid.course.sentences.unbegun, {"steps": unbegun}), leaves_out=True)
    if names:
        yield Note(filled(laid.course.sentences.no_date, {"facts": facts, "steps": names}), leaves_out=True)
