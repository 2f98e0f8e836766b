"""Disputed facts: the case assessed once for each combination of sides, and what comes out the same on all of them
stands (conditions.md, section 2).

Nothing is averaged or outvoted. All combinations are assessed at once (``cql.possible``): an answer is the scenarios in
which it comes out. Where there are more than ``MOST_COMBINATIONS``, the facts with the most sides are left open among
them in every scenario: recorded, their value not known, and never read as absent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from resecta.advice.conclusions import Concluded, asked, conclusion
from resecta.advice.model import (
    Answer,
    Argument,
    Change,
    Conclusion,
    Conflict,
    Finding,
    FindingWindow,
    Side,
    Strategy,
)
from resecta.advice.reasoning import Reasoning, parameters
from resecta.advice.windows import window_of
from resecta.case.model import Case, Dispute, Fact
from resecta.cql.possible import Bench, Pairs
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Kind, Status, shared

MOST_COMBINATIONS = 4096
MOST_ASKED = 64
"""Combinations that are asked one by one for what each still waits for."""
OPEN_AMONG = "It was left open among its sides, since all the disputes together have too many combinations."


class Sides:
    """Every combination of sides of one case. ``counted``: the disputes that tell scenarios apart; ``open``: those left
    open among their sides in each.
    """

    def __init__(self, guideline: Guideline, case: Case) -> None:
        self.guideline, self.case = guideline, case
        self.open: list[Dispute] = []
        counted = list(case.disputes)
        while _combinations(counted) > MOST_COMBINATIONS:
            widest = max(counted, key=lambda dispute: len(dispute.sides))
            counted.remove(widest)
            self.open.append(widest)
        self.counted = tuple(counted)
        self.count = _combinations(counted)
        self.every = (1 << self.count) - 1
        self._reasonings: dict[int, Reasoning] = {}

    @cached_property
    def strides(self) -> Mapping[str, int]:
        """How far apart two scenarios lie that differ in one dispute by one side."""
        strides: dict[str, int] = {}
        stride = 1
        for dispute in self.counted:
            strides[dispute.element] = stride
            stride *= len(dispute.sides)
        return strides

    def scenarios(self, dispute: Dispute, side: int) -> int:
        """The scenarios in which this side is right: all of them where the dispute is left open."""
        if dispute in self.open:
            return self.every
        stride = self.strides[dispute.element]
        block = ((1 << stride) - 1) << (side * stride)
        period = stride * len(dispute.sides)
        return sum(block << start for start in range(0, self.count, period))

    @cached_property
    def bench(self) -> Bench:
        """All scenarios, asked at once."""
        names = self.guideline.element_names
        among: dict[str, Pairs] = {
            names[dispute.element]: tuple(
                (side.value, self.scenarios(dispute, place)) for place, side in enumerate(dispute.sides)
            )
            for dispute in self.case.disputes
        }
        known = {id: fact.value for id, fact in self.case.facts.items()}
        base = self.guideline.logic.base(parameters(self.guideline, known, self.case.assessed_on))
        return Bench(base, self.count, among=among)

    def pairs(self, define: str) -> Pairs:
        """What a definition comes to, and in which scenarios."""
        return self.guideline.logic.possible.pairs(define, self.bench)

    def within(self, define: str, scenarios: int) -> tuple[Value, ...]:
        """What a definition comes to in these scenarios."""
        return tuple(value for value, mask in self.pairs(define) if mask & scenarios)

    def first(self, define: str, value: Value) -> int:
        """The first scenario in which a definition comes to this."""
        mask = next((mask for known, mask in self.pairs(define) if known is value or known == value), 1)
        return (mask & -mask).bit_length() - 1

    def reasoning(self, scenario: int) -> Reasoning:
        """The case with the sides of one scenario as facts."""
        found = self._reasonings.get(scenario)
        if found is None:
            facts = {**self.case.facts}
            for dispute in self.case.disputes:
                stride = self.strides.get(dispute.element)
                place = 0 if stride is None else scenario // stride % len(dispute.sides)
                facts[dispute.element] = _taken(dispute, place)
            found = self._reasonings[scenario] = Reasoning(self.guideline, facts, self.case.assessed_on)
        return found

    def varies(self, define: str, dispute: Dispute) -> bool:
        """Whether the definition hangs on this dispute: on a pair of scenarios that differ in nothing else."""
        if dispute in self.open:
            return self.guideline.element_names[dispute.element] in self.guideline.logic.cones.facts[define]
        stride = self.strides[dispute.element]
        places = [(place * stride, self.scenarios(dispute, place)) for place in range(len(dispute.sides))]
        return any(len({(mask & own) >> shift for shift, own in places}) > 1 for _, mask in self.pairs(define))


def _taken(dispute: Dispute, place: int) -> Fact:
    side = dispute.sides[place]
    return Fact(dispute.element, side.value, ", ".join(side.sources))


def _combinations(disputes: Sequence[Dispute]) -> int:
    return math.prod(len(dispute.sides) for dispute in disputes)


@dataclass(frozen=True, slots=True)
class Row:
    """One conclusion over all sides: its deciding definition, and the join of its answers."""

    kind: Kind
    id: str
    define: str
    answer: Answer
    alike: bool


def joined(sides: Sides, scenarios: int) -> tuple[Row, ...]:
    """The join of every conclusion over these scenarios (conditions.md, section 2)."""
    rows: list[Row] = []
    for kind, id, define in sides.guideline.answers:
        found = sides.within(define, scenarios)
        rows.append(Row(kind, id, define, _join(sides.guideline, kind, id, found), len(found) == 1))
    apart = {f"finding:{row.id}" for row in rows if row.kind is Kind.FINDING and not row.alike}
    apart |= {f"element:{dispute.element}" for dispute in sides.case.disputes if _told_apart(sides, dispute, scenarios)}
    return tuple(_by_dispute(sides.guideline, row, apart) for row in rows)


def _told_apart(sides: Sides, dispute: Dispute, scenarios: int) -> bool:
    left = [place for place in range(len(dispute.sides)) if sides.scenarios(dispute, place) & scenarios]
    return len(left) > 1


def _join(guideline: Guideline, kind: Kind, id: str, found: tuple[Value, ...]) -> Answer:
    match kind:
        case Kind.FINDING:
            value = found[0]
            return value if len(found) == 1 and isinstance(value, bool) else None
        case Kind.INTENT:
            return str(found[0]) if len(found) == 1 else str(Status.UNDETERMINED)
        case Kind.SILENT:
            return True in found
    statuses = tuple(Status(str(value)) for value in found)
    if kind is Kind.RECOMMENDATION:
        return statuses[0] if len(statuses) == 1 else Status.UNDETERMINED
    waits = kind is Kind.REGIMEN and guideline.regimens[id].if_disputed is not None
    return shared(statuses, waits=waits)


def _by_dispute(guideline: Guideline, row: Row, apart: set[str]) -> Row:
    """A recommendation that applies because something is disputed: settle it."""
    if row.kind is not Kind.RECOMMENDATION or guideline.recommendations[row.id].if_disputed not in apart:
        return row
    return replace(row, answer=Status.APPLIES)


def merge(sides: Sides) -> Concluded:
    """What stands whichever side is right."""
    rows = joined(sides, sides.every)
    conclusions = [_merged(sides, row) for row in rows]
    told = tuple(one for one in conclusions if one.kind is not Kind.SILENT or one.answer)
    reasonings = [sides.reasoning(scenario) for scenario in _representatives(sides, sides.every)]
    named = {id for reasoning in reasonings for id in asked(reasoning)}
    order = sides.guideline.elements
    return Concluded(told, tuple(id for id in order if id in named), reasonings[0].scope)


def _merged(sides: Sides, row: Row) -> Conclusion:
    """The words of a scenario that comes out so; reasons only where every side has the answer."""
    answer = row.answer
    own = conclusion(sides.reasoning(sides.first(row.define, _as_value(answer))), row.kind, row.id)
    missing = _missing(sides, row)
    if isinstance(own, Finding):
        own = replace(own, window=_window(sides, own.id))
        if not row.alike:
            names = " and ".join(sides.guideline.elements[id].name for id in missing if id in sides.strides)
            own = replace(own, text=f"Not settled; the answers on {names} lead apart.")
    if isinstance(own, Strategy):
        own = replace(own, arguments=_arguments(sides, own))
    because = own.because if own.answer == answer and own.answer is not None else ()
    return replace(own, answer=answer, because=because, missing=missing)


def _as_value(answer: Answer) -> Value:
    return str(answer) if isinstance(answer, Status) else answer


def _arguments(sides: Sides, strategy: Strategy) -> tuple[Argument, ...]:
    entry = sides.guideline.strategies[strategy.id]
    return tuple(
        replace(own, holds=_alike(sides.pairs(argument.holds)))
        for own, argument in zip(strategy.arguments, entry.arguments, strict=True)
    )


def _alike(pairs: Pairs) -> bool | None:
    value = pairs[0][0]
    return value if len(pairs) == 1 and isinstance(value, bool) else None


def _window(sides: Sides, id: str) -> FindingWindow | None:
    """The window where it is the same on every side."""
    window = sides.guideline.findings[id].window
    if window is None:
        return None
    ends = [name for name in (window.applies, window.earliest, window.latest, window.actual) if name is not None]
    if any(len(sides.pairs(name)) > 1 for name in ends):
        return None
    return window_of(sides.reasoning(0), id, window)


def _missing(sides: Sides, row: Row) -> tuple[str, ...]:
    """The disputes on which an unsettled conclusion hangs, and what else its sides ask for."""
    if row.kind in (Kind.INTENT, Kind.SILENT) or (row.kind is Kind.RECOMMENDATION and row.answer is Status.APPLIES):
        return ()
    open_ = row.answer in (None, Status.UNDETERMINED, Status.BLOCKED)
    named: set[str] = set()
    if open_ and not row.alike:
        named |= {dispute.element for dispute in sides.case.disputes if sides.varies(row.define, dispute)}
    if open_:
        waiting = [mask for value, mask in sides.pairs(row.define) if value in (None, "undetermined", "blocked")]
        for scenario in _representatives(sides, reduce(int.__or__, waiting, 0)):
            named |= set(conclusion(sides.reasoning(scenario), row.kind, row.id).missing)
    return tuple(id for id in sides.guideline.elements if id in named)


def _representatives(sides: Sides, scenarios: int) -> list[int]:
    """Scenarios to be asked one by one: all of them, or evenly spread ones where they are many."""
    every = [scenario for scenario in range(sides.count) if scenarios >> scenario & 1]
    step = max(1, -(-len(every) // MOST_ASKED))
    return every[::step]


def conflicts(sides: Sides) -> tuple[Conflict, ...]:
    """Each dispute with what the advice would be if one side were right, against the merged advice."""
    merged = joined(sides, sides.every)
    order = list(sides.guideline.elements)
    found = [_conflict(sides, dispute, merged) for dispute in sides.case.disputes]
    return tuple(sorted(found, key=lambda conflict: order.index(conflict.element)))


def _conflict(sides: Sides, dispute: Dispute, merged: tuple[Row, ...]) -> Conflict:
    shown = []
    for place, side in enumerate(dispute.sides):
        if_right = joined(sides, sides.scenarios(dispute, place))
        changes = tuple(
            Change(new.kind, new.id, new.answer)
            for old, new in zip(merged, if_right, strict=True)
            if old.answer != new.answer and new.kind is not Kind.SILENT
        )
        shown.append(Side(side.value, side.sources, changes))
    text = _text(sides.guideline, dispute)
    return Conflict(dispute.element, f"{text} {OPEN_AMONG}" if dispute in sides.open else text, tuple(shown))


def _text(guideline: Guideline, dispute: Dispute) -> str:
    told = "; ".join(f"{say(side.value)} ({', '.join(side.sources)})" for side in dispute.sides)
    name = guideline.elements[dispute.element].name
    return f"{name}: {len(dispute.sides)} answers, {told}. Until it is settled, only what every side shares stands."
