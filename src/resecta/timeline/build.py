"""From a strategy and a case to a network: which steps are planned, which are done, and the bounds that hold between
them.

A bound enters the network while one of its ends still lies ahead. Between two done events it is a matter of record;
an upper bound that is already past with nothing done is missed, and no longer shapes the plan (``record.py`` reports
both).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from resecta.guideline.schedule.model import (
    Bound,
    Limit,
    Minimum,
    Never,
    Precedence,
    Recurrence,
    Step,
    Target,
    Window,
)
from resecta.guideline.schedule.reference import Every, First, Last, Reference
from resecta.guideline.schedule.schedule import Schedule
from resecta.guideline.schedule.span import LAST_DAY, Span
from resecta.timeline.length import Length, Sittings
from resecta.timeline.network import Network
from resecta.timeline.situation import Situation
from resecta.timeline.workdays import Permitted

TODAY = "today"
REACH = 3653
"""Days beyond the last known date within which every plan lies: ten years."""


@dataclass(slots=True)
class Point:
    """One day of a step.

    ``done``: when it was; ``fixed``: the day a person has set, and ``by``: as planned or as a what-if.
    """

    id: str
    step: Step
    name: str
    index: int
    done: int | None = None
    fixed: int | None = None
    by: str = ""
    number: int | None = None

    @property
    def source(self) -> str:
        """What the network calls the fact that dates this point."""
        return f"{self.by or 'done'} {self.id}"


class Tie(NamedTuple):
    """A bound between two points of this plan. ``active``: it shapes the plan; else both are done or it is past."""

    bound: Bound
    start: Point
    end: Point
    least: Length | None
    most: Length | None
    about: Length | None
    safe: Length | None
    active: bool

    @property
    def name(self) -> str:
        """What the network calls this bound."""
        return f"{self.bound.id} {self.end.id}"


@dataclass(slots=True)
class Course:
    """A strategy's points and ties for one case, with their network."""

    situation: Situation
    permitted: Mapping[str, Permitted]
    not_before: int
    network: Network
    points: dict[str, Point] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def point(self, reference: Reference) -> Point | None:
        """The point a reference means; None if it is not in this plan."""
        named = self.named(reference)
        if not named:
            return None
        if isinstance(reference, Last):
            return named[-1]
        if isinstance(reference, First):
            return next((point for point in named if point.done is None), named[0])
        return named[0]

    def named(self, reference: Reference) -> list[Point]:
        """Every point a reference may mean, in the order of the plan."""
        return [point for point in self.points.values() if point.name in point.step.means(reference)]

    def ends(self, reference: Reference) -> list[Point]:
        """The points that a bound ties: each of them where it says every, else the one."""
        if isinstance(reference, Every):
            return self.named(reference)
        point = self.point(reference)
        return [] if point is None else [point]


def build(
    situation: Situation,
    schedule: Schedule,
    ids: tuple[str, ...],
    permitted: Mapping[str, Permitted],
    not_before: int,
) -> Course:
    """The course of a strategy whose ``constraints`` are ``ids``; nothing new before ``not_before``."""
    course = Course(situation, permitted, not_before, Network())
    for step in schedule.chosen(ids, Step):
        _add_step(course, step)
    _drop_what_is_over(course)
    for bound in schedule.chosen(ids, Bound):
        _tie(course, bound)
    _lay_network(course)
    return course


def _add_step(course: Course, step: Step) -> None:
    done = _recorded(course.situation, step)
    wanted = _wanted(course.situation, step)
    if not done and (not wanted or step.beside is not None):
        return
    for name in step.points:
        if name in done or wanted or (step.sittings is not None and done):
            id = step.id if name == "day" else f"{step.id}.{name}"
            course.points[id] = Point(id, step, name, 0, done=done.get(name))


def _wanted(situation: Situation, step: Step) -> bool:
    return not isinstance(step.when, Never) and situation.holds(step.when)


def _recorded(situation: Situation, step: Step) -> dict[str, int]:
    """When the points of a step were done: from the facts; the first day of a course from its event."""
    for name, value in step.recorded_while.items():
        if situation.value(name) != value:
            return {}
    done: dict[str, int] = {}
    for point, name in step.recorded.items():
        day = situation.day(name)
        if day is not None:
            done[point] = day
    events = [event for event in situation.events if event.activity == step.activity and event.episode != "earlier"]
    if step.sittings is not None and "end" in done:
        for event in events:
            if event.end is not None and event.end.toordinal() == done["end"]:
                done["start"] = event.start.toordinal()
    elif step.sittings is not None and events and events[-1].end is None:
        done["start"] = events[-1].start.toordinal()
    if not step.recorded and step.id == step.activity and events and step.points == ("day",):
        done["day"] = events[-1].start.toordinal()
    return {point: day for point, day in done.items() if day <= situation.today}


