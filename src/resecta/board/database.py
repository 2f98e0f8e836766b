"""The database: its address in, connections out, each one transaction. SQLite and PostgreSQL by one text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from resecta.board.turns import turn
from resecta.document import InputError, Place, Problem, ResectaError
from resecta.lazy_dataclass import dataclass

BUSY_MS = 15_000
"""How long a writer of SQLite waits for another before it gives up."""
_OUT_OF_ROOM = "53"
"""The class of PostgreSQL's errors for a full disk, memory or table of connections."""
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}


class DatabaseGoneError(ResectaError):
    """The database cannot be reached, is full or locked for too long. What was not acknowledged is not in it."""


@dataclass(frozen=True, slots=True)
class Database:
    """An engine; ``reading`` and ``writing`` give a connection each, in a transaction of its own."""

    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def shown(self) -> str:
        """Its address as messages name it, without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database. Raises DatabaseGoneError."""
        with _told(self), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept whole at its end, or not at all. Raises DatabaseGoneError."""
        with _told(self), self._turn(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def _turn(self) -> AbstractContextManager[None]:
        file = self.engine.url.database if self.is_sqlite else None
        return nullcontext() if file is None else turn(Path(file))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_database(address: str) -> Database:
    """The database at ``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``; nothing is connected yet.

    Raises InputError for an address that is neither.
    """
    url = _url(address)
    if url.drivername == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    return Database(engine)


def _url(address: str) -> URL:
    """The address for SQLAlchemy. A refusal never repeats it: it may hold a password."""
    mend = "write sqlite:///board.db or postgresql://USER@HOST/NAME"
    try:
        url = make_url(address)
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise InputError([Problem(Place("--database"), "this is no address of a database", mend)]) from None
    kind = url.drivername.partition("+")[0]
    if kind not in _DRIVERS:
        raise InputError([Problem(Place("--database"), f"{kind[:20]} is no kind of database that is known", mend)])
    if kind == "sqlite" and not url.database:
        raise InputError([Problem(Place("--database"), "the address names no file", mend)])
    return url.set(drivername=_DRIVERS[kind])


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # Python's driver begins no transaction of its own: _begin_sqlite does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at the beginning: one that has read first could no longer become a writer."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told(database: Database) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise DatabaseGoneError(f"{database.shown}: too many are at work; try again") from None
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(f"{database.shown}: {_reason(error)}") from None


def _reason(error: DBAPIError) -> str:
    """What went wrong, without statement, values or address."""
    if type(error.orig).__module__.startswith("sqlite3"):
        return str(error.orig)[:120]
    full = str(getattr(error.orig, "sqlstate", None)).startswith(_OUT_OF_ROOM)
    return "the database is out of room" if full else "the database cannot be reached"
