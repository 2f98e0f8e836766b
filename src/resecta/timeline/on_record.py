"""What was done and is no step of a plan: recorded events on their days, as every plan of a case shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from resecta.timeline.model import TimedEvent

if TYPE_CHECKING:
    from resecta.case.model import Event
    from resecta.guideline.pack import Guideline


class OnRecord(NamedTuple):
    """A recorded event: its place in the record, its first day, the activities it contains, and how it is shown."""

    place: int
    start: datetime.date
    parts: tuple[str, ...]
    shown: TimedEvent


def on_record(guideline: Guideline, events: Iterable[Event]) -> Iterator[OnRecord]:
    """These events, in their order, but those whose day is known roughly."""
    parts: dict[str, tuple[str, ...]] = {}
    for step in guideline.schedule.steps.values():
        parts.setdefault(step.activity, step.also)
    for place, event in enumerate(events):
        if event.about and _is_rough(event):
            continue
        activity = guideline.activities.get(event.activity)
        shown = TimedEvent(
            id=f"{event.activity}.recorded.{place}",
            activity=event.activity,
            label=event.activity if activity is None else activity.title,
            lane="" if activity is None else activity.lane,
            earliest=None,
            latest=None,
            proposed=None,
            done=event.last_day or event.start,
            statements=(),
        )
        yield OnRecord(place, event.start, parts.get(event.activity, ()), shown)


def _is_rough(event: Event) -> bool:
    """Whether the day that the event is shown on, its last or, while it goes on, its first, is known roughly.

    A course on one day that is known roughly has it as its first.
    """
    if event.course and event.end is not None and event.end != event.start:
        return "end" in event.about
    return bool(event.about.keys() & {"start", "end"})