def _drop_what_is_over(course: Course) -> None:
    """What comes before something that has been done is over, and not planned any more."""
    for point in list(course.points.values()):
        if point.step.over_once is not None and point.done is None:
            later = course.point(point.step.over_once)
            if later is not None and later.done is not None:
                del course.points[point.id]


def _tie(course: Course, bound: Bound) -> None:
    if not course.situation.holds(bound.when):
        return
    if isinstance(bound, Recurrence):
        _recur(course, bound)
        return
    lengths = _lengths(course.situation, bound)
    for start in course.ends(bound.start):
        for end in course.ends(bound.end):
            if start is not end:
                _add_tie(course, bound, lengths, start, end)


class _Lengths(NamedTuple):
    """The lengths of a bound in force: its least and its most, its target, and where caution begins."""

    least: Length | None = None
    most: Length | None = None
    about: Length | None = None
    safe: Length | None = None


def _lengths(situation: Situation, bound: Bound) -> _Lengths:
    length = situation.length
    match bound:
        case Minimum() | Precedence():
            return _Lengths(least=length(bound.at_least))
        case Window():
            return _Lengths(least=length(bound.at_least), most=length(bound.at_most))
        case Target():
            return _Lengths(about=length(bound.about))
        case Limit():
            return _Lengths(most=length(bound.at_most), safe=length(bound.safe_to))
        case Recurrence():
            every, tolerance = length(bound.every), length(bound.tolerance)
            return _Lengths(
                Span(every.months, every.days - tolerance.days), Span(every.months, every.days + tolerance.days), every
            )
        case _:
            raise NotImplementedError(bound.kind)


def _recur(course: Course, bound: Recurrence) -> None:
    """The next ``times`` rounds, each counted from the one before.

    The last one done, else the start, is where counting begins.
    """
    anchor = course.point(bound.start)
    first = course.point(bound.end)
    if anchor is None or first is None:
        return
    if first.done is not None and (anchor.done is None or first.done < anchor.done):
        first.done = None
    rounds = [first]
    for number in range(2, bound.times + 1 + (first.done is not None)):
        id = f"{first.step.id}.{number}"
        rounds.append(Point(id, first.step, "day", 0, number=number))
        course.points[id] = rounds[-1]
    first.number = 1
    lengths = _lengths(course.situation, bound)
    for earlier, later in zip([anchor, *rounds], rounds, strict=False):
        if not (later is first and first.done is not None):
            _add_tie(course, bound, lengths, earlier, later)


def _add_tie(course: Course, bound: Bound, lengths: _Lengths, start: Point, end: Point) -> None:
    most = lengths.most
    past = start.done is not None and most is not None and most.after(start.done) < course.situation.today
    contradicted = end.done is not None and (start.done is None or end.done < start.done)
    if not contradicted:
        course.ties.append(Tie(bound, start, end, *lengths, active=end.done is None and not past))


def fix(point: Point, day: int, by: str) -> None:
    """Let a person's date stand for the point."""
    point.fixed, point.by = day, by


def _lay_network(course: Course) -> None:
    network = course.network
    for point in course.points.values():
        point.index = network.event(point.id)
        if point.done is not None:
            network.between(point.index, point.done, point.done, point.source)
        elif point.step.today:
            network.between(point.index, course.situation.today, course.situation.today, TODAY)
        else:
            network.between(point.index, course.not_before, None, TODAY)
    for point in course.points.values():
        sittings = point.step.sittings
        start = course.points.get(f"{point.step.id}.start")
        if sittings is not None and point.name == "end" and point.done is None and start is not None:
            course_length = Sittings(sittings, course.permitted[point.step.days])
            network.at_least(start.index, point.index, course_length, point.step.id)
            network.at_most(start.index, point.index, course_length, point.step.id)
    for tie in course.ties:
        if tie.end.done is None:
            if tie.least is not None:
                network.at_least(tie.start.index, tie.end.index, tie.least, tie.name)
            if tie.most is not None and tie.active:
                network.at_most(tie.start.index, tie.end.index, tie.most, tie.name)
    set_horizon(course)


def set_horizon(course: Course) -> None:
    """No plan lies more than ten years from what is known: far enough that the edge itself never forces a date."""
    known = [day for point in course.points.values() for day in (point.done, point.fixed) if day is not None]
    course.network.first = max(min([course.situation.today, course.not_before, *known]) - REACH, 1)
    course.network.horizon = min(max([course.situation.today, course.not_before, *known]) + REACH, LAST_DAY - REACH)


def fixed_points(course: Course) -> Iterable[Point]:
    """The points whose date a person has set."""
    return (point for point in course.points.values() if point.fixed is not None)
