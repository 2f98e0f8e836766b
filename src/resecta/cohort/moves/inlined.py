"""A node with every definition that it names written out, so that it reads facts alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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


class Inlining(CoreVisitor[Node]):
    """Writes the definitions out. ``definitions``: those that may be named."""

    def __init__(self, definitions: Mapping[str, Node]) -> None:
        self._definitions = definitions
        self._found: dict[str, Node] = {}

    def visit_constant(self, node: Constant) -> Node:
        return node

    def visit_parameter(self, node: Parameter) -> Node:
        return node

    def visit_definition(self, node: Definition) -> Node:
        found = self._found.get(node.name)
        if found is None:
            found = self._found[node.name] = self.visit(self._definitions[node.name])
        return found

    def visit_and(self, node: And) -> Node:
        return replace(node, left=self.visit(node.left), right=self.visit(node.right))

    def visit_or(self, node: Or) -> Node:
        return replace(node, left=self.visit(node.left), right=self.visit(node.right))

    def visit_not(self, node: Not) -> Node:
        return replace(node, operand=self.visit(node.operand))

    def visit_is_null(self, node: IsNull) -> Node:
        return replace(node, operand=self.visit(node.operand))

    def visit_if(self, node: If) -> Node:
        condition, then, otherwise = (self.visit(each) for each in (node.condition, node.then, node.otherwise))
        return replace(node, condition=condition, then=then, otherwise=otherwise)

    def visit_coalesce(self, node: Coalesce) -> Node:
        return replace(node, operands=tuple(map(self.visit, node.operands)))

    def visit_operation(self, node: Operation) -> Node:
        return replace(node, operands=tuple(map(self.visit, node.operands)))
