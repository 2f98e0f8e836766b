"""Rows that are only ever added: each is written together with its digest in the trail, so that a changed one shows."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from resecta.board import canonical, tables
from resecta.board.moment import written

KEPT: Mapping[str, Table] = {
    table.name: table
    for table in (
        tables.patient,
        tables.identity,
        tables.entry,
        tables.own_view,
        tables.agenda_change,
        tables.decision,
        tables.snapshot,
        tables.signature,
        tables.withdrawal,
        tables.addendum,
        tables.follow_up,
        tables.pack,
        tables.pack_file,
    )
}
"""The tables that are never changed. On PostgreSQL the application may not (``resecta.board.grants``)."""
_BY_THE_DATABASE = {"entry": ("number",)}


def add(connection: Connection, table: Table, values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Write one row; the table's name, the row's key and its digest, as the trail keeps them."""
    connection.execute(insert(table).values(values))
    return table.name, _key(table, values), _digest(table, values)


def digests(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    """Key and digest of every row that stands there now."""
    for row in connection.execute(select(table)).yield_per(1000):
        values = row._asdict()
        yield _key(table, values), _digest(table, values)


def _key(table: Table, values: Mapping[str, Any]) -> str:
    columns = [table.c.id] if "id" in table.c else list(table.primary_key.columns)
    return " ".join(str(values[column.name]) for column in columns)


def _digest(table: Table, values: Mapping[str, Any]) -> str:
    names = [column.name for column in table.c if column.name not in _BY_THE_DATABASE.get(table.name, ())]
    return canonical.digest({name: _plain(values.get(name)) for name in names})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return written(value)
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
