"""The events of a timeline from its points and cycles.

What was done, the window and the proposed day of what lies ahead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Before, Rest, Through
from resecta.timeline.build import Course, Point
from resecta.timeline.cycles import Block, Cycles
from resecta.timeline.model import TimedEvent
from resecta.timeline.propose import Proposal
from resecta.timeline.solve import Solution
from resecta.timeline.words import date_of, filled

if TYPE_CHECKING:
    from resecta.guideline.model import Activity

AND = " and "


def events(
    course: Course, solution: Solution, proposal: Proposal | None, cycles: Cycles | None
) -> tuple[TimedEvent, ...]:
    """All events of the plan in the order of their days."""
    made = [*_points(course, solution, proposal, cycles)]
    if cycles is not None and proposal is not None:
        for block in cycles.blocks:
            made.extend(_block(course, solution, cycles, block))
        made.extend(_last_beside(course, cycles))
    made.extend(_else_done(course, made))
    order = {event.id: place for place, event in enumerate(made)}
    return tuple(
        sorted(
            made, key=lambda event: (event.day or event.earliest or date_of(course.network.horizon), order[event.id])
        )
    )


def lanes(activities: Iterable[Activity], timed: Iterable[TimedEvent]) -> tuple[str, ...]:
    """The lanes of these events in the order of the guideline's activities; "rectum and liver" is both of them."""
    used = {lane for event in timed for lane in event.lane.split(AND)}
    named = dict.fromkeys(lane for activity in activities for lane in activity.lane.split(AND))
    return tuple(lane for lane in named if lane in used)


def _points(
    course: Course, solution: Solution, proposal: Proposal | None, cycles: Cycles | None
) -> Iterator[TimedEvent]:
    empty = (
        {block.step.id for block in cycles.blocks if not block.cycles and isinstance(block.step.cycles, Rest)}
        if cycles
        else set()
    )
    for point in course.points.values():
        if point.step.id in empty:
            continue
        windows = solution.free if point.fixed is not None or point.id == solution.begins else solution.windows
        # where bounds collide no window is told: it would be one that leaves out what the guideline asks for
        dated = point.done is None and (proposal is not None or point.step.today)
        yield TimedEvent(
            id=point.id,
            activity=point.step.activity,
            label=_label(point, proposal, cycles),
            lane=_lane(course, point.step.activity),
            earliest=date_of(windows.earliest(point.index)) if dated else None,
            latest=date_of(windows.latest(point.index)) if dated else None,
            proposed=_proposed(course, proposal, point),
            done=date_of(point.done),
            statements=point.step.statements,
            readings=point.step.readings,
            fixed=point.by if point.fixed is not None else "",
            off=proposal is not None and point.id in proposal.off,
            **_cycle_of(cycles, point),
        )


def _proposed(course: Course, proposal: Proposal | None, point: Point) -> datetime.date | None:
    if point.done is not None:
        return None
    if point.step.today:
        return date_of(course.situation.today)
    return None if proposal is None else date_of(proposal.days[point.id])


def _label(point: Point, proposal: Proposal | None, cycles: Cycles | None) -> str:
    labels = point.step.labels
    text = labels.get(point.name, point.id)
    places: dict[str, object] = {"number": point.number or 1}
    if cycles is None or proposal is None:
        return filled(text, places)
    block = cycles.block(point.step.id)
    if block is not None and block.cycles and point.done is None:
        places["number"] = block.cycles[0].number
        return _beside(cycles, block.cycles[0].number, filled(text, places))
    if "informs" in labels and point.done is None:
        following = [cycle for each in cycles.blocks for cycle in each.cycles if cycle.day > proposal.days[point.id]]
        if following and following[0].number in _numbers_before_operation(cycles):
            return filled(labels["informs"], {"number": following[0].number})
    return filled(text, places)


def _numbers_before_operation(cycles: Cycles) -> set[int]:
    return {
        cycle.number for block in cycles.blocks if not isinstance(block.step.cycles, Rest) for cycle in block.cycles
    }


def _cycle_of(cycles: Cycles | None, point: Point) -> dict[str, Any]:
    """The number of the cycle that a point is, and whether a drug is given beside it."""
    block = cycles.block(point.step.id) if cycles is not None and point.name == "start" else None
    if cycles is None or block is None:
        return {}
    number = block.cycles[0].number if block.cycles and point.done is None else 1
    return {"cycle": number, "beside": _is_beside(cycles, number)}


