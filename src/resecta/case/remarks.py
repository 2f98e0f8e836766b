"""What a reader must know of the record itself: what cannot be dated, what was taken for earlier, what does not fit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from resecta.case.answer import event_in_words
from resecta.case.cycles import WEEK, cycle_weeks
from resecta.case.derive import Derived
from resecta.case.episode import Episode
from resecta.case.model import Approximate, Event, Recorded
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.document import did_you_mean, quote
from resecta.document.phrase import inside
from resecta.document.problem import MOST_SHOWN
from resecta.guideline import takes
from resecta.guideline.model import Unmarked

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def remarks(guideline: Guideline, recorded: Recorded, known: Derived, dates: Sequence[Approximate]) -> tuple[str, ...]:
    """Every remark on the record, each once."""
    lines = [
        *_undated(guideline, recorded, known.left_unknown),
        *_earlier(guideline, recorded, known.episodes),
        *_months(guideline, recorded),
        *_undecided(guideline, recorded, known),
        *(_approximate(date) for date in dates),
    ]
    return tuple(dict.fromkeys(lines))


def _undated(guideline: Guideline, recorded: Recorded, left: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """What cannot be told because an event may belong to an earlier episode."""
    for place, ids in left.items():
        event = event_in_words(recorded.events[place], guideline.activities)
        names = "; ".join(guideline.elements[id].noun or inside(guideline.elements[id].name) for id in ids)
        unknown = f"{event} is not dated to an episode, so what follows from it is unknown: {names}."
        yield f"{unknown} Write episode: current or episode: earlier beside it."


def _earlier(guideline: Guideline, recorded: Recorded, episodes: Sequence[Episode]) -> Iterator[str]:
    """What would be of this episode, had it not been so long ago."""
    days = None if guideline.episode_days is None else guideline.settings_values[guideline.episode_days]
    for event, episode in zip(recorded.events, episodes, strict=True):
        unmarked = guideline.activities[event.activity].unmarked
        if event.episode is None and episode is Episode.EARLIER and unmarked is Unmarked.CURRENT:
            what = event_in_words(event, guideline.activities)
            if _is_so_old_on_every_day(event, recorded.day, days):
                when = f"lies more than {days} days before the assessment and is taken for one of an earlier episode"
                yield f"{what} {when}. Write episode: current beside it if it is not."
            else:
                when = (
                    f"may lie more than {days} days before the assessment, and is taken for one of an earlier episode"
                )
                yield f"{what} {when} on those days only. Write episode: current or episode: earlier beside it."


def _is_so_old_on_every_day(event: Event, day: datetime.date | None, days: Value) -> bool:
    """Whether the event is that old on each day that it can be."""
    last = max((about.last for about in event.about.values()), default=event.last_day)
    return not isinstance(days, int) or day is None or last is None or (day - last).days > days


def _months(guideline: Guideline, recorded: Recorded) -> Iterator[str]:
    """Courses whose cycles cannot be counted, do not fit their dates, or run at the same time."""
    for element in guideline.elements.values():
        take = element.derive
        if isinstance(take, takes.Months):
            courses = [event for event in recorded.events if event.activity in take.events]
            unknown = [event for event in courses if cycle_weeks(guideline, take, event) is None]
            meant = _meant(guideline, take, unknown)
            for event in courses:
                yield from _cycles(guideline, take, event, meant)
            yield from _overlapping(guideline, courses)


def _meant(guideline: Guideline, take: takes.Months, unknown: Iterable[Event]) -> Mapping[str, str]:
    """What was probably meant by each regimen that nobody knows, of as many of them as anybody would read."""
    names = dict.fromkeys(str(event.fields.get("regimen")) for event in unknown)
    titles = [title for regimen in guideline.regimens.values() for title in (regimen.id, regimen.title)]
    return {name: did_you_mean(name, [*titles, *take.regimens_given]) for name in list(names)[:MOST_SHOWN]}


def _cycles(guideline: Guideline, take: takes.Months, event: Event, meant: Mapping[str, str]) -> Iterator[str]:
    weeks = cycle_weeks(guideline, take, event)
    cycles, name = event.fields.get("cycles"), str(event.fields.get("regimen"))
    if weeks is None:
        hint = f", or the name that was meant ({meant[name]})" if meant.get(name) else ""
        what = event_in_words(event, guideline.activities)
        unknown = f"{what}: {quote(name)} is not a regimen of the guideline, so its months are unknown"
        yield f"{unknown}. Write cycle_weeks beside it{hint}."
    elif isinstance(cycles, int) and event.end is not None and not event.about:
        needed = (cycles - 1) * weeks * WEEK
        if needed > (event.end - event.start).days:
            what = event_in_words(event, guideline.activities)
            yield f"{what}: {cycles} cycles of {weeks} weeks do not fit between its first and last day."


def _overlapping(guideline: Guideline, courses: Sequence[Event]) -> Iterator[str]:
    """Each course that begins before the one before it has ended."""
    ordered = sorted((event for event in courses if not event.about), key=lambda event: event.start)
    before: Event | None = None
    for event in ordered:
        if before is not None and (before.last_day is None or event.start <= before.last_day):
            pair = f"{event_in_words(before, guideline.activities)} and {event_in_words(event, guideline.activities)}"
            yield f"{pair} overlap."
        if before is None or (before.last_day is not None and _later(event, before)):
            before = event


def _later(event: Event, before: Event) -> bool:
    return event.last_day is None or before.last_day is None or event.last_day > before.last_day


def _undecided(guideline: Guideline, recorded: Recorded, known: Derived) -> Iterator[str]:
    """The lesions that alone keep open whether every site can be treated so."""
    for element in guideline.elements.values():
        take = element.derive
        if not isinstance(take, takes.EveryPlan) or not take.false_if or element.id in known.facts:
            continue
        plans = {lesion.plan for lesion in recorded.lesions}
        raised = take.only_with is None or take.only_with in plans
        others = plans - {*take.plans, None, takes.LesionPlan.NONE, takes.LesionPlan.WATCH}
        open_ = [lesion for lesion in recorded.lesions if lesion.plan not in take.plans]
        if raised and open_ and not others:
            named = ", ".join(lesion.id for lesion in open_)
            treated = "".join(
                f" {lesion.id} is {lesion.now}: write beside it the plan that was carried out."
                for lesion in open_
                if lesion.now in (takes.Now.REMOVED, takes.Now.ABLATED)
            )
            yield f"{element.name} hangs on what is decided for {named} alone.{treated}"


def _approximate(date: Approximate) -> str:
    written = date.about.written
    what = f"{date.what[:1].upper()}{date.what[1:]}"
    return f"{what} is known to the {'year' if written.month is None else 'month'} only: {say(written)}."
