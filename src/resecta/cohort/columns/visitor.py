"""The one reader of the core for columns: each node as an expression over a table, unknown as ``NULL``.

``and``, ``or`` and ``not`` are SQL's own: they have the same three values. An ``if`` is a ``case``: it goes on where
its condition is unknown, as the language has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis

from resecta.cohort.columns import comparing, converting, moments, numbers, spans
from resecta.cohort.columns.column import Column, Made, NotInColumnsError, Span, literal, unknown
from resecta.cohort.columns.lengths import in_one_unit
from resecta.cql.core.meanings import OperationKind
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

Operate = Callable[[Operation, Sequence[Made]], Made]
OPERATIONS: dict[OperationKind, Operate] = {
    **comparing.OPERATIONS,
    **numbers.OPERATIONS,
    **moments.OPERATIONS,
    **spans.OPERATIONS,
    **converting.OPERATIONS,
}


class Columns(CoreVisitor[Made]):
    """Makes expressions of nodes. ``parameters``: the column of each fact and setting; ``definitions``: the column of
    each definition that stands in the table already.
    """

    def __init__(self, parameters: Mapping[str, Column], definitions: Mapping[str, Made]) -> None:
        self._parameters, self._definitions = parameters, definitions

    def column(self, node: Node) -> Column:
        """The expression of a node that is no interval."""
        made = self.visit(node)
        if isinstance(made, Span):
            raise NotInColumnsError("an interval stands where a column holds one value")
        return made

    def visit_constant(self, node: Constant) -> Made:
        return literal(node.value, node.type)

    def visit_parameter(self, node: Parameter) -> Made:
        return self._parameters[node.name]

    def visit_definition(self, node: Definition) -> Made:
        return self._definitions[node.name]

    def visit_and(self, node: And) -> Made:
        return Column(self.column(node.left).value & self.column(node.right).value)

    def visit_or(self, node: Or) -> Made:
        return Column(self.column(node.left).value | self.column(node.right).value)

    def visit_not(self, node: Not) -> Made:
        return Column(~self.column(node.operand).value)

    def visit_is_null(self, node: IsNull) -> Made:
        operand = self.visit(node.operand)
        return Column(~operand.exists if isinstance(operand, Span) else unknown(operand.value))

    def visit_if(self, node: If) -> Made:
        """A row of ``if`` is one ``case``: SQL's parser and its readers go no deeper for a longer row."""
        branches: list[tuple[Column, Column]] = []
        rest: Node = node
        while isinstance(rest, If):
            branches.append((self.column(rest.condition), self.column(rest.then)))
            rest = rest.otherwise
        results = in_one_unit([*(result for _, result in branches), self.column(rest)])
        pairs = ((condition.value, one.value) for (condition, _), one in zip(branches, results, strict=False))
        return results[-1].with_value(ibis.cases(*pairs, else_=results[-1].value))

    def visit_coalesce(self, node: Coalesce) -> Made:
        operands = in_one_unit([self.column(operand) for operand in node.operands])
        return operands[0].with_value(ibis.coalesce(*(each.value for each in operands)))

    def visit_operation(self, node: Operation) -> Made:
        operation = OPERATIONS.get(node.kind)
        if operation is None:
            raise NotInColumnsError(f"{node.kind} has no columns")
        return operation(node, [self.visit(operand) for operand in node.operands])
