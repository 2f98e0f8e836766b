"""The lengths and numbers of a schedule that are known before any case: those that no fact enters."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cql import Library, Quantity, Value
from resecta.cql.core import nodes as core
from resecta.cql.core.lower import Lowering
from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.dependencies import ordered
from resecta.cql.tree.library import Definition
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
        self._can_be: dict[str, tuple[Value, ...] | None] = {}
        for name in ordered(library)[0]:
            self._settle(library.definitions[name])

    def value(self, name: str) -> Value:
        """The value; None where a fact decides it, or nothing does."""
        return self._settings[name] if name in self._settings else self._evaluator.definitions.get(name)

    def possible(self, name: str) -> tuple[Value, ...] | None:
        """Every value that a definition can have, whatever the facts: it chooses between values that no fact enters.

        None where it reckons with facts, so that nobody can tell.
        """
        return (self._settings[name],) if name in self._settings else self._can_be.get(name)

    def _settle(self, definition: Definition) -> None:
        """Find what a definition can be, once those that it needs are settled."""
        if str(definition.type) == "Any":
            return
        node = self._lowering.visit(definition.expression)
        if self._is_free_of_facts(definition):
            value = self._evaluator.definitions[definition.name] = self._evaluator.visit(node)
            self._can_be[definition.name] = (value,)
        else:
            self._can_be[definition.name] = self._possible(node)

    def _is_free_of_facts(self, definition: Definition) -> bool:
        for node in walk(definition.expression):
            if isinstance(node, nodes.ParameterReference) and node.name not in self._settings:
                return False
            if isinstance(node, nodes.DefinitionReference) and node.name not in self._evaluator.definitions:
                return False
        return True

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
        values = dict.fromkeys(value for values in known for value in values)
        return tuple(values) if len(known) == len(found) else None

    def span(self, length: Duration | str) -> Duration | None:
        """The length as a plan counts it; None where it is not known before any case, or cannot be counted."""
        if isinstance(length, Duration):
            return length
        value = self.value(length)
        return counted(value) if isinstance(value, Quantity) else None


def counted(quantity: Quantity) -> Duration | None:
    """A quantity of time as a plan counts it, in whole days, weeks, months or years; None for any other."""
    if quantity.value != quantity.value.to_integral_value():
        return None
    return span_of(int(quantity.value), quantity.unit)
