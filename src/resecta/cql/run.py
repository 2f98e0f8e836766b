"""A library made ready for cases, and one case under it: values, what forces them, and what an unknown waits for. ::

logic = Logic(library)
run = logic({"Future liver remnant": Quantity(Decimal(24), "%")})
run.value("Adequate remnant"), run.because("Adequate remnant")[0].expression
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import is_
from types import MappingProxyType

from resecta.cql.atoms import Teller
from resecta.cql.compile import Program, compile_definitions
from resecta.cql.cones import Cones
from resecta.cql.core.lower import Lowering, case_condition, lower
from resecta.cql.core.nodes import Constant, Node
from resecta.cql.evaluate import Evaluator, defaults, evaluate_definitions
from resecta.cql.possible import Base, Possible
from resecta.cql.reasons import Reasons
from resecta.cql.tales import Tale, Tales
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.types import BOOLEAN
from resecta.cql.unsettled import Unsettled
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom

PAYS_AFTER = 8
"""Cases after which compiling all definitions to one function costs less than it saves."""


class Logic:
    """A checked library, lowered once. ``steady``: parameters that are no facts; those with a default never are.
    ``asks``: the parameters that an unknown of a definition asks for, where these are not all that it waits for.
    """

    def __init__(
        self, library: Library, steady: Iterable[str] = (), asks: Mapping[str, frozenset[str]] = MappingProxyType({})
    ) -> None:
        """Raises InputError where definitions hang on themselves."""
        self.library = library
        self.definitions: Mapping[str, Node] = lower(library)
        self.defaults: Mapping[str, Value] = defaults(library)
        settings = (name for name, parameter in library.parameters.items() if parameter.default is not None)
        self.steady = frozenset((*steady, *settings))
        self.asks = asks
        self._cases = 0
        self._last: tuple[Mapping[str, Value], dict[str, Value]] | None = None
        self._tales: dict[str, Tale] = {}

    @cached_property
    def program(self) -> Program:
        """Every definition as one function."""
        return compile_definitions(self.definitions)

    @cached_property
    def cones(self) -> Cones:
        """Which facts enter each definition."""
        return Cones(self.definitions, self.library.parameters, self.steady)

    @cached_property
    def possible(self) -> Possible:
        """The definitions made ready for many scenarios at once."""
        return Possible(self.definitions, self.cones)

    def tale(self, name: str) -> Tale:
        """How a definition is told."""
        found = self._tales.get(name)
        if found is None:
            found = self._tales[name] = Tales(name, self.cones).visit(self.definitions[name])
        return found

    def in_order(self, parameters: Iterable[str]) -> tuple[str, ...]:
        """Parameters in the order of the library."""
        return tuple(sorted(parameters, key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.library.parameters)}

    @cached_property
    def constants(self) -> frozenset[str]:
        """Names with one value in every case, which a sentence writes as the value alone: settings and own numbers."""
        settings = (name for name, parameter in self.library.parameters.items() if parameter.default is not None)
        lowered = self.definitions.items()
        numbers = (name for name, node in lowered if isinstance(node, Constant) and node.type != BOOLEAN)
        return frozenset((*settings, *numbers))

    def __call__(self, facts: Mapping[str, Value], given: Iterable[str] = ()) -> Run:
        """One case. A parameter that ``facts`` leaves out takes its default, or is unknown.

        ``given``: Boolean definitions whose truth is told once for the whole case, so that no reason has to name it.
        """
        parameters = {**self.defaults, **facts}
        return Run(self, parameters, self._values(parameters), given)

    def values(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The value of every definition, without reasons."""
        return dict(self._values({**self.defaults, **facts}))

    def base(self, facts: Mapping[str, Value]) -> Base:
        """A case for ``possible``: facts that are open there have any value here."""
        parameters = {**self.defaults, **facts}
        return self.possible.base(parameters, self._values(parameters))

    def _values(self, parameters: Mapping[str, Value]) -> dict[str, Value]:
        """The values of the definitions. Advice, ranks and plans of one case ask for the same one after another."""
        last = self._last
        if (
            last is not None
            and len(last[0]) == len(parameters)
            and all(map(is_, last[0].values(), parameters.values()))
        ):
            return last[1]
        self._cases += 1
        compiled = self._cases > PAYS_AFTER
        values = self.program(parameters) if compiled else evaluate_definitions(self.definitions, parameters)
        self._last = (parameters, values)
        return values


