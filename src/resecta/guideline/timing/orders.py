"""Can the order that a strategy asks for hold, and has it the steps that its constraints speak of?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from resecta.document import Node, Problem, quote
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Strategy
from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.model import (
    Bound,
    Calendar,
    Common,
    Decay,
    Entry,
    Minimum,
    PlanMeasures,
    Precedence,
    Spacing,
    Step,
    Total,
    Window,
)
from resecta.guideline.schedule.reference import At, Before, Every, First, Last, Reference, Through
from resecta.guideline.schedule.sentences import Sentences
from resecta.guideline.timing.constants import Constants
from resecta.guideline.timing.whence import Whence


def check(manuscript: Manuscript, constants: Constants, whence: Whence) -> Iterator[Problem]:
    """A problem for each constraint whose steps a strategy lacks, and each round of orders."""
    yield from _check_days(manuscript, whence)
    told: set[frozenset[str]] = set()
    for strategy in manuscript.strategies.values():
        known = manuscript.schedule.entries
        if any(id not in known for id in strategy.constraints):
            continue  # one of them was refused or is not there, which is said already
        entries = [known[id] for id in strategy.constraints]
        steps = [entry for entry in entries if isinstance(entry, Step)]
        for entry in entries:
            yield from _check_entry(manuscript, strategy, steps, entry)
        found = _round(_orders(steps, entries, constants))
        if found is not None and frozenset(order.id for order in found) not in told:
            told.add(frozenset(order.id for order in found))
            yield _round_problem(manuscript, strategy, found)


def _check_days(manuscript: Manuscript, whence: Whence) -> Iterator[Problem]:
    """A bound from a day to itself would quietly never hold."""
    for id, entry in manuscript.schedule.entries.items():
        if not isinstance(entry, Bound) or not (isinstance(entry.start, At) and isinstance(entry.end, At)):
            continue
        step = manuscript.schedule.steps.get(entry.start.step)
        if step is not None and entry.end.step == step.id and step.means(entry.start) == step.means(entry.end):
            days = f"from {quote(str(entry.start))} to {quote(str(entry.end))}"
            message = f"{id} counts {days}, the same day"
            yield whence.problem(id, {"to": None, "from": None}, message, "name two days")


def _check_entry(manuscript: Manuscript, strategy: Strategy, steps: list[Step], entry: Entry) -> Iterator[Problem]:
    """A bound in a strategy that lacks its steps would quietly never hold."""
    if isinstance(entry, Calendar | Common | PlanMeasures | Sentences):
        yield _node(manuscript, strategy, entry.id).problem(
            f"{quote(entry.id)} is a {entry.kind}: it is of every strategy", "leave it out here"
        )
    lacking = [
        quote(str(reference))
        for reference in _references(entry)
        if not _leads(reference, steps)
        and _leads(reference, manuscript.schedule.steps.values())  # else it leads nowhere at all
    ]
    if lacking:
        yield _node(manuscript, strategy, entry.id).problem(
            f"strategy {strategy.id} has no step {' and no step '.join(lacking)}, of which {entry.id} speaks",
            "add the step to its constraints, or leave this one out",
        )


def _leads(reference: Reference, steps: Iterable[Step]) -> bool:
    return any(step.means(reference) for step in steps)


def _references(entry: Entry) -> tuple[Reference, ...]:
    match entry:
        case Bound() | Decay():
            return (entry.start, entry.end)
        case Spacing():
            return (First(entry.tag),)
        case Total():
            return (At(entry.start, "start"), At(entry.end, "start"))
        case Step(cycles=Before() | Through() as cycles):
            return (cycles.reference,)
        case _:
            return ()


def _node(manuscript: Manuscript, strategy: Strategy, constraint: str) -> Node:
    """Where the strategy names the constraint."""
    listed = manuscript.node("strategy", strategy.id, "constraints")
    node: Node = next(item for item in listed if item.text == constraint)
    return node


class _Order(NamedTuple):
    """``sooner`` comes before ``later``, points of steps; ``apart``: not on the same day."""

    id: str
    sooner: str
    later: str
    apart: bool
    when: str | None


def _orders(steps: list[Step], entries: Iterable[Entry], constants: Constants) -> list[_Order]:
    found = [
        _Order(step.id, f"{step.id}.start", f"{step.id}.end", apart=step.sittings > 1, when=None)
        for step in steps
        if step.sittings is not None
    ]
    for entry in entries:
        if not isinstance(entry, Minimum | Window | Precedence):
            continue
        least = constants.span(entry.at_least)
        if least is None:
            continue
        found += [
            _Order(entry.id, sooner, later, apart=least != Duration(), when=entry.when)
            for sooner in _points(steps, entry.start)
            for later in _points(steps, entry.end)
            if sooner != later
        ]
    return found


def _points(steps: Sequence[Step], reference: Reference) -> list[str]:
    """The points that the reference means where every step of the strategy is planned."""
    named = [f"{step.id}.{point}" for step in steps for point in step.means(reference)]
    return named if isinstance(reference, Every) else named[-1:] if isinstance(reference, Last) else named[:1]


def _round(orders: list[_Order]) -> list[_Order] | None:
    """The shortest round of orders that hold together and ask a day to come before itself; None where there is none.

    Orders under two conditions may never hold at once, so they make no round.
    """
    if not _circling(orders):
        return None
    conditions = dict.fromkeys(order.when for order in orders if order.when is not None)
    together = [[order for order in orders if order.when in (None, when)] for when in (None, *conditions)]
    found = [round for some in together for round in _circling(some)]
    return min(found, key=len, default=None)


def _circling(orders: list[_Order]) -> list[list[_Order]]:
    """For each order that parts two days, the shortest way back from its later to its sooner day."""
    return [
        [order, *back]
        for order in orders
        if order.apart and (back := _way(orders, order.later, order.sooner)) is not None
    ]


def _way(orders: list[_Order], start: str, end: str) -> list[_Order] | None:
    ways: dict[str, list[_Order]] = {start: []}
    ahead = [start]
    for point in ahead:
        for order in orders:
            if order.sooner == point and order.later not in ways:
                ways[order.later] = [*ways[point], order]
                ahead.append(order.later)
    return ways.get(end)


def _round_problem(manuscript: Manuscript, strategy: Strategy, round: list[_Order]) -> Problem:
    chain = " → ".join(point.removesuffix(".day") for point in (round[0].sooner, *(order.later for order in round)))
    listed = list(strategy.constraints)
    named = sorted({order.id for order in round}, key=listed.index)
    message = f"the order of {strategy.id} runs in a circle: {chain} ({', '.join(named)})"
    return _node(manuscript, strategy, named[-1]).problem(message, "leave one of them out")
