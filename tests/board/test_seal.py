"""Secrets of one-time codes: a copy of the database alone makes nobody's code, and keys can be replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update
from tests.board.conftest import SEAL, Room

from resecta.board.credentials import Proved, Refused, give_password, prove, set_up_code
from resecta.board.passwords import new_secret
from resecta.board.schema import downgrade, revisions, upgrade
from resecta.board.seal import FILE, KEYS, CannotOpenError, Seal, make_seal_key, seal_of
from resecta.board.sealed_codes import require_openable, reseal
from resecta.board.tables import account
from resecta.board.verify import verify
from resecta.document import InputError

WORD, HERE = "correct horse battery", "192.0.2.1"


@pytest.fixture
def secret(room: Room) -> str:
    """The secret of the surgeon's one-time code, which is set up."""
    give_password(room.board, room.administrator, room.surgeon.account, WORD)
    found = prove(room.board, "surgeon", WORD, "", HERE)
    assert isinstance(found, Proved)
    made = new_secret()
    set_up_code(room.board, found, made, pyotp.TOTP(made).at(room.clock.at))
    return made


def kept(room: Room) -> str:
    """What the database holds of it."""
    with room.board.database.reading() as connection:
        return str(connection.scalar(select(account.c.totp_secret).where(account.c.id == room.surgeon.account)))


def with_keys(room: Room, *keys: str) -> Room:
    settings = replace(room.board.settings, seal=Seal(keys))
    return replace(room, board=replace(room.board, settings=settings))


def signs_in(room: Room, secret: str) -> bool:
    room.clock.at += room.clock.step * 60
    return isinstance(prove(room.board, "surgeon", WORD, pyotp.TOTP(secret).at(room.clock.at), HERE), Proved)


def test_the_database_does_not_hold_the_secret(room: Room, secret: str) -> None:
    assert secret not in kept(room)
    assert secret not in repr(room.board.settings)
    assert signs_in(room, secret)


def test_without_its_key_a_secret_is_refused_and_the_board_does_not_start(room: Room, secret: str) -> None:
    for keys in ((), (Fernet.generate_key().decode(),)):
        other = with_keys(room, *keys)
        assert not signs_in(other, secret)
        with pytest.raises(InputError, match=r"1 of 1 secrets .* cannot be opened"):
            require_openable(other.board.database, other.board.settings.seal)
    require_openable(room.board.database, SEAL)


def test_a_secret_that_was_put_into_another_persons_row_is_not_theirs(room: Room, secret: str) -> None:
    with pytest.raises(CannotOpenError):
        SEAL.open(room.chair.account, kept(room))
    assert SEAL.open(room.surgeon.account, kept(room)) == secret


def test_a_key_is_replaced_while_people_sign_in(room: Room, secret: str) -> None:
    new = Fernet.generate_key().decode()
    both = with_keys(room, new, *SEAL.keys)
    assert signs_in(both, secret)
    assert reseal(both.board) == 1
    assert signs_in(with_keys(room, new), secret)
    assert not signs_in(room, secret)
    assert verify(room.board.database).broken is None


def test_a_board_without_a_key_takes_no_secret(room: Room) -> None:
    give_password(room.board, room.administrator, room.surgeon.account, WORD)
    found = prove(room.board, "surgeon", WORD, "", HERE)
    assert isinstance(found, Proved)
    made = new_secret()
    with pytest.raises(InputError, match="no key to keep a secret by"):
        set_up_code(with_keys(room).board, found, made, pyotp.TOTP(made).at(room.clock.at))


def test_migrations_open_and_seal_what_is_there_and_refuse_to_guess_a_key(
    room: Room, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, before = room.board.database, revisions()[revisions().index("0004") - 1]
    sealed = kept(room)
    with pytest.raises(InputError, match="no key for it is given"):
        downgrade(database, before)
    assert kept(room) == sealed
    monkeypatch.setenv(KEYS, SEAL.keys[0])
    assert downgrade(database, before)
    assert kept(room) == secret
    monkeypatch.delenv(KEYS)
    with pytest.raises(InputError, match="resecta db seal-key"):
        upgrade(database)
    assert kept(room) == secret
    monkeypatch.setenv(KEYS, SEAL.keys[0])
    assert upgrade(database)
    assert secret not in kept(room)
    assert signs_in(room, secret)


def test_a_secret_whose_code_was_altered_by_hand_is_refused(room: Room, secret: str) -> None:
    with room.board.database.writing() as connection:
        connection.execute(update(account).values(totp_secret=secret))
    assert not signs_in(room, secret)
    assert isinstance(prove(room.board, "surgeon", WORD, "", HERE), Refused)


def test_keys_come_from_a_file_or_a_variable_and_what_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "seal.key"
    make_seal_key(file)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="a key is never replaced"):
        make_seal_key(file)
    text = file.read_text(encoding="utf-8")
    assert seal_of({FILE: str(file)}) == seal_of({KEYS: text}) == Seal((text.strip(),))
    assert seal_of({}) == Seal()
    file.write_text(f"{text}not a key\n", encoding="utf-8")
    for environment, told in (
        ({FILE: str(file)}, "key 2 is none"),
        ({KEYS: "short"}, "key 1 is none"),
        ({KEYS: text, FILE: str(file)}, "give one of the two"),
        ({FILE: str(tmp_path / "nowhere")}, "nowhere"),
    ):
        with pytest.raises(InputError, match=told) as refused:
            seal_of(environment)
        assert text.strip() not in str(refused.value)
