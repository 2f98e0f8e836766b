"""Chemotherapy as cycles: what has been given counts, the rest is laid before, between and after the operations, up to
the total.

Cycles follow from the dates of the plan and never move them: as many whole cycles stand before an operation as fit,
none runs through an operation or a course of radiotherapy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from resecta.document.problem import InputError, Problem
from resecta.guideline.schedule.duration import LONGEST_YEARS
from resecta.guideline.schedule.model import Never, Step, Total
from resecta.guideline.schedule.reference import Before, Last, Rest, Through
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.course import Course, Point
from resecta.timeline.given import Given, cycles_in, given
from resecta.timeline.propose import Proposal
from resecta.timeline.workdays import Permitted


class Cycle(NamedTuple):
    """One cycle, numbered over the whole treatment."""

    number: int
    day: int


class Block(NamedTuple):
    """The cycles of one step still ahead. ``given``: those of this step before them; ``end``: the day they are over.

    ``until``: the operation they have to be over by, as the id of its point.
    """

    step: Step
    cycles: tuple[Cycle, ...]
    given: Given
    until: str | None
    end: int | None

    @property
    def ended(self) -> bool:
        """Whether the treatment is over, by the record."""
        return self.given.ended is not None


class Cycles(NamedTuple):
    """All cycles of a plan. ``total``: how many the guideline asks for altogether, None where it names no total."""

    blocks: tuple[Block, ...]
    total: int | None
    bound: Total | None
    length: int

    def block(self, step: str) -> Block | None:
        """The block of a step."""
        return next((block for block in self.blocks if block.step.id == step), None)

    @property
    def given(self) -> int:
        """How many cycles have been given."""
        return sum(block.given.cycles for block in self.blocks)


def expand(course: Course, schedule: Schedule, ids: tuple[str, ...], proposal: Proposal, length: int) -> Cycles:
    """Lay out the cycles of a plan whose other dates are proposed; a cycle lasts ``length`` days."""
    starts = [point for point in course.points.values() if point.step.cycles is not None and point.name == "start"]
    bound = next((total for total in schedule.chosen(ids, Total) if course.situation.holds(total.when)), None)
    total = None if bound is None else _total(course, schedule.steps[bound.start], bound, length)
    known = given(course, starts, length)
    used = sum(known[point.id].cycles for point in starts)
    blocks: list[Block] = []
    for point in starts:
        count = None if total is None else max(0, total - used)
        block = _block(course, point, proposal, known[point.id], count, used, length)
        blocks.append(block)
        used += len(block.cycles)
    return Cycles(tuple(blocks), total, bound, length)


def _total(course: Course, step: Step, bound: Total, length: int) -> int | None:
    months = course.situation.number(bound.months)
    if months is None:
        return None
    if not 0 <= months <= 12 * LONGEST_YEARS:
        message = f'"{bound.months}" is {months} for this case, and {bound.id} counts with it'
        mend = f"let it give from 0 to {12 * LONGEST_YEARS} months"
        raise InputError([Problem(bound.place, message, mend)])
    return cycles_in(months, step, length)


def _block(
    course: Course, start: Point, proposal: Proposal, known: Given, count: int | None, used: int, length: int
) -> Block:
    """``count``: how many may still follow; None without a total. ``used``: how many come before in the numbering."""
    step = start.step
    wanted = course.situation.holds(_condition(step))
    if (
        wanted
        and count
        and isinstance(step.cycles, Rest)
        and any(_lies_ahead(point) for point in course.points.values())
    ):
        known = known._replace(ended=None)  # what is left of the total follows the operation still to come
    until, last = _until(course, step, proposal, length)
    first = _first(course, start, proposal, known, length) if wanted else None
    if (
        first is None
        or known.ended is not None
        or (last is None and (count is None or not isinstance(step.cycles, Rest)))
    ):
        return Block(step, (), known, until, known.ended)
    taken = [*_operations(course, proposal), *course.irradiated, *_courses(course, proposal)]
    cycles = _row(used + 1, first, length, course.permitted[step.days], taken, count, last)
    return Block(step, cycles, known, until, cycles[-1].day + length if cycles else None)


def _condition(step: Step) -> str | None:
    return None if isinstance(step.when, Never) else step.when


def _first(course: Course, start: Point, proposal: Proposal, known: Given, length: int) -> int | None:
    """The day from which the next cycle can be; None where nobody knows when the last one was."""
    if start.undated:
        return None
    if start.done is None:
        return proposal.days[start.id]
    following = max(start.done + known.cycles * length, course.not_before)
    following = _free(following, length, course.permitted[start.step.days], [])
    if not isinstance(start.step.cycles, Rest):
        return following
    # what follows the last operation goes on after it, where one more has come to lie ahead
    recovery = next((tie.about for tie in course.overtaken if tie.end is start and tie.about is not None), None)
    ahead = [day for id, day in proposal.days.items() if course.points[id].ahead and _is_operation(course.points[id])]
    return max([following, *(day + 1 if recovery is None else recovery.after(day) for day in ahead)])


def _lies_ahead(point: Point) -> bool:
    return point.ahead and _is_operation(point)


def _is_operation(point: Point) -> bool:
    return point.step.planned is not None


def _until(course: Course, step: Step, proposal: Proposal, length: int) -> tuple[str | None, int | None]:
    """The operation before which the cycles of this step stop, and the last day on which one may begin."""
    limits = [] if course.elsewhere is None else [course.elsewhere - length]
    match step.cycles:
        case Before(reference):
            days = {point.id: proposal.days[point.id] for point in course.named(reference) if point.ahead}
            if not days:
                return None, None
            # by date: a set date may have put another operation first than the order of the plan
            until = (max if isinstance(reference, Last) else min)(days, key=days.__getitem__)
            return until, min([*limits, days[until] - length])
        case Through(reference):
            point = course.point(reference)
            if point is None or point.id not in proposal.days:
                return None, None
            return None, min([*limits, proposal.days[point.id]])
        case _:
            return None, min(limits, default=None)


def _operations(course: Course, proposal: Proposal) -> Iterable[tuple[int, int]]:
    for id, day in proposal.days.items():
        if _is_operation(course.points[id]):
            yield day, day


def _courses(course: Course, proposal: Proposal) -> Iterable[tuple[int, int]]:
    """First and last day of the courses of sittings in the plan."""
    for id, day in proposal.days.items():
        start = proposal.days.get(f"{id.removesuffix('.end')}.start")
        if course.points[id].step.sittings is not None and id.endswith(".end") and start is not None:
            yield start, day


def _row(
    number: int,
    day: int,
    length: int,
    permitted: Permitted,
    taken: list[tuple[int, int]],
    count: int | None,
    last: int | None,
) -> tuple[Cycle, ...]:
    """Cycles one after the other, none of which runs through what is ``taken``; ``last``: no later day begins one."""
    cycles: list[Cycle] = []
    while count is None or len(cycles) < count:
        # the first stands on the day its window left it, whatever the weekday
        free = _free(day, length, permitted if cycles else _any_day, taken)
        day = free if free == day else _free(free, length, permitted, taken)
        if last is not None and day > last:
            break
        cycles.append(Cycle(number + len(cycles), day))
        day += length
    return tuple(cycles)


def _any_day(_day: int) -> bool:
    return True


def _free(day: int, length: int, permitted: Permitted, taken: list[tuple[int, int]]) -> int:
    while True:
        through = [end for first, end in taken if first < day + length and day <= end]
        if through:
            day = max(through) + 1
        elif not permitted(day):
            day += 1
        else:
            return day


def planned_beside(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> tuple[Step, ...]:
    """The drugs that are to be given beside the cycles of this plan."""
    return tuple(
        step
        for step in schedule.chosen(ids, Step)
        if step.beside is not None and not isinstance(step.when, Never) and course.situation.holds(step.when)
    )
