"""Where the rest of a staged course's cycles goes: how long either place leaves without systemic treatment (A12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from resecta.guideline.schedule.model import Step
from resecta.guideline.schedule.reference import Before, Last, Rest
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.cycles import Block
from resecta.timeline.laid import Laid
from resecta.timeline.model import Note
from resecta.timeline.words import filled, spoken_day


class _Gap(NamedTuple):
    """Days without systemic treatment from ``start`` to ``end``: all of them, and those up to the last operation."""

    start: int
    end: int
    days: int
    in_place: int


def between_operations(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> str | None:
    """The definition by which cycles go on between the operations of this plan; None where there is no such choice, or
    nothing to choose for.
    """
    step = next((step for step in schedule.chosen(ids, Step) if _is_between(step)), None)
    if step is None or not isinstance(step.when, str) or laid.course.situation.truth(step.when) is None:
        return None
    return step.when if _gap(laid) is not None else None


def gap(laid: Laid) -> Iterator[Note]:
    """How long the course leaves without systemic treatment, and how long the other place for the rest would."""
    own = _gap(laid)
    other = None if laid.otherwise is None else _gap(laid.otherwise)
    if own is None or other is None:
        return
    between = any(_is_between(block.step) and block.cycles for block in laid.blocks)
    key = "gap_alone" if not between and other.in_place == own.in_place else "gap"
    steps = (point.step for point in laid.course.points.values() if key in point.step.labels)
    text = next((step.labels[key] for step in steps if _is_between(step) == between), None)
    if text is None:
        return
    today = laid.course.situation.today
    places: dict[str, object] = {"days": own.days, "in_place": own.in_place}
    places |= {"other_days": other.days, "other_in_place": other.in_place}
    places |= {"start": spoken_day(own.start, today), "end": spoken_day(own.end, today)}
    yield Note(filled(text, places), (), ("A12",))


def _is_between(step: Step) -> bool:
    return isinstance(step.cycles, Before) and isinstance(step.cycles.reference, Last)


def _gap(laid: Laid) -> _Gap | None:
    """None where the plan has not two operations with cycles before them, or no day is told of one that lies ahead."""
    course = laid.course
    operations = [point for point in course.points.values() if point.step.planned is not None]
    if any(point.ahead and laid.day(point) is None for point in operations):
        return None
    last = max((day for point in operations if (day := laid.day(point)) is not None), default=None)
    after = next((block for block in laid.blocks if isinstance(block.step.cycles, Rest) and block.cycles), None)
    first = next((block for block in laid.blocks if _is_before_all(block) and block.end is not None), None)
    if last is None or len(operations) < 2 or first is None or first.end is None or first.end >= last:
        return None
    start, end = first.end, last if after is None else after.cycles[0].day
    length = 0 if laid.cycles is None else laid.cycles.length
    treated = sum(length * len(block.cycles) for block in laid.blocks if _is_between(block.step))
    return _Gap(start, end, end - start - treated, last - start - treated)


def _is_before_all(block: Block) -> bool:
    return not isinstance(block.step.cycles, Rest) and not _is_between(block.step)
