"""Every definition that is asked for as a column, each worked out once: those that rest on facts alone first, then in
layers those that rest on them, so that the query grows with the guideline and no faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ibis.expr.types as ir

from resecta.cohort.columns import Column, Columns
from resecta.cql.core.nodes import Constant, Definition, Node, operands_of


def below(definitions: Mapping[str, Node], wanted: Iterable[str]) -> dict[str, Node]:
    """The definitions that are wanted with all that they rest on, in the order of the logic."""
    found: set[str] = set()
    pending = list(wanted)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(named(definitions[name]))
    return {name: node for name, node in definitions.items() if name in found}


def named(node: Node) -> set[str]:
    """The definitions that a node names."""
    found: set[str] = set()
    pending = [node]
    while pending:
        at = pending.pop()
        if isinstance(at, Definition):
            found.add(at.name)
        pending.extend(operands_of(at))
    return found


def layers(definitions: Mapping[str, Node]) -> list[dict[str, Node]]:
    """The definitions by depth: each rests only on those of layers before its own."""
    depth: dict[str, int] = {}
    for name, node in definitions.items():
        depth[name] = 1 + max((depth[other] for other in named(node)), default=-1)
    found: list[dict[str, Node]] = [{} for _ in range(max(depth.values(), default=-1) + 1)]
    for name, node in definitions.items():
        found[depth[name]][name] = node
    return found


def column_of(definition: str) -> str:
    """The name of a definition's column: no element and no column of a table is called so."""
    return f"define {definition}"


def with_definitions(
    table: ir.Table, definitions: Mapping[str, Node], facts: Mapping[str, Column]
) -> tuple[ir.Table, Mapping[str, Column]]:
    """The table with a column per definition that facts enter, and every definition by name.

    ``facts``: the column of each parameter, by the name that the logic gives it; they stand in the table.
    """
    made: dict[str, Column] = {}
    for layer in layers(definitions):
        at = {name: column.with_value(table[column.value.get_name()]) for name, column in facts.items()}
        reader = Columns(at, made)
        fresh = {name: reader.column(node) for name, node in layer.items()}
        table = table.mutate(
            **{column_of(name): fresh[name].value for name, node in layer.items() if not isinstance(node, Constant)}
        )
        made.update(fresh)
        made = {
            name: column if isinstance(definitions[name], Constant) else column.with_value(table[column_of(name)])
            for name, column in made.items()
        }
    return table, made
