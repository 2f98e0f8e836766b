"""Windows for a course, or why there are none.

A date that a person has set stands. What has not begun gives way to it and is said not to fit; only an interval of the
source that is counted from something done or set can collide with it: then the collision is said and the plan is laid
again without that date. Planning figures of the site give way before anything else. Where bounds of the guideline
collide among themselves, nothing is chosen: the collision is said, and the windows are those of the bounds left.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from resecta.guideline.schedule.model import Precedence
from resecta.lazy_dataclass import dataclass
from resecta.timeline.course import TODAY, Course, Point, Tie
from resecta.timeline.network import CollisionError, Network, Windows

if TYPE_CHECKING:
    from resecta.case.model import About
    from resecta.timeline.collision import Collision


@dataclass(slots=True)
class Solution:
    """``free``: the windows without the dates that people set; ``windows``: with those that can stand.

    ``refused``: set dates that no plan can keep; ``over_dates``: the collisions that say so, ``among_bounds`` those of
    bounds of the guideline among themselves, each in the order found; ``broken``: what collides; ``plan``: whether the
    bounds leave one at all; ``begins``: the event from whose proposed day the windows of the others are counted, where
    nothing bounds the beginning. ``squeezed``: steps that do not fit before a set date and are left out; ``eased``:
    bounds that gave way to it.
    """

    free: Windows
    windows: Windows
    over_dates: tuple[Collision, ...] = ()
    among_bounds: tuple[Collision, ...] = ()
    refused: dict[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    plan: bool = True
    begins: str = ""
    squeezed: tuple[Point, ...] = ()
    eased: tuple[Tie, ...] = ()


@dataclass(slots=True)
class _Attempt:
    """What has given way so far. ``refuses``: the set date that cannot stand, once one is found."""

    course: Course
    network: Network
    gone: set[str] = field(default_factory=set)
    over_dates: list[Collision] = field(default_factory=list)
    among_bounds: list[Collision] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    plan: bool = True
    squeezed: dict[str, Point] = field(default_factory=dict)
    eased: list[Tie] = field(default_factory=list)
    refuses: Point | None = None

    def leave_out(self, sources: set[str]) -> None:
        self.gone |= sources
        self.network = self.network.without(sources)


def solve(course: Course) -> Solution:
    """Solve a course. Dates that cannot stand are taken off its points; what does not fit before those that stand is
    taken out of the course.
    """
    refused: list[tuple[Point, int | None, About | None]] = []
    broken: set[str] = set()
    over_dates: list[Collision] = []
    points, ties = dict(course.points), list(course.ties)
    while True:
        attempt, windows = _settled(course)
        over_dates += attempt.over_dates
        broken |= attempt.broken
        if attempt.refuses is None or windows is not None:
            break
        refused.append((attempt.refuses, attempt.refuses.fixed, attempt.refuses.span))
        attempt.refuses.fixed = attempt.refuses.span = None
        course.points, course.ties = dict(points), list(ties)
        _bind_again(course, attempt.refuses)
        ties = list(course.ties)
    assert windows is not None  # noqa: S101 - only an attempt that refuses a date has none
    free = course.network.without(attempt.gone).solve() if any(course.set_by_people()) else windows
    return Solution(
        free,
        windows,
        tuple(over_dates),
        tuple(attempt.among_bounds),
        {point.id: _nearest(windows.earliest(point.index), day, span) for point, day, span in refused},
        frozenset(broken),
        attempt.plan,
        squeezed=tuple(attempt.squeezed.values()),
        eased=tuple(attempt.eased),
    )


def _settled(course: Course) -> tuple[_Attempt, Windows | None]:
    """Let what gives way go until a plan is left, or until a set date is found that cannot stand."""
    attempt = _Attempt(course, course.network.beside())
    for point in course.set_by_people():
        first, last = _days_set(point)
        attempt.network.between(point.index, first, last, point.source)
    while attempt.refuses is None:
        try:
            return attempt, attempt.network.solve()
        except CollisionError:
            _give_way(attempt, _explained(attempt.network))
    return attempt, None


def _days_set(point: Point) -> tuple[int, int]:
    """The first and the last day that a set point can be on."""
    if point.span is None:
        assert point.fixed is not None  # noqa: S101 - asked of what a person has set
        return point.fixed, point.fixed
    return point.span.first.toordinal(), point.span.last.toordinal()


def _nearest(earliest: int, day: int | None, span: About | None) -> int:
    """The day that was refused; of a month the one that comes nearest to what the bounds allow."""
    if span is None:
        return day or 0
    return span.last.toordinal() if earliest > span.last.toordinal() else span.first.toordinal()


def _bind_again(course: Course, point: Point) -> None:
    """A bound was lifted for the operation on its planned day; on any other day it holds."""
    for bound, start, end, least in [each for each in course.lifted if each.end is point]:
        tie = Tie(bound, start, end, least, None, None, None, active=True)
        course.network.at_least(start.index, end.index, least, tie.name)
        course.ties.append(tie)
        course.laid_ties = (*course.laid_ties, tie)
    course.lifted = [each for each in course.lifted if each.end is not point]


def _give_way(attempt: _Attempt, collision: Collision) -> None:
    """Let go of what gives way first: a planning figure, what has not begun, a set date, a bound of the guideline."""
    sources = set(collision.sources)
    ties = [tie for tie in attempt.course.ties if tie.name in sources]
    planning = [tie for tie in ties if not tie.bound.statements and not isinstance(tie.bound, Precedence)]
    set_dates = [point for point in attempt.course.set_by_people() if point.source in sources]
    squeezed = _squeezed(attempt, collision, ties)
    if planning:
        _ease(attempt, planning)
    elif squeezed:
        _squeeze(attempt, squeezed)
    elif ties and _is_order_of_operations(set_dates, ties):
        _ease(attempt, ties)
    else:
        attempt.refuses = next((point for point in set_dates if _collides(point, ties)), None)
        (attempt.among_bounds if attempt.refuses is None else attempt.over_dates).append(collision)
        gone = {tie.name for tie in ties} or {TODAY}
        attempt.broken |= sources if attempt.refuses is not None else gone
        if attempt.refuses is None:
            attempt.plan = False
            attempt.leave_out(gone)


def _is_order_of_operations(set_dates: list[Point], ties: list[Tie]) -> bool:
    """Whether operations are set in another order than the strategy's, which is theirs to decide who set them."""
    return bool(set_dates) and all(isinstance(tie.bound, Precedence) for tie in ties) and all(map(_is_goal, set_dates))


def _collides(point: Point, ties: list[Tie]) -> bool:
    """Whether an interval of the source speaks of the point itself; a course that cannot be so long does too."""
    touching = [tie for tie in ties if point in (tie.start, tie.end)]
    return not ties or any(not (isinstance(tie.bound, Precedence) and _is_goal(point)) for tie in touching)


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
    step = [each for each in course.points.values() if each.step is point.step]
    return all(each.ahead and not each.is_set for each in step) and not _is_goal(point)


def _is_goal(point: Point) -> bool:
    return point.step.planned is not None or point.step.today


def _leads_to_set_date(course: Course, id: str) -> bool:
    found, pending = {id}, [id]
    while pending:
        at = pending.pop()
        if course.points[at].is_set:
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
