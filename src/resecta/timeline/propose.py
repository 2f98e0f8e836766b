"""A date for every event: inside its window, on a day on which it can be done, nearest to its target, else as early
as it can be.

The events are taken in the order of the plan, and each takes the best day that leaves every other event a day. The
windows are minimal after every choice, so a choice never has to be taken back: the result is the exact optimum for
"the first event first" (docs/decisions/timeline.md). Working days come before nearness and never before a window:
where both cannot be had, the window wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from resecta.guideline.schedule.model import Spacing, Target
from resecta.timeline.course import Course, Point, Tie
from resecta.timeline.network import CollisionError, Windows
from resecta.timeline.workdays import Permitted

YEAR = 366


class Proposal(NamedTuple):
    """The day of every point, done, fixed or proposed; ``off``: points whose day is no working day of their kind.

    ``rests``: the target or spacing by which each day was wished; ``placed``: the points that have the day they were
    wished on, or the working day nearest to it, since their window holds it.
    """

    days: dict[str, int]
    off: frozenset[str]
    rests: Mapping[str, Tie | Spacing]
    placed: frozenset[str]


class _Wish(NamedTuple):
    """The day that a point is wished on, and by what."""

    day: int
    by: Tie | Spacing


def propose(course: Course, windows: Windows) -> Proposal:
    """Propose a day for every point that is neither done nor fixed."""
    days = {id: day for id, point in course.points.items() if (day := _known(course, point)) is not None}
    rests: dict[str, Tie | Spacing] = {}
    placed: set[str] = set()
    ahead = [point for point in course.points.values() if point.id not in days and point.ahead]
    for point in ahead:
        windows = _on_working_days(course, windows, point)
    for point in ahead:
        wish = _wish(course, point, windows, days)
        if wish is not None and _holds(windows, point, wish.day):
            placed.add(point.id)
        windows, days[point.id] = _placed(course, windows, point, None if wish is None else wish.day)
        if wish is not None:
            rests[point.id] = wish.by
    off = {id for id, day in days.items() if course.points[id].done is None and not _permitted(course, id)(day)}
    return Proposal(days, frozenset(off), rests, frozenset(placed))


def _known(course: Course, point: Point) -> int | None:
    if point.done is not None:
        return point.done
    if point.step.today:
        return course.situation.today
    return point.fixed


def _permitted(course: Course, id: str) -> Permitted:
    step = course.points[id].step
    return (lambda _day: True) if step.today else course.permitted[step.days]


def first_permitted(course: Course, point: Point, day: int) -> int:
    """The first day from ``day`` on that is a working day of the point's kind; ``day`` where a year holds none."""
    permitted = _permitted(course, point.id)
    return next((each for each in range(day, day + YEAR) if permitted(each)), day)


def _holds(windows: Windows, point: Point, day: int) -> bool:
    latest = windows.latest(point.index)
    return windows.earliest(point.index) <= day and (latest is None or day <= latest)


def _on_working_days(course: Course, windows: Windows, point: Point) -> Windows:
    try:
        return windows.permitted(point.index, course.permitted[point.step.days])
    except CollisionError:
        return windows


def _placed(course: Course, windows: Windows, point: Point, wish: int | None) -> tuple[Windows, int]:
    """The best day that leaves every other event a day, and the windows once it is taken."""
    earliest = windows.earliest(point.index)
    latest = windows.latest(point.index)
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


def _wish(course: Course, point: Point, windows: Windows, days: Mapping[str, int]) -> _Wish | None:
    """The day the point's target asks for, but never closer to another step of a spacing than the site plans."""
    wish = _target(course, point, days)
    for spacing, length in course.spacings:
        if not any(point is other for other in course.tagged(spacing.tag)):
            continue
        others = [days[other.id] for other in course.tagged(spacing.tag) if other is not point and other.id in days]
        latest = windows.latest(point.index)
        day = windows.earliest(point.index) if wish is None else wish.day
        for other in sorted(others):
            comes_before = latest is not None and latest < other
            day = min(day, length.latest_start(other)) if comes_before else max(day, length.after(other))
        if day != (windows.earliest(point.index) if wish is None else wish.day):
            wish = _Wish(day, spacing)
    return wish


def _target(course: Course, point: Point, days: Mapping[str, int]) -> _Wish | None:
    """The day the first of the point's targets asks for, of those whose other end has its day.

    A target counted from several steps is counted from the one that makes it latest.
    """
    found: list[_Wish] = []
    for tie in course.ties:
        if tie.about is None or (found and isinstance(found[0].by, Tie) and tie.bound is not found[0].by.bound):
            continue
        if tie.end is point and tie.start.id in days:
            found.append(_Wish(tie.about.after(days[tie.start.id]), tie))
        elif isinstance(tie.bound, Target) and tie.bound.back and tie.start is point and tie.end.id in days:
            found.append(_Wish(tie.about.latest_start(days[tie.end.id]), tie))
    return max(found, key=lambda wish: wish.day, default=None)
