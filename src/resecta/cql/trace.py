"""Evaluate a library for one case with reasons: which facts force each conclusion, and which would settle each unknown.

In: a checked library, then the facts by parameter name. Out: per definition its value, the atoms of its smallest set of
reasons, and the facts an unknown waits for. Asked for one by one and worked out once each. ::

    tracer = trace_library(library)
    run = tracer({"Future liver remnant": Quantity(Decimal(24), "%")})
    run["Adequate remnant"].because[0].expression
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resecta.cql.tracing.blueprint import Blueprint
from resecta.cql.tracing.run import Bench, Outcome
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom


class Traced:
    """A definition's value; its reasons and open facts are worked out when they are asked for."""

    __slots__ = ("_because", "_missing", "_outcome", "_run", "value")

    def __init__(self, run: Run, outcome: Outcome) -> None:
        self.value: Value = outcome[0]
        self._run = run
        self._outcome = outcome
        self._because: tuple[Atom, ...] | None = None
        self._missing: tuple[str, ...] | None = None

    @property
    def because(self) -> tuple[Atom, ...]:
        """The atoms of the smallest set of reasons, in the order of the definitions; empty for an unknown."""
        if self._because is None:
            self._because = () if self.value is None else self._run.atoms(self._outcome[1][0])
        return self._because

    @property
    def missing(self) -> tuple[str, ...]:
        """The parameters that would settle an unknown, in the order of the library; empty for a known."""
        if self._missing is None:
            self._missing = self._run.names(self._outcome[2])
        return self._missing


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
        self._atoms: dict[int, Atom] = {}

    def __getitem__(self, name: str) -> Traced:
        traced = self._traced.get(name)
        if traced is None:
            traced = self._traced[name] = Traced(self, self._outcome(name))
        return traced

    def value(self, name: str) -> Value:
        """The value of a definition or parameter."""
        position = self._blueprint.positions.get(name)
        return self._outcome(name)[0] if position is None else self._bench.values[position]

    @property
    def library(self) -> Library:
        """The library under trace."""
        return self._blueprint.library

    def value_at(self, node: nodes.Expression) -> Value:
        """The value of an expression that stands somewhere in the library's definitions."""
        return self._blueprint.logic[id(node)](self._bench)[0]

    def conditions(self, node: nodes.Case) -> tuple[tuple[nodes.Expression, nodes.Expression], ...]:
        """The conditions of a ``case`` with their results; with a comparand, each is the comparison it stands for."""
        return self._blueprint.cases[id(node)]

    def atom_at(self, node: nodes.Expression, define: str) -> Atom:
        """An expression of the library as a reason: the facts it read, or those it waits for."""
        value, family, missing = self._blueprint.logic[id(node)](self._bench)
        read = missing if value is None else self._blueprint.algebra.all_facts(family)
        return Atom(node, define, self._blueprint.parameters(read), value, self._constants)

    def reasons(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Every smallest set of facts, by name, that forces the definition's value (at most 16 sets)."""
        return tuple(self._blueprint.parameters(reason) for reason in self._outcome(name)[1])

    def names(self, facts: int) -> tuple[str, ...]:
        """The parameters behind a mask of facts."""
        return self._blueprint.parameters(facts)

    def atoms(self, reason: int) -> tuple[Atom, ...]:
        """The atoms to name for a reason."""
        algebra = self._blueprint.algebra
        facts = algebra.all_facts((reason,))
        atoms = [self._atom(index, facts) for index in algebra.atoms(reason)]
        if len(atoms) == 1:
            return (atoms[0],)
        return tuple([atom for atom in atoms if not _goes_without_saying(atom, atoms)])

    def _outcome(self, name: str) -> Outcome:
        index = self._blueprint.definitions[name]
        outcome = self._bench.outcomes[index]
        if outcome is None:
            outcome = self._bench.outcomes[index] = self._blueprint.bodies[index](self._bench)
        return outcome

    def _atom(self, index: int, facts: int) -> Atom:
        """The atom at a site, with the facts it read in this reason."""
        known = self._atoms.get(index)
        if known is not None:
            return known
        site = self._blueprint.sites[index]
        value, family, missing = site.step(self._bench)
        algebra = self._blueprint.algebra
        read = missing if value is None else algebra.all_facts((algebra.within(family, facts),))
        atom = Atom(site.expression, site.define, self._blueprint.parameters(read), value, self._constants)
        if len(family) <= 1:  # with several ways to its value, the facts it read depend on the reason it is part of
            self._atoms[index] = atom
        return atom


def _goes_without_saying(atom: Atom, others: Sequence[Atom]) -> bool:
    """Whether the atom only says that something is recorded, and another says what."""
    if not isinstance(atom.expression, nodes.IsNull) or atom.value is not atom.expression.negated:
        return False
    return any(
        not isinstance(other.expression, nodes.IsNull) and set(atom.parameters) <= set(other.parameters)
        for other in others
    )


def trace_library(library: Library) -> Tracer:
    """Make a checked library ready for tracing."""
    return Tracer(library)
