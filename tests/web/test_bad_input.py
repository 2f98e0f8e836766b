"""What people may send by mistake, or on purpose: every answer is a clear one, and nothing is half done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.web.browserless import forms_of
from tests.web.conftest import Room
from tests.web.test_facts import plain

from resecta.board import Board, open_database
from resecta.board.entries import history
from resecta.board.entry import EntrySubject
from resecta.board.patients import read_patient

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
CASE = "case: A\nassessed_on: 2026-06-01\nfacts: {age: 58, sex: female}\n"


def send(room: Room, who: str, patient: str, name: str, content: bytes) -> tuple[int, str]:
    visitor, page = room.visitor(who), f"/patients/{patient}/files"
    answer = visitor.client.post(page, data={"csrf": visitor.mark(page)}, files={"case": (name, content)})
    return answer.status_code, answer.text


def test_no_text_field_lets_a_script_through(room: Room) -> None:
    coordinator = room.visitor("coordinator")
    fields = {"name": HOSTILE, "hospital_number": HOSTILE, "born": "1960-01-01", "team": room.team}
    facts = coordinator.post("/patients/new", "/patients/new", fields=fields).headers["location"]
    patient = facts.split("/")[2]
    rows = {f"context.{row.id}": HOSTILE for row in room.site.guideline.context}
    assert coordinator.fill(facts, f"/patients/{patient}/meeting", **rows).status_code == 303
    row = {"kind": "event", "sort": "other", "date": "2026-05-01", "what": HOSTILE}
    assert coordinator.post(facts, f"/patients/{patient}/rows", fields=row).status_code == 303
    planned = {"day": "2026-06-09", "begins": "14:30", "place": HOSTILE, "team": room.team}
    meeting = coordinator.post("/meetings", "/meetings", fields=planned).headers["location"]
    coordinator.post(meeting, f"{meeting}/cases", fields={"patient": patient})
    pages = [
        facts,
        f"/patients/{patient}",
        "/patients",
        "/meetings",
        meeting,
        f"{facts}".replace("facts", "history/age"),
    ]
    for page in pages:
        html = coordinator.get(page).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "&lt;script&gt;" in coordinator.get(meeting).text
    assert coordinator.get(f"{meeting}/minutes.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize("text", ["58\x00", "58\x1b[2J", "x" * 3000, "‮58", "५८", "58e9", "0x3A", "-1", "5 8"])
def test_an_odd_age_is_refused_at_its_field_and_nothing_is_written(room: Room, text: str) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    answer = surgeon.post(page, page, fields={"fact.age": text, "seen.fact.age": "", "fact.sex": "female"})
    assert answer.status_code == 422
    assert 'id="wrong-fact.age"' in answer.text
    assert history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, "sex") == ()


@pytest.mark.parametrize(
    "day", ["31.02.2026", "2026-02-30", "0000-01-01", "9999-12-31", "2027-01-01", "yesterday", "2026-13"]
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(room: Room, day: str) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    answer = surgeon.post(page, page, fields={"fact.last_bevacizumab": day})
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.text


def test_fields_that_no_form_has_change_nothing(room: Room) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    fields = {"fact.no_such_element": "1", "fact.": "1", "whim.age": "58", "seen.fact.age": "no-such-entry"}
    assert surgeon.post(page, page, fields=fields).status_code == 303
    assert history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, "age") == ()


def test_a_case_file_is_reviewed_and_only_what_is_ticked_comes_in(room: Room) -> None:
    patient = room.patient()
    status, html = send(room, "coordinator", patient.id, "case.yaml", CASE.encode())
    assert status == 200
    assert "58 years" in plain(html)
    fields = next(fields for action, fields in forms_of(html) if action.endswith("/accepted"))
    coordinator = room.visitor("coordinator")
    fields["csrf"] = coordinator.mark("/account")
    fields.pop("accept")
    number = html.partition(">Age</label>")[0].rpartition('for="accept-')[2].partition('"')[0]
    address = f"/patients/{patient.id}/files/accepted"
    assert coordinator.client.post(address, data={**fields, "accept": number}).status_code == 303
    who = room.people["coordinator"]
    assert [one.content for one in history(room.site.board, who, patient.id, EntrySubject.FACT, "age")] == [58]
    assert history(room.site.board, who, patient.id, EntrySubject.FACT, "sex") == ()
    again = coordinator.client.post(address, data={**fields, "accept": number})
    assert again.status_code == 422
    assert "something was recorded since the review was opened" in again.text.lower()
    exported = coordinator.post(f"/patients/{patient.id}/files", f"/patients/{patient.id}/files/export")
    assert "age: 58" in exported.text
    assert patient.name not in exported.text


def test_what_a_worked_case_tells_of_itself_is_not_offered_and_never_comes_in(room: Room) -> None:
    patient = room.patient()
    told = "title: A title\nstory: A story\nexpected: {resectable: false}\n"
    status, html = send(room, "coordinator", patient.id, "case.yaml", f"{CASE}{told}".encode())
    assert status == 200
    assert html.count('name="accept"') == 2
    assert "Not taken in, as it says nothing of the patient: case, title, story, expected." in plain(html)
    fields = next(fields for action, fields in forms_of(html) if action.endswith("/accepted"))
    coordinator = room.visitor("coordinator")
    every = {**fields, "csrf": coordinator.mark("/account"), "accept": [str(number) for number in range(9)]}
    assert coordinator.client.post(f"/patients/{patient.id}/files/accepted", data=every).status_code == 303
    stands = read_patient(room.site.board, room.people["coordinator"], patient.id).entries
    assert {one.kind for one in stands} == {EntrySubject.FACT}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.yaml", b""),
        ("case.yaml", b"\xff\xfe\x00"),
        ("case.yaml", b"- a list\n"),
        ("case.yaml", b"case: A\nassessed_on: 2026-06-01\nfacts: {agge: 5}\n"),
        ("case.json", b"{"),
        ("picture.png", bytes(range(256)) * 50),
        ("case.yaml", b"case: " + b"[" * 100_000),
        ("../../etc/case.yaml", b"case: A\n"),
    ],
)
def test_a_file_that_is_no_case_is_refused_with_its_places(room: Room, name: str, content: bytes) -> None:
    patient = room.patient()
    status, html = send(room, "coordinator", patient.id, name, content)
    assert status == 422
    assert "The file cannot be taken" in html


def test_a_case_with_five_hundred_lesions_is_taken(room: Room) -> None:
    patient = room.patient()
    lesions = "".join(f"- {{id: L{number}, segments: [{number % 8 + 1}]}}\n" for number in range(500))
    status, html = send(room, "coordinator", patient.id, "case.yaml", f"{CASE}lesions:\n{lesions}".encode())
    assert status == 200
    assert html.count('name="accept"') == 502


def test_while_the_database_is_gone_it_says_so_and_when_something_was_last_saved(room: Room) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    mark = surgeon.mark(page)
    assert surgeon.client.post(page, data={"csrf": mark, "fact.age": "58"}).status_code == 303
    gone = Board(open_database("sqlite:////no/such/folder/board.db"), room.site.board.settings, room.site.board.clock)
    away = replace(room, site=replace(room.site, board=gone)).stranger()
    away.client.cookies.set("board_session", surgeon.client.cookies["board_session"])
    answer = away.client.post(page, data={"csrf": mark, "fact.age": "59"})
    assert answer.status_code == 503
    assert "Nothing was lost. Last saved " in answer.text
    assert away.get("/readyz").status_code == 503
    assert away.get("/healthz").status_code == 200
    assert patient.name not in answer.text
    assert 'value="58"' in surgeon.get(page).text
