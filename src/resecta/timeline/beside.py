"""A drug beside the cycles: given with those that keep its interval to the next operation, left out of the others."""

from __future__ import annotations

from typing import NamedTuple

from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.model import Minimum, Step
from resecta.guideline.schedule.reference import At
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.course import Course
from resecta.timeline.cycles import Block, Cycle, Cycles, planned_beside
from resecta.timeline.propose import Proposal


class Beside(NamedTuple):
    """A drug beside the cycles of ``block``: ``kept`` with it, the others without.

    ``interval``: what ``bound`` asks for before the operation on ``until``; ``operation``: its point, None where it is
    planned and no step of this plan. All four are None where no operation lies ahead that the bound holds for.
    """

    step: Step
    block: Block
    kept: tuple[Cycle, ...]
    bound: Minimum | None = None
    interval: Duration | None = None
    until: int | None = None
    operation: str | None = None


def drugs_beside(
    course: Course, schedule: Schedule, ids: tuple[str, ...], proposal: Proposal, cycles: Cycles
) -> tuple[Beside, ...]:
    """Every drug that is proposed beside cycles that are still ahead."""
    made = []
    for step in planned_beside(course, schedule, ids):
        block = next((block for block in cycles.blocks if block.step.activity == step.beside and block.cycles), None)
        if block is not None:
            made.append(_beside(course, schedule, step, block, proposal))
    return tuple(made)


def _beside(course: Course, schedule: Schedule, step: Step, block: Block, proposal: Proposal) -> Beside:
    for bound in schedule.bounds.values():
        if not isinstance(bound, Minimum) or bound.start != At(step.id) or not course.situation.holds(bound.when):
            continue
        interval = course.situation.length(bound.at_least)
        nearest = min(_bound_operations(course, bound, proposal), default=None)
        if interval is None or nearest is None:
            continue
        until, operation = nearest
        kept = tuple(cycle for cycle in block.cycles if interval.after(cycle.day) <= until)
        return Beside(step, block, kept, bound, interval, until, operation or None)
    return Beside(step, block, block.cycles)


def _bound_operations(course: Course, bound: Minimum, proposal: Proposal) -> list[tuple[int, str]]:
    """Day and point of each operation ahead that the bound holds for; "" for one that is no step of this plan."""
    lifted = course.situation.holds(bound.unless_planned) if bound.unless_planned is not None else False
    found = [
        (proposal.days[point.id], point.id)
        for point in course.named(bound.end)
        if point.ahead and not (lifted and point.planned and point.fixed is not None)
    ]
    if course.elsewhere is not None and not lifted:
        found.append((course.elsewhere, ""))
    return found
