"""What an unknown waits for: for each node its value, the facts that an unknown value hangs on, and what a known one
was read from.

The unknown facts of the unknown parts: of an *and* without a false operand, those of its unknown operands. Where the
text itself chooses ``null`` (an indeterminate grade counts as unknown), the facts of the conditions that led there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

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
from resecta.cql.values import Value

Names = frozenset[str]
NOTHING: Names = frozenset()


class Trail(NamedTuple):
    """A value; the facts it waits for where it is unknown; the facts, recorded or not, on which a known one leans."""

    value: Value
    missing: Names
    leaning: Names


class Unsettled(CoreVisitor[Trail]):
    """Reads the trails of one case, each definition once."""

    def __init__(
        self,
        definitions: Mapping[str, Node],
        values: Mapping[str, Value],
        settled: Names,
        asks: Mapping[str, Names],
    ) -> None:
        """``values``: every parameter's; ``settled``: parameters that nobody has to ask for (settings, the day);
        ``asks``: the parameters that a definition asks for, where these are not all that it waits for.
        """
        self._definitions, self._values, self._settled, self._asks = definitions, values, settled, asks
        self._trails: dict[str, Trail] = {}

    def definition(self, name: str) -> Trail:
        """The trail of a definition."""
        found = self._trails.get(name)
        if found is None:
            found = self._trails[name] = self._asking(name, self.visit(self._definitions[name]))
        return found

    def _asking(self, name: str, trail: Trail) -> Trail:
        asks = self._asks.get(name)
        if asks is None or trail.value is not None:
            return trail
        if not asks:
            return trail._replace(missing=NOTHING)
        return trail._replace(missing=trail.missing & asks or trail.missing)

    def visit_constant(self, node: Constant) -> Trail:
        return Trail(node.value, NOTHING, NOTHING)

    def visit_parameter(self, node: Parameter) -> Trail:
        value = self._values[node.name]
        named = NOTHING if node.name in self._settled else frozenset((node.name,))
        return Trail(value, named if value is None else NOTHING, named)

    def visit_definition(self, node: Definition) -> Trail:
        return self.definition(node.name)

    def visit_and(self, node: And) -> Trail:
        return self._connected(node, decisive=False)

    def visit_or(self, node: Or) -> Trail:
        return self._connected(node, decisive=True)

    def _connected(self, node: And | Or, *, decisive: bool) -> Trail:
        left = self.visit(node.left)
        if left.value is decisive:
            return left
        right = self.visit(node.right)
        if right.value is decisive:
            return right
        if left.value is None or right.value is None:
            return Trail(None, left.missing | right.missing, left.leaning | right.leaning)
        return Trail(not decisive, NOTHING, left.leaning | right.leaning)

    def visit_not(self, node: Not) -> Trail:
        operand = self.visit(node.operand)
        return operand if operand.value is None else operand._replace(value=operand.value is False)

    def visit_is_null(self, node: IsNull) -> Trail:
        operand = self.visit(node.operand)
        return Trail(operand.value is None, NOTHING, operand.missing or operand.leaning)

    def visit_if(self, node: If) -> Trail:
        passed: list[Trail] = []
        result: Node = node
        while isinstance(result, If) and (result is node or result.type == node.type):
            condition = self.visit(result.condition)
            passed.append(self._leading(result.condition, condition))
            if condition.value is True:
                result = result.then
                break
            result = result.otherwise
        taken = self.visit(result)
        if taken.value is not None:
            return taken._replace(leaning=_union((taken.leaning, *map(_led, passed))))
        if isinstance(result, Constant):
            return Trail(None, self._blamed(passed), _union(map(_led, passed)))
        return taken._replace(missing=_union((taken.missing, *(each.missing for each in passed))))

    def _leading(self, node: Node, trail: Trail) -> Trail:
        """A condition that led somewhere, with the facts that it asks for where it says so."""
        asks = self._asks.get(node.name) if isinstance(node, Definition) else None
        return trail._replace(leaning=trail.leaning & asks) if asks and trail.value is not None else trail

    def _blamed(self, passed: Iterable[Trail]) -> Names:
        """For a null that the text chose: the absent facts of the conditions that led there, else all of theirs."""
        led = _union(map(_led, passed))
        absent = frozenset(name for name in led if self._values[name] is None)
        return absent or led

    def visit_coalesce(self, node: Coalesce) -> Trail:
        waiting = NOTHING
        for operand in node.operands:
            trail = self.visit(operand)
            if trail.value is not None:
                return trail  # what was passed over is an exception that nobody raised, not what this leans on
            waiting |= trail.missing
        return Trail(None, waiting, waiting)

    def visit_operation(self, node: Operation) -> Trail:
        operands = [self.visit(operand) for operand in node.operands]
        leaning = _union(operand.leaning for operand in operands)
        values = [operand.value for operand in operands]
        if node.strict and any(value is None for value in values):
            return Trail(None, _union(operand.missing for operand in operands), leaning)
        value = node.call(*values)
        if value is not None:
            return Trail(value, NOTHING, leaning)
        missing = _union(operand.missing for operand in operands)
        return Trail(None, missing or leaning, leaning)  # all known, and yet no answer: dates that end early


def _led(condition: Trail) -> Names:
    return condition.missing if condition.value is None else condition.leaning


def _union(sets: Iterable[Names]) -> Names:
    return NOTHING.union(*sets)
