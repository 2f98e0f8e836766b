"""The figures that plans are compared by, and the argument of delays: how long several ways to one step take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resecta.guideline.schedule.model import (
    Course as WholeCourse,
)
from resecta.guideline.schedule.model import (
    DayOf,
    Delay,
    Gap,
    Measure,
    Minimum,
    Step,
    Wait,
    Window,
)
from resecta.guideline.schedule.reference import At, Reference
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.course import Course
from resecta.timeline.length import Sittings
from resecta.timeline.model import Figure, Way, Ways
from resecta.timeline.words import date_of


def arguments(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> tuple[Ways, ...]:
    """The arguments that follow from the lengths of steps and bounds; none that hangs on a length not known, or is
    known to weigh nothing for this patient.
    """
    weighed = (delay for delay in schedule.chosen(ids, Delay) if course.situation.truth(delay.when) is not False)
    found = (_ways(course, schedule, delay) for delay in weighed)
    return tuple(ways for ways in found if ways is not None)


def _ways(course: Course, schedule: Schedule, delay: Delay) -> Ways | None:
    ways: list[Way] = []
    monday = course.situation.today - (course.situation.today - 1) % 7 + 7
    for path in delay.paths:
        passed: _Passed | None = (monday, monday)
        for part in path.parts:
            passed = None if passed is None else _passed(course, schedule, part, *passed)
        if passed is None:
            return None
        least, most = passed
        ways.append(Way(path.label, least - monday, None if most is None else most - monday))
    return Ways(delay.text, tuple(ways), delay.statements)


_Passed = tuple[int, int | None]


def _passed(course: Course, schedule: Schedule, part: str, least: int, most: int | None) -> _Passed | None:
    """The days once a step or bound has passed, at least and at most; a course begins on a Monday."""
    situation, entry = course.situation, schedule.entries[part]
    match entry:
        case Step(sittings=int() as count):
            sittings = Sittings(count, course.permitted[entry.days])
            return sittings.after(least), None if most is None else sittings.after(most)
        case Window():
            shortest, longest = situation.length(entry.at_least), situation.length(entry.at_most)
            if shortest is None or longest is None:
                return None
            return shortest.after(least), None if most is None else longest.after(most)
        case Minimum():
            shortest = situation.length(entry.at_least)
            return None if shortest is None else (shortest.after(least), None)
        case _:
            raise NotImplementedError(entry.kind)


def figures(course: Course, measures: Sequence[Measure], days: Mapping[str, int], *, whole: bool) -> tuple[Figure, ...]:
    """The figures by which strategies are compared. ``whole``: every event has its day, and so the plan a length."""
    return tuple(
        Figure(measure.label) if isinstance(measure, WholeCourse) and not whole else _figure(course, measure, days)
        for measure in measures
    )


def _figure(course: Course, measure: Measure, days: Mapping[str, int]) -> Figure:
    match measure:
        case WholeCourse():
            return Figure(measure.label, max(days.values()) - min(days.values()) if days else None)
        case DayOf():
            return Figure(measure.label, day=date_of(_day(course, measure.end, days)))
        case Wait():
            return _between(measure, course.situation.today, _day(course, measure.end, days))
        case Gap():
            return _between(measure, _day(course, measure.start, days), _day(course, measure.end, days))
        case _:
            raise NotImplementedError(measure.kind)


def _between(measure: Measure, start: int | None, end: int | None) -> Figure:
    if start is None or end is None or end < start:
        return Figure(measure.label)
    return Figure(measure.label, end - start)


def _day(course: Course, reference: Reference, days: Mapping[str, int]) -> int | None:
    """The day of an event of the plan, such as the end of its cycles, or of the point that is meant."""
    if isinstance(reference, At) and str(reference) in days:
        return days[str(reference)]
    point = course.point(reference)
    return None if point is None else days.get(point.id)
