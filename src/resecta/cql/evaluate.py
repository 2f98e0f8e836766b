"""The plain reference: a checked library and the facts of one case in, the value of every definition out.

What each node of the core means stands here once, in the obvious way; the fast path and the possible values are judged
by this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.core.lower import Lowering, lower
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from resecta.cql.tree.library import Library
    from resecta.cql.tree.nodes import Expression
    from resecta.cql.values import Value


def evaluate_library(library: Library, facts: Mapping[str, Value]) -> dict[str, Value]:
    """The value of every definition. A parameter that ``facts`` lacks takes its default, else null."""
    values = evaluate_definitions(lower(library), {**defaults(library), **facts})
    return {name: values[name] for name in library.definitions}


def evaluate_definitions(definitions: Mapping[str, Node], parameters: Mapping[str, Value]) -> dict[str, Value]:
    """The value of every definition, which come each after those it refers to; ``parameters``: every one's value."""
    evaluator = Evaluator(parameters)
    for name, node in definitions.items():
        evaluator.definitions[name] = evaluator.visit(node)
    return evaluator.definitions


def evaluate_expression(expression: Expression) -> Value:
    """The value of a checked expression that needs no facts."""
    return Evaluator({}).visit(Lowering({}).visit(expression))


def defaults(library: Library) -> dict[str, Value]:
    """A value for every parameter: its default, else null."""
    return {
        parameter.name: None if parameter.default is None else evaluate_expression(parameter.default)
        for parameter in library.parameters.values()
    }


class Evaluator(CoreVisitor["Value"]):
    """Values of nodes, given the parameters and the definitions they refer to."""

    def __init__(self, parameters: Mapping[str, Value]) -> None:
        """The checker has bound every name: a KeyError here is our fault."""
        self._parameters = parameters
        self.definitions: dict[str, Value] = {}

    def visit_constant(self, node: Constant) -> Value:
        return node.value

    def visit_parameter(self, node: Parameter) -> Value:
        return self._parameters[node.name]

    def visit_definition(self, node: Definition) -> Value:
        return self.definitions[node.name]

    def visit_and(self, node: And) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is False or right is False:  # one false operand decides, whatever the other may be
            return False
        return None if left is None or right is None else True

    def visit_or(self, node: Or) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is True or right is True:  # one true operand decides
            return True
        return None if left is None or right is None else False

    def visit_not(self, node: Not) -> Value:
        operand = self.visit(node.operand)
        return None if operand is None else operand is False

    def visit_is_null(self, node: IsNull) -> Value:
        return self.visit(node.operand) is None

    def visit_if(self, node: If) -> Value:
        return self.visit(node.then if self.visit(node.condition) is True else node.otherwise)

    def visit_coalesce(self, node: Coalesce) -> Value:
        values = (self.visit(operand) for operand in node.operands)
        return next((value for value in values if value is not None), None)

    def visit_operation(self, node: Operation) -> Value:
        values = [self.visit(operand) for operand in node.operands]
        if node.strict and any(value is None for value in values):
            return None
        return node.call(*values)


__all__ = ["Evaluator", "Node", "defaults", "evaluate_expression", "evaluate_library"]
