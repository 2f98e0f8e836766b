"""Takes over events, for one case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from resecta.case.answer import Answer, answer_of, event_in_words
from resecta.case.cycles import months_given
from resecta.case.model import About, Event, Fact
from resecta.case.takes.base import Answers, CaseTakes
from resecta.cql.values import Date, Quantity, Value, dates
from resecta.guideline import takes

Pick = Callable[[Iterable[datetime.date]], datetime.date]


class EventTakes(CaseTakes):
    """First, latest, kind, months, and whether there is any."""

    def visit_first(self, take: takes.First) -> Answers:
        if take.since is None:
            return self._outermost(take, self.case.counted(take.events, take.episode), min)
        since = self.value(take.since)
        if not isinstance(since, Date):
            return ()
        day = since.to_date()
        events = self._counted(take, lambda event: event.start < day)
        if events is None:
            return ()
        answers = self._outermost(take, [event for event in events if event.start >= day], min)
        stated = self.case.recorded.stated.get(self.element)
        if answers or stated is not None or take.otherwise is None:
            return answers
        return self._stand_in(take.otherwise, since, take.stands_for)

    def visit_latest(self, take: takes.Latest) -> Answers:
        day = _day_of(take.of)
        latest = max(map(day, self.case.counted(take.events, takes.Episode.SURE) or ()), default=datetime.date.min)

        def moot(event: Event) -> bool:
            return day(event) < latest or (take.gives_its_day and day(event) == latest)

        return self._outermost(take, self._counted(take, moot), max)

    def visit_latest_of_one_kind(self, take: takes.LatestOfOneKind) -> Answers:
        events = self.case.counted(take.events, take.episode)
        if events is None or len({event.activity for event in events}) > 1:
            return ()
        return self._outermost(take, events, max)

    def visit_latest_day(self, take: takes.LatestDay) -> Answers:
        dated = self._dated(take)
        if not dated or self._asking(take):
            return ()
        latest = max(day for day, _ in dated)
        chosen = [event for day, event in dated if day == latest]
        about = next((days for event in chosen if (days := _about(event, take.days[event.activity])) is not None), None)
        source = answer_of(None, chosen, self.case.guideline.activities).source
        value = Date.of(latest)
        return (Answer(value, source, value if about is None else about.written, about),)

    def visit_undated_day(self, take: takes.UndatedDay) -> Answers:
        asking = self._asking(take)
        return (self._answer(True, asking),) if asking else ()

    def _dated(self, take: takes.LatestDay | takes.UndatedDay) -> list[tuple[datetime.date, Event]]:
        """The events that name such a day, whenever they were."""
        events = self.case.counted(take.days, takes.Episode.ANY) or ()
        return [(day, event) for event in events if (day := _day(event, take.days[event.activity])) is not None]

    def _asking(self, take: takes.LatestDay | takes.UndatedDay) -> list[Event]:
        """The events that say that there was such a day and do not name it, where no recorded day can be it."""
        if take.undated is None:
            return []
        dated = self._dated(take)
        latest = max((day for day, _ in dated), default=datetime.date.min)
        alone = [day for day, event in dated if not event.course]
        return [
            event
            for event in self.case.counted(take.days, takes.Episode.ANY) or ()
            if event.fields.get(take.undated) is True
            and _day(event, take.days[event.activity]) is None
            and latest < _last_day(event)
            and not any(event.start <= day <= _last_day(event) for day in alone)
        ]

    def visit_kind(self, take: takes.Kind) -> Answers:
        events = self.case.counted(take.events, takes.Episode.ANY)
        if not events:
            return ()
        kinds = {take.events[event.activity] for event in events}
        value = kinds.pop() if len(kinds) == 1 else take.several
        return () if value is None else (self._answer(value, events),)

    def visit_months(self, take: takes.Months) -> Answers:
        events = self.case.counted(take.events, take.episode)
        months = months_given(self.case.guideline, take, events) if events else None
        return () if months is None else (self._answer(months, events or ()),)

    def visit_undated(self, take: takes.Undated) -> Answers:
        undated = self.case.undated(take.events)
        source = ", ".join(event_in_words(event, self.case.guideline.activities) for event in undated)
        return (Answer(value=True, source=source),) if undated else ()

    def visit_given(self, take: takes.Given) -> Answers:
        events = self.case.counted(take.events, take.episode)
        return (self._answer(True, events),) if events else ()

    def visit_marked(self, take: takes.Marked) -> Answers:
        events = self.case.counted(take.events, takes.Episode.ANY) or ()
        marked = [event for event in events if event.episode == takes.Episode.CURRENT]
        return (self._answer(True, marked),) if marked else ()

    def _counted(self, take: takes.FieldTake, moot: Callable[[Event], bool]) -> Sequence[Event] | None:
        """The events that count; None where one cannot be told to an episode, and would matter if it were of this one:
        it is not ``moot``.
        """
        events = self.case.counted(take.events, take.episode)
        if events is None and all(map(moot, self.case.undated(take.events))):
            return self.case.counted(take.events, takes.Episode.SURE)
        return events

    def _answer(self, value: Value, events: Iterable[Event]) -> Answer:
        return answer_of(value, events, self.case.guideline.activities)

    def _stand_in(self, id: str, since: Date, stands_for: str | None) -> Answers:
        """The stated day of another element, from ``since`` on for so long, where no event decides."""
        stated, known = self.case.recorded.stated.get(id), self.case.known(id)
        if stated is None or not isinstance(known, Fact) or not isinstance(known.value, Date):
            return ()
        day, until = known.value.to_date(), self._until(since, stands_for)
        if day < since.to_date() or (until is not None and day > until):
            return ()
        return (Answer(known.value, f"{self.name(id)}: {stated.source}", known.value),)

    def _until(self, since: Date, stands_for: str | None) -> datetime.date | None:
        """The last day on which a stand-in counts; None where it counts for ever."""
        length = None if stands_for is None else self.case.guideline.constants[stands_for]
        if not isinstance(length, Quantity):
            return None
        last = dates.add(since, length.value, length.unit)
        return None if last is None else last.to_date()

    def _outermost(self, take: takes.FieldTake, events: Sequence[Event] | None, pick: Pick) -> Answers:
        """The field of the first or latest event; events of one day that differ in it are several answers."""
        if not events or (take.of == "end" and any(event.last_day is None for event in events)):
            return ()  # while a course goes on, its end has not come
        day = _day_of(take.of)
        outermost = pick(day(event) for event in events)
        values: dict[Value, list[Event]] = {}
        for event in events:
            if day(event) == outermost:
                values.setdefault(_field(event, take.of), []).append(event)
        if None in values:
            return ()
        activities = self.case.guideline.activities
        return tuple(answer_of(value, same, activities, _about(same[0], take.of)) for value, same in values.items())


def _day(event: Event, key: str) -> datetime.date | None:
    if key in ("start", "date"):
        return event.start
    value = _field(event, key)
    return value.to_date() if isinstance(value, Date) else None


def _about(event: Event, of: str) -> About | None:
    """The days that a field can be, where it is a date that is known roughly."""
    return event.about.get("start" if of == "date" else of)


def _last_day(event: Event) -> datetime.date:
    return event.last_day or datetime.date.max


def _first_day(event: Event) -> datetime.date:
    return event.start


def _day_of(field: str) -> Callable[[Event], datetime.date]:
    """The day by which events are told first and last where this field of theirs is taken."""
    return _first_day if field in ("start", "date") else _last_day


def _field(event: Event, of: str) -> Value:
    if of in ("start", "date"):
        return Date.of(event.start)
    if of == "end":
        return None if event.last_day is None else Date.of(event.last_day)
    return event.fields.get(of)
