"""What has been given of a chemotherapy: as the months say, else as its events do, else counted by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Rest
from resecta.timeline.course import Course, Point

if TYPE_CHECKING:
    from resecta.case.model import Event


class Given(NamedTuple):
    """``cycles`` that were given of one step; ``assumed``: nobody recorded how many, they are counted by date.

    ``ended``: the day the treatment was over.
    """

    cycles: int
    assumed: bool = False
    ended: int | None = None


def given(course: Course, starts: Sequence[Point], length: int) -> Mapping[str, Given]:
    """What was given of each step with cycles, by the id of its first day; a cycle lasts ``length`` days."""
    found = {point.id: Given(0) for point in starts}
    later = 0
    for point in reversed(starts):
        if point.ahead:
            continue
        counted = _counted(course, point, length)
        stated = None if isinstance(point.step.cycles, Rest) else _stated(course, point, length)
        # the months say what was given altogether; what came after the operation is told by its own events
        found[point.id] = counted if stated is None else Given(max(0, stated - later), ended=counted.ended)
        later += found[point.id].cycles
    return found


def _stated(course: Course, start: Point, length: int) -> int | None:
    step = start.step
    months = None if step.given is None else course.situation.number(step.given)
    if months is None:
        return None
    return cycles_in(months, step, length)


def cycles_in(months: Decimal, step: Step, length: int) -> int:
    """Months of treatment as whole cycles of so many days (reading A10)."""
    assert step.weeks_in_a_month is not None  # noqa: S101 - loading asks for it wherever months are counted
    return int((months * step.weeks_in_a_month * 7 / length).to_integral_value(rounding=ROUND_FLOOR))


def _counted(course: Course, start: Point, length: int) -> Given:
    """By the events where each says its cycles; else from the first day to the last, or to today."""
    events = _events(course, start)
    ends = [None if event.end is None else event.end.toordinal() for event in events]
    ended = max(end for end in ends if end is not None) if ends and None not in ends else None
    told = [event.fields.get("cycles") for event in events]
    if told and all(isinstance(count, int) for count in told):
        return Given(sum(count for count in told if isinstance(count, int)), ended=ended)
    if start.done is None:
        return Given(0, assumed=True, ended=ended)
    last = ended if ended is not None else course.situation.today - 1
    return Given(max(0, (last - start.done) // length + 1), assumed=True, ended=ended)


def _events(course: Course, start: Point) -> list[Event]:
    """The events of a treatment, from its first day on."""
    events = course.situation.events_of(start.step.activity)
    return [event for event in events if start.done is None or event.start.toordinal() >= start.done]
