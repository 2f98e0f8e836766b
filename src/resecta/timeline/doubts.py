"""What in the record of a treatment does not fit together: courses that overlap, cycles that do not fit their dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.course import Course
from resecta.timeline.model import Note
from resecta.timeline.words import count, filled, spoken_day

if TYPE_CHECKING:
    from resecta.case.model import Event


def doubts(course: Course, schedule: Schedule) -> tuple[Note, ...]:
    """What to look up again, each in a sentence; nothing of it changes a date."""
    cycled = {step.activity for step in schedule.steps.values() if step.cycles is not None}
    events = [event for event in course.situation.events if event.course and not event.about]
    found = [*_overlaps(course, events)]
    for event in events:
        if event.activity in cycled:
            found.extend(_misfit(course, event))
    return tuple(found)


def _overlaps(course: Course, events: list[Event]) -> Iterator[Note]:
    for one, other in combinations(events, 2):
        last_day = course.situation.today
        first, second = sorted((one, other), key=lambda event: event.start)
        end = last_day if first.end is None else first.end.toordinal()
        if one.activity == other.activity and second.start.toordinal() <= end and one != other:
            places = {"first": _said(course, first), "second": _said(course, second)}
            yield Note(filled(course.sentences.overlap, places))


def _misfit(course: Course, event: Event) -> Iterator[Note]:
    cycles, days = event.fields.get("cycles"), _cycle_days(course, event)
    if not isinstance(cycles, int) or cycles < 1 or days is None:
        return
    last = course.situation.today if event.end is None else event.end.toordinal()
    needed = (cycles - 1) * days
    if needed > last - event.start.toordinal():
        places = {"course": _said(course, event), "cycles": count(cycles, "cycle"), "length": count(days)}
        yield Note(filled(course.sentences.misfit, places))


def _cycle_days(course: Course, event: Event) -> int | None:
    """How long a cycle of the event lasts; None where its regimen is not known."""
    regimens = course.situation.guideline.regimens
    weeks, named = event.fields.get("cycle_weeks"), event.fields.get("regimen")
    if isinstance(weeks, int):
        return weeks * 7
    found = [one.cycle_weeks for one in regimens.values() if named in (one.id, one.title)]
    return found[0] * 7 if found else None


def _said(course: Course, event: Event) -> str:
    today = course.situation.today
    activity = course.situation.guideline.activities[event.activity].title
    start = spoken_day(event.start.toordinal(), today)
    if event.end is None:
        return f"{activity} since {start}"
    return f"{activity} {start} to {spoken_day(event.end.toordinal(), today)}"
