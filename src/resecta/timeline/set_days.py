"""The days that people have set: those that the case plans, and those of a what-if."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from resecta.case.value import LONGEST_LIFE
from resecta.document.nearest import did_you_mean
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.schedule.model import Step
from resecta.timeline.build import fix
from resecta.timeline.course import Course, Point, Waiting

if TYPE_CHECKING:
    from resecta.case.model import About


def set_planned(course: Course, order: Sequence[str], months: Mapping[str, About], placed: Mapping[str, int]) -> None:
    """The planned date goes to the first operation ahead: it is the next one. A planned day in the past is none.

    Where nobody knows whether an operation before that one is still to come, it goes to neither. ``order``: the ids of
    the strategy's steps and bounds; ``months``: what a fact sets for a month or year; ``placed``: a day tried for it.
    """
    situation = course.situation
    steps = situation.guideline.schedule.steps.values()
    for fact in sorted({step.planned.fact for step in steps if step.planned is not None}):
        day = placed.get(fact, situation.day(fact))
        point = next(
            (point for point in course.points.values() if point.ahead and may_be_set_by(point.step, fact)), None
        )
        doubt = _earlier_in_doubt(course, fact, point, order)
        if doubt is not None:
            point, course.elsewhere_on = None, doubt.facts
        _set(course, point, day, months.get(fact))


def _set(course: Course, point: Point | None, day: int | None, about: About | None) -> None:
    if about is not None and point is not None:
        course.months_set[point.id] = about.written
        if day is None:
            point.span, point.by, point.planned = about, "planned", True
    if day is None or day < course.situation.today:
        return
    if point is None:
        course.elsewhere = day
        course.elsewhere_in = None if about is None else about.written
    else:
        fix(point, day, "planned")
        point.planned = True


def may_be_set_by(step: Step, fact: str) -> bool:
    """Whether a fact of the case may be the planned day of a step."""
    return step.planned is not None and step.planned.fact == fact


def _earlier_in_doubt(course: Course, fact: str, point: Point | None, order: Sequence[str]) -> Waiting | None:
    """A step that the fact may set, that comes before this point, and of which nobody knows whether it is to come."""
    before = order if point is None else order[: order.index(point.step.id)]
    waiting = (each for each in course.waiting if isinstance(each.entry, Step) and each.entry.id in before)
    return next((each for each in waiting if isinstance(each.entry, Step) and may_be_set_by(each.entry, fact)), None)


def set_what_if(course: Course, dates: Mapping[str, datetime.date], today: datetime.date) -> None:
    """Move events ahead to these dates. Raises InputError for one that names nothing ahead or lies in the past."""
    taken: dict[str, str] = {}
    for name, date in dates.items():
        point = _named(course, name, date, today)
        if (other := taken.setdefault(point.id, name)) != name:
            raise refused(f"{other} and {name} are one event of this plan, with two dates", "keep one of them")
        fix(point, date.toordinal(), "what if")
        point.span = None
        course.months_set.pop(point.id, None)
        point.planned = False  # what the case says of the planned operation it says of its own day


def _named(course: Course, name: str, date: datetime.date, today: datetime.date) -> Point:
    """The point ahead that a what-if names."""
    found = [point for point in course.points.values() if _answers_to(point, name)]
    ahead = [point for point in found if point.ahead and not point.step.today]
    if not found:
        known = sorted({point.id for point in course.points.values()})
        raise refused(f'"{name}" is no event of this plan', did_you_mean(name, known) or f"known: {', '.join(known)}")
    if not ahead:
        raise refused(f"{name} {_state(found[0])} and cannot be moved", "name an event that lies ahead")
    if date < today:
        done_days = [point.done for point in course.points.values() if point.done is not None]
        late = f", and something was done on {datetime.date.fromordinal(max(done_days))}" if done_days else ""
        raise refused(
            f"{name} on {date} lies before the day of assessment, {today}{late}",
            "what has been done is recorded in the case; give a date that lies ahead",
        )
    refuse_far(date, today, name)
    return ahead[0]


def _answers_to(point: Point, name: str) -> bool:
    return name in (point.id, point.step.id, point.step.activity, *point.step.also)


def _state(point: Point) -> str:
    """Why a point cannot be moved."""
    if point.done is not None:
        return f"was done on {datetime.date.fromordinal(point.done)}"
    return "was done on a day not recorded" if point.undated else "is today"


def refuse_far(date: datetime.date, today: datetime.date, what: str) -> None:
    """Raises InputError for a date farther off than a life is long."""
    if (date - today).days > LONGEST_LIFE * 366:
        message = f"{what} on {date} is more than {LONGEST_LIFE} years from the day of assessment, {today}"
        raise refused(message, "give an earlier day")


def refused(message: str, mend: str, place: str = "--what-if") -> InputError:
    """A date or a strategy that was asked for and cannot be."""
    return InputError([Problem(Place(place), message, mend)])
