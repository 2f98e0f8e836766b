"""How each node of a library is told: along what decides, down to the comparisons, null tests and truths.

Of an *and* that is false one false operand is told, of one that is true all of them. Where several operands would
decide, the first that the facts held really force is told. A node is read once for the library; its *tale* then tells
any case. It gets the value that the node has there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

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
    operands_in_a_row,
)
from resecta.cql.tree.nodes import Expression
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value


class AtomPart(NamedTuple):
    """What an atom is made of: an expression in a definition, the facts held that it reads, and its value."""

    expression: Expression
    define: str
    facts: int
    value: Value


AtomParts: TypeAlias = "tuple[AtomPart, ...]"


class Telling(Protocol):
    """One definition of one case told for one set of facts held; ``found`` gathers its parts."""

    held: int
    found: dict[tuple[int, str], AtomPart]

    def value(self, node: Node) -> Value:
        """The value of a node."""

    def forced(self, node: Node) -> bool:
        """Whether the facts held alone leave the node no other value."""

    def within(self, define: str) -> AtomParts:
        """What is told of another definition."""


Tale: TypeAlias = "Callable[[Telling, Value], None]"


class Tales(CoreVisitor[Tale]):
    """The tales of the nodes of one definition."""

    def __init__(self, define: str, cones: Cones) -> None:
        self._define, self._below = define, cones.below

    def visit(self, node: Node) -> Tale:
        """The node's tale; of what no fact held enters there is nothing to tell."""
        tale, below = super().visit(node), self._below[id(node)]
        if not isinstance(node, And | Or | If | Coalesce):  # the others see to it themselves
            return tale

        def told(telling: Telling, value: Value) -> None:
            if telling.held & below:
                tale(telling, value)

        return told

    def _part(self, node: Node, read: Node) -> Tale:
        """The node as one part, with the facts that ``read`` reads."""
        origin, define, below = node.origin, self._define, self._below[id(read)]
        key = id(origin), define

        def tale(telling: Telling, value: Value) -> None:
            facts = telling.held & below
            if facts and key not in telling.found:
                telling.found[key] = AtomPart(origin, define, facts, value)

        return tale

    def visit_constant(self, node: Constant) -> Tale:
        return _nothing

    def visit_parameter(self, node: Parameter) -> Tale:
        return self._part(node, node)

    def visit_definition(self, node: Definition) -> Tale:
        name, below = node.name, self._below[id(node)]

        def tale(telling: Telling, _: Value) -> None:
            if not telling.held & below:
                return
            for part in telling.within(name):
                telling.found.setdefault((id(part.expression), part.define), part)

        return tale

    def visit_and(self, node: And) -> Tale:
        return self._decided(node, decisive=False)

    def visit_or(self, node: Or) -> Tale:
        return self._decided(node, decisive=True)

    def _decided(self, node: And | Or, *, decisive: bool) -> Tale:
        """One operand that decides is enough: the first that is forced, else the last. Without one all are told, or
        those that are unknown.
        """
        rows = [(operand, self.visit(operand)) for operand in operands_in_a_row(node)]

        def tale(telling: Telling, value: Value) -> None:
            if value is decisive:
                deciding = [row for row in rows if telling.value(row[0]) is decisive]
                last = deciding.pop()
                told = next((told for operand, told in deciding if telling.forced(operand)), last[1])
                told(telling, value)
                return
            for operand, told in rows:
                if value is not None:
                    told(telling, value)
                elif telling.value(operand) is None:
                    told(telling, None)

        return tale

    def visit_not(self, node: Not) -> Tale:
        operand = self.visit(node.operand)

        def tale(telling: Telling, value: Value) -> None:
            operand(telling, None if value is None else value is False)

        return tale

    def visit_is_null(self, node: IsNull) -> Tale:
        itself = self._part(node, node)
        if node.operand.type != BOOLEAN:
            return itself
        operand = self.visit(node.operand)

        def tale(telling: Telling, value: Value) -> None:
            if value is True:
                itself(telling, value)
            else:
                operand(telling, telling.value(node.operand))

        return tale

    def visit_if(self, node: If) -> Tale:
        condition, then, otherwise = self.visit(node.condition), self.visit(node.then), self.visit(node.otherwise)
        read = self._below[id(node.condition)]

        def tale(telling: Telling, value: Value) -> None:
            holds = telling.value(node.condition)
            if telling.held & read and telling.forced(node.condition):
                condition(telling, holds)
            (then if holds is True else otherwise)(telling, value)

        return tale

    def visit_coalesce(self, node: Coalesce) -> Tale:
        rows = [(operand, self.visit(operand), self._part(node, operand)) for operand in node.operands]

        def tale(telling: Telling, value: Value) -> None:
            for operand, told, passed_over in rows:
                if telling.value(operand) is not None:
                    told(telling, value)
                    return
                passed_over(telling, None)  # not recorded, where the text goes on without it

        return tale

    def visit_operation(self, node: Operation) -> Tale:
        if node.type == BOOLEAN:
            return self._part(node, node)
        operands = [(operand, self.visit(operand)) for operand in node.operands]

        def tale(telling: Telling, _: Value) -> None:
            for operand, told in operands:
                told(telling, telling.value(operand))

        return tale


def _nothing(_telling: Telling, _value: Value) -> None:
    """Of a constant there is nothing to tell."""
