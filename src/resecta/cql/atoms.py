"""Which sentences tell a reason: the comparisons, null tests and truths through which facts force a definition.

From the definition down, along what decides: of an *and* that is false one false operand, of one that is true all of
them. Where several operands would decide, the first that the facts held really force is told. What is told of a
definition hangs only on the facts held that lie below it, so that it is worked out once for each set of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from resecta.cql.cones import Cones
from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    CoreVisitor,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
)
from resecta.cql.tree import nodes
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom


class Part(NamedTuple):
    """What an atom is made of: an expression in a definition, the facts held that it reads, and its value."""

    expression: nodes.Expression
    define: str
    facts: int
    value: Value


Parts = tuple[Part, ...]


class Teller:
    """Tells the reasons of one case. ``value``: of a node; ``forced(node, held)``: whether these facts alone leave a
    node no other value. Facts are sets as ``cones`` has them.
    """

    def __init__(
        self,
        definitions: Mapping[str, Node],
        cones: Cones,
        value: Callable[[Node], Value],
        forced: Callable[[Node, int], bool],
        constants: frozenset[str],
    ) -> None:
        self.definitions, self.cones, self.value, self.forced = definitions, cones, value, forced
        self._constants = constants
        self._told: dict[tuple[str, int], Parts] = {}
        self._atoms: dict[tuple[int, str, tuple[str, ...]], Atom] = {}

    def tell(self, define: str, held: int) -> tuple[Atom, ...]:
        """The atoms of a definition, in the order of the text; a fact that no atom reads is told by itself. What two
        definitions have in common is one atom.
        """
        parts = self.within(define, held)
        if len(parts) > 1:
            parts = tuple([part for part in parts if not _goes_without_saying(part, parts)])
        unread = held
        atoms = []
        for part in parts:
            unread &= ~part.facts
            atoms.append(self._atom(part, self.cones.told(define, part.facts)))
        for name in self.cones.told(define, unread):
            recorded = nodes.IsNull(nodes.ParameterReference(name), negated=True)
            atoms.append(Atom(recorded, define, (name,), True, self._constants))
        return tuple(atoms)

    def _atom(self, part: Part, facts: tuple[str, ...]) -> Atom:
        key = id(part.expression), part.define, facts
        found = self._atoms.get(key)
        if found is None:
            found = Atom(part.expression, part.define, facts, part.value, self._constants)
            self._atoms[key] = found
        return found

    def within(self, define: str, held: int) -> Parts:
        """What is told of a definition, and in those that it refers to."""
        below = held & self.cones.masks[define]
        if not below:
            return ()
        found = self._told.get((define, below))
        if found is None:
            telling = _Telling(self, define, below)
            telling.visit(self.definitions[define])
            found = self._told[define, below] = tuple(telling.found.values())
        return found


class _Telling(CoreVisitor[None]):
    """Gathers the parts of one definition for one set of facts held."""

    def __init__(self, teller: Teller, define: str, held: int) -> None:
        self._teller, self._define, self._held = teller, define, held
        self._below = teller.cones.below
        self.found: dict[tuple[int, str], Part] = {}

    def visit(self, node: Node) -> None:
        if self._below[id(node)] & self._held:  # of what no fact held enters there is nothing to tell
            node.accept(self)

    def _tell(self, node: Node, facts: int, value: Value) -> None:
        key = id(node.origin), self._define
        if key not in self.found:
            self.found[key] = Part(node.origin, self._define, facts, value)

    def visit_constant(self, node: Constant) -> None:
        """Nothing to tell."""

    def visit_parameter(self, node: Parameter) -> None:
        self._tell(node, self._below[id(node)] & self._held, self._teller.value(node))

    def visit_definition(self, node: Definition) -> None:
        for part in self._teller.within(node.name, self._held):
            self.found.setdefault((id(part.expression), part.define), part)

    def visit_and(self, node: And) -> None:
        self._decided(node, decisive=False)

    def visit_or(self, node: Or) -> None:
        self._decided(node, decisive=True)

    def _decided(self, node: And | Or, *, decisive: bool) -> None:
        """One operand that decides is enough; without one all are told, or those that are unknown."""
        left, right = self._teller.value(node.left), self._teller.value(node.right)
        told = [node.left, node.right]
        if left is decisive or right is decisive:
            both = left is right
            first = left is decisive and (not both or self._teller.forced(node.left, self._held))
            told = [node.left if first else node.right]
        elif left is None or right is None:
            told = [operand for operand, value in zip(told, (left, right), strict=True) if value is None]
        for operand in told:
            self.visit(operand)

    def visit_not(self, node: Not) -> None:
        self.visit(node.operand)

    def visit_is_null(self, node: IsNull) -> None:
        value = self._teller.value(node.operand)
        if node.operand.type == BOOLEAN and value is not None:
            self.visit(node.operand)
        else:
            self._tell(node, self._below[id(node)] & self._held, value is None)

    def visit_if(self, node: If) -> None:
        holds = self._teller.value(node.condition) is True
        read = self._below[id(node.condition)] & self._held
        if read and self._teller.forced(node.condition, self._held):
            self.visit(node.condition)
        self.visit(node.then if holds else node.otherwise)

    def visit_coalesce(self, node: Coalesce) -> None:
        for operand in node.operands:
            if self._teller.value(operand) is not None:
                self.visit(operand)
                return
            absent = self._below[id(operand)] & self._held
            if absent:  # not recorded, where the text goes on without it
                self._tell(node, absent, None)

    def visit_operation(self, node: Operation) -> None:
        if node.type == BOOLEAN:
            self._tell(node, self._below[id(node)] & self._held, self._teller.value(node))
            return
        for operand in node.operands:
            self.visit(operand)


def _goes_without_saying(part: Part, others: Sequence[Part]) -> bool:
    """Whether the part only says that something is recorded, and another says what."""
    if not isinstance(part.expression, nodes.IsNull) or part.value is not part.expression.negated:
        return False
    return any(not isinstance(other.expression, nodes.IsNull) and not part.facts & ~other.facts for other in others)
