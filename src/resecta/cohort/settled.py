"""The logic with a site's settings in their places: core nodes in, core nodes with every part worked out that no fact
enters. A branch that a setting closes is gone, and no row pays for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

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
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.pack import Guideline


def settings_of(guideline: Guideline) -> dict[str, Value]:
    """The values of the parameters that are the same for every patient."""
    logic = guideline.logic
    steady = {name: logic.defaults[name] for name in logic.steady if name != ASSESSED_ON}
    return {**steady, **guideline.settings_values}


def settled(definitions: Mapping[str, Node], settings: Mapping[str, Value]) -> Mapping[str, Node]:
    """Every definition with the settings' values in it; each comes after those it refers to, as before."""
    found: dict[str, Node] = {}
    settler = Settler(settings, found)
    for name, node in definitions.items():
        found[name] = settler.visit(node)
    return MappingProxyType(found)


class Settler(CoreVisitor[Node]):
    """Works out what can be without a fact. ``definitions``: those settled so far."""

    def __init__(self, settings: Mapping[str, Value], definitions: Mapping[str, Node]) -> None:
        self._settings, self._definitions = settings, definitions

    def visit_constant(self, node: Constant) -> Node:
        return node

    def visit_parameter(self, node: Parameter) -> Node:
        return _constant(node, self._settings[node.name]) if node.name in self._settings else node

    def visit_definition(self, node: Definition) -> Node:
        named = self._definitions[node.name]
        return _constant(node, named.value) if isinstance(named, Constant) else node

    def visit_and(self, node: And) -> Node:
        return _connected(node, self.visit(node.left), self.visit(node.right), decisive=False)

    def visit_or(self, node: Or) -> Node:
        return _connected(node, self.visit(node.left), self.visit(node.right), decisive=True)

    def visit_not(self, node: Not) -> Node:
        operand = self.visit(node.operand)
        if isinstance(operand, Constant):
            return _constant(node, None if operand.value is None else operand.value is False)
        return replace(node, operand=operand)

    def visit_is_null(self, node: IsNull) -> Node:
        operand = self.visit(node.operand)
        return (
            _constant(node, operand.value is None) if isinstance(operand, Constant) else replace(node, operand=operand)
        )

    def visit_if(self, node: If) -> Node:
        condition = self.visit(node.condition)
        if isinstance(condition, Constant):
            return self.visit(node.then if condition.value is True else node.otherwise)
        return replace(node, condition=condition, then=self.visit(node.then), otherwise=self.visit(node.otherwise))

    def visit_coalesce(self, node: Coalesce) -> Node:
        operands: list[Node] = []
        for operand in map(self.visit, node.operands):
            if isinstance(operand, Constant) and operand.value is None:
                continue
            operands.append(operand)
            if isinstance(operand, Constant):
                break
        if not operands:
            return _constant(node, None)
        return operands[0] if len(operands) == 1 else replace(node, operands=tuple(operands))

    def visit_operation(self, node: Operation) -> Node:
        operands = tuple(self.visit(operand) for operand in node.operands)
        values = [operand.value for operand in operands if isinstance(operand, Constant)]
        if node.strict and any(value is None for value in values):
            return _constant(node, None)
        return _constant(node, node.call(*values)) if len(values) == len(operands) else replace(node, operands=operands)


def _connected(node: And | Or, left: Node, right: Node, *, decisive: bool) -> Node:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Constant) and one.value is decisive:
            return one
        if isinstance(one, Constant) and one.value is not None:
            return other
    return replace(node, left=left, right=right)


def _constant(node: Node, value: Value) -> Constant:
    return Constant(value, type=node.type, origin=node.origin)
