"""Dates known to the month or year: a plan for the first and the last day that each can be, and what both share.

Every bound is monotone: who begins later never ends earlier. So what is the same on the first and on the last day is
the same on all days between. A month that somebody has set for a step is narrowed first to the days that bounds leave.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from resecta.case.approximate import event_key, fact_key
from resecta.case.model import About
from resecta.cql.words import say
from resecta.guideline.schedule.model import Step
from resecta.lazy_dataclass import dataclass
from resecta.timeline.merge import Ends, Rough, merged
from resecta.timeline.model import Note, TimedEvent, Timeline
from resecta.timeline.plan import Planner, shared_or_own
from resecta.timeline.words import capital, filled

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Approximate, Case
    from resecta.guideline.pack import Guideline

Days = Mapping[str, datetime.date]
Plan = Callable[[Planner, str, "Advice | None", Days], Timeline]
"""How a planner lays out a strategy, for an advice, with the dates of a what-if."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is asked for: the strategy, the advice behind it, and the dates of a what-if."""

    strategy: str
    advice: Advice | None
    what_if: Mapping[str, datetime.date]


def plan_over_days(planner_on: Callable[[Days], Planner], dates: Sequence[Approximate], asked: PlanRequest) -> Timeline:
    """The plan of a case without disputes. ``planner_on``: its planner with these dates on these days, all others open;
    ``dates``: those that the plan hangs on.
    """
    base = planner_on({})
    guideline, case = base.guideline, base.case
    ways = _ways(planner_on, dates, asked, Planner.plan)
    if len({way.begins for way in ways.values()}) > 1:  # no window is counted from a day that is not told
        ways = _ways(planner_on, dates, asked, Planner.plan_from_any_day)
    rough = [_rough(case, date) for date in dates]
    timeline = merged(ways, rough, guideline.schedule.sentences)
    return replace(timeline, notes=(*_notes(guideline, case, timeline), *timeline.notes))


def _ways(
    planner_on: Callable[[Days], Planner], dates: Sequence[Approximate], asked: PlanRequest, plan: Plan
) -> dict[Ends, Timeline]:
    """The plan with each date on the first or the last of its days."""
    found = {}
    for ends in product((0, 1), repeat=len(dates)):
        planner = _planner(planner_on, dates, ends, asked)
        found[ends] = plan(planner, asked.strategy, asked.advice, asked.what_if)
    return found


def _planner(
    planner_on: Callable[[Days], Planner], dates: Sequence[Approximate], ends: Ends, asked: PlanRequest
) -> Planner:
    base = planner_on({})
    days, set_ = dict[str, datetime.date](), dict[str, tuple[str, int]]()
    for date, end in zip(dates, ends, strict=True):
        fact = next((name for name in base.months if fact_key(base.guideline.element_ids[name]) == date.key), None)
        if fact is None:
            days[date.key] = date.about.last if end else date.about.first
        else:
            set_[date.key] = (fact, end)
    for key, (fact, end) in set_.items():
        left = planner_on(days).days_left(asked.strategy, fact, asked.advice, asked.what_if)
        if left is None:  # no day of the month can stand: that is what the plan says
            break
        days[key] = left[end]
    return planner_on(days)


def months_set(guideline: Guideline, case: Case, today: datetime.date) -> Mapping[str, About]:
    """The facts that set a month or a year for a step, with the days of it that lie ahead."""
    facts = {step.planned.fact for step in guideline.schedule.steps.values() if step.planned is not None}
    found = {}
    for date in case.approximate:
        for fact in sorted(facts):
            if date.key == fact_key(guideline.element_ids[fact]) and date.about.last >= today:
                found[fact] = About(date.about.written, max(date.about.first, today), date.about.last)
    return found


def dates_of_steps(guideline: Guideline, case: Case, strategy: str) -> Iterator[str]:
    """The keys of the rough dates that a plan takes from events themselves: of courses, and of what no fact dates."""
    steps = guideline.schedule.chosen(shared_or_own(guideline, strategy).constraints, Step)
    activities = {step.activity for step in steps if step.cycles or step.sittings or not step.recorded}
    for place, event in enumerate(case.events):
        if event.activity in activities:
            yield from (event_key(place, key) for key in event.about)


def _rough(case: Case, date: Approximate) -> Rough:
    written = say(date.about.written)
    keys = ((event_key(place, key), event) for place, event in enumerate(case.events) for key in event.about)
    activity = next((event.activity for key, event in keys if key == date.key), None)
    return Rough(f"{date.what}, {written}", written, activity)


def _notes(guideline: Guideline, case: Case, timeline: Timeline) -> Iterator[Note]:
    """The rough dates of the record, each with what it means for the plan."""
    sentences = guideline.schedule.sentences
    for date in case.approximate:
        written = say(date.about.written)
        planned = next(
            (one for one in _planned(guideline) if fact_key(guideline.element_ids[one[0]]) == date.key), None
        )
        if planned is None:
            if not _is_dated(case, date, timeline):
                yield Note(filled(sentences.known_roughly, {"what": capital(date.what), "date": written}))
        elif any(_is_set(guideline, event, planned[0]) for event in timeline.events):
            places = {"name": planned[1], "date": written}
            yield Note(filled(sentences.set_roughly, places))


def _planned(guideline: Guideline) -> Iterator[tuple[str, str]]:
    """The facts that set a date, each with what a sentence calls the step."""
    for step in guideline.schedule.steps.values():
        if step.planned is not None:
            yield step.planned.fact, step.planned.name or step.planned.fact


def _is_set(guideline: Guideline, event: TimedEvent, fact: str) -> bool:
    step = guideline.schedule.steps.get(event.id)
    return event.fixed == "planned" and step is not None and step.planned is not None and step.planned.fact == fact


def _is_dated(case: Case, date: Approximate, timeline: Timeline) -> bool:
    """Whether something else says the day: nothing hangs on the rough date, and the plan shows it done within it."""
    if any(date.key in keys for keys in case.hangs.values()):
        return False
    keys = ((event_key(place, key), event.activity) for place, event in enumerate(case.events) for key in event.about)
    activity = next((activity for key, activity in keys if key == date.key), None)
    return any(one.activity == activity and one.done is not None and one.done in date.about for one in timeline.events)
