"""The lengths and numbers of a schedule that are known before any case: those that no fact enters."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cql import Library, Quantity, Value
from resecta.cql.core import nodes as core
from resecta.cql.core.lower import Lowering
from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.walk import walk
from resecta.guideline.schedule.duration import Duration, span_of


class Constants:
    """The value of a name of the logic with the settings in force, where no fact of a patient enters it."""

    def __init__(self, library: Library, settings: Mapping[str, Value]) -> None:
        """``library`` may hold definitions of a wrong type or in a cycle; they have no value here."""
        self._library = library
        self._settings = settings
        self._evaluator = Evaluator(settings)
        self._lowering = Lowering({})
        self._known: dict[str, bool] = {}
        self._followed: set[str] = set()

    def value(self, name: str) -> Value:
        """The value; None where a fact decides it, or nothing does."""
        if name in self._settings:
            return self._settings[name]
        return self._evaluator.definitions[name] if self._evaluated(name) else None

    def possible(self, name: str) -> tuple[Value, ...] | None:
        """Every value that a definition can have, whatever the facts: it chooses between values that no fact enters.

        None where it reckons with facts, so that nobody can tell.
        """
        if name in self._settings or self._evaluated(name):
            return (self.value(name),)
        definition = self._library.definitions.get(name)
        if definition is None or str(definition.type) == "Any" or name in self._followed:
            return None
        self._followed.add(name)
        found = self._possible(self._lowering.visit(definition.expression))
        self._followed.discard(name)
        return found

    def _possible(self, node: core.Node) -> tuple[Value, ...] | None:
        match node:
            case core.Constant():
                return (node.value,)
            case core.Definition() | core.Parameter():
                return self.possible(node.name)
            case core.If():
                return self._either(node.then, node.otherwise)
            case core.Coalesce():
                return self._either(*node.operands)
            case _:
                return None

    def _either(self, *choices: core.Node) -> tuple[Value, ...] | None:
        found = [self._possible(choice) for choice in choices]
        known = [values for values in found if values is not None]
        return tuple(value for values in known for value in values) if len(known) == len(found) else None

    def span(self, length: Duration | str) -> Duration | None:
        """The length as a plan counts it; None where it is not known before any case, or cannot be counted."""
        if isinstance(length, Duration):
            return length
        value = self.value(length)
        return counted(value) if isinstance(value, Quantity) else None

    def _evaluated(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = False  # while it is followed, so that a cycle ends
            self._known[name] = self._evaluate(name)
        return self._known[name]

    def _evaluate(self, name: str) -> bool:
        definition = self._library.definitions.get(name)
        if definition is None or str(definition.type) == "Any":
            return False
        for node in walk(definition.expression):
            if isinstance(node, nodes.ParameterReference) and node.name not in self._settings:
                return False
            if isinstance(node, nodes.DefinitionReference) and not self._evaluated(node.name):
                return False
        self._evaluator.definitions[name] = self._evaluator.visit(self._lowering.visit(definition.expression))
        return True


def counted(quantity: Quantity) -> Duration | None:
    """A quantity of time as a plan counts it, in whole days, weeks, months or years; None for any other."""
    if quantity.value != quantity.value.to_integral_value():
        return None
    return span_of(int(quantity.value), quantity.unit)
