"""The events of a timeline from its points and cycles.

What was done, the window and the proposed day of what lies ahead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Before, Rest, Through
from resecta.timeline.binding import Surely, of_the_day, of_the_window, surely_within
from resecta.timeline.course import Course, Point, Tie
from resecta.timeline.cycles import Block
from resecta.timeline.laid import Laid
from resecta.timeline.model import TimedEvent
from resecta.timeline.solve import Solution
from resecta.timeline.words import count, date_of, filled, lengths_of

if TYPE_CHECKING:
    from resecta.guideline.model import Activity

AND = " and "


def events(laid: Laid) -> tuple[TimedEvent, ...]:
    """All events of the plan in the order of their days; what has no day comes where it stands in the plan."""
    course = laid.course
    made = [*_points(laid)]
    for block in laid.blocks:
        made.extend(_block(laid, block))
    made.extend(_last_beside(laid))
    made.extend(_else_done(course, made))
    end = datetime.date.fromordinal(course.network.horizon)

    def day(event: TimedEvent) -> datetime.date:
        return event.day or event.earliest or end

    return tuple(sorted(made, key=day))


def lanes(activities: Iterable[Activity], timed: Iterable[TimedEvent]) -> tuple[str, ...]:
    """The lanes of these events in the order of the guideline's activities; "rectum and liver" is both of them."""
    used = {lane for event in timed for lane in event.lane.split(AND)}
    named = dict.fromkeys(lane for activity in activities for lane in activity.lane.split(AND))
    return tuple(lane for lane in named if lane in used)


def _points(laid: Laid) -> Iterator[TimedEvent]:
    course, solution = laid.course, laid.solution
    for point in course.points.values():
        if _is_empty(laid, point):
            continue
        windows = solution.free if point.fixed is not None or point.id == solution.begins else solution.windows
        # where bounds collide no window is told: it would be one that leaves out what the guideline asks for
        dated = point.ahead and (laid.proposal is not None or point.step.today) and point.id not in laid.hidden
        surely = surely_within(laid, point) if point.id in laid.hidden and laid.proposal is not None else Surely()
        window_by = of_the_window(laid, point, windows) if dated else surely.statements
        yield TimedEvent(
            id=point.id,
            activity=point.step.activity,
            label=_label(laid, point),
            lane=_lane(course, point.step.activity),
            earliest=date_of(windows.earliest(point.index) if dated else surely.earliest),
            latest=date_of(windows.latest(point.index) if dated else surely.latest),
            proposed=_proposed(laid, point),
            done=date_of(point.done),
            statements=point.step.statements,
            readings=point.step.readings,
            fixed=point.by if point.fixed is not None else "",
            off=laid.proposal is not None and point.id in laid.proposal.off,
            given=point.undated,
            figure=_figure(laid, point),
            bound_by=of_the_day(laid, point, window_by),
            window_by=window_by,
            **_cycle_of(laid, point),
        )


def _is_empty(laid: Laid, point: Point) -> bool:
    """Whether it would begin cycles of which none is left, or none fits."""
    block = laid.cycles.block(point.step.id) if laid.cycles is not None else None
    return block is not None and point.ahead and not block.cycles


def _proposed(laid: Laid, point: Point) -> datetime.date | None:
    if not point.ahead:
        return None
    if point.step.today:
        return date_of(laid.course.situation.today)
    block = laid.cycles.block(point.step.id) if laid.cycles is not None else None
    if block is not None and block.cycles and point.fixed is None and point.id not in laid.hidden:
        return date_of(block.cycles[0].day)
    return date_of(laid.day(point))


def _figure(laid: Laid, point: Point) -> str:
    """The planning figure of the site that the proposed day rests on; "" where it rests on none."""
    if laid.proposal is None or point.id in laid.hidden or point.id not in laid.proposal.placed:
        return ""
    by = laid.proposal.rests.get(point.id)
    if isinstance(by, Tie):
        return "" if by.bound.statements else filled(by.bound.text, lengths_of(by))
    if by is None:
        return ""
    length = next(length for spacing, length in laid.course.spacings if spacing is by)
    return filled(by.text, {"at_least": length})


def _label(laid: Laid, point: Point) -> str:
    labels = point.step.labels
    text = labels.get(point.name, point.id)
    places: dict[str, object] = {"number": point.number or 1}
    if point.undated:
        return labels.get("undated") or filled(laid.course.sentences.given, {"step": text.partition(",")[0]})
    if point.step.cycles is not None and _is_unnumbered(laid, point):
        return text.partition(",")[0]
    if laid.cycles is None or laid.proposal is None or point.id in laid.hidden:
        return filled(text, places)
    block = laid.cycles.block(point.step.id)
    if block is not None and block.cycles and point.ahead:
        places["number"] = block.cycles[0].number
        return _beside(laid, block.cycles[0].number, filled(text, places))
    if block is not None and not point.ahead:
        places["number"] = _first_number(laid, block)
    if "informs" in labels and point.ahead:
        before = [block for block in laid.cycles.blocks if not isinstance(block.step.cycles, Rest)]
        day = laid.proposal.days[point.id]
        following = [cycle for each in laid.cycles.blocks for cycle in each.cycles if cycle.day > day]
        if following and any(following[0] in each.cycles for each in before):
            return filled(labels["informs"], {"number": following[0].number})
    return filled(text, places)


def _is_unnumbered(laid: Laid, point: Point) -> bool:
    """Whether nobody knows which cycle it is: when it is, or how many come before it, hangs on what is not known."""
    rest = isinstance(point.step.cycles, Rest) and point.ahead
    return point.id in laid.hidden or (rest and bool(laid.unsettled))


