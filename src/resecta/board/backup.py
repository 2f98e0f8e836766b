"""A backup: all of a database in one file that either kind of database takes back, with a digest over all of it.

Lines of JSON, packed by gzip: a head (revision of the tables, when), a line for each row, a foot (how many, digest).
Values that JSON has no form for are marked: {"date": …}, {"bytes": …}. Moments are text, as the tables hold them.
"""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Row, Table, insert, inspect, select, text

from resecta.board import canonical
from resecta.board.database import Database
from resecta.board.moment import Clock, now, written
from resecta.board.schema import SchemaState, move_to, require_current, revisions, state_of
from resecta.board.tables import metadata
from resecta.document import InputError, Place, Problem
from resecta.document.source import refuse_special

FORMAT = "resecta-backup-1"
_AFTER = {"item": "moved_to", "entry": "supersedes", "agenda_change": "undoes"}
"""Rows of these tables name other rows of theirs, which are written before them."""


def back_up(database: Database, file: Path, clock: Clock = now) -> int:
    """Write everything, as of one moment, into a new file that its owner alone can read; how many rows.

    The file appears once it is whole. Raises InputError where it stands there already or cannot be written, or the
    database is not up to date; DatabaseGoneError.
    """
    require_current(database)
    if file.exists():
        raise _refused(file, "there is a file already", "a backup is never replaced: name another")
    part = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with database.reading() as connection, gzip.open(raw, "wb") as packed:
                count = _write(connection, packed, clock)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except OSError as error:
        raise _refused(file, (error.strerror or str(error)).lower(), "make room, or name another place") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(database: Database, file: Path) -> int:
    """Put a backup into an empty database, in one transaction; how many rows. The tables are then those of the Resecta
    that made it: upgrade next.

    Raises InputError where the database is not empty, or the file is no backup, damaged, cut short, or of a newer
    Resecta; DatabaseGoneError.
    """
    if state_of(database) is not SchemaState.EMPTY:
        raise _refused(Path(database.shown), "the database is not empty", "name a new one: a restore replaces nothing")
    lines = _checked(file)
    head = next(lines)
    if head["revision"] not in revisions():
        raise _refused(file, "the backup is of a newer Resecta", "restore it with that one")
    with database.writing() as connection:
        move_to(connection, head["revision"])
        tables = _tables(connection)
        for table in tables.values():
            connection.execute(table.delete())
        count = sum(_insert(connection, tables[line["table"]], line["row"]) for line in lines)
        _count_on(connection, tables)
    return count


def _write(connection: Connection, packed: gzip.GzipFile, clock: Clock) -> int:
    total, count = hashlib.sha256(), 0

    def line(data: dict[str, Any]) -> None:
        written_line = f"{canonical.write(data)}\n".encode()
        total.update(written_line)
        packed.write(written_line)

    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    line({"format": FORMAT, "revision": revision, "at": written(clock())})
    for table in _tables(connection).values():
        rows = connection.execute(select(table).order_by(*table.primary_key.columns)).yield_per(1000)
        for row in _in_order(table, rows):
            line({"table": table.name, "row": {key: _packed(value) for key, value in row._asdict().items()}})
            count += 1
    packed.write(f"{canonical.write({'rows': count, 'digest': total.hexdigest()})}\n".encode())
    return count


def _checked(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a backup without its foot. All of it is read once before the first is given out."""
    refuse_special(file)
    for _ in _lines(file):
        pass
    yield from _lines(file)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    total, rows, foot = hashlib.sha256(), -1, None
    try:
        with gzip.open(file, "rb") as packed:
            for raw in packed:
                data = canonical.read(raw.decode())
                if rows == -1 and data.get("format") != FORMAT:
                    raise _refused(file, "this is no backup of Resecta", "give what `resecta db backup` wrote")
                if "digest" in data:
                    foot = data
                    continue
                total.update(raw)
                rows += 1
                yield data
    except (EOFError, gzip.BadGzipFile, ValueError, AttributeError):
        raise _refused(file, "the backup is damaged or cut short, or is none", "take another one") from None
    except OSError as error:
        raise _refused(file, (error.strerror or str(error)).lower(), "check the name") from None
    if foot != {"rows": rows, "digest": total.hexdigest()}:
        raise _refused(file, "the backup is damaged or cut short", "take another one")


def _tables(connection: Connection) -> dict[str, Table]:
    """The tables as they stand in the database, those that others refer to first; not Alembic's own."""
    there = MetaData()
    names = [table.name for table in metadata.sorted_tables if inspect(connection).has_table(table.name)]
    there.reflect(connection, only=names)
    return {table.name: table for table in there.sorted_tables}


def _in_order(table: Table, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """The rows, each after the row of the same table that it names."""
    column = _AFTER.get(table.name)
    if column is None:
        yield from rows
        return
    waiting, done = list(rows), {None}
    while waiting:
        ready = [row for row in waiting if getattr(row, column) in done]
        if not ready:
            raise RuntimeError(f"rows of {table.name} name each other in a circle")
        yield from ready
        done.update(row.id for row in ready)
        waiting = [row for row in waiting if row.id not in done]


def _insert(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    connection.execute(insert(table).values({key: _unpacked(value) for key, value in row.items()}))
    return 1


def _count_on(connection: Connection, tables: dict[str, Table]) -> None:
    """On PostgreSQL: let what counts rows go on behind those that were put in."""
    if connection.dialect.name == "postgresql":
        for name in ("entry", "attempt"):
            last = max(connection.scalars(select(tables[name].c.number)), default=0)
            find = text("SELECT setval(pg_get_serial_sequence(:table, 'number'), :next, false)")
            connection.execute(find, {"table": name, "next": last + 1})


def _packed(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return {"date": value.isoformat()} if isinstance(value, datetime.date) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return base64.b64decode(value["bytes"]) if "bytes" in value else datetime.date.fromisoformat(value["date"])


def _refused(file: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(file)), message, mend)])
