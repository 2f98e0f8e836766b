"""Disputed facts: the case assessed once for each side, and what comes out the same on every side stands
(conditions.md, section 2).

Nothing is averaged or outvoted. Where sides lead apart, a finding is unknown, a recommendation undetermined; a strategy
or regimen keeps what every side shares (open, or closed) and is otherwise undetermined.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from resecta.advice.conclusions import Conclusions
from resecta.advice.model import Change, Conflict, Finding, Recommendation, Regimen, Side, Silence, Strategy
from resecta.case.model import Dispute
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.guideline.pack import Guideline

MOST_COMBINATIONS = 64
TOO_MANY = "Too many disputes to assess every combination: this one, having few consequences, is taken as unknown."

Assignment = tuple[tuple[str, Value], ...]
Assess = Callable[[Mapping[str, Value]], Conclusions]
Item = TypeVar("Item", Finding, Recommendation, Strategy, Regimen)


@dataclass(frozen=True, slots=True)
class Sides:
    """Every combination of sides with its conclusions.

    ``left_out``: disputes taken as unknown since the combinations were too many.
    """

    disputes: tuple[Dispute, ...]
    left_out: tuple[Dispute, ...]
    outcomes: tuple[tuple[Assignment, Conclusions], ...]


def explore(disputes: Sequence[Dispute], assess: Assess) -> Sides:
    """Assess every combination of sides; beyond 64, the disputes with the fewest consequences are taken as unknown."""
    kept = list(disputes)
    left_out: list[Dispute] = []
    if _combinations(kept) > MOST_COMBINATIONS:
        kept.sort(key=lambda dispute: _consequences(dispute, assess), reverse=True)
        while _combinations(kept) > MOST_COMBINATIONS:
            left_out.append(kept.pop())
        kept.sort(key=disputes.index)
    combinations = itertools.product(*([(d.element, side.value) for side in d.sides] for d in kept))
    outcomes = tuple((values, assess(dict(values))) for values in combinations)
    return Sides(tuple(kept), tuple(left_out), outcomes)


def _combinations(disputes: Iterable[Dispute]) -> int:
    return math.prod(len(dispute.sides) for dispute in disputes)


def _consequences(dispute: Dispute, assess: Assess) -> int:
    outcomes = [assess({dispute.element: side.value}) for side in dispute.sides]
    return max(len(changes(outcomes[0], other)) for other in outcomes[1:])


def merge(guideline: Guideline, sides: Sides) -> Conclusions:
    """What stands whichever side is right."""
    return _merged(guideline, sides, [c for _, c in sides.outcomes], [a for a, _ in sides.outcomes])


def conflicts(guideline: Guideline, sides: Sides, merged: Conclusions, assess: Assess) -> tuple[Conflict, ...]:
    """Each dispute with what the advice would be if one side were right, against the merged advice."""
    found = []
    for dispute in (*sides.disputes, *sides.left_out):
        shown = []
        for side in dispute.sides:
            if dispute in sides.left_out:
                outcomes = [(a, assess({**dict(a), dispute.element: side.value})) for a, _ in sides.outcomes]
            else:
                outcomes = [(a, c) for a, c in sides.outcomes if (dispute.element, side.value) in a]
            if_right = _merged(guideline, sides, [c for _, c in outcomes], [a for a, _ in outcomes])
            shown.append(Side(side.value, side.sources, changes(merged, if_right)))
        left_out = f" {TOO_MANY}" if dispute in sides.left_out else ""
        found.append(Conflict(dispute.element, f"{_text(guideline, dispute)}{left_out}", tuple(shown)))
    return tuple(sorted(found, key=lambda conflict: list(guideline.elements).index(conflict.element)))


def _text(guideline: Guideline, dispute: Dispute) -> str:
    answers = "; ".join(f"{say(side.value)} ({', '.join(side.sources)})" for side in dispute.sides)
    name = guideline.elements[dispute.element].name
    return f"{name}: {len(dispute.sides)} answers, {answers}. Until it is settled, only what every side shares stands."


def changes(before: Conclusions, after: Conclusions) -> tuple[Change, ...]:
    """The conclusions whose truth or status differs, with what ``after`` says."""
    found: list[Change] = []
    for old, new in zip(before.findings, after.findings, strict=True):
        if old.value is not new.value:
            found.append(Change("finding", new.id, new.value))
    for kind in ("recommendations", "strategies", "regimens"):
        singular = "strategy" if kind == "strategies" else kind[:-1]
        for old, new in zip(getattr(before, kind), getattr(after, kind), strict=True):
            if old.status != new.status:
                found.append(Change(singular, new.id, new.status))
    if before.intent != after.intent:
        found.append(Change("intent", "intent", after.intent))
    return tuple(found)


def _merged(
    guideline: Guideline, sides: Sides, outcomes: Sequence[Conclusions], assignments: Sequence[Assignment]
) -> Conclusions:
    first = outcomes[0]
    if len(outcomes) == 1:
        return first
    merging = _Merging(guideline, [dict(a) for a in assignments], [d.element for d in sides.disputes])
    findings = tuple(merging.finding([c.findings[i] for c in outcomes]) for i in range(len(first.findings)))
    apart = {f"finding:{f.id}" for i, f in enumerate(findings) if len({c.findings[i].value for c in outcomes}) > 1}
    apart |= {f"element:{element}" for element in merging.varying}
    return Conclusions(
        intent=first.intent if len({c.intent for c in outcomes}) == 1 else "undetermined",
        findings=findings,
        recommendations=tuple(
            merging.recommendation([c.recommendations[i] for c in outcomes], apart)
            for i in range(len(first.recommendations))
        ),
        strategies=tuple(merging.strategy([c.strategies[i] for c in outcomes]) for i in range(len(first.strategies))),
        regimens=tuple(merging.regimen([c.regimens[i] for c in outcomes]) for i in range(len(first.regimens))),
        silent=merging.silences(outcomes),
        asked=tuple(id for id in guideline.elements if any(id in c.asked for c in outcomes)),
    )


class _Merging:
    """Merges one id's conclusions over all sides."""

    def __init__(self, guideline: Guideline, assignments: list[dict[str, Value]], elements: list[str]) -> None:
        self._guideline = guideline
        self._assignments = assignments
        self.varying = tuple(e for e in elements if any(a[e] != assignments[0][e] for a in assignments))

    def finding(self, items: Sequence[Finding]) -> Finding:
        first = items[0]
        window = first.window if all(item.window == first.window for item in items) else None
        if len({item.value for item in items}) == 1:
            return replace(first, window=window, missing=self._missing(items))
        missing = self._decisive(items, "value")
        names = " and ".join(self._guideline.elements[id].name for id in missing if id in self.varying)
        text = f"Not settled; the answers on {names} lead apart."
        return replace(first, value=None, text=text, because=(), window=window, missing=missing)

    def recommendation(self, items: Sequence[Recommendation], apart: set[str]) -> Recommendation:
        first = items[0]
        disputed = self._guideline.recommendations[first.id].if_disputed
        if disputed and disputed in apart:
            applying = next((item for item in items if item.status == "applies"), first)
            return replace(applying, status="applies", because=(), missing=())
        if len({item.status for item in items}) == 1:
            return replace(first, missing=self._missing(items))
        return replace(first, status="undetermined", because=(), missing=self._decisive(items, "status"))

    def strategy(self, items: Sequence[Strategy]) -> Strategy:
        first = items[0]
        arguments = tuple(
            replace(a, holds=a.holds if all(i.arguments[n].holds is a.holds for i in items) else None)
            for n, a in enumerate(first.arguments)
        )
        status = shared_status([item.status for item in items])
        if len({item.status for item in items}) == 1:
            return replace(first, arguments=arguments, missing=self._missing(items))
        kept = next((item for item in items if item.status == status), first)
        missing = self._decisive(items, "status") if status == "undetermined" else ()
        because = kept.because if kept.status == status else ()
        return replace(kept, status=status, arguments=arguments, because=because, missing=missing)

    def regimen(self, items: Sequence[Regimen]) -> Regimen:
        first = items[0]
        statuses = [item.status for item in items]
        if len(set(statuses)) == 1:
            return replace(first, missing=self._missing(items))
        status = shared_status(statuses)
        if status == "undetermined" and (self._guideline.regimens[first.id].if_disputed or "blocked" in statuses):
            status = "blocked"
        kept = next((item for item in items if item.status == status), first)
        because = kept.because if kept.status == status else ()
        missing = self._decisive(items, "status") if status in ("undetermined", "blocked") else ()
        return replace(kept, status=status, because=because, missing=missing)

    def silences(self, outcomes: Sequence[Conclusions]) -> tuple[Silence, ...]:
        held = {silence.id: silence for c in outcomes for silence in c.silent}
        return tuple(held[id] for id in self._guideline.notices if id in held)

    def _missing(self, items: Sequence[Item]) -> tuple[str, ...]:
        named = {id for item in items for id in item.missing}
        return tuple(id for id in self._guideline.elements if id in named)

    def _decisive(self, items: Sequence[Item], attribute: str) -> tuple[str, ...]:
        """The disputed elements on which this conclusion hangs, and what else its sides ask for."""
        values = [getattr(item, attribute) for item in items]
        named = {id for item in items for id in item.missing}
        for element in self.varying:
            others = [tuple((e, a[e]) for e in a if e != element) for a in self._assignments]
            pairs = itertools.combinations(range(len(values)), 2)
            if any(others[i] == others[j] and values[i] != values[j] for i, j in pairs):
                named.add(element)
        return tuple(id for id in self._guideline.elements if id in named)


def shared_status(statuses: Sequence[str]) -> str:
    """What every side shares: the status itself; open on all → option.

    Closed on all and contraindicated on one → that; else undetermined.
    """
    if len(set(statuses)) == 1:
        return statuses[0]
    if all(status in ("preferred", "option") for status in statuses):
        return "option"
    if all(status in ("condition-not-met", "contraindicated") for status in statuses):
        return "contraindicated"
    return "undetermined"
