"""Disputed facts: the case assessed once for each combination of sides, and what comes out the same on all of them
stands (conditions.md, section 2).

Nothing is averaged or outvoted. All combinations are assessed at once (``cql.possible``): an answer is the scenarios in
which it comes out. Where there are more than ``MOST_COMBINATIONS``, the facts with the most sides are left open among
them in every scenario: recorded, their value not known, and never read as absent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from resecta.advice.conclusions import Concluded, conclusion, explained, waiting
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
from resecta.advice.sides import Sides
from resecta.advice.windows import window_of
from resecta.case.model import Dispute
from resecta.cql.possible import Pairs
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Kind, Status, shared

MOST_ASKED = 64
"""Combinations that are asked one by one for what each still waits for."""
OPEN_AMONG = "It was left open among its sides, since all the disputes together have too many combinations."


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
    _prepare(sides, rows)
    conclusions = [_merged(sides, row) for row in rows]
    told = tuple(one for one in conclusions if one.kind is not Kind.SILENT or one.answer)
    return Concluded(told, _asked(sides), sides.reasoning(0).scope)


def _asked(sides: Sides) -> tuple[str, ...]:
    """The elements to ask for whatever is open, always or in a situation that some sides bring about."""
    guideline = sides.guideline
    wanted = {*guideline.always_asked}
    wanted.update(
        item.element for item in guideline.asked_while if True in sides.within(f"asked:{item.element}", sides.every)
    )
    stated = {*sides.case.facts, *(dispute.element for dispute in sides.case.disputes)}
    return guideline.in_order(wanted - stated)


def _prepare(sides: Sides, rows: tuple[Row, ...]) -> None:
    """Work out all reasons of a scenario at once: one by one they would cost many times as much."""
    told = {*explained(sides.guideline)}
    defines: dict[int, list[str]] = {}
    for row in rows:
        if row.define in told:
            defines.setdefault(_told_by(sides, row), []).append(row.define)
    for scenario, named in defines.items():
        sides.reasoning(scenario).prepare(named)


def _told_by(sides: Sides, row: Row) -> int:
    """The first scenario that comes out so."""
    return sides.first(row.define, _as_value(row.answer))


def _merged(sides: Sides, row: Row) -> Conclusion:
    """The words of a scenario that comes out so; reasons only where every side has the answer."""
    answer = row.answer
    own = conclusion(sides.reasoning(_told_by(sides, row)), row.kind, row.id)
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
        open_in = [mask for value, mask in sides.pairs(row.define) if value in (None, "undetermined", "blocked")]
        for scenario in _representatives(sides, row.define, reduce(or_, open_in, 0)):
            named |= set(waiting(sides.reasoning(scenario), row.kind, row.define))
    return sides.guideline.in_order(named)


def _representatives(sides: Sides, define: str, scenarios: int) -> list[int]:
    """Of these scenarios one for each set of sides that enters a definition, evenly spread ones where they are many."""
    logic, names = sides.guideline.logic, sides.guideline.element_names
    ladder = sides.guideline.ladders.get(define)
    waits = () if ladder is None else (name for rung in ladder.rungs for name in rung.waits)
    entering = reduce(or_, (logic.cones.masks[name] for name in (define, *waits)))
    strides = [
        (sides.strides[dispute.element], len(dispute.sides))
        for dispute in sides.counted
        if logic.cones.bits[names[dispute.element]] & entering
    ]
    found: dict[tuple[int, ...], int] = {}
    for scenario in range(sides.count):
        if scenarios >> scenario & 1:
            found.setdefault(tuple([scenario // stride % count for stride, count in strides]), scenario)
    step = max(1, -(-len(found) // MOST_ASKED))
    return [*found.values()][::step]


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
