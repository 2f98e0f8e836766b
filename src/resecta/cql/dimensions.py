"""A lint of quantities: two that are both written out, yet of units that never compare, make a condition that is never
known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.tree.nodes import (
    Between,
    Comparison,
    DefinitionReference,
    Expression,
    InInterval,
    IntervalOf,
    Literal,
    Negate,
)
from resecta.cql.tree.walk import walk
from resecta.cql.values import Quantity
from resecta.cql.values.units import comparable
from resecta.document.problem import Place, Problem

if TYPE_CHECKING:
    from resecta.cql.tree.library import Library


def mixed_dimensions(library: Library) -> tuple[Problem, ...]:
    """One problem for each comparison of written-out quantities whose units do not compare; constants count by their
    definition.
    """
    problems = []
    for definition in library.definitions.values():
        lines = library.texts.get(definition.file, "").splitlines()
        for node in walk(definition.expression):
            units = [unit for part in _compared(node) if (unit := _unit(part, library)) is not None]
            if any(not comparable(units[0], unit) for unit in units[1:]):
                span = node.span
                line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
                message = f"{' and '.join(map(repr, units))} never compare, so this is always unknown"
                problems.append(Problem(Place(definition.file, span.line, span.column, span.length), message, "", line))
    return tuple(problems)


def _compared(node: Expression) -> tuple[Expression, ...]:
    if isinstance(node, Comparison):
        return node.left, node.right
    if isinstance(node, Between):
        return node.operand, node.low, node.high
    if isinstance(node, IntervalOf):
        return node.low, node.high
    if isinstance(node, InInterval) and isinstance(node.interval, IntervalOf):
        return node.operand, node.interval.low  # the interval tells of its own two ends
    return ()


def _unit(node: Expression, library: Library) -> str | None:
    while isinstance(node, Negate):
        node = node.operand
    if isinstance(node, DefinitionReference) and node.name in library.definitions:
        node = library.definitions[node.name].expression
    return node.value.unit if isinstance(node, Literal) and isinstance(node.value, Quantity) else None
