"""The sides of disputed facts: every combination is one scenario, and all are asked at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

from resecta.advice.reasoning import Reasoning, parameters
from resecta.case.model import Case, Dispute, Fact
from resecta.cql.possible import Bench, Pairs
from resecta.cql.values import Value
from resecta.guideline.pack import Guideline

MOST_COMBINATIONS = 4096
"""Combinations that are told apart; where there are more, the facts with the most sides are left open."""


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
        self._pairs: dict[str, Pairs] = {}
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
        found = self._pairs.get(define)
        if found is None:
            found = self._pairs[define] = self.guideline.logic.possible.pairs(define, self.bench)
        return found

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