def _cycle_of(laid: Laid, point: Point) -> dict[str, Any]:
    """The number of the cycle that a point is, and whether a drug is given beside it."""
    block = laid.cycles.block(point.step.id) if laid.cycles is not None and point.name == "start" else None
    if block is None or point.undated or _is_unnumbered(laid, point):
        return {}
    number = block.cycles[0].number if block.cycles and point.ahead else _first_number(laid, block)
    return {"cycle": number, "beside": _is_beside(laid, number)}


def _first_number(laid: Laid, block: Block) -> int:
    """The number over the whole treatment of the first cycle of what has begun: after those given before it."""
    blocks = () if laid.cycles is None else laid.cycles.blocks
    return 1 + sum(each.given.cycles for each in blocks[: blocks.index(block)])


def _is_beside(laid: Laid, number: int) -> bool:
    return any(cycle.number == number for beside in laid.beside for cycle in beside.kept)


def _beside(laid: Laid, number: int, label: str) -> str:
    """The label of a cycle with what is given beside it."""
    for beside in laid.beside:
        if any(cycle.number == number for cycle in beside.kept):
            return filled(beside.step.labels.get("beside", "{cycle}"), {"cycle": label})
    return label


def _block(laid: Laid, block: Block) -> Iterator[TimedEvent]:
    """The cycles after the first, which is the point itself, and the end of the block."""
    course, step = laid.course, block.step
    length = 0 if laid.cycles is None else laid.cycles.length
    start = course.points[f"{step.id}.start"]
    first = laid.solution.windows.earliest(start.index)
    latest = _latest_end(course, laid.solution, step)
    begins = start.ahead
    for place, cycle in enumerate(block.cycles):
        if place == 0 and begins:
            continue
        ahead = len(block.cycles) - place
        earliest = first + place * length if begins else max(course.not_before, first + (cycle.number - 1) * length)
        label = filled(step.labels.get("cycle", step.id), {"number": cycle.number})
        yield TimedEvent(
            id=f"{step.id}.{cycle.number}",
            activity=step.activity,
            label=_beside(laid, cycle.number, label),
            lane=_lane(course, step.activity),
            earliest=date_of(min(earliest, cycle.day)),
            latest=None if latest is None else date_of(max(latest - ahead * length, cycle.day)),
            proposed=date_of(cycle.day),
            done=None,
            statements=step.statements,
            readings=step.readings,
            cycle=cycle.number,
            beside=_is_beside(laid, cycle.number),
            figure=(_goes_on_after(laid, block) if place == 0 else "") or _cycle_figure(laid, block),
        )
    if block.end is not None and "end" in step.labels:
        lowest = first + len(block.cycles) * length if begins else block.end
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
            figure="" if block.ended else _cycle_figure(laid, block),
        )


def _goes_on_after(laid: Laid, block: Block) -> str:
    """The figure by which cycles that have begun go on after an operation that lies ahead; "" where none does."""
    course, start = laid.course, laid.course.points[f"{block.step.id}.start"]
    ahead = any(point.ahead and point.step.planned is not None for point in course.points.values())
    tie = next((tie for tie in course.overtaken if tie.end is start and tie.about is not None), None)
    if not ahead or tie is None or tie.bound.statements or not isinstance(block.step.cycles, Rest):
        return ""
    return filled(tie.bound.text, lengths_of(tie))


def _cycle_figure(laid: Laid, block: Block) -> str:
    """The length of a cycle, on which every day after the first of a block rests."""
    text = block.step.labels.get("length")
    return filled(text, {"length": count(laid.cycles.length)}) if text and laid.cycles is not None else ""


def _latest_end(course: Course, solution: Solution, step: Step) -> int | None:
    """The last day on which the cycles before an operation can be over."""
    point = course.point(step.cycles.reference) if isinstance(step.cycles, Before | Through) else None
    return None if point is None or not point.ahead else solution.windows.latest(point.index)


def _last_beside(laid: Laid) -> Iterator[TimedEvent]:
    shown = {block.step.id for block in laid.blocks}
    for beside in laid.beside:
        if beside.kept and beside.interval is not None and beside.until is not None and beside.block.step.id in shown:
            step = beside.step
            yield TimedEvent(
                id=f"{step.id}.last",
                activity=step.activity,
                label=step.labels.get("last", step.id),
                lane=_lane(laid.course, step.activity),
                earliest=date_of(beside.kept[0].day),
                latest=date_of(beside.interval.latest_start(beside.until)),
                proposed=date_of(beside.kept[-1].day),
                done=None,
                statements=step.statements,
                readings=step.readings,
                figure=_cycle_figure(laid, beside.block),
                bound_by=() if beside.bound is None else beside.bound.statements,
            )


def _else_done(course: Course, made: list[TimedEvent]) -> Iterator[TimedEvent]:
    """Recorded events that are no step of this plan: they are shown as done, but those whose day is not known, or is
    not the one that this side of a dispute takes.
    """
    dating = {name for point in course.points.values() for name in point.step.recorded.values()}
    aside = course.situation.set_aside(sorted(dating))
    known: set[tuple[str, datetime.date | None]] = {
        (event.activity, event.done) for event in made if event.done is not None
    }
    for place, start, parts, event in course.situation.on_record:
        if (event.activity, event.done) in known or (event.activity, start) in known or place in aside:
            continue
        if parts and all((part, start) in known for part in parts):
            continue
        known.add((event.activity, event.done))
        yield event


def _lane(course: Course, activity: str) -> str:
    known: Mapping[str, object] = course.situation.guideline.activities
    return getattr(known.get(activity), "lane", "")
