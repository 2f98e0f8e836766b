"""The state of a database: empty, up to date, or of an older or newer Resecta; and how it comes to that of this one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from resecta.board.database import Database
from resecta.document import InputError, Place, Problem

if TYPE_CHECKING:
    from alembic.config import Config

_VERSION = "alembic_version"


class SchemaState(StrEnum):
    """How the tables of a database stand to those of this application."""

    EMPTY = "empty"
    CURRENT = "up to date"
    OLDER = "older than this Resecta"
    NEWER = "newer than this Resecta"


def state_of(database: Database) -> SchemaState:
    """How it stands; a file of SQLite that is not there is empty, and is not made. Raises DatabaseGoneError."""
    file = database.engine.url.database
    if database.is_sqlite and file is not None and Path(file).parent.is_dir() and not Path(file).exists():
        return SchemaState.EMPTY
    with database.reading() as connection:
        there = _revision(connection)
    if there is None:
        return SchemaState.EMPTY
    known = revisions()
    if there == known[-1]:
        return SchemaState.CURRENT
    return SchemaState.OLDER if there in known else SchemaState.NEWER


def require_current(database: Database) -> None:
    """Raise InputError, which says the command, unless the database is that of this application."""
    mends = {
        SchemaState.EMPTY: "run `resecta db upgrade` once, with the same --database",
        SchemaState.OLDER: "make a backup, then run `resecta db upgrade` with the same --database",
        SchemaState.NEWER: "start the Resecta that upgraded it, or a later one",
    }
    state = state_of(database)
    if state in mends:
        raise InputError([Problem(Place(database.shown), f"the database is {state}", mends[state])])


def upgrade(database: Database) -> bool:
    """Bring the database to the tables of this application, in one transaction; whether there was anything to do.

    Raises InputError for a database of a newer Resecta, DatabaseGoneError.
    """
    if state_of(database) is SchemaState.NEWER:
        require_current(database)
    with database.writing() as connection:
        return move_to(connection, revisions()[-1])


def downgrade(database: Database, revision: str) -> bool:
    """Bring the database back to an earlier revision, in one transaction; whether there was anything to do.

    Raises InputError where the revision is not known, or the database is not one of ours; DatabaseGoneError.
    """
    known = revisions()
    if revision not in known:
        raise InputError([Problem(Place("--to"), "there is no such revision", f"known: {', '.join(known)}")])
    if state_of(database) in (SchemaState.NEWER, SchemaState.EMPTY):
        require_current(database)
    from alembic import command

    with database.writing() as connection:
        before = _revision(connection)
        command.downgrade(_config(connection), revision)
        return _revision(connection) != before


def revisions() -> list[str]:
    """The revisions that this application knows, the oldest first."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config(None))
    return [one.revision for one in reversed(list(script.walk_revisions()))]


def move_to(connection: Connection, revision: str) -> bool:
    """Run the migrations up to a revision, in the caller's transaction; whether there was anything to do."""
    from alembic import command

    before = _revision(connection)
    command.upgrade(_config(connection), revision)
    return _revision(connection) != before


def _config(connection: Connection | None) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
