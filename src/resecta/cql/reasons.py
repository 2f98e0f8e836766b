"""Why a definition has its value in this case: the fewest recorded facts that leave it no other.

*Because* of a definition = the fewest recorded facts that leave it no value but its own, whatever the other recorded
facts might be, or if they were not recorded. What nobody recorded stays unrecorded: it is what the missing facts are
about. Only where no recorded fact is needed at all are the absent ones named on which the value rests. *Critical* =
each fact that opens the definition when it alone is set free. Found by asking ``possible`` afterwards: once for every
fact, once for every definition, and then by search for the few that their critical facts do not force.

A set of facts is a whole number with a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import comb

from resecta.cql.cones import Cones, Facts
from resecta.cql.core.nodes import Node
from resecta.cql.possible import Base, Bench, Possible
from resecta.cql.values import Value

MOST_SETS = 4096
"""Sets tried at once in a search, as many as a dozen facts have. Beyond, facts are dropped one by one instead."""

Try = tuple[str, int]
"""A definition, and the facts that are held."""


class Reasons:
    """The reasons of one case."""

    def __init__(
        self, possible: Possible, cones: Cones, base: Base, *, steady: frozenset[str], given: Mapping[str, Value]
    ) -> None:
        """``steady``: parameters never set free (settings, the day). ``given``: Boolean definitions told elsewhere,
        whose truth no scenario moves.
        """
        self._possible, self._cones, self._base, self._given = possible, cones, base, given
        facts = {name: value for name, value in base.parameters.items() if name not in steady}
        self._recorded = cones.set_of(name for name, value in facts.items() if value is not None)
        self._absent = cones.set_of(name for name, value in facts.items() if value is None)
        self._opening: dict[tuple[str, int], int] = {}
        self._forcing: dict[str, int] = {}
        self._scenarios: dict[int, tuple[Bench, int]] = {}

    def critical(self, names: Iterable[str]) -> dict[str, Facts]:
        """For each definition the facts, recorded or absent, that open it alone, in the order of its text."""
        wanted = tuple(names)
        recorded, absent = self._opened(wanted, self._recorded), self._opened(wanted, self._absent)
        return {name: self._cones.told(name, recorded[name] | absent[name]) for name in wanted}

    def forcing(self, names: Iterable[str]) -> dict[str, Facts]:
        """For each definition its *because*: recorded facts or, where none is needed, absent ones."""
        return {name: self._cones.told(name, facts) for name, facts in self.sets(names).items()}

    def sets(self, names: Iterable[str]) -> dict[str, int]:
        """The same as sets."""
        wanted = tuple(names)
        asked = [name for name in wanted if name not in self._forcing]
        if asked:
            found = self._least(asked, self._recorded, 0)
            unfounded = [name for name in asked if not found[name]]
            if unfounded:
                found |= self._least(unfounded, self._absent, self._recorded)
            self._forcing.update(found)
        return {name: self._forcing[name] for name in wanted}

    def alone(self, node: Node, held: int) -> bool:
        """Whether these facts, and those not recorded, leave a condition or the left of an *and* or *or* no value but
        its own.
        """
        found = self._scenarios.get(held)
        if found is None:
            free = dict.fromkeys(self._cones.names(self._recorded & ~held), 2)
            found = self._scenarios[held] = (self._bench(free, 2), 2)
        bench, scenario = found
        return bool(self._possible.forced_node(node, bench) & scenario)

    def _bench(self, free: Mapping[str, int], count: int) -> Bench:
        bench = Bench(self._base, count, free=free)
        for name, value in self._given.items():
            self._possible.give(name, value, bench)
        return bench

    def _opened(self, names: Sequence[str], among: int) -> dict[str, int]:
        """For each definition the facts of ``among`` that open it alone: scenario *n* + 1 sets free the fact of bit
        *n*.
        """
        asked = [name for name in names if (name, among) not in self._opening]
        if asked:
            bits = self._cones.bits
            bench = self._bench({name: bits[name] << 1 for name in self._cones.names(among)}, among.bit_length() + 1)
            for name in asked:
                self._opening[name, among] = (bench.every & ~self._possible.forced(name, bench)) >> 1
        return {name: self._opening[name, among] for name in names}

    # ------------------------------------------------------------------ the fewest that force

    def _least(self, names: Sequence[str], among: int, also_free: int) -> dict[str, int]:
        """The fewest facts of ``among`` that force each definition while the rest, and ``also_free``, are free."""
        critical = self._opened(names, among)
        found = self._tried([*critical.items()], among, also_free)
        size = 1
        while open_ := [name for name in names if name not in found]:
            sets = {name: self._supersets(name, critical[name], among, size) for name in open_}
            found |= self._tried([(name, each) for name, tried in sets.items() for each in tried], among, also_free)
            for name in open_:
                left = (self._cones.masks[name] & among & ~critical[name]).bit_count()
                if name not in found and (size >= left or comb(left, size + 1) > MOST_SETS):
                    found[name] = self._dropped(name, among, also_free)
            size += 1
        return found

    def _supersets(self, name: str, facts: int, among: int, size: int) -> Iterator[int]:
        """The facts and so many others, first those that the text names first."""
        bits = self._cones.bits
        others = [bits[fact] for fact in self._cones.facts[name] if bits[fact] & among & ~facts]
        return (facts | sum(more) for more in islice(combinations(others, size), MOST_SETS))

    def _dropped(self, name: str, among: int, also_free: int) -> int:
        """All candidates less what can be spared, tried one by one."""
        kept = self._cones.masks[name] & among
        for fact in self._cones.facts[name]:
            fewer = kept & ~self._cones.bits[fact]
            if fewer != kept and self._tried([(name, fewer)], among, also_free):
                kept = fewer
        return kept

    def _tried(self, tries: Sequence[Try], among: int, also_free: int) -> dict[str, int]:
        """For each definition the first of its tries that forces it. Scenario *n* + 1 is try *n*."""
        if not tries:
            return {}
        scenarios = (2 << len(tries)) - 2
        free = dict.fromkeys(self._cones.names(also_free), scenarios)
        held = self._held(tries)
        for fact in self._cones.names(among):
            if left := scenarios & ~held.get(fact, 0):
                free[fact] = left
        bench = self._bench(free, len(tries) + 1)
        own: dict[str, int] = {}
        for place, (name, _) in enumerate(tries):
            own[name] = own.get(name, 0) | (2 << place)
        found: dict[str, int] = {}
        for name, scenarios in own.items():
            if forced := self._possible.forced(name, bench) & scenarios:
                first = forced & -forced
                found[name] = tries[first.bit_length() - 2][1]
                if not also_free:
                    self._scenarios.setdefault(found[name], (bench, first))
        return found

    def _held(self, tries: Sequence[Try]) -> dict[str, int]:
        """For each fact the scenarios that hold it."""
        together: dict[int, int] = {}
        for place, (_, facts) in enumerate(tries):
            together[facts] = together.get(facts, 0) | (2 << place)
        held: dict[str, int] = {}
        for facts, scenarios in together.items():
            for fact in self._cones.names(facts):
                held[fact] = held.get(fact, 0) | scenarios
        return held
