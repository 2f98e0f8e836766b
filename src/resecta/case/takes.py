"""The takes of a pack worked out for one case: events, lesions and other facts in, answers out.

Each take gives one answer with its source, several where events of one day contradict each other, or none where what
is recorded does not settle it. No answer means unknown, never "none": a list of events does not claim to be complete.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from resecta.case.answer import Answer, answer_of, event_in_words
from resecta.case.cycles import months_given
from resecta.case.facts import Stated
from resecta.case.model import Dispute, Event, Fact, Lesion
from resecta.cql.values import Date, Quantity, Value
from resecta.guideline import takes
from resecta.guideline.pack import Guideline

Answers = tuple[Answer, ...]
Known = Fact | Dispute | None


class Told(Protocol):
    """What a take may ask of a case."""

    guideline: Guideline
    lesions: Sequence[Lesion]

    def counted(self, activities: Iterable[str], episode: takes.Episode) -> Sequence[Event] | None:
        """The events that count; None where one of them cannot be told to an episode."""

    def undated(self, activities: Iterable[str]) -> Sequence[Event]:
        """The events that cannot be told to an episode."""

    def known(self, id: str) -> Known:
        """The fact or the dispute of an element; None where nothing is known of it."""

    def stated(self, id: str) -> Stated | None:
        """What the case itself says of an element."""


class TakesOfACase(takes.TakeVisitor[Answers]):
    """Works out the takes of one element of one case."""

    def __init__(self, element: str, case: Told) -> None:
        self._element, self._case = element, case

    def visit_first(self, take: takes.First) -> Answers:
        events = self._case.counted(take.events, take.episode)
        if events is None:
            return ()
        if take.since is None:
            return self._outermost(take, events, min)
        found = [self._since(day, take, events) for day in self._days(take.since)]
        if not found or not all(found):
            return ()  # on one side of a dispute nothing follows: then it is not known
        return tuple({answer.value: answer for answers in found for answer in answers}.values())

    def visit_latest(self, take: takes.Latest) -> Answers:
        return self._outermost(take, self._case.counted(take.events, take.episode), max)

    def visit_latest_of_one_kind(self, take: takes.LatestOfOneKind) -> Answers:
        events = self._case.counted(take.events, take.episode)
        if events is None or len({event.activity for event in events}) > 1:
            return ()
        return self._outermost(take, events, max)

    def visit_kind(self, take: takes.Kind) -> Answers:
        events = self._case.counted(take.events, takes.Episode.ANY)
        if not events:
            return ()
        kinds = {take.events[event.activity] for event in events}
        value = kinds.pop() if len(kinds) == 1 else take.several
        return () if value is None else (self._answer(value, events),)

    def visit_months(self, take: takes.Months) -> Answers:
        events = self._case.counted(take.events, take.episode)
        months = months_given(take, events, self._case.guideline.regimens) if events else None
        return () if months is None else (self._answer(months, events or ()),)

    def visit_undated(self, take: takes.Undated) -> Answers:
        undated = self._case.undated(take.events)
        source = ", ".join(event_in_words(event, self._case.guideline.activities) for event in undated)
        return (Answer(value=True, source=source),) if undated else ()

    def visit_done(self, take: takes.Done) -> Answers:
        known, name = self._case.known(take.element), self._case.guideline.elements[take.element].name
        if isinstance(known, Fact):
            return (Answer(take.value, f"{name}: {known.source}"),)
        if isinstance(known, Dispute):
            sources = dict.fromkeys(source for side in known.sides for source in side.sources)
            return (Answer(take.value, f"{name}: {', '.join(sources)}"),)
        return ()

    def visit_count(self, take: takes.Count) -> Answers:
        return self._register(len(self._case.lesions))

    def visit_largest(self, take: takes.Largest) -> Answers:
        sizes = [lesion.size for lesion in self._case.lesions if lesion.now != "vanished"]
        known = [size for size in sizes if size is not None]
        if not known or len(known) < len(sizes):
            return ()
        return self._register(Quantity(max(size.value for size in known), known[0].unit))

    def visit_both_lobes(self, take: takes.BothLobes) -> Answers:
        touched = {segment for lesion in self._case.lesions for segment in lesion.segments}
        if touched & {*take.left} and touched & {*take.right}:
            return self._register(value=True)
        return () if any(not lesion.segments for lesion in self._case.lesions) else self._register(value=False)

    def visit_every_plan(self, take: takes.EveryPlan) -> Answers:
        plans = [lesion.plan for lesion in self._case.lesions if lesion.original]
        if any(plan is not None and plan not in take.plans for plan in plans):
            return self._register(value=False)
        return () if not plans or None in plans else self._register(value=True)

    def _register(self, value: Value) -> Answers:
        """What the register of lesions gives; an empty one says nothing."""
        count = len(self._case.lesions)
        return (Answer(value, f"register of {count} lesion{'' if count == 1 else 's'}"),) if count else ()

    def _answer(self, value: Value, events: Iterable[Event]) -> Answer:
        return answer_of(value, events, self._case.guideline.activities)

    def _since(self, day: datetime.date, take: takes.First, events: Sequence[Event]) -> Answers:
        answers = self._outermost(take, [event for event in events if event.start >= day], min)
        if answers or take.otherwise is None or self._case.stated(self._element) is not None:
            return answers
        return self._stand_in(take.otherwise, day)

    def _stand_in(self, id: str, first_day: datetime.date) -> Answers:
        """The stated value of another element, on or after that day, where no event decides."""
        stated = self._case.stated(id)
        if stated is None or not isinstance(stated.value, Date) or not isinstance(self._case.known(id), Fact):
            return ()
        day, name = stated.value.to_date(), self._case.guideline.elements[id].name
        return (Answer(stated.value, f"{name}: {stated.source}", day),) if day >= first_day else ()

    def _days(self, id: str) -> list[datetime.date]:
        """The day of an element, or every side's where it is disputed."""
        known = self._case.known(id)
        values = [side.value for side in known.sides] if isinstance(known, Dispute) else [known and known.value]
        return [value.to_date() for value in values if isinstance(value, Date)]

    def _outermost(
        self,
        take: takes.FieldTake,
        events: Sequence[Event] | None,
        pick: Callable[[Iterable[datetime.date]], datetime.date],
    ) -> Answers:
        """The field of the first or latest event; events of one day that differ in it are several answers."""
        if not events or (take.of == "end" and any(event.last_day is None for event in events)):
            return ()  # while a course goes on, its end has not come
        day = _first_day if take.of in ("start", "date") else _last_day
        outermost = pick(day(event) for event in events)
        values: dict[Value, list[Event]] = {}
        for event in events:
            if day(event) == outermost:
                values.setdefault(_field(event, take.of), []).append(event)
        return () if None in values else tuple(self._answer(value, same) for value, same in values.items())


def _last_day(event: Event) -> datetime.date:
    return event.last_day or datetime.date.max


def _first_day(event: Event) -> datetime.date:
    return event.start


def _field(event: Event, of: str) -> Value:
    if of in ("start", "date"):
        return Date.of(event.start)
    if of == "end":
        return None if event.last_day is None else Date.of(event.last_day)
    return event.fields.get(of)
