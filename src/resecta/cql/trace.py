"""Evaluate a library for one case with reasons: which facts force each conclusion, and which would settle each unknown.

In: a checked library, then the facts by parameter name. Out: per definition its value, the atoms of its smallest set of
reasons, and the facts an unknown waits for. Asked for one by one and worked out once each. ::

    tracer = trace_library(library)
    run = tracer({"Future liver remnant": Quantity(Decimal(24), "%")})
    run["Adequate remnant"].because[0].expression
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from resecta.cql import nodes
from resecta.cql.library import Library
from resecta.cql.tracing.build import Blueprint
from resecta.cql.tracing.run import Bench
from resecta.cql.values import Value


@dataclass(frozen=True, slots=True)
class Atom:
    """One reason as the text has it: a comparison, a null test, a Boolean fact, an assumption over an unrecorded one.

    ``parameters`` are the facts it was worked out from. ``value`` is what it came out with; None for an assumption.
    ``constants`` are the names (definitions without facts, settings) that are written as their value.
    """

    expression: nodes.Expression = field(hash=False)
    define: str
    parameters: tuple[str, ...]
    value: Value
    constants: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Traced:
    """A definition's value. ``because`` is empty where it is unknown, ``missing`` where it is known."""

    value: Value
    because: tuple[Atom, ...]
    missing: tuple[str, ...]


class Tracer:
    """A library made ready for tracing; call it with the facts of a case."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._blueprint = Blueprint(library)
        bench = self._blueprint.bench([None] * len(self._blueprint.names))
        self._defaults = [
            None if parameter.default is None else self._blueprint.value_of_default(parameter.default, bench)
            for parameter in library.parameters.values()
        ]
        self.constants = self._blueprint.constants()

    def __call__(self, facts: Mapping[str, Value]) -> Run:
        """Begin a trace. A parameter that ``facts`` leaves out takes its default, or is unknown."""
        values = list(self._defaults)
        positions = self._blueprint.positions
        for name, value in facts.items():
            values[positions[name]] = value
        return Run(self._blueprint, self._blueprint.bench(values), self.constants)


class Run:
    """One case under trace."""

    __slots__ = ("_atoms", "_bench", "_blueprint", "_constants", "_traced")

    def __init__(self, blueprint: Blueprint, bench: Bench, constants: frozenset[str]) -> None:
        self._blueprint = blueprint
        self._bench = bench
        self._constants = constants
        self._traced: dict[str, Traced] = {}
        self._atoms: dict[tuple[int, int], Atom] = {}

    def __getitem__(self, name: str) -> Traced:
        traced = self._traced.get(name)
        if traced is None:
            traced = self._traced[name] = self._trace(name)
        return traced

    def value(self, name: str) -> Value:
        """The value of a definition or parameter."""
        blueprint = self._blueprint
        position = blueprint.positions.get(name)
        if position is not None:
            return self._bench.values[position]
        index = blueprint.definitions[name]
        outcome = self._bench.outcomes[index]
        if outcome is None:
            outcome = self._bench.outcomes[index] = blueprint.bodies[index](self._bench)
        return outcome[0]

    def reasons(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Every smallest set of facts, by name, that forces the definition's value (at most 16 sets)."""
        self.value(name)
        outcome = self._bench.outcomes[self._blueprint.definitions[name]]
        return tuple(self._blueprint.parameters(reason) for reason in outcome[1]) if outcome is not None else ()

    def _trace(self, name: str) -> Traced:
        blueprint = self._blueprint
        value = self.value(name)
        outcome = self._bench.outcomes[blueprint.definitions[name]]
        if outcome is None:  # value() has just worked it out
            raise AssertionError(name)
        if value is None:
            return Traced(None, (), blueprint.parameters(outcome[2]))
        return Traced(value, self._because(outcome[1][0]), ())

    def _because(self, reason: int) -> tuple[Atom, ...]:
        algebra = self._blueprint.algebra
        facts = algebra.all_facts((reason,))
        return tuple(self._atom(index, facts) for index in algebra.atoms(reason))

    def _atom(self, index: int, facts: int) -> Atom:
        """The atom at a site, with the facts it read in this reason."""
        site = self._blueprint.sites[index]
        value, family, missing = site.step(self._bench)
        algebra = self._blueprint.algebra
        read = missing if value is None else algebra.all_facts((algebra.within(family, facts),))
        known = self._atoms.get((index, read))
        if known is None:
            names = self._blueprint.parameters(read)
            known = Atom(site.expression, site.define, names, value, self._constants)
            self._atoms[index, read] = known
        return known


def trace_library(library: Library) -> Tracer:
    """Make a checked library ready for tracing."""
    return Tracer(library)
