"""The guideline's own numbers: expressions that no fact enters, so that their value is known before any case."""

from __future__ import annotations

from resecta.cql.core.lower import Lowering
from resecta.cql.core.nodes import Node
from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.walk import walk
from resecta.cql.values import Value


def is_constant(node: nodes.Expression, library: Library) -> bool:
    """Whether no parameter enters the node."""
    for below in walk(node):
        if isinstance(below, nodes.ParameterReference):
            return False
        if isinstance(below, nodes.DefinitionReference) and not is_constant(
            library.definitions[below.name].expression, library
        ):
            return False
    return True


def constant_value(node: nodes.Expression, library: Library) -> Value:
    """The value of a constant expression."""
    named: dict[str, Node] = {}
    for below in walk(node):
        if isinstance(below, nodes.DefinitionReference):
            expression = library.definitions[below.name].expression
            value = constant_value(expression, library)
            named[below.name] = Lowering({}).visit(nodes.Literal(value, type=expression.type))
    return Evaluator({}).visit(Lowering(named).visit(node))
