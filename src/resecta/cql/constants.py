"""The guideline's own numbers: expressions that no fact enters, so that their value is known before any case."""

from __future__ import annotations

from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.walk import walk
from resecta.cql.types import BOOLEAN
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


def constant_names(library: Library) -> tuple[str, ...]:
    """The definitions that no fact enters and that are not truths."""
    return tuple(
        name
        for name, definition in library.definitions.items()
        if definition.type != BOOLEAN and is_constant(definition.expression, library)
    )


def constant_value(node: nodes.Expression, library: Library) -> Value:
    """The value of a constant expression."""
    evaluator = Evaluator({})
    for below in walk(node):
        if isinstance(below, nodes.DefinitionReference):
            expression = library.definitions[below.name].expression
            evaluator.definitions[below.name] = constant_value(expression, library)
    return evaluator.visit(node)
