"""What a plan does not hold: what it cannot lay out, what hangs on facts that nobody recorded, and the steps that have
no day for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resecta.guideline.schedule.model import Bound, Omission, Step
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.laid import Laid
from resecta.timeline.model import Note, TimedEvent
from resecta.timeline.words import bound_in_words, filled


def omissions(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """What the guideline says that a plan of this way cannot lay out, or may not be able to."""
    situation = laid.course.situation
    for omission in schedule.chosen(ids, Omission):
        truth = situation.truth(omission.when)
        if truth is False:
            continue
        facts = "; ".join(map(situation.noun, situation.missing(omission.when)))
        hangs = filled(schedule.sentences.left_out, {"facts": facts, "parts": omission.label})
        yield Note(omission.text if truth else hangs, omission.statements, omission.readings, leaves_out=True)


def left_out(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """Parts of the strategy of which nobody knows whether they apply, or from which day: by what is missing."""
    said: dict[tuple[str, ...], dict[str, None]] = {}
    sources: dict[tuple[str, ...], dict[str, None]] = {}
    for each in laid.course.waiting:
        entry = each.entry
        if isinstance(entry, Step):
            counted = [bound for bound in schedule.chosen(ids, Bound) if _speaks_of(bound, entry)]
            texts_of = [bound_in_words(laid.course.situation, bound) for bound in counted if entry.beside is not None]
            text = "; ".join(texts_of) or next(iter(entry.labels.values())).partition(",")[0]
            statements = [*entry.statements, *(id for bound in counted for id in bound.statements)]
        else:
            text = bound_in_words(laid.course.situation, entry)
            statements = list(entry.statements) if isinstance(entry, Bound) else []
        said.setdefault(each.facts, {})[text] = None
        sources.setdefault(each.facts, {}).update(dict.fromkeys(statements))
    for facts, texts in said.items():
        nouns = map(laid.course.situation.noun, facts)
        places = {"facts": "; ".join(nouns), "parts": "; ".join(text.rstrip(".") for text in texts)}
        yield Note(filled(schedule.sentences.left_out, places), tuple(sources[facts]), leaves_out=True)


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
