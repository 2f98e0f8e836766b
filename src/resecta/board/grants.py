"""What the application's own user may do on PostgreSQL: add to what is kept, and neither change nor remove it."""

from __future__ import annotations

from sqlalchemy import Connection, text

from resecta.board.database import Database
from resecta.board.kept_rows import KEPT
from resecta.board.tables import metadata, trail, trail_head
from resecta.document import InputError, Place, Problem

_ADD = "SELECT, INSERT"
_CHANGE = "SELECT, INSERT, UPDATE, DELETE"


def grant(database: Database, role: str) -> None:
    """Let an existing role work as the application, and no more; run by the owner of the tables.

    It may add to the trail and to what is kept (``KEPT``) and change neither; it moves the trail's head on. Raises
    InputError on SQLite, which has no roles, and for a role that is not there; DatabaseGoneError.
    """
    if database.is_sqlite:
        message, mend = "SQLite has no roles", "protect the file; roles are PostgreSQL's"
        raise InputError([Problem(Place(database.shown), message, mend)])
    with database.writing() as connection:
        there = connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :role"), {"role": role})
        if not there:
            raise InputError([Problem(Place("ROLE"), "there is no such role", "make it first: CREATE ROLE … LOGIN")])
        for statement in _statements(connection, role):
            connection.execute(text(statement))


def _statements(connection: Connection, role: str) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    to, owned = quote(role), ", ".join(quote(table.name) for table in metadata.sorted_tables)
    rights = {table.name: _ADD for table in (*KEPT.values(), trail)} | {trail_head.name: "SELECT, UPDATE"}
    return [
        f"REVOKE ALL ON {owned}, alembic_version FROM {to}",
        *(f"GRANT {rights.get(one.name, _CHANGE)} ON {quote(one.name)} TO {to}" for one in metadata.sorted_tables),
        f"GRANT SELECT ON alembic_version TO {to}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {quote(connection.dialect.default_schema_name or 'public')} TO {to}",
    ]
