"""What a lint rule looks at: a library, the elements behind its parameters, and the words for what a rule finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from resecta.cql import Library
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.walk import walk
from resecta.document import Problem
from resecta.guideline.model import Element
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A library and the elements that its parameters stand for, by the parameter's name."""

    library: Library
    elements: Mapping[str, Element]
    _walked: dict[str, tuple[nodes.Expression, ...]] = field(default_factory=dict)

    def every_node(self, definition: Definition) -> tuple[nodes.Expression, ...]:
        """Every node of a definition; walked once for all rules."""
        if definition.name not in self._walked:
            self._walked[definition.name] = tuple(walk(definition.expression))
        return self._walked[definition.name]

    def has(self, definition: Definition, kind: type[nodes.Expression]) -> bool:
        """Whether a definition holds a node of this kind at all."""
        return any(isinstance(node, kind) for node in self.every_node(definition))

    def problem(self, definition: Definition, node: nodes.Expression, message: str, mend: str) -> Problem:
        """A problem at a node of a definition; where the node has no place of its own, at the definition."""
        spot = node.spot if node.spot.line else definition.spot
        return spot.problem(message, mend)
