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

from resecta.cql.cones import Cones, FactNames
from resecta.cql.core.nodes import Node
from resecta.cql.fewest import fewest
from resecta.cql.possible import Base, Bench, Possible
from resecta.cql.values import Value


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
        self._opening: dict[str, int] = {}
        self._forcing: dict[str, int] = {}
        self._listed: dict[int, Sequence[str]] = {}
        self._scenarios: dict[int, tuple[Bench, int]] = {}

    def critical(self, names: Iterable[str]) -> dict[str, FactNames]:
        """For each definition the facts, recorded or absent, that open it alone, in the order of its text."""
        return {name: self._cones.told(name, facts) for name, facts in self._opened(names).items()}

    def forcing(self, names: Iterable[str]) -> dict[str, FactNames]:
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
        """Whether these facts, and those not recorded, leave a condition, or an operand in a row of *and* or *or* but
        the last, no value but its own.
        """
        found = self._scenarios.get(held)
        if found is None:
            free = dict.fromkeys(self._names(self._recorded & ~held), 2)
            found = self._scenarios[held] = (self._bench(free, 2), 2)
        bench, scenario = found
        return bool(self._possible.forced_node(node, bench) & scenario)

    def _names(self, facts: int) -> Sequence[str]:
        """The facts of a set: most sets of a case are asked about more than once."""
        found = self._listed.get(facts)
        if found is None:
            found = self._listed[facts] = self._cones.names(facts)
        return found

    def _bench(self, free: Mapping[str, int], count: int) -> Bench:
        bench = Bench(self._base, count, free=free)
        for name, value in self._given.items():
            self._possible.give(name, value, bench)
        return bench

    def _opened(self, names: Iterable[str]) -> dict[str, int]:
        """For each definition the facts that open it alone: scenario *n* + 1 sets free the fact of bit *n*."""
        wanted = tuple(names)
        asked = [name for name in wanted if name not in self._opening]
        if asked:
            facts, bits = self._recorded | self._absent, self._cones.bits
            bench = self._bench({name: bits[name] << 1 for name in self._names(facts)}, facts.bit_length() + 1)
            for name in asked:
                self._opening[name] = (bench.every & ~self._possible.forced(name, bench)) >> 1
        return {name: self._opening[name] for name in wanted}

    # ------------------------------------------------------------------ the fewest that force

    def _least(self, names: Sequence[str], among: int, also_free: int) -> dict[str, int]:
        """The fewest facts of ``among`` that force each definition while the rest, and ``also_free``, are free."""
        critical = {name: facts & among for name, facts in self._opened(names).items()}
        found = self._enough(critical, among, also_free)
        open_ = {name: critical[name] for name in names if name not in found}
        if open_:
            found |= self._with_one_more(open_, among, also_free)
            for name in open_.keys() - found.keys():
                found[name] = self._searched(name, critical[name], among, also_free)
        return found

    def _enough(self, sets: Mapping[str, int], among: int, also_free: int) -> dict[str, int]:
        """Those of the sets that force their definition: a scenario holds each set."""
        places = {facts: place for place, facts in enumerate(dict.fromkeys(sets.values()), 1)}
        held: dict[str, int] = {}
        for facts, place in places.items():
            for fact in self._names(facts):
                held[fact] = held.get(fact, 0) | 1 << place
        bench = self._holding(held, 1 + len(places), among, also_free)
        for facts, place in places.items():
            self._keep(facts, bench, place, also_free)
        return {name: facts for name, facts in sets.items() if self._possible.forced(name, bench) >> places[facts] & 1}

    def _with_one_more(self, held: Mapping[str, int], among: int, also_free: int) -> dict[str, int]:
        """For each definition the facts held and the first other in its text that force it together: a row of scenarios
        for each definition, and in it one for each fact.
        """
        facts = self._names(among)
        rows = {name: 1 + row * len(facts) for row, name in enumerate(held)}
        first = sum(1 << start for start in rows.values())
        holding = {fact: first << place for place, fact in enumerate(facts)}
        for name, start in rows.items():
            for fact in self._names(held[name]):
                holding[fact] |= ((1 << len(facts)) - 1) << start
        bench = self._holding(holding, 1 + len(rows) * len(facts), among, also_free)
        found: dict[str, int] = {}
        for name, start in rows.items():
            forced = self._possible.forced(name, bench) >> start & ((1 << len(facts)) - 1)
            if forced:
                more = self._cones.told(name, self._cones.set_of(_chosen(facts, forced)))[0]
                found[name] = held[name] | self._cones.bits[more]
                self._keep(found[name], bench, start + facts.index(more), also_free)
        return found

    def _searched(self, name: str, critical: int, among: int, also_free: int) -> int:
        """The critical facts and the fewest others that force together, more than one; where there are too many sets to
        try, what is left when each fact that can be spared was.
        """
        bits, below = self._cones.bits, self._cones.masks[name]
        others = [fact for fact in self._cones.facts[name] if bits[fact] & among & ~critical]
        open_ = self._names(also_free & below)

        def forced(sets: Sequence[int]) -> int:
            free = dict.fromkeys(open_, (2 << len(sets)) - 2)
            for place, fact in enumerate(others):
                free[fact] = sum([2 << scenario for scenario, held in enumerate(sets) if not held >> place & 1])
            return self._possible.forced(name, self._bench(free, 1 + len(sets))) >> 1

        found = fewest(len(others), forced)
        if found is None:
            return self._without_what_can_be_spared(name, among, also_free)
        return critical | self._cones.set_of(_chosen(others, found))

    def _without_what_can_be_spared(self, name: str, among: int, also_free: int) -> int:
        """Facts that force a definition, each tried for whether the others do without it."""
        kept = self._cones.masks[name] & among
        for fact in self._cones.facts[name]:
            fewer = kept & ~self._cones.bits[fact]
            if fewer != kept and self._enough({name: fewer}, among, also_free):
                kept = fewer
        return kept

    def _holding(self, held: Mapping[str, int], count: int, among: int, also_free: int) -> Bench:
        """A pass that sets free each fact of ``among`` where it is not held, and ``also_free`` everywhere."""
        every = (1 << count) - 2
        free = dict.fromkeys(self._names(also_free), every)
        for fact in self._names(among):
            if left := every & ~held.get(fact, 0):
                free[fact] = left
        return self._bench(free, count)

    def _keep(self, facts: int, bench: Bench, place: int, also_free: int) -> None:
        """Where nothing is free but the facts not held, the scenario serves ``alone`` too."""
        if not also_free:
            self._scenarios.setdefault(facts, (bench, 1 << place))


def _chosen(facts: Sequence[str], places: int) -> Iterator[str]:
    """The facts at these places."""
    while places:
        lowest = places & -places
        yield facts[lowest.bit_length() - 1]
        places ^= lowest
