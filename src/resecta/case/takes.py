"""How a fact follows from events and lesions: the small named set of takes that a pack's ``derive`` may use.

Each take gives one answer with its source, several where events of one day contradict each other, or none where what
is recorded does not settle it. No answer means unknown, never "none": a list of events does not claim to be complete.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from resecta.case.model import Event, Lesion
from resecta.cql.values import Date, Quantity, Value
from resecta.guideline.model import Activity, Derive, Regimen

WEEKS_PER_MONTH = 4
"""Months on treatment are counted by cycles: twelve two-week cycles are six months (readings.md, A10)."""
UNNAMED_CYCLE_WEEKS = 2

LEFT, RIGHT = frozenset({2, 3, 4}), frozenset({5, 6, 7, 8})
"""Couinaud segments on either side of Cantlie's line. Segment 1 belongs to neither lobe."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One derived value, where it comes from, and the day it speaks of."""

    value: Value
    source: str
    date: datetime.date | None = None


def from_events(
    derive: Derive, events: Sequence[Event], activities: Mapping[str, Activity], regimens: Mapping[str, Regimen]
) -> tuple[Answer, ...]:
    """What the events give, all of them of the activities and the episode that count."""
    if not events:
        return ()
    match derive.take:
        case "first" | "latest":
            return _extreme(derive, events, activities)
        case "kind":
            kinds = {derive.events[event.activity] for event in events}
            value = kinds.pop() if len(kinds) == 1 else derive.several
            return (_answer(value, events, activities),)
        case "months":
            months = _months(events, regimens)
            return () if months is None else (_answer(months, events, activities),)
        case _:
            return ()


def from_lesions(derive: Derive, lesions: Sequence[Lesion]) -> tuple[Answer, ...]:
    """What the register of lesions gives."""
    take = _LESION_TAKES.get(derive.take)
    value = take(derive, lesions) if take is not None and lesions else None
    count = f"{len(lesions)} lesion{'' if len(lesions) == 1 else 's'}"
    return () if value is None else (Answer(value, f"register of {count}"),)


def in_words(event: Event, activities: Mapping[str, Activity]) -> str:
    """An event as a source is named: what, and when."""
    title = activities[event.activity].title
    if not event.course or event.start == event.end:
        return f"{title} {event.start}"
    return f"{title} since {event.start}" if event.end is None else f"{title} {event.start} to {event.end}"


def _answer(value: Value, events: Iterable[Event], activities: Mapping[str, Activity]) -> Answer:
    named = list(events)
    words = [in_words(event, activities) for event in named[:3]]
    if len(named) > len(words):
        words.append(f"{len(named) - len(words)} more")
    return Answer(value, ", ".join(words), max(event.last_day or event.start for event in named))


def _extreme(derive: Derive, events: Sequence[Event], activities: Mapping[str, Activity]) -> tuple[Answer, ...]:
    """The first or the latest event's field. Where kinds are named and differ, no single event speaks for all."""
    if len({derive.events.get(event.activity, "") for event in events}) > 1:
        return ()
    if derive.of == "end" and any(event.last_day is None for event in events):
        return ()  # a course still goes on: its end has not come
    key = _ORDER.get(derive.of, _last_day)
    pick = min if derive.take == "first" else max
    outermost = pick(key(event) for event in events)
    chosen = [event for event in events if key(event) == outermost]
    values = [_field(event, derive.of) for event in chosen]
    if any(value is None for value in values):
        return ()
    distinct = [value for place, value in enumerate(values) if value not in values[:place]]
    return tuple(
        _answer(value, [event for event, own in zip(chosen, values, strict=True) if own == value], activities)
        for value in distinct
    )


def _last_day(event: Event) -> datetime.date:
    return event.last_day or datetime.date.max


def _first_day(event: Event) -> datetime.date:
    return event.start


_ORDER: dict[str, Callable[[Event], datetime.date]] = {"start": _first_day, "date": _first_day, "end": _last_day}


def _field(event: Event, of: str) -> Value:
    if of in ("start", "date"):
        return Date.of(event.start)
    if of == "end":
        return None if event.last_day is None else Date.of(event.last_day)
    return event.fields.get(of)


def _months(events: Iterable[Event], regimens: Mapping[str, Regimen]) -> Decimal | None:
    """Cycles times weeks by four; unknown if an event lacks its cycles or names a regimen whose cycle is not known."""
    weeks = Decimal(0)
    for event in events:
        cycles, length = event.fields.get("cycles"), cycle_weeks(event, regimens)
        if not isinstance(cycles, int) or length is None:
            return None
        weeks += cycles * length
    return weeks / WEEKS_PER_MONTH


def cycle_weeks(event: Event, regimens: Mapping[str, Regimen]) -> int | None:
    """The weeks of a cycle of the regimen that the event names, by id or by title."""
    name = event.fields.get("regimen")
    if name is None:
        return UNNAMED_CYCLE_WEEKS
    return next((regimen.cycle_weeks for regimen in regimens.values() if name in (regimen.id, regimen.title)), None)


def _count(_: Derive, lesions: Sequence[Lesion]) -> Value:
    """Every site of the register: one that vanished from the images is still a site (readings.md, C06)."""
    return len(lesions)


def _largest(_: Derive, lesions: Sequence[Lesion]) -> Value:
    sizes = [lesion.size for lesion in lesions if lesion.now != "vanished"]
    known = [size for size in sizes if size is not None]
    if not known or len(known) < len(sizes):
        return None
    return Quantity(max(size.value for size in known), known[0].unit)


def _both_lobes(_: Derive, lesions: Sequence[Lesion]) -> Value:
    touched = {segment for lesion in lesions for segment in lesion.segments}
    if touched & LEFT and touched & RIGHT:
        return True
    return None if any(not lesion.segments for lesion in lesions) else False


def _every_plan(derive: Derive, lesions: Sequence[Lesion]) -> Value:
    plans = [lesion.plan for lesion in lesions if lesion.original]
    if any(plan is not None and plan not in derive.plans for plan in plans):
        return False
    return None if not plans or None in plans else True


_LESION_TAKES: dict[str, Callable[[Derive, Sequence[Lesion]], Value]] = {
    "count": _count,
    "largest": _largest,
    "both lobes": _both_lobes,
    "every plan": _every_plan,
}