class Run:
    """One case under a library; ``parameters``: the value of each. All but the values is worked out when asked for."""

    def __init__(
        self, logic: Logic, parameters: Mapping[str, Value], values: Mapping[str, Value], given: Iterable[str]
    ) -> None:
        self.logic = logic
        self.library = logic.library
        self.parameters = parameters
        self._values = values
        self._given = {name: self._values[name] for name in given}
        self._atoms: dict[str, tuple[Atom, ...]] = {}
        self._lowered: dict[int, tuple[nodes.Expression, Node]] = {}

    def given(self, names: Iterable[str]) -> Run:
        """The same case, the truth of these Boolean definitions told once for the whole of it."""
        return Run(self.logic, self.parameters, self._values, names)

    def value(self, name: str) -> Value:
        """The value of a definition or parameter."""
        return self._values[name] if name in self._values else self.parameters[name]

    @cached_property
    def base(self) -> Base:
        """The case for ``possible``."""
        return self.logic.possible.base(self.parameters, self._values)

    @cached_property
    def reasons(self) -> Reasons:
        """What forces the values of this case."""
        logic = self.logic
        return Reasons(logic.possible, logic.cones, self.base, steady=logic.steady, given=self._given)

    def forcing(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each definition the fewest facts that force it; many at once cost little more than one."""
        return self.reasons.forcing(names)

    def because(self, name: str) -> tuple[Atom, ...]:
        """The atoms of the facts that force a definition; none for an unknown."""
        if self._values[name] is None:
            return ()
        found = self._atoms.get(name)
        if found is None:
            held = self.reasons.sets((name,))[name]
            found = self._atoms[name] = self._teller.tell(name, held) if held else ()
        return found

    @cached_property
    def _teller(self) -> Teller:
        logic = self.logic
        return Teller(logic.tale, logic.cones, self._evaluator, self.reasons.alone, logic.constants)

    @cached_property
    def _unsettled(self) -> Unsettled:
        return Unsettled(self.logic.definitions, self.parameters, self.logic.steady, self.logic.asks)

    def missing(self, name: str) -> tuple[str, ...]:
        """The parameters that an unknown definition waits for, in the order of the library; none for a known one."""
        return self.logic.in_order(self._unsettled.definition(name).missing)

    @cached_property
    def _evaluator(self) -> Evaluator:
        evaluator = Evaluator(self.parameters)
        evaluator.definitions.update(self._values)
        return evaluator

    def value_of(self, node: Node) -> Value:
        """The value of a node of the library's lowered definitions."""
        return self._evaluator.visit(node)

    def value_at(self, expression: nodes.Expression) -> Value:
        """The value of an expression over the library's names."""
        return self._evaluator.visit(self._node(expression))

    def conditions(self, node: nodes.Case) -> tuple[tuple[nodes.Expression, nodes.Expression], ...]:
        """The conditions of a ``case`` with their results; with a comparand, each is the comparison it stands for."""
        return tuple((case_condition(node, item), item.then) for item in node.items)

    def atom_at(self, expression: nodes.Expression, define: str) -> Atom:
        """An expression of the library as a reason: the facts it was read from, or those it waits for."""
        trail = self._unsettled.visit(self._node(expression))
        read = trail.missing if trail.value is None else trail.leaning
        return Atom(expression, define, self.logic.in_order(read), trail.value, self.logic.constants)

    def _node(self, expression: nodes.Expression) -> Node:
        found = self._lowered.get(id(expression))
        if found is None:
            node = Lowering(self.logic.definitions).visit(expression)
            found = self._lowered[id(expression)] = (expression, node)
        return found[1]
