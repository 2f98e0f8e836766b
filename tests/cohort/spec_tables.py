"""A table of the language's specification as columns: its rows as a table of facts, its answers as values.

A column holds one unit and dates of one precision, so that rows which differ in these make tables of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import ibis
import pyarrow as pa
from tests.cql.spec.tables import Row, Table, value

from resecta.cohort.columns import Column, Columns, fact
from resecta.cql import Date, Library, Quantity, Value, lower
from resecta.cql.core.nodes import Node
from resecta.cql.tree.operators import Precision

ARROW = {
    "Boolean": pa.bool_(),
    "Integer": pa.int64(),
    "Decimal": pa.decimal128(18, 8),
    "Quantity": pa.decimal128(18, 8),
    "String": pa.string(),
    "Date": pa.date32(),
}
Shape = tuple[tuple[str | None, Precision], ...]


def answers(table: Table, connection: ibis.BaseBackend) -> Iterator[tuple[Row, Value]]:
    """What the engine gives for every row of a table."""
    library = table.library()
    node = lower(library)["answer"]
    rows = sorted(table.rows, key=lambda row: str(_shape(row)))
    for shape, alike in groupby(rows, key=_shape):
        group = list(alike)
        yield from zip(group, _answers(library, node, shape, group, connection), strict=True)


def _shape(row: Row) -> Shape:
    return tuple(_form(value(text)) for text in row.facts.values())


def _form(one: Value) -> tuple[str | None, Precision]:
    if isinstance(one, Date):
        return None, Precision.YEAR if one.month is None else Precision.MONTH if one.day is None else Precision.DAY
    return (one.unit if isinstance(one, Quantity) else None), Precision.DAY


def _answers(library: Library, node: Node, shape: Shape, rows: list[Row], connection: ibis.BaseBackend) -> list[Value]:
    kinds = {name: parameter.type for name, parameter in library.parameters.items()}
    columns = {
        name: pa.array([_plain(value(row.facts[name])) for row in rows], ARROW[kind.name])
        for name, kind in kinds.items()
    }
    place = pa.array(range(len(rows)), pa.int64())
    source = ibis.memtable(pa.table({"place": place, **columns}))
    forms = dict(zip(rows[0].facts, shape, strict=True))
    facts = {
        name: fact(source[name], kind, forms[name][0] or ("mm" if kind.name == "Quantity" else None), forms[name][1])
        for name, kind in kinds.items()
    }
    made = Columns(facts, {}).column(node)
    found = connection.to_pyarrow(source.select("place", answer=made.value)).sort_by("place")["answer"].to_pylist()
    return [back(one, made) for one in found]


def _plain(one: Value) -> Any:
    if isinstance(one, Quantity):
        return one.value
    if isinstance(one, Date):
        return __import__("datetime").date(one.year, one.month or 1, one.day or 1)
    return one


def back(found: Any, made: Column) -> Value:
    """A value of an engine as one of the language."""
    if found is None:
        return None
    if made.unit is not None:
        return Quantity(found, made.unit)
    if made.value.type().is_date():
        month = None if made.ends is Precision.YEAR else found.month
        return Date(found.year, month, None if made.ends is not Precision.DAY else found.day)
    return found
