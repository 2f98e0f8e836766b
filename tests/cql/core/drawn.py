"""The core drawn as text: one line for each node that is more than a value or a name, the deeper the further in.

Behind ``<-`` stands the surface expression that the node says.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.core import nodes
from resecta.cql.format import to_cql
from resecta.cql.values import literal


def draw(node: nodes.Node) -> str:
    """The tree below a node."""
    return "\n".join(_lines(node, 0)) + "\n"


def _lines(node: nodes.Node, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_Head().visit(node)}  <- {to_cql(node.origin)}"
    below = nodes.operands_of(node)
    if not all(map(_is_leaf, below)):
        for operand in below:
            yield from _lines(operand, depth + 1)


def _is_leaf(node: nodes.Node) -> bool:
    return not nodes.operands_of(node)


class _Head(nodes.CoreVisitor[str]):
    """A node by itself; with its operands where all of them are values or names."""

    def _with_leaves(self, head: str, node: nodes.Node) -> str:
        below = nodes.operands_of(node)
        return f"{head}({', '.join(map(self.visit, below))})" if all(map(_is_leaf, below)) else head

    def visit_constant(self, node: nodes.Constant) -> str:
        return literal(node.value)

    def visit_parameter(self, node: nodes.Parameter) -> str:
        return node.name

    def visit_definition(self, node: nodes.Definition) -> str:
        return f"define {node.name}"

    def visit_and(self, node: nodes.And) -> str:
        return self._with_leaves("and", node)

    def visit_or(self, node: nodes.Or) -> str:
        return self._with_leaves("or", node)

    def visit_not(self, node: nodes.Not) -> str:
        return self._with_leaves("not", node)

    def visit_is_null(self, node: nodes.IsNull) -> str:
        return self._with_leaves("is null", node)

    def visit_if(self, node: nodes.If) -> str:
        return self._with_leaves("if", node)

    def visit_coalesce(self, node: nodes.Coalesce) -> str:
        return self._with_leaves("coalesce", node)

    def visit_operation(self, node: nodes.Operation) -> str:
        details = "".join(f" [{detail}]" for detail in node.details)
        return self._with_leaves(f"{node.kind}{details}", node)