def _is_beside(cycles: Cycles, number: int) -> bool:
    return any(cycle.number == number for beside in cycles.beside for cycle in beside.kept)


def _beside(cycles: Cycles, number: int, label: str) -> str:
    """The label of a cycle with what is given beside it."""
    for beside in cycles.beside:
        if any(cycle.number == number for cycle in beside.kept):
            return filled(beside.step.labels.get("beside", "{cycle}"), {"cycle": label})
    return label


def _block(course: Course, solution: Solution, cycles: Cycles, block: Block) -> Iterator[TimedEvent]:
    """The cycles after the first, which is the point itself, and the end of the block."""
    step, start = block.step, course.points[f"{block.step.id}.start"]
    first = solution.windows.earliest(start.index)
    latest = _latest_end(course, solution, step)
    begins = start.done is None
    for place, cycle in enumerate(block.cycles):
        if place == 0 and begins:
            continue
        ahead = len(block.cycles) - place
        earliest = (
            first + place * cycles.length
            if begins
            else max(course.not_before, first + (cycle.number - 1) * cycles.length)
        )
        label = filled(step.labels.get("cycle", step.id), {"number": cycle.number})
        yield TimedEvent(
            id=f"{step.id}.{cycle.number}",
            activity=step.activity,
            label=_beside(cycles, cycle.number, label),
            lane=_lane(course, step.activity),
            earliest=date_of(min(earliest, cycle.day)),
            latest=None if latest is None else date_of(max(latest - ahead * cycles.length, cycle.day)),
            proposed=date_of(cycle.day),
            done=None,
            statements=step.statements,
            readings=step.readings,
            cycle=cycle.number,
            beside=_is_beside(cycles, cycle.number),
        )
    if block.end is not None and "end" in step.labels:
        lowest = first + len(block.cycles) * cycles.length if begins else block.end
        yield TimedEvent(
            id=f"{step.id}.end",
            activity=step.activity,
            label=step.labels["end"],
            lane=_lane(course, step.activity),
            earliest=None if block.ended else date_of(min(lowest, block.end)),
            latest=None if block.ended or latest is None else date_of(max(latest, block.end)),
            proposed=None if block.ended else date_of(block.end),
            done=date_of(block.end) if block.ended else None,
            statements=step.statements,
            readings=step.readings,
        )


def _latest_end(course: Course, solution: Solution, step: Step) -> int | None:
    """The last day on which the cycles before an operation can be over."""
    point = course.point(step.cycles.reference) if isinstance(step.cycles, Before | Through) else None
    return None if point is None or point.done is not None else solution.windows.latest(point.index)


def _last_beside(course: Course, cycles: Cycles) -> Iterator[TimedEvent]:
    for beside in cycles.beside:
        if beside.kept and beside.until is not None:
            day = beside.kept[-1].day
            assert beside.interval is not None  # noqa: S101 - an interval and its end come together
            yield TimedEvent(
                id=f"{beside.step.id}.last",
                activity=beside.step.activity,
                label=beside.step.labels.get("last", beside.step.id),
                lane=_lane(course, beside.step.activity),
                earliest=date_of(beside.kept[0].day),
                latest=date_of(beside.interval.latest_start(beside.until)),
                proposed=date_of(day),
                done=None,
                statements=beside.step.statements,
                readings=beside.step.readings,
            )


def _else_done(course: Course, made: list[TimedEvent]) -> Iterator[TimedEvent]:
    """Recorded events that are no step of this plan: they are shown as done."""
    guideline = course.situation.guideline
    known = {(event.activity, event.done) for event in made if event.done is not None}
    for place, event in enumerate(course.situation.events):
        day = event.last_day or event.start
        if (event.activity, day) in known or (event.activity, event.start) in known:
            continue
        activity = guideline.activities.get(event.activity)
        known.add((event.activity, day))
        yield TimedEvent(
            id=f"{event.activity}.recorded.{place}",
            activity=event.activity,
            label=event.activity if activity is None else activity.title,
            lane=_lane(course, event.activity),
            earliest=None,
            latest=None,
            proposed=None,
            done=day,
            statements=(),
        )


def _lane(course: Course, activity: str) -> str:
    known: Mapping[str, object] = course.situation.guideline.activities
    return getattr(known.get(activity), "lane", "")
