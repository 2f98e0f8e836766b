"""The trail: every act and every reading leaves a link, and whatever is done to it afterwards is found."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert, select, update
from tests.board.conftest import TODAY, Room
from tests.board.deciding import table

from resecta.board import Database, NotAllowedError, NotFoundError, tables
from resecta.board.anchor import Anchor, drop_anchor, make_key, read_anchors
from resecta.board.decisions import sign
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.packs import open_pack
from resecta.board.patients import export_case, read_patient
from resecta.board.tables import trail, trail_head
from resecta.board.trail import BEFORE_THE_FIRST, link_of
from resecta.board.verify import verify
from resecta.document import InputError
from resecta.guideline import Guideline

LAST = 6


def links(room: Room) -> list[tuple[str, str, str | None]]:
    """Who did what to which patient, in order."""
    with room.board.database.reading() as connection:
        rows = connection.execute(select(trail).order_by(trail.c.number))
        return [(row.account, row.action, row.patient) for row in rows]


def test_every_change_and_every_reading_of_a_patient_leaves_a_link(room: Room, shipped: Guideline) -> None:
    before = len(links(room))
    patient = room.patient()
    record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "age", 56)])
    read_patient(room.board, room.auditor, patient.id)
    export_case(room.board, room.chair, patient.id, TODAY)
    with pytest.raises(NotFoundError):
        read_patient(room.board, room.outside, patient.id)
    with pytest.raises(NotAllowedError):
        read_patient(room.board, room.administrator, patient.id)
    assert links(room)[before:] == [
        (room.coordinator.account, "register patient", None),
        (room.surgeon.account, "record", patient.id),
        (room.auditor.account, "read patient", patient.id),
        (room.chair.account, "export case", patient.id),
        (room.outside.account, "refused: read patient", None),
        (room.administrator.account, "refused: read patient", None),
    ]


def test_no_link_holds_a_clinical_value_or_a_name(room: Room, shipped: Guideline) -> None:
    patient = room.patient("H-4711")
    record(
        room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.CONTEXT, "wishes", "zebra", source="giraffe")]
    )
    with room.board.database.reading() as connection:
        text = " ".join(connection.scalars(select(trail.c.detail_json)))
    assert patient.id in text
    assert not any(word in text for word in ("zebra", "giraffe", "Ada", "H-4711", "1960"))


def test_what_failed_leaves_no_link_and_no_row(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    before = links(room)
    with pytest.raises(InputError):
        record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "age", "old")])
    assert links(room) == before


def alter(connection: Connection) -> None:
    connection.execute(update(trail).where(trail.c.number == 4).values(account="somebody else"))


def alter_the_time(connection: Connection) -> None:
    values = {"at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}
    connection.execute(update(trail).where(trail.c.number == 4).values(values))


def alter_with_a_hash_that_fits(connection: Connection) -> None:
    """As one would who knows how the hash is made; the next link gives it away."""
    alter(connection)
    link = link_of(connection.execute(select(trail).where(trail.c.number == 4)).one())
    connection.execute(update(trail).where(trail.c.number == 4).values(hash=link.hash_due))


def spoil(connection: Connection) -> None:
    connection.execute(update(trail).where(trail.c.number == 4).values(detail_json="{"))


def drop(connection: Connection) -> None:
    connection.execute(delete(trail).where(trail.c.number == 4))


def put_in(connection: Connection) -> None:
    """A link between two others, those behind it moved on."""
    for number in range(20, 3, -1):
        connection.execute(update(trail).where(trail.c.number == number).values(number=number + 1))
    row = connection.execute(select(trail).where(trail.c.number == 3)).one()._asdict()
    connection.execute(insert(trail).values({**row, "number": 4}))


def exchange(connection: Connection) -> None:
    for number, becomes in ((4, 99), (5, 4), (99, 5)):
        connection.execute(update(trail).where(trail.c.number == number).values(number=becomes))


def cut_off(connection: Connection) -> None:
    connection.execute(delete(trail).where(trail.c.number > 4))


def lose_the_head(connection: Connection) -> None:
    connection.execute(delete(trail_head))


@pytest.mark.parametrize(
    ("harm", "link", "words"),
    [
        (alter, 4, "was altered"),
        (alter_the_time, 4, "was altered"),
        (alter_with_a_hash_that_fits, 5, "does not follow"),
        (spoil, 4, "cannot be read"),
        (drop, 4, "is missing"),
        (put_in, 4, "does not follow"),
        (exchange, 4, "does not follow"),
        (cut_off, 5, "cut off"),
        (lose_the_head, None, "head of the trail is missing"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_what_is_done_to_the_trail_is_found_and_the_first_broken_link_named(
    room: Room, harm: Callable[[Connection], None], link: int | None, words: str
) -> None:
    whole = verify(room.board.database)
    assert whole.broken is None
    assert whole.links > LAST
    with room.board.database.writing() as connection:
        harm(connection)
    broken = verify(room.board.database).broken
    assert broken is not None
    assert link is None or broken.link == link
    assert words in broken.words


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("patient", {"name": "Somebody else"}),
        ("entry", {"content_json": "57"}),
        ("entry", {"source": "invented"}),
        ("decision", {"because": "invented"}),
        ("snapshot", {"page": b"another page"}),
        ("snapshot", {"advice_json": "{}"}),
        ("signature", {"name": "Somebody else"}),
        ("pack_file", {"content": b"another guideline"}),
    ],
)
def test_a_row_that_was_altered_removed_or_put_there_is_found(room: Room, name: str, change: dict[str, object]) -> None:
    at = table(room, open_pack())
    sign(room.board, at.proved(room.surgeon), at.proposed().id)
    assert verify(room.board.database).broken is None
    target = tables.metadata.tables[name]
    with room.board.database.writing() as connection:
        connection.execute(update(target).values(change))
    broken = verify(room.board.database).broken
    assert broken is not None
    assert f"{name} " in broken.words
    assert "was altered" in broken.words


def test_a_row_that_was_removed_and_one_that_was_put_there_are_found(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    [entry] = record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "age", 56)]).entries
    with room.board.database.writing() as connection:
        row = connection.execute(select(tables.entry)).one()._asdict()
        connection.execute(delete(tables.entry))
    broken = verify(room.board.database).broken
    assert broken is not None
    assert f"entry {entry.id}" in broken.words
    assert "was removed" in broken.words
    with room.board.database.writing() as connection:
        connection.execute(insert(tables.entry).values(row))
        connection.execute(insert(tables.entry).values({**row, "id": "stranger", "key": "sex", "number": 99}))
    broken = verify(room.board.database).broken
    assert broken is not None
    assert "entry stranger was put there" in broken.words


def test_a_trail_that_was_written_anew_from_end_to_end_is_found_by_an_anchor_kept_elsewhere(
    room: Room, tmp_path: Path
) -> None:
    key, kept = tmp_path / "key", tmp_path / "anchors"
    public = make_key(key)
    kept.write_text(drop_anchor(room.board.database, key, room.clock) + "\n")
    room.patient()
    anchors = read_anchors(kept, public)
    assert verify(room.board.database, anchors).broken is None
    with room.board.database.writing() as connection:
        connection.execute(update(trail).where(trail.c.number == 4).values(account="somebody else"))
        forge(connection)
    assert verify(room.board.database).broken is None
    broken = verify(room.board.database, anchors).broken
    assert broken is not None
    assert broken.link == anchors[0].number
    assert "written anew" in broken.words
    assert verify(room.board.database, (Anchor(999, "0" * 64, room.clock()),)).broken is not None


def forge(connection: Connection) -> None:
    """Make every hash fit again: what somebody does who can write to the database and knows how."""
    previous = BEFORE_THE_FIRST
    for row in connection.execute(select(trail).order_by(trail.c.number)).all():
        connection.execute(update(trail).where(trail.c.number == row.number).values(previous=previous))
        link = link_of(connection.execute(select(trail).where(trail.c.number == row.number)).one())
        previous = link.hash_due
        connection.execute(update(trail).where(trail.c.number == row.number).values(hash=previous))
    connection.execute(update(trail_head).values(hash=previous))


def test_an_anchor_that_another_key_signed_or_that_was_altered_is_refused(database: Database, tmp_path: Path) -> None:
    mine, other, kept = make_key(tmp_path / "mine"), make_key(tmp_path / "other"), tmp_path / "anchors"
    line = drop_anchor(database, tmp_path / "mine")
    kept.write_text(line)
    assert len(read_anchors(kept, mine)) == 1
    with pytest.raises(InputError, match="was not signed with this key"):
        read_anchors(kept, other)
    kept.write_text(f"{line.replace('number', 'nummer')}\n{line}\nno anchor\n")
    with pytest.raises(InputError) as told:
        read_anchors(kept, mine)
    assert [problem.place.line for problem in told.value.problems] == [1, 3]
    kept.write_text("\n")
    with pytest.raises(InputError, match="no anchor in this file"):
        read_anchors(kept, mine)


def test_a_key_is_never_replaced_and_is_its_owners_alone(tmp_path: Path, database: Database) -> None:
    public = make_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="there is a file already"):
        make_key(tmp_path / "key")
    with pytest.raises(InputError, match="no private key"):
        drop_anchor(database, public)
    (tmp_path / "anchors").write_text("{}")
    with pytest.raises(InputError, match="no public key"):
        read_anchors(tmp_path / "anchors", tmp_path / "key")


def test_a_clock_that_was_set_back_breaks_nothing_and_is_told(room: Room) -> None:
    room.patient("1")
    room.clock.at -= datetime.timedelta(hours=3)
    room.patient("2")
    verdict = verify(room.board.database)
    assert verdict.broken is None
    [remark] = verdict.remarks
    assert f"set back by 2 h 59 min between links {verdict.links - 1} and {verdict.links}" in remark
