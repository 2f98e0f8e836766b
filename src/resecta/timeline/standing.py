"""What can be dated whichever way is chosen, or where none is open: a timeline of what is on record, of the bounds that
count from it, and of what is left of a course once every operation is done.

A day on which something is still to be chosen is never proposed here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Rest
from resecta.timeline.merge import says_no_date
from resecta.timeline.model import Note, TimedConstraint, TimedEvent, Timeline

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline
    from resecta.timeline.sides import SidesPlanner

COUNTED = ("minimum", "window", "limit")
"""Kinds of bound that leave days: a target and an order belong to a way."""
T = TypeVar("T")


def standing(planner: SidesPlanner) -> Timeline | None:
    """What stands on every side of what is disputed. None where the guideline names nothing that its ways share, or
    nothing is told on any side.
    """
    guideline = planner.guideline
    common = guideline.schedule.common
    if common is None:
        return None
    plans = planner.plans(common.id)
    sides = [_told(guideline, side.timeline) for side in plans.sides]
    if not sides:
        return None
    names = "; ".join(plans.disputed)
    remark = (Note(f"What differs by side is left out here; to be settled: {names}.", leaves_out=True),)
    events = _shared([side.events for side in sides])
    figures = {event.figure for event in events}
    notes = (note for note in _shared([side.notes for side in sides]) if note.leaves_out or note.text in figures)
    return replace(
        sides[0],
        events=events,
        constraints=_shared([side.constraints for side in sides]),
        notes=(*(remark if len(sides) > 1 else ()), *notes),
        deviations=_shared([side.deviations for side in sides]),
        lanes=tuple(dict.fromkeys(lane for side in sides for lane in side.lanes)),
    )


def _shared(parts: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """What every one of them holds."""
    others = [frozenset(part) for part in parts[1:]]
    return tuple(one for one in parts[0] if all(one in each for each in others))


def _told(guideline: Guideline, timeline: Timeline) -> Timeline:
    """Of a plan of what is common: what no choice can move."""
    done = {event.id for event in timeline.events if event.done is not None}
    bounds = [
        one
        for one in timeline.constraints
        if one.kind in COUNTED and one.statements and one.start in done and not _is_over(one, timeline)
    ]
    remaining = _remaining(guideline, timeline, done)
    events = tuple(
        event
        for each in timeline.events
        if (
            event := each
            if each.id in done or each.given or each.id in remaining
            else _window(each, bounds, timeline.today)
        )
    )
    totals = [one for one in timeline.constraints if one.kind == "total" and remaining]
    return replace(
        timeline,
        events=events,
        constraints=(*(_unjudged(one) for one in bounds if one.end not in done), *totals),
        conflict=None,
        notes=tuple(_notes(guideline, timeline, events)),
        arguments=(),
        figures=(),
        lanes=tuple(lane for lane in timeline.lanes if any(lane in event.lane for event in events)),
    )


def _is_over(bound: TimedConstraint, timeline: Timeline) -> bool:
    """Whether it is an interval that has passed, which keeps nothing from its day any more."""
    return bound.latest is None and bound.earliest is not None and bound.earliest <= timeline.today


def _unjudged(bound: TimedConstraint) -> TimedConstraint:
    """A bound without the day that a plan of one way proposed in it; what a person has set against it stays."""
    return bound if bound.kept is False else bound._replace(actual=None, zone=None, slack_days=None)


def _remaining(guideline: Guideline, timeline: Timeline, done: set[str]) -> set[str]:
    """The ids of the cycles that are left of a total, where all that they follow is done."""
    steps: Sequence[Step] = tuple(guideline.schedule.steps.values())
    found: set[str] = set()
    for step in (step for step in steps if isinstance(step.cycles, Rest)):
        follows = [one for one in timeline.constraints if one.end == f"{step.id}.start"]
        if follows and all(one.start in done for one in follows):
            found |= {event.id for event in timeline.events if event.id.startswith(f"{step.id}.")}
    return found


def _window(event: TimedEvent, bounds: Sequence[TimedConstraint], today: datetime.date) -> TimedEvent | None:
    """What lies ahead with the days that the bounds leave it, and none proposed; None where none of them speaks of it,
    or its window is past.
    """
    ours = [one for one in bounds if one.end == event.id]
    opening = (one.earliest for one in ours if one.earliest is not None and one.earliest > today)
    earliest = max(opening, default=None)
    latest = min((one.latest for one in ours if one.latest is not None), default=None)
    if not ours or (earliest is not None and latest is not None and earliest > latest):
        return None
    first = [one for one in ours if earliest is not None and one.earliest == earliest]
    last = [one for one in ours if latest is not None and one.latest == latest]
    by = tuple(dict.fromkeys(id for one in (*first, *last) for id in one.statements))
    return event._replace(
        earliest=earliest, latest=latest, proposed=None, fixed="", figure="", bound_by=(), window_by=by
    )


def _notes(guideline: Guideline, timeline: Timeline, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """What is left out and why, and the figures that the days told rest on."""
    figures = {event.figure for event in events if event.figure}
    for note in timeline.notes:
        if note.text in figures or (note.leaves_out and not says_no_date(note, guideline.schedule.sentences)):
            yield note
