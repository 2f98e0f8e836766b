"""A database that goes away is told in one clear error, keeps nothing half, and is taken up again by itself."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.board.conftest import Room
from tests.board.servers import PostgreSQL, Server

from resecta.board import DatabaseGoneError, open_database
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.patients import read_patient
from resecta.board.schema import state_of
from resecta.board.verify import verify
from resecta.guideline import Guideline


@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
def test_postgresql_may_go_and_come_back_and_nothing_is_lost(
    room: Room, shipped: Guideline, kind: str, servers: Mapping[str, Server]
) -> None:
    server = servers[kind]
    assert isinstance(server, PostgreSQL)
    patient = room.patient()
    record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "age", 56)])
    server.run("ALTER DATABASE furnished ALLOW_CONNECTIONS false")
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'furnished'")
    try:
        for _ in range(2):
            with pytest.raises(DatabaseGoneError, match="cannot be reached") as told:
                record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "sex", "zebra-female")])
            assert "zebra" not in str(told.value)
    finally:
        server.run("ALTER DATABASE furnished ALLOW_CONNECTIONS true")
    file = read_patient(room.board, room.surgeon, patient.id)
    assert [(one.key, one.content) for one in file.entries] == [("age", 56)]
    assert verify(room.board.database).broken is None


@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
def test_a_connection_that_was_cut_while_it_waited_is_replaced_unnoticed(
    room: Room, kind: str, servers: Mapping[str, Server]
) -> None:
    server, patient = servers[kind], room.patient()
    assert isinstance(server, PostgreSQL)
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'furnished'")
    assert read_patient(room.board, room.surgeon, patient.id).patient == patient


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_nothing_half(room: Room, shipped: Guideline, kind: str) -> None:
    assert kind == "sqlite"
    patient, engine = room.patient(), room.board.database.engine
    engine.dispose()

    def fill(connection: object, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]  # a connection of sqlite3
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")  # type: ignore[attr-defined]  # a connection of sqlite3

    event.listen(engine, "connect", fill)
    large = [New(EntrySubject.CONTEXT, row.id, "zebra" * 4000) for row in shipped.context]
    with pytest.raises(DatabaseGoneError, match="full") as told:
        record(room.board, shipped, room.surgeon, patient.id, large)
    assert "zebra" not in str(told.value)
    event.remove(engine, "connect", fill)
    engine.dispose()
    assert read_patient(room.board, room.surgeon, patient.id).entries == ()
    assert verify(room.board.database).broken is None
    assert record(room.board, shipped, room.surgeon, patient.id, large).entries


@contextmanager
def mounted(size: str) -> Iterator[Path | None]:
    """A disk of its own that is soon full; None where this user may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="resecta-small-disk-"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", str(folder)]
    may = shutil.which("mount") is not None and subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield folder if may else None
    finally:
        if may:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def soon_full(server: PostgreSQL) -> Iterator[None]:
    """Entries lie on a small disk. Where none can be mounted, the server says of a large one what it says of a full
    disk.
    """
    with mounted("256k") as disk:
        if disk is None:
            server.run(REFUSES_LARGE, "furnished")
        else:
            disk.joinpath("tables").mkdir()
            shutil.chown(disk / "tables", server.owner)
            server.run(f"CREATE TABLESPACE small LOCATION '{disk / 'tables'}'")
            server.run("ALTER TABLE entry SET TABLESPACE small", "furnished")
        try:
            yield
        finally:
            if disk is None:
                server.run("DROP FUNCTION refuse_large CASCADE", "furnished")
            else:
                server.run("ALTER TABLE entry SET TABLESPACE pg_default", "furnished")
                server.run("DROP TABLESPACE small")


REFUSES_LARGE = """
CREATE FUNCTION refuse_large() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF length(NEW.content_json) > 1000 THEN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
  END IF; RETURN NEW; END $$;
CREATE TRIGGER refuses_large BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION refuse_large()
"""


@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
def test_a_full_disk_of_the_server_keeps_nothing_half_and_work_goes_on_once_there_is_room(
    room: Room, shipped: Guideline, kind: str, servers: Mapping[str, Server]
) -> None:
    server, patient = servers[kind], room.patient()
    assert isinstance(server, PostgreSQL)
    # Not to be compressed: as much is written as is said.
    large = [New(EntrySubject.CONTEXT, row.id, "zebra" + secrets.token_hex(30_000)) for row in shipped.context]
    fits = [New(EntrySubject.FACT, "age", 56)]
    with soon_full(server):
        before = verify(room.board.database).links
        with pytest.raises(DatabaseGoneError, match="out of room") as told:
            record(room.board, shipped, room.surgeon, patient.id, [*fits, *large])
        assert "zebra" not in str(told.value)
        assert verify(room.board.database).links == before
        assert verify(room.board.database).broken is None
        assert record(room.board, shipped, room.surgeon, patient.id, fits).entries
    assert record(room.board, shipped, room.surgeon, patient.id, large).entries
    assert verify(room.board.database).broken is None


@pytest.mark.parametrize("address", ["postgresql://u:secret@127.0.0.1:1/x", "sqlite:///no/such/folder/board.db"])
def test_a_database_that_was_never_there_is_told_without_its_password(address: str) -> None:
    database = open_database(address)
    with pytest.raises(DatabaseGoneError) as told:
        state_of(database)
    assert "secret" not in str(told.value)
    database.close()
