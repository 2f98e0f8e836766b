"""Chemotherapy as cycles: what has been given counts, the rest is laid before and after the operation up to the
total.

Cycles follow from the dates of the plan and never move them: as many whole cycles stand before the operation as fit,
and a drug that must keep an interval to it is left out of the cycles that would break it.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from resecta.guideline.schedule.model import Bound, Minimum, Never, Step, Total, Window
from resecta.guideline.schedule.reference import At, Before, Rest, Through
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.build import Course, Point
from resecta.timeline.length import Length
from resecta.timeline.propose import Proposal
from resecta.timeline.workdays import Permitted


class Cycle(NamedTuple):
    """One cycle, numbered over the whole treatment."""

    number: int
    day: int


class Block(NamedTuple):
    """The cycles of one step still ahead.

    ``given``: cycles before them; ``assumed``: nobody recorded how many, they are counted by date.
    """

    step: Step
    cycles: tuple[Cycle, ...]
    given: int
    assumed: bool
    end: int | None
    ended: bool


class Beside(NamedTuple):
    """A drug beside the cycles of a block: the cycles that keep ``interval`` to the operation on ``until``."""

    step: Step
    kept: tuple[Cycle, ...]
    dropped: tuple[Cycle, ...]
    interval: Length | None
    until: int | None


class Cycles(NamedTuple):
    """All cycles of a plan. ``total``: how many the guideline asks for altogether, None where it names no total."""

    blocks: tuple[Block, ...]
    beside: tuple[Beside, ...]
    total: int | None
    bound: Total | None
    length: int

    def block(self, step: str) -> Block | None:
        """The block of a step."""
        return next((block for block in self.blocks if block.step.id == step), None)


def expand(course: Course, schedule: Schedule, ids: tuple[str, ...], proposal: Proposal, length: int) -> Cycles:
    """Lay out the cycles of a plan whose other dates are proposed; a cycle lasts ``length`` days."""
    bound = _total_bound(course, schedule, ids)
    blocks: list[Block] = []
    total: int | None = None
    for point in course.points.values():
        step = point.step
        if step.cycles is None or point.name != "start":
            continue
        if bound is not None and step.id == bound.start:
            total = _total(course, bound, step, length)
        used = blocks[-1].given + len(blocks[-1].cycles) if blocks and isinstance(step.cycles, Rest) else 0
        blocks.append(_block(course, point, proposal, length, total, used))
    made = Cycles(tuple(blocks), (), total, bound, length)
    beside = [_beside(course, schedule, step, made, ids, proposal) for step in schedule.chosen(ids, Step)]
    return Cycles(made.blocks, tuple(each for each in beside if each is not None), total, bound, length)


def _total_bound(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> Total | None:
    return next((total for total in schedule.chosen(ids, Total) if course.situation.holds(total.when)), None)


def _total(course: Course, bound: Total, step: Step, length: int) -> int | None:
    months = course.situation.number(bound.months)
    return None if months is None else _cycles_in(months, step, length)


def _cycles_in(months: Decimal, step: Step, length: int) -> int:
    assert step.weeks_in_a_month is not None  # noqa: S101 - loading asks for it wherever months are counted
    return int((months * step.weeks_in_a_month * 7 / length).to_integral_value(rounding=ROUND_FLOOR))


def _block(course: Course, start: Point, proposal: Proposal, length: int, total: int | None, used: int) -> Block:
    step = start.step
    permitted = course.permitted[step.days]
    if isinstance(step.cycles, Rest):
        count = max(0, (total or 0) - used)
        cycles = _row(used + 1, proposal.days[start.id], length, permitted, count, None)
        return Block(step, cycles, used, False, _end(cycles, length), False)
    given, assumed, ended = _given(course, start, length)
    until = _until(course, step, proposal, length)
    count = 10_000 if total is None else max(0, total - given)
    if ended is not None or until is None:
        return Block(step, (), given, assumed, ended, ended is not None)
    first = proposal.days[start.id] + given * length
    if start.done is not None:
        first = max(first, course.not_before)
    cycles = _row(given + 1, first, length, permitted, count, until)
    if not cycles and start.done is None:
        cycles = (Cycle(1, proposal.days[start.id]),)
    return Block(step, cycles, given, assumed, _end(cycles, length), False)


def _given(course: Course, start: Point, length: int) -> tuple[int, bool, int | None]:
    """How many cycles were given, whether they are counted by date only, and the day the treatment ended."""
    if start.done is None:
        return 0, False, None
    situation = course.situation
    events = [
        event for event in situation.events if event.activity == start.step.activity and event.episode != "earlier"
    ]
    ends = [None if event.end is None else event.end.toordinal() for event in events]
    ended = max(end for end in ends if end is not None) if ends and None not in ends else None
    months = None if start.step.given is None else situation.number(start.step.given)
    if months is not None:
        return _cycles_in(months, start.step, length), False, ended
    last = ended if ended is not None else situation.today - 1
    return max(0, (last - start.done) // length + 1), True, ended


def _until(course: Course, step: Step, proposal: Proposal, length: int) -> int | None:
    """The last day on which a cycle of this step may begin."""
    match step.cycles:
        case Before(reference):
            point = course.point(reference)
            return None if point is None or point.done is not None else proposal.days[point.id] - length
        case Through(reference):
            point = course.point(reference)
            return None if point is None else proposal.days[point.id]
        case _:
            return None


def _row(number: int, day: int, length: int, permitted: Permitted, count: int, until: int | None) -> tuple[Cycle, ...]:
    cycles: list[Cycle] = []
    while len(cycles) < count:
        while not permitted(day):
            day += 1
        if until is not None and day > until:
            break
        cycles.append(Cycle(number + len(cycles), day))
        day += length
    return tuple(cycles)


def _end(cycles: tuple[Cycle, ...], length: int) -> int | None:
    return cycles[-1].day + length if cycles else None


def _beside(
    course: Course, schedule: Schedule, step: Step, cycles: Cycles, ids: tuple[str, ...], proposal: Proposal
) -> Beside | None:
    block = next((block for block in cycles.blocks if block.step.activity == step.beside), None)
    if block is None or not block.cycles or isinstance(step.when, Never) or not course.situation.holds(step.when):
        return None
    for bound in schedule.chosen(ids, Bound):
        if not isinstance(bound, Minimum | Window) or bound.start != At(step.id):
            continue
        ahead = [point for point in course.named(bound.end) if point.done is None]
        if course.situation.holds(bound.when) and ahead:
            interval = course.situation.length(bound.at_least)
            until = min(proposal.days[point.id] for point in ahead)
            kept = tuple(cycle for cycle in block.cycles if interval.after(cycle.day) <= until)
            return Beside(step, kept, block.cycles[len(kept) :], interval, until)
    return Beside(step, block.cycles, (), None, None)
