"""Dates known to the month or the year: a plan makes up no day for them, and names each that it cannot count from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from resecta.case.approximate import event_key, fact_key
from resecta.cql.words import say
from resecta.timeline.course import Course, SetRoughly
from resecta.timeline.model import Note, TimedEvent
from resecta.timeline.situation import Situation

if TYPE_CHECKING:
    from resecta.case.model import About, Event


def planned_roughly(situation: Situation, fact: str) -> About | None:
    """The days ahead among which lies what a fact sets, where it is known to its month or year only."""
    id = situation.guideline.element_ids.get(fact)
    if id is None or situation.value(fact) is not None:
        return None
    about = next((date.about for date in situation.approximate if date.key == fact_key(id)), None)
    return about if about is not None and about.last.toordinal() >= situation.today else None


def rough_day(event: Event) -> About | None:
    """What the day can be that an event is shown on, its last or, while it goes on, its first; None where it is known.

    A course on one day that is known roughly has it as its first.
    """
    if event.course and event.end is not None and event.end != event.start:
        return event.about.get("end")
    return event.about.get("start", event.about.get("end"))


def roughly(course: Course, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """The dates of the record that have no day in the plan."""
    for each in course.set_roughly:
        if each.point is None or each.point.fixed is None:
            yield _planned(each)
    situation = course.situation
    set_ = {each.fact for each in course.set_roughly}
    told = {fact_key(id) for id, name in situation.guideline.element_names.items() if _told(situation, name, set_)}
    for place, event in enumerate(situation.events):
        for key, about in event.about.items():
            same = (one.done for one in events if one.activity == event.activity and one.done is not None)
            if any(day in about for day in same):
                told.add(event_key(place, key))
    for date in situation.approximate:
        if date.key not in told:
            when = f"{date.what} is known as {say(date.about.written)} only"
            yield Note(f"{when}: it stands on no day of this plan, and nothing is counted from it.")


def _planned(each: SetRoughly) -> Note:
    when = f"The {each.name} is planned for {say(each.about.written)} ({each.fact})"
    if each.point is None:
        return Note(f"{when}: the day is not known, and it is no step of this strategy; nothing is counted from it.")
    return Note(f"{when}: the day is not known, so no date is proposed for it, and nothing is counted from it.")


def _told(situation: Situation, name: str, set_: set[str]) -> bool:
    return name in set_ or situation.value(name) is not None
