"""Sign-in: only the right person, only once per code, and nobody can lock another person out."""

from __future__ import annotations

import datetime

import pyotp
import pytest
from sqlalchemy import select, update
from tests.board.conftest import Room

from resecta.board import SYSTEM, NotAllowedError, Role, tables
from resecta.board.accounts import accounts, change_account, close_account, make_account
from resecta.board.credentials import (
    Proved,
    Refused,
    change_password,
    give_password,
    give_subject,
    prove,
    prove_by_provider,
    set_up_code,
)
from resecta.board.passwords import address_of, new_secret
from resecta.board.sessions import account_of_session, begin_session, end_session
from resecta.document import InputError

WORD, HERE, THERE = "correct horse battery", "192.0.2.1", "192.0.2.9"


def proved(room: Room, code: str = "") -> Proved:
    """The surgeon, who has shown who they are."""
    found = prove(room.board, "surgeon", WORD, code, HERE)
    assert isinstance(found, Proved)
    return found


@pytest.fixture
def ready(room: Room) -> Room:
    give_password(room.board, room.administrator, room.surgeon.account, WORD)
    return room


def test_the_right_password_proves_who_it_is(ready: Room) -> None:
    assert (proved(ready).account.actor, proved(ready).by) == (ready.surgeon, "password")


@pytest.mark.parametrize(
    ("name", "word"), [("surgeon", "wrong horse battery"), ("nobody", WORD), ("radiologist", WORD), ("surgeon", "")]
)
def test_whatever_is_wrong_the_refusal_is_the_same(ready: Room, name: str, word: str) -> None:
    assert prove(ready.board, name, word, "", HERE) == Refused()


def test_wrong_tries_wait_for_this_name_from_this_address_and_for_nobody_else(ready: Room) -> None:
    for _ in range(2):
        assert prove(ready.board, "surgeon", "wrong horse battery", "", HERE) == Refused()
    third = prove(ready.board, "surgeon", "wrong horse battery", "", HERE)
    assert isinstance(third, Refused)
    assert third.until is not None
    assert prove(ready.board, "surgeon", WORD, "", HERE) == third
    assert isinstance(prove(ready.board, "surgeon", WORD, "", THERE), Proved)
    ready.clock.at = third.until
    assert isinstance(prove(ready.board, "surgeon", WORD, "", HERE), Proved)
    assert prove(ready.board, "surgeon", "wrong horse battery", "", HERE) == Refused()  # counted anew


def test_a_one_time_code_is_asked_for_once_it_is_set_up_and_taken_once(ready: Room) -> None:
    secret = new_secret()
    assert f"secret={secret}" in address_of(secret, "surgeon")
    with pytest.raises(InputError):
        set_up_code(ready.board, proved(ready), secret, "000 00")
    set_up_code(ready.board, proved(ready), secret, pyotp.TOTP(secret).at(ready.clock.at))
    assert prove(ready.board, "surgeon", WORD, "", HERE) == Refused()
    ready.clock.at += datetime.timedelta(minutes=2)
    code = pyotp.TOTP(secret).at(ready.clock.at)
    assert proved(ready, f"{code[:3]} {code[3:]}").by == "password and code"
    assert isinstance(prove(ready.board, "surgeon", WORD, code, THERE), Refused)
    ready.clock.at += datetime.timedelta(minutes=2)
    assert isinstance(prove(ready.board, "surgeon", WORD, code, THERE), Refused)


def test_a_short_password_is_refused_and_one_may_change_ones_own(ready: Room) -> None:
    with pytest.raises(InputError, match="12 to 1024"):
        change_password(ready.board, proved(ready), "short")
    change_password(ready.board, proved(ready), "another horse battery")
    assert prove(ready.board, "surgeon", WORD, "", HERE) == Refused()
    with pytest.raises(NotAllowedError):
        give_password(ready.board, ready.chair, ready.surgeon.account, WORD)


