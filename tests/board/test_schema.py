"""Migrations: from nothing to the tables of the program, and down and up again without a row lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, delete, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from tests.board.conftest import TODAY, Room, Ticking
from tests.board.deciding import table
from tests.board.servers import PostgreSQL, Server

from resecta.board import Database, open_database
from resecta.board.decisions import sign
from resecta.board.grants import grant
from resecta.board.identities import correct_identity
from resecta.board.kept_rows import KEPT
from resecta.board.moment import Moment
from resecta.board.off_agenda import put_back, take_off
from resecta.board.packs import open_pack
from resecta.board.schema import SchemaState, downgrade, move_to, require_current, revisions, state_of, upgrade
from resecta.board.tables import metadata, trail
from resecta.board.verify import verify
from resecta.board.worklist import Task, refresh_worklist, worklist
from resecta.document import InputError, ResectaError

MADE_AGAIN = {"worked", "task"}
"""Tables that an older revision does not have: what they hold is worked out from the others."""


@pytest.fixture
def empty(servers: Mapping[str, Server], kind: str) -> Iterator[Database]:
    """A database without a table."""
    database = open_database(servers[kind].empty())
    yield database
    database.close()


def rows(database: Database) -> dict[str, list[Any]]:
    """Every row of every table that holds more than what is made again."""
    with database.reading() as connection:
        return {
            each.name: [tuple(row) for row in connection.execute(select(each).order_by(*each.primary_key.columns))]
            for each in metadata.sorted_tables
            if each.name not in MADE_AGAIN
        }


def test_the_migrations_make_the_tables_of_the_program(empty: Database) -> None:
    assert state_of(empty) is SchemaState.EMPTY
    assert upgrade(empty)
    assert not upgrade(empty)
    assert state_of(empty) is SchemaState.CURRENT
    require_current(empty)
    with empty.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        assert compare_metadata(context, metadata) == []
    assert verify(empty).broken is None


def same_type(_: object, __: object, column: Column[Any], ___: object, ____: object) -> bool | None:
    """A moment is a text to the database."""
    return False if isinstance(column.type, Moment) else None


def test_down_and_up_again_keeps_every_row(room: Room) -> None:
    at = table(room, open_pack())
    put_back(room.board, room.chair, take_off(room.board, room.chair, at.item.id, "not now").id)
    told: dict[str, Any] = {
        "hospital_number": "71",
        "name": "Ada",
        "born": TODAY,
        "because": "a slip",
        "seen": at.patient.id,
    }
    correct_identity(room.board, room.coordinator, at.patient.id, **told)
    sign(room.board, at.proved(room.surgeon), at.proposed().id)
    refresh_worklist(room.board, lambda file, day: [Task("k", file.patient.id, day)], room.clock.at.date())
    before = rows(room.board.database)
    oldest = revisions()[0]
    assert downgrade(room.board.database, oldest)
    assert state_of(room.board.database) is SchemaState.OLDER
    with pytest.raises(InputError, match="resecta db upgrade"):
        require_current(room.board.database)
    assert upgrade(room.board.database)
    assert rows(room.board.database) == before
    assert verify(room.board.database).broken is None
    assert worklist(room.board, room.chair) == ()
    with pytest.raises(InputError, match=f"known: {oldest}, .*{revisions()[-1]}"):
        downgrade(room.board.database, "0999")


def test_a_number_is_freed_in_a_filled_database_without_losing_what_names_the_patient(empty: Database) -> None:
    at = Ticking()()
    patients = [
        {"id": id, "team": "t", "hospital_number": id, "name": "N", "born": TODAY, "registered_at": at} for id in "ab"
    ]
    said = {"kind": "context", "key": "k", "whose": "", "content_json": "1", "withdrawn": False, "source": ""}
    with empty.writing() as connection:
        move_to(connection, "0004")
        connection.execute(insert(metadata.tables["team"]).values(id="t", name="T"))
        connection.execute(insert(metadata.tables["patient"]), patients)
        connection.execute(insert(metadata.tables["entry"]).values(id="e", patient="a", recorded_at=at, **said))
    assert upgrade(empty)
    again = {**patients[0], "id": "c"}
    with empty.writing() as connection:
        connection.execute(insert(metadata.tables["patient"]).values(again))
    with empty.reading() as connection:
        assert connection.execute(select(metadata.tables["patient"].c.id)).scalars().all() == ["a", "b", "c"]
        assert connection.scalar(select(metadata.tables["entry"].c.patient)) == "a"
    with pytest.raises(IntegrityError), empty.writing() as connection:
        connection.execute(delete(metadata.tables["patient"]))


def test_an_empty_database_and_one_of_a_newer_program_are_refused_with_the_command(
    empty: Database, database: Database
) -> None:
    with pytest.raises(InputError, match="run `resecta db upgrade` once"):
        require_current(empty)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert state_of(database) is SchemaState.NEWER
    for attempt in (require_current, upgrade, lambda one: downgrade(one, revisions()[0])):
        with pytest.raises(InputError, match="start the Resecta that upgraded it"):
            attempt(database)


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the second step")

    monkeypatch.setattr("alembic.op.create_table", fails)
    with pytest.raises(RuntimeError, match="second step"):
        upgrade(empty)
    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == []


def test_no_password_of_an_address_is_in_a_message() -> None:
    for address in ("postgresql://u:secret@127.0.0.1:1/x", "mysql://u:secret@h/x", "sqlite://", "secret"):
        with pytest.raises(ResectaError) as told:
            require_current(open_database(address))
        assert "secret" not in str(told.value)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_the_applications_own_user_can_work_and_cannot_change_what_is_kept(
    room: Room, kind: str, servers: Mapping[str, Server]
) -> None:
    server = servers[kind]
    assert isinstance(server, PostgreSQL)
    server.run("DROP ROLE IF EXISTS application")
    server.run("CREATE ROLE application LOGIN")
    grant(room.board.database, "application")
    own = open_database(server.furnished().replace("postgres:@", "application:@"))
    as_it_works = replace(room, board=replace(room.board, database=own))
    require_current(own)
    at = table(as_it_works, open_pack())
    sign(as_it_works.board, at.proved(room.surgeon), at.proposed().id)
    refresh_worklist(as_it_works.board, lambda file, day: [Task("k", file.patient.id, day)], TODAY)
    assert verify(own).broken is None
    kept = [*KEPT.values(), trail]
    assert len(kept) > 10
    for each in kept:
        for change in (update(each).values({each.c[0]: each.c[0]}), delete(each)):
            with pytest.raises(ProgrammingError, match="permission denied"), own.writing() as connection:
                connection.execute(change)
    for statement in (
        "DELETE FROM trail_head",
        "DROP TABLE trail",
        "TRUNCATE trail",
        "UPDATE alembic_version SET version_num = ''",
    ):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), own.writing() as connection:
            connection.execute(text(statement))
    own.close()


def test_rights_are_granted_to_a_role_that_is_there_and_on_postgresql(database: Database) -> None:
    with pytest.raises(InputError, match=r"there is no such role|SQLite has no roles"):
        grant(database, "nobody")
