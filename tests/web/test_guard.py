"""Nobody gets in without a session, a right and a form of ours; and no answer says anything of a patient to others."""

from __future__ import annotations

import json
import logging

import pytest
from tests.web.conftest import Room, password_of

from resecta.board import SYSTEM
from resecta.board.accounts import close_account
from resecta.web.headers import POLICY
from resecta.web.routes import PAGES
from resecta.web.visit import Open, Page

pytestmark = pytest.mark.slow


def filled(page: Page, patient: str) -> str:
    """The address of a page, about this patient."""
    return page.path.replace("{patient}", patient).replace("{element}", "age")


def test_a_stranger_is_answered_nothing_but_the_way_in(room: Room) -> None:
    patient = room.patient()
    stranger = room.stranger()
    for page in PAGES:
        if page.action is Open.ANYBODY:
            continue
        answer = stranger.client.request(page.method, filled(page, patient.id))
        assert answer.status_code in (303, 401), page
        assert patient.name not in answer.text


def test_another_teams_patient_is_not_there(room: Room) -> None:
    patient = room.patient()
    elsewhere = room.visitor("elsewhere")
    for page in PAGES:
        if "{patient}" in page.path and page.method == "GET":
            answer = elsewhere.get(filled(page, patient.id))
            unknown = elsewhere.get(filled(page, "0" * 16))
            assert answer.status_code == unknown.status_code == 404, page
            assert patient.name not in answer.text
    assert patient.name not in elsewhere.get("/patients").text


def test_an_administrator_sees_no_patient(room: Room) -> None:
    patient = room.patient()
    administrator = room.visitor("administrator")
    for page in PAGES:
        if "{patient}" in page.path and page.method == "GET":
            answer = administrator.get(filled(page, patient.id))
            assert answer.status_code == 403
            assert patient.name not in answer.text


def test_a_form_of_another_session_changes_nothing(room: Room) -> None:
    patient = room.patient()
    page = f"/patients/{patient.id}/facts"
    surgeon, chair = room.visitor("surgeon"), room.visitor("chair")
    stolen = chair.mark(page)
    for mark in ("", stolen, "0" * 64):
        answer = surgeon.client.post(page, data={"csrf": mark, "fact.age": "58"})
        assert answer.status_code == 403
        assert "Nothing was changed" in answer.text
    assert 'value="58"' not in surgeon.get(page).text


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_a_form_sent_from_another_site_changes_nothing(room: Room, headers: dict[str, str]) -> None:
    patient = room.patient()
    page = f"/patients/{patient.id}/facts"
    surgeon = room.visitor("surgeon")
    answer = surgeon.client.post(page, data={"csrf": surgeon.mark(page), "fact.age": "58"}, headers=headers)
    assert answer.status_code == 403


def test_after_sign_out_the_session_and_its_pages_are_gone(room: Room) -> None:
    patient = room.patient()
    surgeon = room.visitor("surgeon")
    page = f"/patients/{patient.id}"
    kept = surgeon.client.cookies["board_session"]
    assert surgeon.get(page).headers["cache-control"] == "no-store"
    assert surgeon.post(page, "/sign-out").status_code == 303
    surgeon.client.cookies.set("board_session", kept)
    assert surgeon.get(page).headers["location"] == "/sign-in"


def test_a_session_of_somebody_removed_opens_nothing(room: Room) -> None:
    patient = room.patient()
    surgeon = room.visitor("surgeon")
    close_account(room.site.board, SYSTEM, room.people["surgeon"].account)
    assert surgeon.get(f"/patients/{patient.id}").status_code == 303


def test_a_new_session_is_made_at_every_sign_in(room: Room) -> None:
    surgeon = room.stranger()
    surgeon.client.cookies.set("board_session", "planted")
    assert surgeon.sign_in("surgeon", password_of("surgeon")).status_code == 303
    assert surgeon.client.cookies.get("board_session", domain="board.example") != "planted"


def test_a_wrong_password_says_nothing_of_which_part_is_wrong(room: Room) -> None:
    stranger = room.stranger()
    known = stranger.sign_in("surgeon", "wrong")
    unknown = stranger.sign_in("nobody", "wrong")
    assert known.status_code == unknown.status_code == 401
    told = "name, password or code is not right"
    assert told in known.text.lower()
    assert told in unknown.text.lower()
    assert 'autocomplete="current-password"' in known.text
    assert 'autocomplete="one-time-code"' in known.text


def test_every_answer_forbids_what_is_not_ours_and_hands_on_no_address(room: Room) -> None:
    patient = room.patient()
    surgeon = room.visitor("surgeon")
    for address in ("/sign-in", "/patients", f"/patients/{patient.id}", "/nowhere", "/healthz", "/static/none.css"):
        answer = surgeon.get(address)
        assert answer.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "<style" not in answer.text
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text
        assert "<script>" not in answer.text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(room: Room) -> None:
    visitor = room.stranger()
    answer = visitor.sign_in("surgeon", password_of("surgeon"))
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("board_session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "expires" not in cookie.lower()


def test_log_and_numbers_name_routes_and_never_a_patient(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    patient = room.patient()
    with caplog.at_level(logging.INFO, "resecta.web"):
        surgeon = room.visitor("surgeon")
        surgeon.post("/patients", "/patients", wanted="Ada")
        surgeon.get(f"/patients/{patient.id}/facts")
    lines = [json.loads(record.message) for record in caplog.records if record.name == "resecta.web"]
    assert {"/sign-in", "/patients", "/patients/{patient}/facts"} <= {line["route"] for line in lines}
    assert lines[-1]["account"] == room.people["surgeon"].account
    for text in (caplog.text, surgeon.get("/metrics").text):
        assert patient.id not in text
        assert "Ada" not in text
    assert 'route="/patients/{patient}/facts"' in surgeon.get("/metrics").text


def test_titles_and_addresses_hold_no_patient(room: Room) -> None:
    patient = room.patient()
    surgeon = room.visitor("surgeon")
    for page in PAGES:
        if page.method == "GET" and page.action is not Open.ANYBODY:
            html = surgeon.get(filled(page, patient.id)).text
            title = html.partition("<title>")[2].partition("</title>")[0]
            assert patient.name not in title
            assert patient.hospital_number not in title
            assert patient.name not in "".join(part.partition('"')[0] for part in html.split('href="')[1:])


def test_a_body_that_is_too_large_and_a_client_that_is_too_quick_are_refused(room: Room) -> None:
    from dataclasses import replace

    surgeon = room.visitor("surgeon")
    mark = surgeon.mark("/patients/new")
    answer = surgeon.client.post("/patients/new", data={"csrf": mark, "name": "x" * 10_000_000})
    assert answer.status_code in (400, 413)
    quick = replace(room, site=replace(room.site, settings=replace(room.site.settings, burst=5, rate=0.1))).stranger()
    assert [quick.get("/healthz").status_code for _ in range(7)] == [200] * 5 + [429] * 2