def test_neither_password_nor_token_is_in_the_database(ready: Room) -> None:
    token = begin_session(ready.board, proved(ready))
    with ready.board.database.reading() as connection:
        kept = connection.execute(select(tables.session.c.token_hash)).scalars().all()
        known = connection.execute(select(tables.account.c.password_hash)).scalars().all()
    assert token not in kept
    assert len(kept) == 1
    assert [word[:9] for word in known if word is not None] == ["$argon2id"]


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(ready: Room) -> None:
    settings = ready.board.settings
    idle = begin_session(ready.board, proved(ready))
    ready.clock.at += settings.idle
    assert account_of_session(ready.board, idle) is None
    used = begin_session(ready.board, proved(ready))
    start = ready.clock.at
    while account_of_session(ready.board, used) is not None:
        ready.clock.at += settings.idle / 2
    assert ready.clock.at - start >= settings.absolute
    assert ready.clock.at - start < settings.absolute + settings.idle


def test_signing_out_ends_this_session_and_no_other(ready: Room) -> None:
    one, two = begin_session(ready.board, proved(ready)), begin_session(ready.board, proved(ready))
    end_session(ready.board, one)
    end_session(ready.board, "no token")
    assert account_of_session(ready.board, one) is None
    assert account_of_session(ready.board, two) is not None


def test_what_an_administrator_takes_away_is_gone_at_the_next_request(ready: Room) -> None:
    token = begin_session(ready.board, proved(ready))
    change_account(
        ready.board, ready.administrator, ready.surgeon.account, roles=[Role.AUDITOR], teams=[], discipline=None
    )
    found = account_of_session(ready.board, token)
    assert found is not None
    assert (found.roles, found.teams) == (frozenset({Role.AUDITOR}), frozenset())
    close_account(ready.board, ready.administrator, ready.surgeon.account)
    assert account_of_session(ready.board, token) is None
    assert prove(ready.board, "surgeon", WORD, "", HERE) == Refused()


def test_a_provider_vouches_for_the_account_that_is_bound_to_its_subject(ready: Room) -> None:
    subject = "https://login.example surgeon-7"
    assert prove_by_provider(ready.board, subject) == Refused()
    give_subject(ready.board, ready.administrator, ready.surgeon.account, subject)
    found = prove_by_provider(ready.board, subject)
    assert isinstance(found, Proved)
    assert (found.account.actor, found.by) == (ready.surgeon, "provider")
    give_subject(ready.board, ready.administrator, ready.surgeon.account, None)
    assert prove_by_provider(ready.board, subject) == Refused()


def test_two_people_never_go_by_one_name(ready: Room) -> None:
    for change in ({"username": "surgeon"}, {"name": "Surgeon"}, {"name": " "}, {"roles": [Role.CLINICIAN]}):
        wanted = {"username": "new", "name": "New", "roles": [Role.COORDINATOR], "teams": [ready.team], **change}
        with pytest.raises(InputError):
            make_account(ready.board, SYSTEM, **wanted)
    assert len(accounts(ready.board, ready.auditor)) == 7


def test_a_damaged_hash_is_nobodys_password(ready: Room) -> None:
    with ready.board.database.writing() as connection:
        connection.execute(update(tables.account).values({"password_hash": "damaged"}))
    assert prove(ready.board, "surgeon", WORD, "", HERE) == Refused()


def test_a_new_password_ends_every_open_session_but_the_one_that_asked(ready: Room) -> None:
    one, mine = (begin_session(ready.board, proved(ready)) for _ in range(2))
    change_password(ready.board, proved(ready), "another horse battery", keep=mine)
    assert account_of_session(ready.board, one) is None
    assert account_of_session(ready.board, mine) is not None
    again = prove(ready.board, "surgeon", "another horse battery", "", HERE)
    assert isinstance(again, Proved)
    two = begin_session(ready.board, again)
    assert account_of_session(ready.board, two) is not None
    give_password(ready.board, ready.administrator, ready.surgeon.account, WORD)
    assert account_of_session(ready.board, two) is None


def test_wrong_tries_are_forgotten_after_a_day(ready: Room) -> None:
    for _ in range(3):
        waits = prove(ready.board, "surgeon", "wrong horse battery", "", HERE)
    assert isinstance(waits, Refused)
    assert waits.until is not None
    ready.clock.at += datetime.timedelta(days=1, seconds=30)
    assert prove(ready.board, "surgeon", "wrong horse battery", "", HERE) == Refused()
