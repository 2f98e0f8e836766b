"""What is on record of a step: the days it was done on, or that it was done on a day that nobody recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Rest
from resecta.timeline.length import Sittings
from resecta.timeline.situation import Situation
from resecta.timeline.workdays import Permitted


class Recorded(NamedTuple):
    """``days``: point → the day it was done on; ``begun``: whether it has begun or been given (None: unknown)."""

    days: dict[str, int]
    begun: bool | None


def recorded(situation: Situation, step: Step) -> Recorded:
    """What facts and events say of the step. A date known to the month is no day: then it is done, undated."""
    if any(situation.value(name) != value for name, value in step.recorded_while.items()):
        return Recorded({}, situation.truth(step.begun) if step.begun is not None else False)
    if not situation.holds(step.recorded_when):
        return Recorded({}, False)
    days = {point: day for point, name in step.recorded.items() if (day := situation.day(name)) is not None}
    days = {point: day for point, day in days.items() if day <= situation.today}
    _add_events(situation, step, days)
    undated = _only_events_date(step) and bool(situation.events_of(step.activity))
    if days or undated or any(situation.value(name) is not None for name in step.recorded.values()):
        return Recorded(days, True)
    return Recorded({}, situation.truth(step.begun) if step.begun is not None else False)


def _add_events(situation: Situation, step: Step, days: dict[str, int]) -> None:
    """What only an event can date: the first day of a course, and a step that no fact dates. A first day that is known
    to its month dates neither.
    """
    if step.sittings is None and not _only_events_date(step):
        return
    events = situation.events_of(step.activity)
    if situation.begins_roughly(step.activity):
        return
    if step.sittings is not None:
        running = [event.start.toordinal() for event in events if event.end is None]
        ended = [event.start.toordinal() for event in events if event.end and event.end.toordinal() == days.get("end")]
        if "end" in days and ended:
            days["start"] = max(ended)
        elif "end" not in days and running:
            days["start"] = max(running)
    elif events:
        days[step.points[0]] = events[0 if step.cycles is not None else -1].start.toordinal()


def _only_events_date(step: Step) -> bool:
    return not step.recorded and _dated_by_events(step)


def _dated_by_events(step: Step) -> bool:
    return isinstance(step.cycles, Rest) or (step.id == step.activity and step.points == ("day",))


def running_course(situation: Situation, step: Step, start: int, permitted: Permitted) -> int | None:
    """The last day of a course of sittings that has begun and has no end; None where it should be over by now, so that
    nobody knows when it was.
    """
    assert step.sittings is not None  # noqa: S101 - asked of a course of sittings only
    end = Sittings(sittings_of(situation, step), permitted).after(start)
    return end if end >= situation.today else None


def sittings_of(situation: Situation, step: Step) -> int:
    """How many sittings a course has: as its running event says, else the guideline's number."""
    said = [event.fields.get("fractions") for event in situation.events_of(step.activity) if event.end is None]
    known = [count for count in said if isinstance(count, int)]
    return known[-1] if known else step.sittings or 0


def irradiated(
    situation: Situation, steps: Iterable[Step], permitted: dict[str, Permitted]
) -> tuple[tuple[int, int], ...]:
    """First and last day of each course of sittings on record that still runs."""
    found = {}
    for step in steps:
        for event in situation.events_of(step.activity) if step.sittings is not None else ():
            start = event.start.toordinal()
            end = running_course(situation, step, start, permitted[step.days]) if event.end is None else None
            if end is not None:
                found[step.activity, start] = (start, end)
    return tuple(found.values())
