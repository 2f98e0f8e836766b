"""What in the record of a treatment does not fit together: courses that overlap, cycles that do not fit their dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.case.cycles import named_cycle_days
from resecta.document.phrase import inside
from resecta.timeline.model import Note
from resecta.timeline.situation import Situation
from resecta.timeline.words import count, filled, spoken_day

if TYPE_CHECKING:
    from resecta.case.model import Event


def doubts(situation: Situation) -> tuple[Note, ...]:
    """What to look up again, each in a sentence; nothing of it changes a date, and no strategy enters it."""
    schedule = situation.guideline.schedule
    cycled = {step.activity for step in schedule.steps.values() if step.cycles is not None}
    events = [event for event in situation.events if event.course and not event.about]
    found = [*_overlaps(situation, events)]
    for event in events:
        if event.activity in cycled:
            found.extend(_misfit(situation, event))
    return tuple(dict.fromkeys(found))


def _overlaps(situation: Situation, events: list[Event]) -> Iterator[Note]:
    """Each course that begins before an earlier one of its kind is over, beside the one that goes on longest."""
    longest: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.start):
        earlier = longest.get(event.activity)
        if earlier is None:
            longest[event.activity] = event
            continue
        if event.start.toordinal() <= _over(situation, earlier) and event != earlier:
            places = {"first": inside(_said(situation, earlier)), "second": inside(_said(situation, event))}
            yield Note(filled(situation.guideline.schedule.sentences.overlap, places))
        if _over(situation, event) > _over(situation, earlier):
            longest[event.activity] = event


def _over(situation: Situation, event: Event) -> int:
    return situation.today if event.end is None else event.end.toordinal()


def _misfit(situation: Situation, event: Event) -> Iterator[Note]:
    cycles = event.fields.get("cycles")
    days = named_cycle_days(situation.guideline, event) if isinstance(cycles, int) else None
    if not isinstance(cycles, int) or cycles < 1 or days is None:
        return
    last = situation.today if event.end is None else event.end.toordinal()
    needed = (cycles - 1) * days
    if needed > last - event.start.toordinal():
        places = {"course": _said(situation, event), "cycles": count(cycles, "cycle"), "length": count(days)}
        yield Note(filled(situation.guideline.schedule.sentences.misfit, places))


def _said(situation: Situation, event: Event) -> str:
    today = situation.today
    activity = situation.guideline.activities[event.activity].title
    start = spoken_day(event.start.toordinal(), today)
    if event.end is None:
        return f"{activity} since {start}"
    return f"{activity} {start} to {spoken_day(event.end.toordinal(), today)}"
