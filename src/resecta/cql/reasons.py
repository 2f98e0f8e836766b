"""Why a definition has its value in this case: the fewest recorded facts that leave it no other.

*Because* of a definition = the fewest recorded facts that leave it no value but its own, whatever the other recorded
facts might be, or if they were not recorded. What nobody recorded stays unrecorded: it is what the missing facts are
about. Only where no recorded fact is needed at all are the absent ones named on which the value rests. *Critical* =
each fact that opens the definition when it alone is set free. Found by asking ``possible`` afterwards: once for every
fact, once for every definition, and then by search for the few that their critical facts do not force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import comb
from types import MappingProxyType

from resecta.cql.core.nodes import Node
from resecta.cql.possible import Bench, Possible
from resecta.cql.values import Value

MOST_SETS = 4096
"""Sets tried at once in a search, as many as a dozen facts have. Beyond, facts are dropped one by one instead."""

Facts = tuple[str, ...]


class Reasons:
    """The reasons of one case. ``cones``: definition → the facts below it, in the order of its text."""

    def __init__(
        self,
        possible: Possible,
        cones: Mapping[str, Facts],
        values: Mapping[str, Value],
        *,
        steady: frozenset[str] = frozenset(),
        given: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """``values``: every parameter's. ``steady``: parameters never set free (settings, the day). ``given``: Boolean
        definitions told elsewhere, whose truth no scenario moves.
        """
        self._possible, self._cones, self._values, self._given = possible, cones, values, given
        self._recorded = tuple(name for name, value in values.items() if value is not None and name not in steady)
        self._absent = tuple(name for name, value in values.items() if value is None and name not in steady)
        self._results: dict[int, tuple[tuple[Value, ...], Value]] = {}
        self._critical: dict[str, Facts] = {}
        self._forcing: dict[str, Facts] = {}
        self._scenarios: dict[Facts, tuple[Bench, int]] = {}

    def critical(self, names: Iterable[str]) -> dict[str, Facts]:
        """For each definition the facts, recorded or absent, that open it alone, in the order of its text."""
        wanted = tuple(names)
        asked = [name for name in wanted if name not in self._critical]
        if asked:
            facts = (*self._recorded, *self._absent)
            bit = {fact: 2 << place for place, fact in enumerate(facts)}
            bench = self._bench(bit, len(facts) + 1)
            for name in asked:
                open_ = ~self._possible.forced(name, bench)
                self._critical[name] = tuple(fact for fact in self._cones[name] if fact in bit and open_ & bit[fact])
        return {name: self._critical[name] for name in wanted}

    def forcing(self, names: Iterable[str]) -> dict[str, Facts]:
        """For each definition its *because*: recorded facts or, where none is needed, absent ones."""
        wanted = tuple(names)
        asked = [name for name in wanted if name not in self._forcing]
        if asked:
            recorded = frozenset(self._recorded)
            found = self._least(asked, recorded, frozenset())
            unfounded = [name for name in asked if not found[name]]
            if unfounded:
                found |= self._least(unfounded, frozenset(self._absent), recorded)
            self._forcing.update(found)
            self._lay_out({*found.values()} - {*self._scenarios})
        return {name: self._forcing[name] for name in wanted}

    def alone(self, node: Node, held: Facts) -> bool:
        """Whether these facts, and those not recorded, leave a node of the definitions no value but its own."""
        if held not in self._scenarios:
            self._lay_out({held})
        bench, bit = self._scenarios[held]
        return bool(self._possible.forced_node(node, bench) & bit)

    def _lay_out(self, sets: Collection[Facts]) -> None:
        """One pass in which each of these sets of facts is held alone."""
        bits = {held: 2 << place for place, held in enumerate(sets)}
        free = {fact: sum(bit for held, bit in bits.items() if fact not in held) for fact in self._recorded}
        bench = self._bench(free, len(bits) + 1)
        self._scenarios.update((held, (bench, bit)) for held, bit in bits.items())

    def _bench(self, free: Mapping[str, int], count: int) -> Bench:
        bench = Bench(self._values, count, free=free, results=self._results)
        for name, value in self._given.items():
            bench.give(name, value)
        return bench

    def _least(self, names: Sequence[str], among: frozenset[str], also_free: frozenset[str]) -> dict[str, Facts]:
        """The fewest facts of ``among`` that force each definition while the rest, and ``also_free``, are free."""
        candidates = {name: tuple(fact for fact in self._cones[name] if fact in among) for name in names}
        found = {
            name: tuple(fact for fact in critical if fact in among) for name, critical in self.critical(names).items()
        }
        open_ = set(names) - self._forced_by([(name, found[name]) for name in names], candidates, also_free)
        size = 1
        while open_:
            tries = [
                (name, (*found[name], *more))
                for name in sorted(open_)
                for more in self._supersets(candidates[name], found[name], size)
            ]
            forced = self._tried(tries, candidates, also_free)
            for name in sorted(open_):
                better = next((facts for each, facts in forced if each == name), None)
                left = [fact for fact in candidates[name] if fact not in found[name]]
                if better is None and (size >= len(left) or comb(len(left), size + 1) > MOST_SETS):
                    better = self._dropped(name, candidates, also_free)
                if better is not None:
                    found[name] = tuple(fact for fact in candidates[name] if fact in better)
                    open_.discard(name)
            size += 1
        return found

    @staticmethod
    def _supersets(candidates: Facts, found: Facts, size: int) -> Iterator[Facts]:
        left = [fact for fact in candidates if fact not in found]
        return islice(combinations(left, size), MOST_SETS)

    def _dropped(self, name: str, candidates: Mapping[str, Facts], also_free: frozenset[str]) -> Facts:
        """All candidates less what can be spared, tried one by one."""
        kept = candidates[name]
        for fact in candidates[name]:
            fewer = tuple(other for other in kept if other != fact)
            if self._tried([(name, fewer)], candidates, also_free):
                kept = fewer
        return kept

    def _forced_by(
        self, tries: Sequence[tuple[str, Facts]], candidates: Mapping[str, Facts], also_free: frozenset[str]
    ) -> set[str]:
        return {name for name, _ in self._tried(tries, candidates, also_free)}

    def _tried(
        self, tries: Sequence[tuple[str, Facts]], candidates: Mapping[str, Facts], also_free: frozenset[str]
    ) -> list[tuple[str, Facts]]:
        """Those of the tries (definition, facts held) that force, in their order."""
        if not tries:
            return []
        own: dict[str, int] = {}
        held: dict[str, int] = {}
        for place, (name, facts) in enumerate(tries):
            bit = 2 << place
            own[name] = own.get(name, 0) | bit
            for fact in facts:
                held[fact] = held.get(fact, 0) | bit
        free = dict.fromkeys(also_free, (2 << len(tries)) - 2)
        for name, scenarios in own.items():
            for fact in candidates[name]:
                free[fact] = free.get(fact, 0) | (scenarios & ~held.get(fact, 0))
        bench = self._bench(free, len(tries) + 1)
        forced = {name: self._possible.forced(name, bench) for name in dict.fromkeys(name for name, _ in tries)}
        return [each for place, each in enumerate(tries) if forced[each[0]] & (2 << place)]
