"""Every definition that is asked for as a column, each worked out once: those that rest on facts alone first, then in
layers those that rest on them, so that the query grows with the guideline and no faster. A layer hands on what a later
one reads and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import ibis.expr.types as ir

from resecta.cohort.columns import Column, Columns
from resecta.cql.core.nodes import Constant, Definition, Node, Parameter, operands_of

Layer = Mapping[str, Node]


def below(definitions: Mapping[str, Node], wanted: Iterable[str]) -> dict[str, Node]:
    """The definitions that are wanted with all that they rest on, in the order of the logic."""
    found: set[str] = set()
    pending = list(wanted)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(definitions_in(definitions[name]))
    return {name: node for name, node in definitions.items() if name in found}


def definitions_in(node: Node) -> set[str]:
    """The definitions that a node names."""
    return {at.name for at in within(node) if isinstance(at, Definition)}


def within(node: Node) -> Iterator[Node]:
    """The node and all that it is made of, as it is written: a definition that it names is one node."""
    pending = [node]
    while pending:
        at = pending.pop()
        yield at
        pending.extend(operands_of(at))


def layers(definitions: Mapping[str, Node]) -> list[Layer]:
    """The definitions by depth: each rests only on those of layers before its own, or on none of these at all."""
    depth: dict[str, int] = {}
    for name, node in definitions.items():
        depth[name] = 1 + max((depth.get(other, -1) for other in definitions_in(node)), default=-1)
    found: list[dict[str, Node]] = [{} for _ in range(max(depth.values(), default=-1) + 1)]
    for name, node in definitions.items():
        found[depth[name]][name] = node
    return list(found)


def column_of(definition: str) -> str:
    """The name of a definition's column: no element and no column of a table is called so."""
    return f"define {definition}"


def read_by(layers: Sequence[Layer], facts: Mapping[str, Column]) -> set[str]:
    """The columns that the nodes of these layers read: of facts and of definitions."""
    found: set[str] = set()
    for layer in layers:
        for node in layer.values():
            for at in within(node):
                if isinstance(at, Definition):
                    found.add(column_of(at.name))
                elif isinstance(at, Parameter) and at.name in facts:
                    found.add(facts[at.name].value.get_name())
    return found


def narrowed(table: ir.Table, kept: set[str], fresh: Mapping[str, ir.Value]) -> ir.Table:
    """The columns that are kept, in the table's order, and new ones."""
    return table.select(*(name for name in table.columns if name in kept), **fresh)


def with_definitions(
    table: ir.Table, definitions: Mapping[str, Node], facts: Mapping[str, Column], kept: set[str]
) -> tuple[ir.Table, Mapping[str, Column]]:
    """The table with a column per definition that facts enter, and every definition by name.

    ``facts``: the column of each parameter, by the name that the logic gives it; they stand in the table. ``kept``: the
    columns that are read afterwards.
    """
    made: dict[str, Column] = {}
    order = layers(definitions)
    for place, layer in enumerate(order):
        at = {name: on_table(column, table) for name, column in facts.items()}
        reader = Columns(at, {name: on_table(column, table) for name, column in made.items()})
        fresh = {name: reader.column(node) for name, node in layer.items()}
        later = kept | read_by(order[place + 1 :], facts)
        columns = {column_of(name): fresh[name].value for name, node in layer.items() if not isinstance(node, Constant)}
        table = narrowed(table, later, {name: value for name, value in columns.items() if name in later})
        made.update(
            {
                name: column.with_value(table[column_of(name)]) if column_of(name) in table.columns else column
                for name, column in fresh.items()
            }
        )
    return table, {name: on_table(column, table) for name, column in made.items()}


def on_table(column: Column, table: ir.Table) -> Column:
    """A column of an earlier layer, in a later one; a constant, or one that nobody reads there, as it is."""
    name = column.value.get_name()
    return column.with_value(table[name]) if name in table.columns else column
