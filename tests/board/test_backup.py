"""A backup holds everything and nothing half; a replay proves that the advice of every decision can be made again."""

from __future__ import annotations

import gzip
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select, update
from tests.board.conftest import Room
from tests.board.deciding import Table, table
from tests.board.servers import Server

from resecta.board import Database, open_database, tables
from resecta.board.backup import back_up, restore
from resecta.board.decision import Decision, Proposed
from resecta.board.decisions import sign
from resecta.board.departures import DecidedPlan
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.meetings import plan_meeting
from resecta.board.off_agenda import move_to_meeting
from resecta.board.packs import open_pack
from resecta.board.replay import difference, replay
from resecta.board.schema import SchemaState, state_of, upgrade
from resecta.board.tables import metadata
from resecta.board.verify import verify
from resecta.document import InputError

OVERLAY = Path(__file__).parents[2] / "docs/examples/our_hospital"


def decided(room: Room) -> Table:
    """A board with a signed decision, and the case moved to the next meeting afterwards."""
    at = table(room, open_pack())
    for actor in (room.surgeon, room.chair):
        made = sign(room.board, at.proved(actor), at.proposed().id)
    assert isinstance(made, Decision)
    later = plan_meeting(room.board, room.chair, team=room.team, day=at.meeting.day, begins="16:00", place="Room 4")
    move_to_meeting(room.board, room.chair, at.item.id, later.id, "again")
    return at


def rows(database: Database) -> dict[str, set[tuple[object, ...]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {each.name: {tuple(row) for row in connection.execute(select(each))} for each in metadata.sorted_tables}


@pytest.mark.parametrize("onto", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_backup_is_put_back_whole_into_either_kind_of_database(
    room: Room, servers: Mapping[str, Server], onto: str, tmp_path: Path
) -> None:
    at = decided(room)
    count = back_up(room.board.database, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    new = open_database(servers[onto].empty())
    assert restore(new, tmp_path / "backup") == count
    assert state_of(new) is SchemaState.CURRENT
    assert rows(new) == rows(room.board.database)
    assert sum(len(each) for each in rows(new).values()) == count
    assert verify(new).broken is None
    new_board = type(room.board)(new, room.board.settings, room.clock)
    opened = [New(EntrySubject.FACT, "other_primary_symptom", content=False)]
    record(new_board, at.pack.guideline, room.surgeon, at.patient.id, opened)
    assert verify(new).broken is None
    new.close()


def test_a_damaged_backup_changes_nothing(room: Room, servers: Mapping[str, Server], kind: str, tmp_path: Path) -> None:
    room.patient()
    back_up(room.board.database, tmp_path / "backup")
    content = gzip.decompress((tmp_path / "backup").read_bytes())
    new = open_database(servers[kind].empty())
    for number, damaged in enumerate(
        [
            content.replace(b"Ada Test", b"Ida Test"),
            content[: len(content) // 2],
            b"\n".join(content.splitlines()[:-1]),
            b'{"case": 1}\n',
            b"[1]\n",
        ]
    ):
        file = tmp_path / f"damaged-{number}"
        file.write_bytes(gzip.compress(damaged))
        with pytest.raises(InputError, match=r"damaged|no backup"):
            restore(new, file)
    (tmp_path / "cut").write_bytes((tmp_path / "backup").read_bytes()[:-20])
    for file in ("cut", "absent"):
        with pytest.raises(InputError):
            restore(new, tmp_path / file)
    assert state_of(new) is SchemaState.EMPTY
    new.close()


def test_a_backup_replaces_no_file_and_a_restore_no_database(room: Room, tmp_path: Path) -> None:
    back_up(room.board.database, tmp_path / "backup")
    with pytest.raises(InputError, match="there is a file already"):
        back_up(room.board.database, tmp_path / "backup")
    with pytest.raises(InputError, match="not empty"):
        restore(room.board.database, tmp_path / "backup")
    with pytest.raises(InputError, match="make room"):
        back_up(room.board.database, tmp_path / "no folder" / "backup")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup"]


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_never_ends_is_no_backup(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "monday.backup"
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    with pytest.raises(InputError, match=f"this is a {kind}, not a file"):
        restore(open_database(f"sqlite:///{tmp_path}/new.db"), file)


def test_every_decision_is_assessed_again_by_the_guideline_of_its_day(room: Room) -> None:
    decided(room)
    hospital = table(room, open_pack(overlays=[OVERLAY]), "18")
    hospital.proposed(Proposed(DecidedPlan(words="Wait"), because="asked for time"))
    found = list(replay(room.board.database))
    assert len(found) == 3
    assert [one.differs for one in found] == [None, None, None]
    with room.board.database.reading() as connection:
        assert len(connection.execute(select(tables.pack)).all()) == 2


def test_an_advice_that_is_not_what_the_kept_guideline_says_is_named(room: Room) -> None:
    at = table(room, open_pack())
    at.proposed()
    with room.board.database.writing() as connection:
        text = connection.scalar(select(tables.snapshot.c.advice_json))
        assert text is not None
        changed = text.replace('"intent":"', '"intent":"not ')
        connection.execute(update(tables.snapshot).values(advice_json=changed))
    assert [one.differs for one in replay(room.board.database)] == ["intent"]
    with room.board.database.writing() as connection:
        connection.execute(update(tables.pack_file).values(content=b"damaged"))
    [one] = replay(room.board.database)
    assert one.differs is not None
    assert "cannot be made again" in one.differs


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, None),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "a[1].b"),
        ({"a": 1}, {"a": 1, "c": 1}, "c"),
        ({"a": [1]}, {"a": [1, 2]}, "a"),
        ({"a": False}, {"a": 0}, "a"),
        ({"a": None}, {"a": False}, "a"),
    ],
)
def test_the_first_place_where_two_advices_differ_is_named(before: object, after: object, path: str | None) -> None:
    assert difference(before, after) == path


def test_an_empty_database_has_nothing_to_back_up(servers: Mapping[str, Server], kind: str, tmp_path: Path) -> None:
    new = open_database(servers[kind].empty())
    with pytest.raises(InputError, match="resecta db upgrade"):
        back_up(new, tmp_path / "backup")
    upgrade(new)
    assert back_up(new, tmp_path / "backup") == 1
    new.close()
