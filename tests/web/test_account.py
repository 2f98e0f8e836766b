"""One's own account: a second factor by QR code, a password, a calendar; and the people that an administrator keeps."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from tests.web.conftest import Room, password_of
from tests.web.test_facts import plain


def test_a_one_time_code_is_set_up_by_its_picture_and_asked_for_from_then_on(room: Room) -> None:
    surgeon = room.visitor("surgeon")
    shown = surgeon.post("/account", "/account/code/new").text
    assert "<svg" in shown.partition('class="qr"')[2]
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", shown)
    assert secret
    fields = {"secret": secret[1], "username": "surgeon", "password": password_of("surgeon"), "code": ""}
    wrong = surgeon.post("/account", "/account/code", fields={**fields, "new_code": "000000"})
    assert wrong.status_code == 422
    assert secret[1] in wrong.text
    now = room.site.board.clock()
    right = pyotp.TOTP(secret[1]).at(now)
    assert (
        "asked for a one-time code"
        in surgeon.post("/account", "/account/code", fields={**fields, "new_code": right}).text
    )
    assert room.stranger().sign_in("surgeon", password_of("surgeon")).status_code == 401
    later = pyotp.TOTP(secret[1]).at(now + datetime.timedelta(seconds=30))
    assert room.stranger().sign_in("surgeon", password_of("surgeon"), f"{later[:3]} {later[3:]}").status_code == 303


def test_a_password_is_changed_by_its_owner_alone(room: Room) -> None:
    surgeon = room.visitor("surgeon")
    fields = {"username": "surgeon", "password": password_of("surgeon"), "new_password": "short"}
    assert surgeon.post("/account", "/account/password", fields=fields).status_code == 422
    fields["new_password"] = password_of("surgeon of tomorrow")
    others = {**fields, "username": "chair", "password": password_of("chair")}
    assert surgeon.post("/account", "/account/password", fields=others).status_code == 422
    assert "Your password is changed" in surgeon.post("/account", "/account/password", fields=fields).text
    assert room.stranger().sign_in("surgeon", password_of("surgeon of tomorrow")).status_code == 303


@pytest.fixture
def copenhagen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the process, as ``resecta serve --time-zone`` sets it."""
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("copenhagen")
def test_the_calendar_under_a_secret_address_tells_when_and_where_and_no_patient(room: Room) -> None:
    coordinator = room.visitor("coordinator")
    planned = {"day": "2026-06-09", "begins": "14:30", "place": "Room 3", "team": room.team}
    coordinator.post("/meetings", "/meetings", fields=planned)
    coordinator.post("/meetings", "/meetings", fields={**planned, "day": "2026-12-01"})
    address = re.search(r"/calendar/[\w-]+\.ics", coordinator.post("/account", "/account/calendar").text)
    assert address
    feed = room.stranger().get(address[0])
    assert "DTSTART:20260609T123000Z" in feed.text
    assert "DTSTART:20261201T133000Z" in feed.text
    assert not re.search(r"DT(START|END):[0-9T]+\r?\n", feed.text)
    assert "LOCATION:Room 3" in feed.text
    coordinator.post("/account", "/account/calendar")
    assert room.stranger().get(address[0]).status_code == 404


def test_an_administrator_adds_somebody_who_can_then_sign_in(room: Room) -> None:
    administrator = room.visitor("administrator")
    fields = {
        "username": "new",
        "name": "Dr New",
        "new_password": "several words to keep",
        "roles": "clinician",
        "teams": room.team,
        "discipline": room.site.guideline.disciplines_required[0],
    }
    assert administrator.post("/people", "/people", fields={**fields, "roles": "king"}).status_code == 422
    assert administrator.post("/people", "/people", fields=fields).status_code == 303
    assert "Dr New" in plain(administrator.get("/people").text)
    assert room.stranger().sign_in("new", "several words to keep").status_code == 303
