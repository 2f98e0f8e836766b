"""From a strategy and a case to a network: which steps are planned, which are done, and the bounds that hold between
them.

A bound enters the network while its end still lies ahead. Between two done events it is a matter of record; an upper
bound that is already past with nothing done is missed, and no longer shapes the plan (``record.py`` reports both).
A bound of which nobody can say whether it holds, how long it is or from which day it counts is left out and named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from resecta.guideline.schedule.duration import LAST_DAY, LONGEST_YEARS, Duration
from resecta.guideline.schedule.model import (
    Bound,
    Limit,
    Minimum,
    Never,
    Precedence,
    Recurrence,
    Spacing,
    Step,
    Target,
    Window,
)
from resecta.guideline.schedule.reference import First, Reference
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.course import TODAY, Course, Lifted, Point, Tie, Waiting
from resecta.timeline.length import Length, Sittings
from resecta.timeline.network import Network
from resecta.timeline.recorded import Recorded, irradiated, recorded, running_course, sittings_of
from resecta.timeline.situation import Situation
from resecta.timeline.workdays import Permitted

REACH = LONGEST_YEARS * 365 + LONGEST_YEARS // 4 + 1
"""Days beyond the last known date within which every plan lies."""


def lay_steps(
    situation: Situation, schedule: Schedule, ids: tuple[str, ...], permitted: Mapping[str, Permitted], not_before: int
) -> Course:
    """The points of a strategy whose ``constraints`` are ``ids``; nothing new before ``not_before``."""
    course = Course(situation, permitted, not_before, Network())
    course.irradiated = irradiated(situation, schedule.steps.values(), dict(permitted))
    for step in schedule.chosen(ids, Step):
        _add_step(course, step)
    _drop_what_is_over(course)
    return course


def lay_bounds(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> None:
    """Tie the points, once their dates are set, and lay the network."""
    for bound in schedule.chosen(ids, Bound):
        _tie(course, bound)
    for spacing in schedule.chosen(ids, Spacing):
        length = course.situation.length(spacing.at_least)
        if length is None:
            course.waiting.append(Waiting(spacing, _facts(course, spacing.at_least)))
        else:
            course.spacings.append((spacing, length))
    _lay_network(course)


def _add_step(course: Course, step: Step) -> None:
    known = recorded(course.situation, step)
    if known.begun:
        _add_begun(course, step, known)
        return
    wanted = False if isinstance(step.when, Never) else course.situation.truth(step.when)
    if known.begun is None:
        facts = () if step.beside is not None else _facts(course, step.begun)
        course.waiting.append(Waiting(step, facts or tuple(step.recorded.values()), step.begun, _by_what(step, wanted)))
    elif wanted is None and step.beside is None:
        course.waiting.append(Waiting(step, _facts(course, step.when), str(step.when)))
    elif wanted and step.beside is None:
        for name in step.points:
            _add_point(course, step, name)


def _by_what(step: Step, wanted: bool | None) -> str | None:
    """The definition by which a step would be planned; None where it is not, or always."""
    return step.when if wanted is not False and isinstance(step.when, str) else None


def _add_begun(course: Course, step: Step, known: Recorded) -> None:
    """The points of a step that has begun: what is over is done, dated or not, and never proposed again."""
    for name in step.points:
        day = known.days.get(name)
        if step.sittings is None or day is not None:
            _add_point(course, step, name, day, undated=day is None)
        elif name == "end":
            start = known.days.get("start")
            ends = None if start is None else running_course(course.situation, step, start, course.permitted[step.days])
            _add_point(course, step, name, undated=ends is None)


def _add_point(course: Course, step: Step, name: str, done: int | None = None, *, undated: bool = False) -> None:
    id = step.id if name == "day" else f"{step.id}.{name}"
    course.points[id] = Point(id, step, name, 0, done, undated)


def _drop_what_is_over(course: Course) -> None:
    """What comes before something that has been done is over, and not planned any more."""
    for point in list(course.points.values()):
        over = point.step.over_once
        if over is not None and point.ahead and any(not later.ahead for later in course.named(over)):
            del course.points[point.id]


def _facts(course: Course, *names: object) -> tuple[str, ...]:
    missing = (fact for name in names if isinstance(name, str) for fact in course.situation.missing(name))
    return tuple(dict.fromkeys(missing))


def _tie(course: Course, bound: Bound) -> None:
    truth = course.situation.truth(bound.when)
    if truth is False:
        return
    ends = course.ends(bound.end)
    if not _asked(course, bound, ends):
        if truth is True and bound.statements and any(point.ahead for point in course.ends(bound.start)):
            course.unlaid.append(bound)
        return
    ahead = tuple(point for point in ends if point.ahead)
    if truth is None:
        if ahead or not ends:  # of what is over nothing waits
            course.waiting.append(Waiting(bound, _facts(course, bound.when), bound.when))
        return
    lengths = _lengths(course.situation, bound)
    if lengths is None:
        course.waiting.append(Waiting(bound, _facts(course, *_written(bound)), moves=ahead))
    elif isinstance(bound, Recurrence):
        _recur(course, bound, lengths)
    else:
        for start in course.ends(bound.start):
            for end in _ends_from(course, bound.end, start):
                if start is not end:
                    _join(course, bound, lengths, start, end)


def _ends_from(course: Course, reference: Reference, start: Point) -> list[Point]:
    """The points that a bound ties to its start. The first of several is the first from the start on: one that has been
    done since, else the next ahead.
    """
    if isinstance(reference, First) and start.done is not None:
        since = [(point.done, point) for point in course.named(reference) if point.done is not None]
        later = [each for each in since if each[0] >= start.done]
        if later:
            return [min(later, key=lambda each: each[0])[1]]
    return course.ends(reference)


def _asked(course: Course, bound: Bound, ends: list[Point]) -> bool:
    """Whether there is anything left for the bound to say: not where its end is not to be done at all."""
    waiting = (each.entry for each in course.waiting)
    return bool(ends) or any(isinstance(entry, Step) and entry.means(bound.end) for entry in waiting)


def _join(course: Course, bound: Bound, lengths: _Lengths, start: Point, end: Point) -> None:
    """Tie two points, unless the day that is counted from is not known, or the bound is lifted for this operation."""
    if end.undated:
        return
    if start.undated:
        if end.ahead and not isinstance(bound, Precedence):
            facts = tuple(start.step.recorded.values())
            course.waiting.append(Waiting(bound, facts, moves=(end,), behind=_placing(course, end)))
        return
    if isinstance(bound, Minimum) and bound.unless_planned is not None and end.planned and end.ahead:
        lifted = course.situation.truth(bound.unless_planned)
        if lifted is True and isinstance(lengths.least, Duration):
            course.lifted.append(Lifted(bound, start, end, lengths.least))
            return
    _add_tie(course, bound, lengths, start, end)


def _placing(course: Course, end: Point) -> tuple[str, ...]:
    """The targets that place a point already: the first of them counts."""
    return tuple(tie.bound.id for tie in course.ties if tie.end is end and isinstance(tie.bound, Target))


class _Lengths(NamedTuple):
    """The lengths of a bound in force: its least and its most, its target, and where caution begins."""

    least: Length | None = None
    most: Length | None = None
    about: Length | None = None
    safe: Length | None = None


def _written(bound: Bound) -> tuple[Duration | str, ...]:
    """The lengths of a bound as the guideline writes them."""
    match bound:
        case Minimum() | Precedence():
            return (bound.at_least,)
        case Window():
            return (bound.at_least, bound.at_most)
        case Target():
            return (bound.about,)
        case Limit():
            return (bound.at_most, bound.safe_to)
        case Recurrence():
            return (bound.every, bound.tolerance)
        case _:
            raise NotImplementedError(bound.kind)


def _lengths(situation: Situation, bound: Bound) -> _Lengths | None:
    """The lengths in force; None where one hangs on what is not known."""
    spans = [situation.length(length) for length in _written(bound)]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    match bound:
        case Window():
            return _Lengths(least=known[0], most=known[1])
        case Target():
            return _Lengths(about=known[0])
        case Limit():
            return _Lengths(most=known[0], safe=known[1])
        case Recurrence():
            every, tolerance = known
            least = Duration(every.months, every.days - tolerance.days)
            return _Lengths(least, Duration(every.months, every.days + tolerance.days), every)
        case _:
            return _Lengths(least=known[0])


def _recur(course: Course, bound: Recurrence, lengths: _Lengths) -> None:
    """The next ``times`` rounds, each counted from the one before.

    The last one done, else the start, is where counting begins.
    """
    anchor = course.point(bound.start)
    first = course.point(bound.end)
    if anchor is None or first is None:
        return
    if first.done is not None and (anchor.done is None or first.done < anchor.done) and not anchor.undated:
        first.done = None
    rounds = [first]
    for number in range(2, bound.times + 1 + (first.done is not None)):
        id = f"{first.step.id}.{number}"
        rounds.append(Point(id, first.step, "day", 0, number=number))
        course.points[id] = rounds[-1]
    first.number = 1
    for earlier, later in zip([anchor, *rounds], rounds, strict=False):
        if not (later is first and first.done is not None):
            _join(course, bound, lengths, earlier, later)


def _add_tie(course: Course, bound: Bound, lengths: _Lengths, start: Point, end: Point) -> None:
    most = lengths.most
    past = start.done is not None and most is not None and most.after(start.done) < course.situation.today
    contradicted = end.done is not None and (start.done is None or end.done < start.done)
    tie = Tie(bound, start, end, *lengths, active=end.done is None and not past)
    (course.overtaken if contradicted else course.ties).append(tie)


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
        elif point.ahead:
            begun = point.name == "end" and point.step.sittings is not None and not _starts_ahead(course, point)
            network.between(point.index, course.situation.today if begun else course.not_before, None, TODAY)
    course.laid_points, course.laid_ties = tuple(course.points.values()), tuple(course.ties)
    _lay_courses(course)
    for tie in course.ties:
        if tie.end.done is None:
            if tie.least is not None:
                network.at_least(tie.start.index, tie.end.index, tie.least, tie.name)
            if tie.most is not None and tie.active:
                network.at_most(tie.start.index, tie.end.index, tie.most, tie.name)
    known = [day for point in course.points.values() for day in (point.done, point.fixed) if day is not None]
    network.first = max(min([course.situation.today, course.not_before, *known]) - REACH, 1)
    # no plan lies farther from what is known: far enough that the edge itself never forces a date
    network.horizon = min(max([course.situation.today, course.not_before, *known]) + REACH, LAST_DAY - REACH)


def _starts_ahead(course: Course, end: Point) -> bool:
    start = course.points.get(f"{end.step.id}.start")
    return start is not None and start.ahead


def _lay_courses(course: Course) -> None:
    """From the first to the last sitting of each course whose end lies ahead."""
    for point in course.points.values():
        start = course.points.get(f"{point.step.id}.start")
        if point.step.sittings is not None and point.name == "end" and point.ahead and start is not None:
            length = Sittings(sittings_of(course.situation, point.step), course.permitted[point.step.days])
            course.network.at_least(start.index, point.index, length, point.step.id)
            course.network.at_most(start.index, point.index, length, point.step.id)
