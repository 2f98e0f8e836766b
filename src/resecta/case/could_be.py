"""Every value that an element could have, whatever the days of the dates known to their month or year.

For a case in which the days are too many to be tried together. What comes out is never narrower than what can be, and
may be wider: each date is on any of its days whatever the others are on. That an element may not be known at all is
among its values unless the record shows that it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from resecta.case.approximate import event_key, fact_key
from resecta.case.cycles import months_given
from resecta.case.model import Event, Recorded
from resecta.cql.values import Date, Value
from resecta.guideline import takes

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

Days = Mapping[str, Sequence[datetime.date]]
"""Key of an approximate date → the days that it can be."""


class _EventValues(NamedTuple):
    """What one event can give a take: the days that say whether it is the first or the latest, and its values."""

    first: datetime.date
    last: datetime.date
    values: tuple[Value, ...]


def could_be(guideline: Guideline, recorded: Recorded, id: str, days: Days) -> tuple[Value, ...] | None:
    """All that an element could be, None (it is not known) last; None where its take says too little of that."""
    take = guideline.elements[id].derive
    if take is None:
        return None
    found = _Range(guideline, recorded, days).of(take)
    if found is None:
        return None
    stated = tuple(_stated(recorded, id, days))
    every = dict.fromkeys((*stated, *found))
    if _is_denied(guideline, recorded, id):
        every[None] = None
    elif any(value is not None for value in stated):
        every.pop(None, None)
    known = [value for value in every if value is not None]
    return (*known, None) if None in every else tuple(known)


def _stated(recorded: Recorded, id: str, days: Days) -> Iterator[Value]:
    stated = recorded.stated.get(id)
    if stated is None:
        return
    if stated.about is not None:
        yield from map(Date.of, _each(days, fact_key(id), stated.about.first, stated.about.last))
    elif stated.value is not None:
        yield stated.value
    yield from (opinion.value for opinion in stated.opinions if opinion.value is not None)


def _is_denied(guideline: Guideline, recorded: Recorded, id: str) -> bool:
    """Whether a 0 that is stated says that there is no such thing, or is itself one that others may contradict."""
    denying = [element.id for element in guideline.elements.values() if id in element.zero_denies]
    denying += [id] if guideline.elements[id].zero_denies else []
    return any(one in recorded.stated and recorded.stated[one].value == 0 for one in denying)


class _Range:
    """The values that takes can give, each with None unless the record shows that there is an answer."""

    def __init__(self, guideline: Guideline, recorded: Recorded, days: Days) -> None:
        self._guideline, self._recorded, self._days = guideline, recorded, days
        timing = recorded.stated.get(guideline.episode_timing or "")
        self._one_episode = timing is not None and timing.value == guideline.episode_current and not timing.opinions

    def of(self, take: takes.Take) -> tuple[Value, ...] | None:
        match take:
            case takes.Given() | takes.Marked() | takes.Undated() | takes.UndatedDay():
                return True, None
            case takes.Unfinished():
                return True, False, None
            case takes.Done():
                return take.value, None
            case takes.Months():
                return tuple(self._sums(take))
            case takes.LatestDay():
                return self._latest_day(take)
            case takes.First() | takes.Latest() | takes.LatestOfOneKind():
                return self._outermost(take)
        return None

    def _events(self, activities: Iterable[str]) -> Iterator[tuple[int, Event]]:
        wanted = {*activities}
        return ((place, event) for place, event in enumerate(self._recorded.events) if event.activity in wanted)

    def _sums(self, take: takes.Months) -> Iterator[Value]:
        """The months of any of the courses taken together."""
        found = {Decimal(0)}
        for _, event in self._events(take.events):
            months = months_given(self._guideline, take, [event])
            if months is not None:
                found |= {one + months for one in found}
        yield from sorted(found - {Decimal(0)}, reverse=True)
        yield None

    def _latest_day(self, take: takes.LatestDay) -> tuple[Value, ...]:
        parts = []
        asks = False
        for place, event in self._events(take.days):
            key = take.days[event.activity]
            values = self._values(place, event, key)
            if values != (None,):
                parts.append(_EventValues(_day(values[0]), _day(values[-1]), values))
            asks |= take.undated is not None and event.fields.get(take.undated) is True
        found = _latest(parts)
        return found if parts and not asks else (*found, None)

    def _outermost(self, take: takes.First | takes.Latest | takes.LatestOfOneKind) -> tuple[Value, ...]:
        events = list(self._events(take.events))
        parts = [self._part(place, event, take) for place, event in events]
        counts = all(self._counts(event, take.episode) for _, event in events)
        if parts and counts and not any(None in part.values for part in parts):
            if isinstance(take, takes.Latest):
                return _latest(parts)
            if isinstance(take, takes.First):
                since = (datetime.date.min,) if take.since is None else self._days_of(take.since)
                if since and any(part.first >= max(since) for part in parts):
                    return _first(parts, min(since), max(since))
        every = tuple(value for part in parts for value in part.values)
        return (*every, *self._standing_in(take), None)

    def _part(self, place: int, event: Event, take: takes.FieldTake) -> _EventValues:
        ends = self._values(place, event, "start" if take.of in ("date", "start") else "end")
        if ends == (None,):  # it goes on
            ends = (Date.of(datetime.date.max),)
        return _EventValues(_day(ends[0]), _day(ends[-1]), self._values(place, event, take.of))

    def _days_of(self, id: str) -> tuple[datetime.date, ...]:
        """The days that another element can be; none where it may not be known."""
        values = could_be(self._guideline, self._recorded, id, self._days) or (None,)
        return () if None in values else tuple(map(_day, values))

    def _counts(self, event: Event, episode: takes.Episode) -> bool:
        """Whether the event counts on every day that it could be."""
        if episode is takes.Episode.ANY:
            return True
        return event.episode == takes.Episode.CURRENT or (event.episode is None and self._one_episode)

    def _standing_in(self, take: takes.FieldTake) -> Iterator[Value]:
        """The stated days of the element that stands in where no event decides."""
        if isinstance(take, takes.First) and take.otherwise is not None:
            yield from _stated(self._recorded, take.otherwise, self._days)

    def _values(self, place: int, event: Event, key: str) -> tuple[Value, ...]:
        """What a field of an event can be; days in their order."""
        key = "end" if key == "end" and event.course else "start" if key in ("date", "start", "end") else key
        own: Value = event.fields.get(key)
        if key in ("start", "end"):
            day = event.start if key == "start" else event.end
            own = None if day is None else Date.of(day)
        about = event.about.get(key)
        found = {own} if about is None else {*map(Date.of, self._each_day(place, key, about.first, about.last))}
        if key == "end" and own is not None:  # a course does not end before it begins
            begins = self._values(place, event, "start")
            found |= {day for day in begins if _day(day) > min(map(_day, found))}
        return tuple(sorted(found, key=_day)) if len(found) > 1 else tuple(found)

    def _each_day(self, place: int, key: str, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        return _each(self._days, event_key(place, key), first, last)


def _each(days: Days, key: str, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    if key in days:
        yield from days[key]
    else:
        yield from (first + datetime.timedelta(days=number) for number in range((last - first).days + 1))


def _day(value: Value) -> datetime.date:
    return value.to_date() if isinstance(value, Date) else datetime.date.min


def _latest(parts: Sequence[_EventValues]) -> tuple[Value, ...]:
    """The values of the parts that can be the latest."""
    bound = max((part.first for part in parts), default=datetime.date.min)
    return tuple(value for part in parts if part.last >= bound for value in part.values if _fits(value, bound))


def _first(parts: Sequence[_EventValues], since: datetime.date, surely: datetime.date) -> tuple[Value, ...]:
    """The values of the parts that can be the first from a day on that lies between ``since`` and ``surely``."""
    bound = min(part.last for part in parts if part.first >= surely)
    return tuple(
        value
        for part in parts
        if part.first <= bound and part.last >= since
        for value in part.values
        if _fits(value, since, bound)
    )


def _fits(value: Value, after: datetime.date, before: datetime.date = datetime.date.max) -> bool:
    return not isinstance(value, Date) or after <= value.to_date() <= before
