"""All that a case leaves open, as scenarios: each combination of the sides of its disputes and of the days that a date
known to its month or year can be (docs/decisions/unknown.md).

All scenarios are assessed at once (``cql.possible``): what a definition comes to is a value and the scenarios in which
it does. Where there are too many, days that come out alike are merged first; what is then still too many is left open
among its values in every scenario: recorded, its value not known, and never read as absent.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeAlias

from resecta.advice.reasoning import Reasoning, parameters
from resecta.case import Case, Choice, Dispute, Fact, Side
from resecta.case.approximate import on_days
from resecta.case.could_be import could_be
from resecta.case.derive import Derivation
from resecta.cql.possible import Bench, Pairs
from resecta.cql.values import Date, Value
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass

MERGED_FROM = 64
"""Beyond so many combinations the days of a rough date that come out alike are merged."""
MOST_SCENARIOS = 4096
"""Beyond so many, what has the most options is left open among them."""
MOST_TRIED = 512
"""Beyond so many combinations that one element hangs on, it is open among all that it could be."""

_ENDS = (0, 1, 2, -1)

Option: TypeAlias = "Value | datetime.date"


@dataclass(frozen=True, slots=True)
class Root:
    """Something open that nothing else decides: a dispute, by its element, or a rough date, by its key in the case.

    ``name`` is what a sentence calls it; ``elements`` are those whose value would differ.
    """

    key: str
    name: str
    options: tuple[Option, ...]
    elements: tuple[str, ...]
    dispute: Dispute | None = None


class Scenarios:
    """The scenarios of one case. ``counted``: the roots that tell them apart; ``open``: those left open in each."""

    def __init__(self, guideline: Guideline, case: Case) -> None:
        self.guideline, self.case = guideline, case
        roots = tuple(roots_in(guideline, case))
        if len(roots) > 1 and _combinations(roots) > MERGED_FROM:  # one alone is what merging asks of each
            roots = tuple(_few_days(guideline, case, root) for root in roots)
        self.roots = roots
        tried = {
            root.key for element in self._hangs_on.values() if _combinations(element) <= MOST_TRIED for root in element
        }
        self.open = [root for root in roots if root.key not in tried]
        counted = sorted((root for root in roots if root.key in tried), key=lambda root: len(root.options))
        while _combinations(counted) > MOST_SCENARIOS:
            self.open.append(counted.pop())
        self.counted = tuple(root for root in roots if root in counted)
        self.count = _combinations(self.counted)
        self.every = (1 << self.count) - 1
        self._reasonings: dict[int, Reasoning] = {}
        self._derivations: dict[tuple[tuple[str, Option], ...], Derivation] = {}
        self._pairs: dict[str, Pairs] = {}
        self._spread: dict[tuple[int, int], tuple[int, ...]] = {}

    @cached_property
    def strides(self) -> Mapping[str, int]:
        """How far apart two scenarios lie that differ in one root by one option."""
        strides: dict[str, int] = {}
        stride = 1
        for root in self.counted:
            strides[root.key] = stride
            stride *= len(root.options)
        return strides

    def where(self, root: Root, place: int) -> int:
        """The scenarios in which this option of a root is so: all of them where it is left open."""
        stride = self.strides.get(root.key)
        if stride is None:
            return self.every
        period = stride * len(root.options)
        repeated = self.every // ((1 << period) - 1)  # one bit at the start of each period
        return (((1 << stride) - 1) << (place * stride)) * repeated

    def where_side(self, dispute: Dispute, side: Side) -> int:
        """The scenarios in which one side of a dispute can be right."""
        root = next((root for root in self.roots if root.dispute is dispute), None)
        if root is not None:
            return self.where(root, dispute.sides.index(side))
        return sum_of(mask for value, mask in self.among[dispute.element] if side.may_be(value))

    def roots_of(self, element: str) -> list[Root]:
        """What an element hangs on."""
        return [root for root in self.roots if element in root.elements]

    @cached_property
    def among(self) -> Mapping[str, Pairs]:
        """Each open element with its values, and the scenarios in which it can have them."""
        return {id: self._pairs_of(id, roots) for id, roots in self._hangs_on.items()}

    @cached_property
    def _hangs_on(self) -> Mapping[str, tuple[Root, ...]]:
        """Each open element with all that decides it."""
        by_key = {root.key: root for root in self.roots}
        open_: dict[str, tuple[Root, ...]] = {
            id: tuple(by_key[key] for key in keys if key in by_key) for id, keys in self.case.hangs.items()
        }
        for dispute in self.case.disputes:
            keys = dispute.follows or (dispute.element,)
            open_[dispute.element] = tuple(by_key[key] for key in (*keys, *dispute.hangs) if key in by_key)
        return open_

    def _pairs_of(self, id: str, roots: Sequence[Root]) -> Pairs:
        if _combinations(roots) > MOST_TRIED:
            values = could_be(self.guideline, self.case.recorded, id, self._days)
            if values is not None:
                return tuple((value, self.every) for value in values)
        found: dict[Value, int] = {}
        for row in itertools.product(*(range(len(root.options)) for root in roots)):
            mask = self.every
            for root, place in zip(roots, row, strict=True):
                mask &= self.where(root, place)
            if mask:
                chosen = [(root, root.options[place]) for root, place in zip(roots, row, strict=True)]
                for value in self._values(id, chosen):
                    found[value] = found.get(value, 0) | mask
        return tuple(found.items())

    @cached_property
    def _days(self) -> Mapping[str, tuple[datetime.date, ...]]:
        """The days of each rough date."""
        return {
            root.key: tuple(day for day in root.options if isinstance(day, datetime.date))
            for root in self.roots
            if root.dispute is None
        }

    def _values(self, id: str, chosen: Sequence[tuple[Root, Option]]) -> Iterable[Value]:
        """What an element can be once these options are taken: several values where it is disputed even then."""
        if len(chosen) == 1 and chosen[0][0].key == id:
            option = chosen[0][1]
            return (option,) if not isinstance(option, datetime.date) else (Date.of(option),)
        known = self._derivation(chosen).known(id)
        if isinstance(known, Dispute):
            return [side.taken for side in known.sides]
        return (None,) if known is None else (known.value,)

    def _derivation(self, chosen: Sequence[tuple[Root, Option]]) -> Derivation:
        key = tuple((root.key, option) for root, option in chosen)
        found = self._derivations.get(key)
        if found is None:
            choice = _choice(chosen)
            recorded = on_days(self.case.recorded, choice.days)
            found = self._derivations[key] = Derivation(self.guideline, recorded, choice.sides)
        return found

    @cached_property
    def bench(self) -> Bench:
        """All scenarios, asked at once."""
        names = self.guideline.element_names
        known = {id: fact.value for id, fact in self.case.facts.items()}
        base = self.guideline.logic.base(parameters(self.guideline, known, self.case.assessed_on))
        return Bench(base, self.count, among={names[id]: pairs for id, pairs in self.among.items()})

    def pairs(self, define: str) -> Pairs:
        """What a definition, or a parameter, comes to, and in which scenarios."""
        found = self._pairs.get(define)
        if found is None:
            found = self._pairs[define] = self._come_to(define)
        return found

    def _come_to(self, define: str) -> Pairs:
        if define in self.guideline.library.definitions:
            return self.guideline.logic.possible.pairs(define, self.bench)
        id = self.guideline.element_ids.get(define)
        if id is not None and id in self.among:
            return self.among[id]
        return ((self.reasoning(0).value(define), self.every),)

    def outcomes(self, name: str, where: str | None = None) -> tuple[Value, ...]:
        """What a definition or parameter comes to in all scenarios, or in those in which ``where`` is true."""
        return self.within(name, self.every if where is None else self.where_it_is(where, True))

    def where_it_is(self, define: str, value: Value) -> int:
        """The scenarios in which a definition comes to this."""
        return sum_of(mask for known, mask in self.pairs(define) if known is value or known == value)

    def within(self, define: str, scenarios: int) -> tuple[Value, ...]:
        """What a definition comes to in these scenarios."""
        return tuple(value for value, mask in self.pairs(define) if mask & scenarios)

    def first(self, define: str, value: Value) -> int:
        """The first scenario in which a definition comes to this; the first of all where it never does."""
        mask = self.where_it_is(define, value) or 1
        return _first(mask)

    def reasoning(self, scenario: int) -> Reasoning:
        """The case as it is in one scenario; an element that is open even there has the first of its values."""
        found = self._reasonings.get(scenario)
        if found is None:
            facts = {**self.case.facts}
            for id, pairs in self.among.items():
                value = next((value for value, mask in pairs if mask >> scenario & 1), None)
                if value is not None:
                    facts[id] = Fact(id, value, self.source(id, value))
            found = Reasoning(self.guideline, facts, self.case.assessed_on, self.outcomes)
            self._reasonings[scenario] = found
        return found

    def source(self, id: str, value: Value) -> str:
        """Who says that an open element has this value, or from which rough date it follows."""
        sides = (side for dispute in self.case.disputes if dispute.element == id for side in dispute.sides)
        said = next((", ".join(side.sources) for side in sides if side.may_be(value)), None)
        if said is not None:
            return said
        return ", ".join(root.name for root in self.roots if id in root.elements)

    def varies(self, define: str, root: Root) -> bool:
        """Whether a definition hangs on this root: on a pair of scenarios that differ in nothing else."""
        stride = self.strides.get(root.key)
        if stride is None:
            names = self.guideline.element_names
            return any(names[id] in self.guideline.logic.cones.facts[define] for id in root.elements)
        places = [(place * stride, self.where(root, place)) for place in range(len(root.options))]
        return any(len({(mask & own) >> shift for shift, own in places}) > 1 for _, mask in self.pairs(define))

    def spread(self, scenarios: int, most: int) -> tuple[int, ...]:
        """Scenarios to be asked one by one: all of these; where they are many, one for the first and the last option of
        each root, and others as chance has it, always the same.
        """
        found = self._spread.get((scenarios, most))
        if found is None:
            found = self._spread[scenarios, most] = self._chosen(scenarios, most)
        return found

    def _chosen(self, scenarios: int, most: int) -> tuple[int, ...]:
        every = [scenario for scenario in range(self.count) if scenarios >> scenario & 1]
        if len(every) <= most:
            return tuple(every)
        ends = (scenarios & self.where(root, place) for root in self.counted for place in (0, len(root.options) - 1))
        told = [_first(mask) for mask in ends if mask]
        from random import Random  # only where there are many

        others = Random(0).sample(every, most)  # noqa: S311 - a sample, no secret
        return tuple(dict.fromkeys([*told, *others]))[: max(most, len(told))]


def _first(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def roots_in(guideline: Guideline, case: Case) -> Iterator[Root]:
    """What is open and follows from nothing else, disputes first."""
    hanging: dict[str, list[str]] = {}
    for id, keys in case.hangs.items():
        for key in keys:
            hanging.setdefault(key, []).append(id)
    for dispute in case.disputes:
        if not dispute.follows:
            follow = [other.element for other in case.disputes if dispute.element in other.follows]
            elements = (dispute.element, *follow, *hanging.get(dispute.element, ()))
            name = guideline.elements[dispute.element].name
            yield Root(dispute.element, name, tuple(side.value for side in dispute.sides), elements, dispute)
    for date in case.approximate:
        disputed = [dispute.element for dispute in case.disputes if date.key in dispute.hangs]
        elements = tuple(dict.fromkeys((*hanging.get(date.key, ()), *disputed)))
        if elements:
            days = range((date.about.last - date.about.first).days + 1)
            options = tuple(date.about.first + datetime.timedelta(days=day) for day in days)
            yield Root(date.key, date.what, options, elements)


def _few_days(guideline: Guideline, case: Case, root: Root) -> Root:
    """A rough date with those of its days that come out differently when everything else stays: the first and the last
    of each run of days that are alike. Three days at the beginning are kept beside the last, so that a sentence says
    them as a span; at the end of a month several days come to one, months later.
    """
    if root.dispute is not None or len(root.options) <= len(_ENDS):
        return root
    alone = replace(
        case,
        disputes=(),
        approximate=tuple(date for date in case.approximate if date.key == root.key),
        hangs=dict.fromkeys(root.elements, (root.key,)),
    )
    scenarios = Scenarios(guideline, alone)
    begins = 0  # a bit for each day on which an answer comes up, or goes, that was otherwise the day before
    for _, _, define in guideline.answers:
        for _, mask in scenarios.pairs(define):
            begins |= mask ^ mask << 1
    ends = {day % scenarios.count for day in _ENDS}
    turns = begins | begins >> 1
    kept = [option for day, option in enumerate(root.options) if day in ends or turns >> day & 1]
    return replace(root, options=tuple(kept))


def _choice(chosen: Iterable[tuple[Root, Option]]) -> Choice:
    sides: dict[str, Value] = {}
    days: dict[str, datetime.date] = {}
    for root, option in chosen:
        if isinstance(option, datetime.date):
            days[root.key] = option
        else:
            sides[root.key] = option
    return Choice(sides, days)


def _combinations(roots: Iterable[Root]) -> int:
    return math.prod(len(root.options) for root in roots)


def sum_of(masks: Iterable[int]) -> int:
    """The scenarios of any of these."""
    found = 0
    for mask in masks:
        found |= mask
    return found
