"""What a take says of one case: a derived value with its source, and the words in which an event is named as one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resecta.case.model import Event
from resecta.cql.values import Value
from resecta.guideline.model import Activity

NAMED = 3
"""How many events a source names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One derived value, where it comes from, and the day it speaks of."""

    value: Value
    source: str
    date: datetime.date | None = None


def answer_of(value: Value, events: Iterable[Event], activities: Mapping[str, Activity]) -> Answer:
    """The value that these events give together."""
    named = list(events)
    words = [event_in_words(event, activities) for event in named[:NAMED]]
    if len(named) > len(words):
        words.append(f"{len(named) - len(words)} more")
    return Answer(value, ", ".join(words), max(event.last_day or event.start for event in named))


def event_in_words(event: Event, activities: Mapping[str, Activity]) -> str:
    """An event as a source is named: what, and when."""
    title = activities[event.activity].title
    if not event.course or event.start == event.end:
        return f"{title} {event.start}"
    return f"{title} since {event.start}" if event.end is None else f"{title} {event.start} to {event.end}"
