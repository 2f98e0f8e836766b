"""A strategy laid out for one case: its course with windows, a proposed day for everything ahead, and its cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.model import Minimum, Spacing, Step, Target
from resecta.guideline.schedule.reference import Rest
from resecta.guideline.schedule.schedule import Schedule
from resecta.lazy_dataclass import dataclass
from resecta.timeline.beside import Beside, drugs_beside
from resecta.timeline.course import Course, Point, Tie, Waiting
from resecta.timeline.cycles import Block, Cycles, expand
from resecta.timeline.propose import Proposal, propose
from resecta.timeline.solve import Solution, solve


@dataclass(frozen=True, slots=True)
class Laid:
    """``proposal`` and ``cycles`` are None where the bounds leave no plan; ``hidden``: the points whose date hangs on
    what is not known, so that none is told, and ``hangs_on`` those facts; ``unbegun``: those that count from cycles of
    which none fits. ``otherwise``: the same with the other place
    for the cycles that are left, where a reading leaves the site two.
    """

    course: Course
    solution: Solution
    proposal: Proposal | None
    cycles: Cycles | None
    beside: tuple[Beside, ...]
    hidden: frozenset[str] = frozenset()
    hangs_on: tuple[str, ...] = ()
    unbegun: frozenset[str] = frozenset()
    otherwise: Laid | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The cycles whose days are told: not those that begin or stop on a day that hangs on something unknown."""
        if self.cycles is None:
            return ()
        shown = [block for block in self.cycles.blocks if not self._hangs(block)]
        return tuple(shown)

    def _hangs(self, block: Block) -> bool:
        start = f"{block.step.id}.start"
        open_end = isinstance(block.step.cycles, Rest) and bool(self.unsettled)
        return start in self.hidden or block.until in self.hidden or open_end

    @property
    def unsettled(self) -> tuple[Block, ...]:
        """The cycles before an operation of which nobody knows when they stop."""
        blocks = () if self.cycles is None else self.cycles.blocks
        return tuple(
            block
            for block in blocks
            if not isinstance(block.step.cycles, Rest)
            and (f"{block.step.id}.start" in self.hidden or block.until in self.hidden)
        )

    def day(self, point: Point) -> int | None:
        """The day of a point, done, set or proposed; None where none is told."""
        if self.proposal is None:
            return point.done if point.done is not None else point.fixed
        return None if point.id in self.hidden else self.proposal.days.get(point.id)


def lay(course: Course, schedule: Schedule, ids: tuple[str, ...], cycle_days: int | None) -> Laid:
    """Lay out a course whose bounds are tied; a cycle lasts ``cycle_days``, None where the guideline knows of none."""
    solution = solve(course)
    if not solution.plan:
        return Laid(course, solution, None, None, ())
    proposal = propose(course, solution.windows)
    if cycle_days is None:
        return Laid(course, solution, proposal, None, ())
    cycles = expand(course, schedule, ids, proposal, cycle_days)
    return Laid(course, solution, proposal, cycles, drugs_beside(course, schedule, ids, proposal, cycles))


def without_first_day(laid: Laid) -> frozenset[str]:
    """The points that count from the first day of cycles of which none fits before an operation: there is none."""
    blocks = () if laid.cycles is None else laid.cycles.blocks
    starts = [laid.course.points[f"{block.step.id}.start"] for block in blocks if not block.cycles]
    empty = [point for point in starts if point.ahead and not isinstance(point.step.cycles, Rest)]
    return laid.course.after(empty)


class Hidden(NamedTuple):
    """The ``points`` whose date hangs on what is not known, and the ``facts`` that it hangs on."""

    points: frozenset[str]
    facts: tuple[str, ...]


