"""A date for every event: inside its window, on a day on which it can be done, nearest to its target, else as early
as it can be.

The events are taken in the order of the plan, and each takes the best day that leaves every other event a day. The
windows are minimal after every choice, so a choice never has to be taken back: the result is the exact optimum for
"the first event first" (docs/decisions/timeline.md). Working days come before nearness and never before a window:
where both cannot be had, the window wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from resecta.guideline.schedule.model import Target
from resecta.timeline.build import Course, Point
from resecta.timeline.network import CollisionError, Windows
from resecta.timeline.workdays import Permitted


class Proposal(NamedTuple):
    """The day of every point, done, fixed or proposed; ``off``: points whose day is no working day of their kind."""

    days: dict[str, int]
    off: frozenset[str]


def propose(course: Course, windows: Windows) -> Proposal:
    """Propose a day for every point that is neither done nor fixed."""
    days = {id: day for id, point in course.points.items() if (day := _known(course, point)) is not None}
    for point in course.points.values():
        if point.id not in days:
            windows = _on_working_days(course, windows, point)
    for point in course.points.values():
        if point.id not in days:
            windows, days[point.id] = _placed(course, windows, point, days)
    off = {id for id, day in days.items() if course.points[id].done is None and not _permitted(course, id)(day)}
    return Proposal(days, frozenset(off))


def _known(course: Course, point: Point) -> int | None:
    if point.done is not None:
        return point.done
    if point.step.today:
        return course.situation.today
    return point.fixed


def _permitted(course: Course, id: str) -> Permitted:
    step = course.points[id].step
    return (lambda _day: True) if step.today else course.permitted[step.days]


def _on_working_days(course: Course, windows: Windows, point: Point) -> Windows:
    try:
        return windows.permitted(point.index, course.permitted[point.step.days])
    except CollisionError:
        return windows


def _placed(course: Course, windows: Windows, point: Point, days: dict[str, int]) -> tuple[Windows, int]:
    """The best day that leaves every other event a day, and the windows once it is taken."""
    earliest = windows.earliest(point.index)
    latest = windows.latest(point.index)
    wish = _target(course, point, days)
    for day in _outward(
        earliest if wish is None else wish, earliest, course.network.horizon if latest is None else latest
    ):
        if windows.allows(point.index, day):
            try:
                return windows.fixed(point.index, day), day
            except CollisionError:
                continue  # only lengths in months can leave such a hole inside a window
    return windows, earliest


def _outward(wish: int, earliest: int, latest: int) -> Iterator[int]:
    """The days of a window from the nearest to the farthest from ``wish``, of two equally near the earlier first."""
    centre = min(max(wish, earliest), latest)
    yield centre
    for distance in range(1, latest - earliest + 1):
        if centre - distance >= earliest:
            yield centre - distance
        if centre + distance <= latest:
            yield centre + distance


def _target(course: Course, point: Point, days: dict[str, int]) -> int | None:
    """The day the first of the point's targets asks for, of those whose other end has its day."""
    for tie in course.ties:
        if tie.about is None:
            continue
        if tie.end is point and tie.start.id in days:
            return tie.about.after(days[tie.start.id])
        if isinstance(tie.bound, Target) and tie.bound.back and tie.start is point and tie.end.id in days:
            return tie.about.latest_start(days[tie.end.id])
    return None
