"""Which sentences tell a reason: the comparisons, null tests and truths through which facts force a definition.

From the definition down, along what decides: of an *and* that is false one false operand, of one that is true all of
them. Where several operands would decide, the first that the facts held really force is told. What is told of a
definition hangs only on the facts held that lie below it, so that it is worked out once for each set of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
    operands_of,
)
from resecta.cql.tree import nodes
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom

Facts = tuple[str, ...]


class Teller:
    """Tells the reasons of one case. ``forced(node, held)``: whether these facts alone leave a node no other value."""

    def __init__(
        self,
        definitions: Mapping[str, Node],
        cones: Mapping[str, Facts],
        value_of: Callable[[Node], Value],
        forced: Callable[[Node, Facts], bool],
        constants: frozenset[str],
    ) -> None:
        self.definitions, self.cones, self.value, self.forced = definitions, cones, value_of, forced
        self.constants = constants
        self._told: dict[tuple[str, Facts], tuple[Atom, ...]] = {}
        self._below: dict[int, frozenset[str]] = {}

    def tell(self, define: str, held: Facts) -> tuple[Atom, ...]:
        """The atoms of a definition, in the order of the text; a fact that no atom reads is told by itself."""
        atoms = self.within(define, held)
        if len(atoms) > 1:
            atoms = tuple([atom for atom in atoms if not _goes_without_saying(atom, atoms)])
        read = {name for atom in atoms for name in atom.parameters}
        recorded = (nodes.IsNull(nodes.ParameterReference(name), negated=True) for name in held if name not in read)
        return (*atoms, *(Atom(each, define, (_name(each),), True, self.constants) for each in recorded))

    def within(self, define: str, held: Facts) -> tuple[Atom, ...]:
        """The atoms that lie in a definition and in those that it refers to."""
        cone = self.cones[define]
        key = (define, tuple([name for name in held if name in cone]))
        found = self._told.get(key)
        if found is None:
            telling = _Telling(self, define, held)
            telling.visit(self.definitions[define])
            found = self._told[key] = tuple(telling.found.values())
        return found

    def below(self, node: Node) -> frozenset[str]:
        """The facts that enter a node."""
        found = self._below.get(id(node))
        if found is None:
            named: set[str] = set()
            if isinstance(node, Parameter):
                named.add(node.name)
            elif isinstance(node, Definition):
                named.update(self.cones[node.name])
            for operand in operands_of(node):
                named |= self.below(operand)
            found = self._below[id(node)] = frozenset(named)
        return found


class _Telling(CoreVisitor[None]):
    """Gathers the atoms of one definition for one set of facts held."""

    def __init__(self, teller: Teller, define: str, held: Facts) -> None:
        self._teller, self._define, self._held = teller, define, held
        self.found: dict[tuple[int, str], Atom] = {}

    def _value(self, node: Node) -> Value:
        return self._teller.value(node)

    def _atom(self, node: Node, value: Value) -> None:
        below = self._teller.below(node)
        parameters = tuple([name for name in self._held if name in below])
        if parameters:
            atom = Atom(node.origin, self._define, parameters, value, self._teller.constants)
            self.found.setdefault((id(node.origin), self._define), atom)

    def visit_constant(self, node: Constant) -> None:
        """Nothing to tell."""

    def visit_parameter(self, node: Parameter) -> None:
        self._atom(node, self._value(node))

    def visit_definition(self, node: Definition) -> None:
        for atom in self._teller.within(node.name, self._held):
            self.found.setdefault((id(atom.expression), atom.define), atom)

    def visit_and(self, node: And) -> None:
        self._decided(node, decisive=False)

    def visit_or(self, node: Or) -> None:
        self._decided(node, decisive=True)

    def _decided(self, node: And | Or, *, decisive: bool) -> None:
        """One operand that decides is enough; without one all are told, or those that are unknown."""
        left, right = self._value(node.left), self._value(node.right)
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
        value = self._value(node.operand)
        if node.operand.type.name == "Boolean" and value is not None:
            self.visit(node.operand)
        else:
            self._atom(node, value is None)

    def visit_if(self, node: If) -> None:
        holds = self._value(node.condition) is True
        if self._teller.forced(node.condition, self._held):
            self.visit(node.condition)
        self.visit(node.then if holds else node.otherwise)

    def visit_coalesce(self, node: Coalesce) -> None:
        for operand in node.operands:
            if self._value(operand) is not None:
                self.visit(operand)
                return
            below = self._teller.below(operand)
            absent = tuple([name for name in self._held if name in below])
            if absent:  # not recorded, where the text goes on without it
                atom = Atom(node.origin, self._define, absent, None, self._teller.constants)
                self.found.setdefault((id(node.origin), self._define), atom)

    def visit_operation(self, node: Operation) -> None:
        if node.type.name == "Boolean":
            self._atom(node, self._value(node))
            return
        for operand in node.operands:
            self.visit(operand)


def _name(test: nodes.IsNull) -> str:
    return test.operand.name if isinstance(test.operand, nodes.ParameterReference) else ""


def _goes_without_saying(atom: Atom, others: Sequence[Atom]) -> bool:
    """Whether the atom only says that something is recorded, and another says what."""
    if not isinstance(atom.expression, nodes.IsNull) or atom.value is not atom.expression.negated:
        return False
    return any(
        not isinstance(other.expression, nodes.IsNull) and set(atom.parameters) <= set(other.parameters)
        for other in others
    )