def hidden(base: Laid, others: Iterable[tuple[Mapping[str, bool], Laid]]) -> Hidden:
    """What hangs on what is not known: another date in one of ``others``, each laid out under an assumption on what is
    left out; or one that a bound gives whose length or first day is not known; and all that is dated by these.
    """
    course = base.course
    moved = _moved(base)
    facts = dict.fromkeys(fact for each in course.waiting if _moves_any(base, each) for fact in each.facts)
    together: dict[str, None] = {}
    for assumed, other in others:
        found = [same for point in _moved(other) if (same := course.points.get(point.id)) is not None]
        found += [
            point for point in course.points.values() if _may_move(point) and base.day(point) != _day_in(other, point)
        ]
        named = [fact for each in course.waiting if each.condition in assumed for fact in each.facts]
        told = together if len(assumed) > 1 else facts
        told.update(dict.fromkeys(named if found else ()))
        moved += found
    points = course.after(moved)
    while apart := [point for point in _apart_from(base, points) if point.id not in points]:
        points = course.after([*apart, *(course.points[id] for id in points)])
    return Hidden(points, tuple(facts or together))


def _apart_from(laid: Laid, ids: frozenset[str]) -> Iterator[Point]:
    """The points whose day a spacing counts from one of these, which has none that is told."""
    rests = {} if laid.proposal is None else laid.proposal.rests
    for point in laid.course.points.values():
        by = rests.get(point.id)
        if isinstance(by, Spacing) and any(each.id in ids for each in laid.course.tagged(by.tag) if each is not point):
            yield point


def _may_move(point: Point) -> bool:
    return point.ahead and not point.step.today


def _moved(laid: Laid) -> list[Point]:
    """The points that something left out would date, but those that lie so late that it is kept whatever its day."""
    return [point for each in laid.course.waiting for point in each.moves if _is_moved(laid, each, point)]


def _moves_any(laid: Laid, waiting: Waiting) -> bool:
    return any(_is_moved(laid, waiting, point) for point in waiting.moves)


def _is_moved(laid: Laid, waiting: Waiting, point: Point) -> bool:
    entry = waiting.entry
    if isinstance(entry, Minimum):
        return not _is_late_enough(laid, entry.at_least, point)
    by = None if laid.proposal is None else laid.proposal.rests.get(point.id)
    if isinstance(entry, Target) and isinstance(by, Tie) and by.bound.id in waiting.behind:
        return False
    return not (
        isinstance(entry, Target) and _rests_on(laid, entry, point) and _is_late_enough(laid, entry.about, point)
    )


def _rests_on(laid: Laid, target: Target, point: Point) -> bool:
    """Whether it has its day by this target already, counted from another step: the latest of them counts."""
    by = None if laid.proposal is None else laid.proposal.rests.get(point.id)
    return isinstance(by, Tie) and by.bound is target and by.end is point


def _is_late_enough(laid: Laid, written: Duration | str, point: Point) -> bool:
    """Whether it lies long enough after today: what was done on an unknown day was done by then."""
    situation, day = laid.course.situation, laid.day(point)
    length = situation.length(written)
    return length is not None and day is not None and day >= length.after(situation.today)


def assumptions(waiting: Iterable[Waiting]) -> list[Mapping[str, bool]]:
    """How what nobody knows may turn out: each condition by itself, and all together.

    A step that may have begun has, or has not and is to be done.
    """
    alone: list[dict[str, bool]] = []
    begun: dict[str, bool] = {}
    to_come: dict[str, bool] = {}
    for each in waiting:
        if each.condition is None:
            continue
        alone.append({each.condition: True})
        begun[each.condition] = to_come[each.condition] = True
        if isinstance(each.entry, Step) and each.condition == each.entry.begun:
            to_come[each.condition] = False
            planned = {} if each.wanted is None else {each.wanted: True}
            alone.append({each.condition: False, **planned})
            to_come |= planned
    found = [*alone, begun, to_come] if alone else []
    return [dict(each) for each in dict.fromkeys(tuple(sorted(each.items())) for each in found)]


def _day_in(other: Laid, point: Point) -> int | None:
    same = other.course.points.get(point.id)
    return None if same is None else other.day(same)


def begin_as_proposed(laid: Laid) -> None:
    """Let the windows be those of a plan that begins on the proposed day, where nothing bounds its beginning.

    Otherwise a course that could begin at any time would leave every later window open for ever.
    """
    course, solution, proposal = laid.course, laid.solution, laid.proposal
    if proposal is None:
        return
    first = next((point for point in course.points.values() if point.ahead and not point.step.today), None)
    if first is None or first.is_set or solution.free.latest(first.index) is not None:
        return
    solution.windows = solution.windows.fixed(first.index, proposal.days[first.id])
    solution.begins = first.id
