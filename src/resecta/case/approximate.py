"""Dates known to the month or the year: where they stand in a record, and the record with days chosen for them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.case.model import Approximate, Event, Recorded, Stated
from resecta.cql.values import Date
from resecta.document.phrase import inside

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def approximates(guideline: Guideline, recorded: Recorded) -> tuple[Approximate, ...]:
    """Every date of the record that does not name its day, facts first, in the order of the file."""
    return (*_of_facts(guideline, recorded), *_of_events(guideline, recorded))


def on_days(recorded: Recorded, days: Mapping[str, datetime.date]) -> Recorded:
    """The record with each approximate date on the day chosen for its key; one that is not named stays as it is."""
    if not days:
        return recorded
    stated = {id: _fact_on(fact, days.get(fact_key(id))) for id, fact in recorded.stated.items()}
    chosen: dict[int, dict[str, datetime.date]] = {}
    for key, day in days.items():
        if (of_event := _EVENT_KEY.match(key)) is not None:
            chosen.setdefault(int(of_event[1]), {})[of_event[2]] = day
    events = tuple([_event_on(event, chosen.get(place, {})) for place, event in enumerate(recorded.events)])
    return Recorded(stated, events, recorded.lesions, recorded.sites, recorded.day)


def _of_facts(guideline: Guideline, recorded: Recorded) -> Iterator[Approximate]:
    for id, fact in recorded.stated.items():
        if fact.about is not None:
            element = guideline.elements[id]
            yield Approximate(fact_key(id), element.noun or inside(element.name), fact.about)


def _of_events(guideline: Guideline, recorded: Recorded) -> Iterator[Approximate]:
    for place, event in enumerate(recorded.events):
        title = guideline.activities[event.activity].title
        for key, about in event.about.items():
            what = inside(title)
            if event.course or key != "start":
                what = f"the {key.replace('_', ' ')} of {what}"
            yield Approximate(event_key(place, key), what, about)


def fact_key(id: str) -> str:
    """The key of the date that is the value of an element."""
    return f"facts.{id}"


def event_key(place: int, key: str) -> str:
    """The key of a date of an event: its ``start``, its ``end`` or a field."""
    return f"events[{place}].{key}"


def _fact_on(fact: Stated, day: datetime.date | None) -> Stated:
    return fact if day is None else replace(fact, value=Date.of(day))


_EVENT_KEY = re.compile(r"events\[([0-9]+)\]\.(.+)\Z", re.ASCII)


def _event_on(event: Event, days: Mapping[str, datetime.date]) -> Event:
    """The event with its rough dates on these days."""
    if not event.about:
        return event
    chosen = {key: days[key] for key in event.about if key in days}
    if not chosen and (event.end is None or event.start <= event.end):
        return event  # of many events one has its day chosen
    start = chosen.pop("start", event.start)
    end = chosen.pop("end", event.end)
    if end is not None:
        end = max(start, end)  # one day known roughly, or two dates that cannot cross
    fields = {**event.fields, **{key: Date.of(day) for key, day in chosen.items()}}
    return replace(event, start=start, end=end, fields=fields)
