"""Windows for a course, or why there are none.

A date that a person has set stands. What has not begun gives way to it and is said not to fit; only an interval of the
source that is counted from something done or set can collide with it: then the collision is said and the plan is laid
again without that date. Planning figures of the site give way before anything else. Where bounds of the guideline
collide among themselves, nothing is chosen: the collision is said, and the windows are those of the bounds left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resecta.guideline.schedule.model import Precedence
from resecta.timeline.course import TODAY, Course, Point, Tie
from resecta.timeline.network import CollisionError, Network, Windows

if TYPE_CHECKING:
    from resecta.timeline.collision import Collision


@dataclass(slots=True)
class Solution:
    """``free``: the windows without the dates that people set; ``windows``: with those that can stand.

    ``refused``: set dates that no plan can keep; ``broken``: what collides; ``plan``: whether the bounds leave one at
    all; ``begins``: the event from whose proposed day the windows of the others are counted, where nothing bounds the
    beginning. ``squeezed``: steps that do not fit before a set date and are left out; ``eased``: bounds that gave way
    to it.
    """

    free: Windows
    windows: Windows
    collision: Collision | None = None
    refused: dict[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    plan: bool = True
    begins: str = ""
    squeezed: tuple[Point, ...] = ()
    eased: tuple[Tie, ...] = ()


@dataclass(slots=True)
class _Attempt:
    """What has given way so far."""

    course: Course
    network: Network
    gone: set[str] = field(default_factory=set)
    collision: Collision | None = None
    refused: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    plan: bool = True
    squeezed: dict[str, Point] = field(default_factory=dict)
    eased: list[Tie] = field(default_factory=list)

    def leave_out(self, sources: set[str]) -> None:
        self.gone |= sources
        self.network = self.network.without(sources)


def solve(course: Course) -> Solution:
    """Solve a course. Dates that cannot stand are taken off its points; what does not fit before those that stand is
    taken out of the course.
    """
    attempt = _Attempt(course, course.network.without(()))
    for point in course.fixed():
        attempt.network.between(point.index, point.fixed, point.fixed, point.source)
    while True:
        try:
            windows = attempt.network.solve()
        except CollisionError:
            _give_way(attempt, _explained(attempt.network))
            continue
        break
    free = course.network.without(attempt.gone).solve() if list(course.fixed()) else windows
    return Solution(
        free,
        windows,
        attempt.collision,
        attempt.refused,
        frozenset(attempt.broken),
        attempt.plan,
        squeezed=tuple(attempt.squeezed.values()),
        eased=tuple(attempt.eased),
    )


def _give_way(attempt: _Attempt, collision: Collision) -> None:
    """Let go of what gives way first: a planning figure, what has not begun, a set date, a bound of the guideline."""
    sources = set(collision.sources)
    ties = [tie for tie in attempt.course.ties if tie.name in sources]
    planning = [tie for tie in ties if not tie.bound.statements]
    set_dates = [point for point in attempt.course.fixed() if point.source in sources]
    squeezed = _squeezed(attempt, collision, ties)
    if planning:
        _ease(attempt, planning)
    elif squeezed:
        _squeeze(attempt, squeezed)
    elif not set_dates:
        attempt.collision = attempt.collision or collision
        gone = {tie.name for tie in ties} or {TODAY}
        attempt.broken |= gone
        attempt.plan = False
        attempt.leave_out(gone)
    elif ties and all(isinstance(tie.bound, Precedence) for tie in ties):
        _ease(attempt, ties)
    else:
        attempt.collision = attempt.collision or collision
        attempt.broken |= sources
        point = set_dates[0]
        attempt.refused[point.id] = point.fixed or 0
        point.fixed = None
        attempt.leave_out({point.source})


def _ease(attempt: _Attempt, ties: list[Tie]) -> None:
    attempt.eased += ties
    names = {tie.name for tie in ties}
    attempt.course.ties = [tie for tie in attempt.course.ties if tie.name not in names]
    attempt.leave_out(names)


def _squeezed(attempt: _Attempt, collision: Collision, ties: list[Tie]) -> list[Point]:
    """The points of a collision that have not begun and lead up to a date that a person has set."""
    course = attempt.course
    touched = {point for tie in ties for point in (tie.start.id, tie.end.id)}
    touched |= {id for id, point in course.points.items() if point.step.id in collision.sources}
    return [
        course.points[id]
        for id in course.points
        if id in touched and _yields(course, course.points[id]) and _leads_to_set_date(course, id)
    ]


def _yields(course: Course, point: Point) -> bool:
    """Whether it gives way: not an operation, not what a person has set, not what has begun."""
    start = course.points.get(f"{point.step.id}.start", point)
    return point.ahead and start.ahead and start.fixed is point.fixed is None and not _is_goal(point)


def _is_goal(point: Point) -> bool:
    return point.step.planned is not None or point.step.today


def _leads_to_set_date(course: Course, id: str) -> bool:
    found, pending = {id}, [id]
    while pending:
        at = pending.pop()
        if course.points[at].fixed is not None:
            return True
        later = {tie.end.id for tie in course.ties if tie.start.id == at}
        later |= {f"{at.removesuffix('.start')}.end"} & course.points.keys() if at.endswith(".start") else set()
        pending += later - found
        found |= later
    return False


def _squeeze(attempt: _Attempt, points: list[Point]) -> None:
    """Take out these points, their steps, and what has not begun and only leads up to them."""
    course = attempt.course
    steps = {point.step.id for point in points}
    while True:
        before = {
            tie.start.step.id for tie in course.ties if tie.end.step.id in steps and _yields(course, tie.start)
        } - steps
        if not before:
            break
        steps |= before
    sources = {tie.name for tie in course.ties if steps & {tie.start.step.id, tie.end.step.id}} | steps
    course.ties = [tie for tie in course.ties if not steps & {tie.start.step.id, tie.end.step.id}]
    for id, point in list(course.points.items()):
        if point.step.id in steps:
            attempt.squeezed[id] = course.points.pop(id)
    attempt.leave_out(sources)


def _explained(network: Network) -> Collision:
    """The smallest collision; imported only where there is one, since most plans need no explanation."""
    from resecta.timeline.collision import smallest_collision

    return smallest_collision(network)
