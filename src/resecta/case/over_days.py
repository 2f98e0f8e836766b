"""What stands whichever days the approximate dates of a case are: facts that are the same on all of them.

A fact that is not hangs on the dates that move it: each date is tried on its last day alone, and all together; what one
date alone does not move and all together do hangs on all. What counts from one day to another may change in between
too, and hangs on the dates that it counts from; that it hangs on more than it need costs time and never an answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.case.approximate import event_key, fact_key
from resecta.case.derive import Derived, derived
from resecta.case.model import Approximate, Choice, Event, Recorded, Side
from resecta.cql.values import Value
from resecta.guideline import takes

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def derived_over_days(guideline: Guideline, recorded: Recorded, dates: tuple[Approximate, ...]) -> Derived:
    """What follows from the record on every day that its approximate dates can be."""
    first = derived(guideline, recorded)
    if not dates:
        return first
    hangs: dict[str, dict[str, None]] = {id: dict.fromkeys(roots) for id, roots in first.hangs.items()}
    days_of: dict[str, dict[str, None]] = {}  # of a dispute that stands on every day, the dates that are its sides
    each = [({date.key: date.about.last}, (date.key,)) for date in dates]
    together = {date.key: date.about.last for date in dates}
    for days, keys in (*each, (together, tuple(together))):
        other = _on(guideline, recorded, days)
        for id in guideline.elements:
            if _shown(first, id) != _shown(other, id) and (len(keys) == 1 or id not in hangs):
                hangs.setdefault(id, {}).update(dict.fromkeys(keys))
            elif _days(first, id) != _days(other, id) and (len(keys) == 1 or id not in days_of):
                days_of.setdefault(id, {}).update(dict.fromkeys(keys))
    for roots in hangs.values():
        for root in tuple(roots):
            roots.update(days_of.get(root, {}))
    for id, keys_of in _in_between(guideline, recorded, dates, hangs):
        hangs.setdefault(id, {}).update(keys_of)
    return replace(
        first,
        facts={id: fact for id, fact in first.facts.items() if id not in hangs},
        disputes=tuple(
            replace(dispute, hangs=tuple(days_of.get(dispute.element, ())))
            for dispute in first.disputes
            if dispute.element not in hangs
        ),
        hangs={id: tuple(roots) for id, roots in hangs.items()},
    )


def _in_between(
    guideline: Guideline, recorded: Recorded, dates: tuple[Approximate, ...], hangs: Mapping[str, Mapping[str, None]]
) -> Iterator[tuple[str, dict[str, None]]]:
    """Elements that a day between the first and the last may change though both ends give the same, and those dates."""
    for element in guideline.elements.values():
        take = element.derive
        keys: set[str] = set()
        if isinstance(take, takes.First) and take.since is not None:
            keys |= _counted_from(element.id, take, take.since, recorded, hangs)
        if isinstance(take, takes.LatestDay):
            keys |= _in_question(take, recorded)
        if isinstance(take, takes.EventTake) and take.needs_episodes:
            keys |= _drawn_into_a_course(guideline, take, recorded)
        found = {date.key: None for date in dates if date.key in keys}
        if found:
            yield element.id, found


def _counted_from(
    id: str, take: takes.First, since: str, recorded: Recorded, hangs: Mapping[str, Mapping[str, None]]
) -> set[str]:
    """What comes on or after a day, and no later than so long after it."""
    events = _rough(recorded, take.events)
    stand_in = set() if take.otherwise is None else {take.otherwise}
    if not recorded.stated.keys() & {id, *stand_in} and not any(_of(recorded, take.events)):
        return set()
    return events | {key for one in (since, *stand_in) for key in (fact_key(one), *hangs.get(one, ()))}


def _in_question(take: takes.LatestDay, recorded: Recorded) -> set[str]:
    """A day within a course answers for it, one before or after it does not."""
    asks = take.undated is not None and any(event.fields.get(take.undated) for event in _of(recorded, take.days))
    return _rough(recorded, take.days) if asks else set()


def _drawn_into_a_course(guideline: Guideline, take: takes.EventTake, recorded: Recorded) -> set[str]:
    """What follows a course is of its episode; what precedes it may be too old, or not old enough to tell."""
    courses = {course for id in take.events for course in guideline.activities[id].follows}
    drawn = bool(courses) and any(_of(recorded, take.events))
    return _rough(recorded, {*take.events, *courses}) if drawn else set()


def _of(recorded: Recorded, activities: Container[str]) -> Iterator[Event]:
    return (event for event in recorded.events if event.activity in activities)


def _rough(recorded: Recorded, activities: Container[str]) -> set[str]:
    """The keys of the approximate dates of these events."""
    placed = ((place, event) for place, event in enumerate(recorded.events) if event.activity in activities)
    return {event_key(place, field) for place, event in placed for field in event.about}


def _on(guideline: Guideline, recorded: Recorded, days: Mapping[str, datetime.date]) -> Derived:
    return derived(guideline, recorded, Choice(days=days))


def _shown(known: Derived, id: str) -> tuple[Value, ...]:
    """What is known of an element, as far as it can differ: its value, those of its sides, or nothing."""
    if id in known.facts:
        return (known.facts[id].value,)
    return tuple(side.value for side in _sides(known, id))


def _days(known: Derived, id: str) -> tuple[Value, ...]:
    """The values that the sides of a dispute are taken for."""
    return tuple(side.taken for side in _sides(known, id))


def _sides(known: Derived, id: str) -> tuple[Side, ...]:
    return next((dispute.sides for dispute in known.disputes if dispute.element == id), ())
