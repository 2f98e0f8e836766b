"""A second, obvious reading of what is still possible: the set of values that each node may have, one question at a
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from resecta.cql.core import nodes
from resecta.cql.run import Logic
from resecta.cql.values import Value

ANYTHING = "anything"
TRUTHS = frozenset((True, False, None))


def left(logic: Logic, facts: Mapping[str, Value], held: frozenset[str], define: str) -> set[Any]:
    """The values that a definition may have when only these of the recorded facts are held."""
    return set(_Left(logic, facts, held).of(logic.definitions[define]))


class _Left:
    def __init__(self, logic: Logic, facts: Mapping[str, Value], held: frozenset[str]) -> None:
        self._logic, self._facts, self._held = logic, facts, held

    def of(self, node: nodes.Node) -> frozenset[Any]:
        """The values that a node may have."""
        match node:
            case nodes.Constant():
                return frozenset((node.value,))
            case nodes.Parameter():
                return self._fact(node)
            case nodes.Definition():
                return self.of(self._logic.definitions[node.name])
            case nodes.And():
                return self._connected(node, decisive=False)
            case nodes.Or():
                return self._connected(node, decisive=True)
            case nodes.Not():
                return frozenset(None if value is None else not value for value in self.of(node.operand))
            case nodes.Operation():
                rows = product(*map(self.of, node.operands))
                return frozenset(value for row in rows for value in self._result(node, row))
        return self._choice(node)

    def _choice(self, node: nodes.Node) -> frozenset[Any]:
        if isinstance(node, nodes.IsNull):
            found = self.of(node.operand)
            known = {False for value in found if value is not None}
            return frozenset({*known, *(True for value in found if value is None or value == ANYTHING)})
        if isinstance(node, nodes.If):
            condition = self.of(node.condition)
            then = self.of(node.then) if True in condition else frozenset()
            return then | (self.of(node.otherwise) if condition - {True} else frozenset())
        assert isinstance(node, nodes.Coalesce)
        first: set[Any] = set()
        for operand in node.operands:
            values = self.of(operand)
            first |= values - {None}
            if None not in values and ANYTHING not in values:
                return frozenset(first)
        return frozenset({*first, None})

    def _fact(self, node: nodes.Parameter) -> frozenset[Any]:
        if node.name in self._facts and node.name not in self._held:
            return TRUTHS if node.type.name == "Boolean" else frozenset((ANYTHING,))
        return frozenset((self._facts.get(node.name, self._logic.defaults[node.name]),))

    def _connected(self, node: nodes.And | nodes.Or, *, decisive: bool) -> frozenset[Any]:
        found = set()
        for one, other in product(self.of(node.left), self.of(node.right)):
            decided = one is decisive or other is decisive
            found.add(decisive if decided else None if one is None or other is None else not decisive)
        return frozenset(found)

    @staticmethod
    def _result(node: nodes.Operation, row: tuple[Any, ...]) -> frozenset[Any]:
        if node.strict and None in row:
            return frozenset((None,))
        if ANYTHING in row:
            anything = TRUTHS if node.type.name == "Boolean" else frozenset((ANYTHING,))
            return anything - {None} if node.total else anything
        return frozenset((node.call(*row),))
