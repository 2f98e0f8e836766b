"""A checked library made ready for tracing, once: its steps, the sites of its atoms, the places of its parameters."""

from __future__ import annotations

from resecta.cql.tracing.build import Builder, Site
from resecta.cql.tracing.constants import constant_names
from resecta.cql.tracing.family import Algebra, Layout, set_bits
from resecta.cql.tracing.run import Bench, Outcome, Step
from resecta.cql.tracing.steadiness import SteadinessReader
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.walk import walk
from resecta.cql.values import Value

ASSESSED_ON = "Assessed on"
"""The day of assessment is given with every case; it is never a fact that somebody could still find out."""


class Blueprint:
    """The steps of every definition of a library, the sites of its atoms, and the positions of its parameters."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.positions = {name: index for index, name in enumerate(library.parameters)}
        self.names = tuple(library.parameters)
        self.definitions = {name: index for index, name in enumerate(library.definitions)}
        self.facts = sum(1 << index for name, index in self.positions.items() if is_fact(library, name))
        bits = sum(_bits(node) for definition in library.definitions.values() for node in walk(definition.expression))
        self.algebra = Algebra(Layout(len(self.names), bits))
        self.sites: list[Site] = []
        self.logic: dict[int, Step] = {}
        self.cases: dict[int, tuple[tuple[nodes.Expression, nodes.Expression], ...]] = {}
        self.steadiness = SteadinessReader(library)
        self.bodies: list[Step] = [_unbuilt] * len(self.definitions)
        for name in library.definitions:
            self.build(name)

    def build(self, name: str) -> int:
        """Make sure that the definition has its step, and say where it stands."""
        index = self.definitions[name]
        if self.bodies[index] is _unbuilt:
            self.bodies[index] = Builder(self, name).visit(self.library.definitions[name].expression)
        return index

    def bench(self, values: list[Value]) -> Bench:
        """A place to trace one case."""
        unknown = sum(1 << index for index, value in enumerate(values) if value is None) & self.facts
        return Bench(values, len(self.bodies), unknown)

    def value_of_default(self, default: nodes.Expression, bench: Bench) -> Value:
        """What a setting is as long as nobody sets it."""
        return Builder(self, "").visit(default)(bench)[0]

    def constants(self) -> frozenset[str]:
        """The names with one value in every case: settings, and definitions without facts that are not truths."""
        settings = (name for name, parameter in self.library.parameters.items() if parameter.default is not None)
        return frozenset([*settings, *constant_names(self.library)])

    def parameters(self, mask: int) -> tuple[str, ...]:
        """The names behind the fact bits of a mask, in the order of the library."""
        if not mask:
            return ()
        return tuple([self.names[index] for index in set_bits(mask & self.facts)])


_ATOMS = (
    nodes.ParameterReference,
    nodes.IsNull,
    nodes.IsTrue,
    nodes.IsFalse,
    nodes.Coalesce,
    nodes.IsType,
    nodes.Comparison,
    nodes.Equivalent,
    nodes.Between,
    nodes.InList,
    nodes.InInterval,
    nodes.DateComparison,
    nodes.If,
)


def _bits(node: nodes.Expression) -> int:
    """How many atoms a node makes, at most (narrow integers are fast). Of each item, a ``case`` makes two."""
    if isinstance(node, nodes.Case):
        return 2 * len(node.items)
    return 1 if isinstance(node, _ATOMS) else 0


def _unbuilt(bench: Bench) -> Outcome:
    raise AssertionError(bench)  # every definition is built before any is run


def is_fact(library: Library, name: str) -> bool:
    """Whether the parameter is something to be known of a patient: not a setting, not the day of assessment."""
    return library.parameters[name].default is None and name != ASSESSED_ON
