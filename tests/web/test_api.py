"""The API: the same board by JSON, the same rights, and every problem in one shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from tests.web.conftest import Room, password_of
from tests.web.test_deciding import SIMULTANEOUS, listed

from resecta.web.api.description import description
from resecta.web.api.problems import MEDIA_TYPE, SCHEMA
from resecta.web.api.resources import RESOURCES
from resecta.web.application import application

BASE = "/api/v1"


class Program:
    """A program that has signed in."""

    def __init__(self, room: Room, who: str) -> None:
        self.client = TestClient(application(room.site), base_url="http://board.example")
        answer = self.client.post(f"{BASE}/session", json={"username": who, "password": password_of(who)})
        assert answer.status_code == 200, answer.text
        self.client.headers["x-csrf"] = answer.json()["csrf"]

    def get(self, path: str) -> Any:
        answer = self.client.get(BASE + path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, expected: int, **sent: Any) -> Any:
        answer = self.client.post(BASE + path, json=sent)
        assert answer.status_code == expected, answer.text
        return answer.json()


def test_a_program_takes_a_patient_from_registration_to_signature(room: Room) -> None:
    coordinator, chair = Program(room, "coordinator"), Program(room, "chair")
    patient = coordinator.post(
        "/patients", 201, team=room.team, hospital_number="1", name="Ada Test", born="1960-02-03"
    )["id"]
    rows = [{"kind": "context", "key": key, "content": "Said"} for key in ("question", "new_problem", "wishes")]
    facts = [{"kind": "fact", "key": "kras_status", "content": "mutant", "source": "letter"}]
    coordinator.post(f"/patients/{patient}/entries", 201, entries=rows + facts)
    advice = coordinator.get(f"/patients/{patient}/advice")
    assert {one["status"] for one in advice["regimens"] if one["id"] == "add_cetuximab"} == {"contraindicated"}
    meeting = coordinator.post("/meetings", 201, team=room.team, day="2026-06-09", begins="14:30", place="Room 3")["id"]
    item = coordinator.post(f"/meetings/{meeting}/items", 201, patient=patient)["id"]
    first, *others = room.site.guideline.disciplines_required
    coordinator.post(f"/meetings/{meeting}/present", 201, discipline=first, name="Dr Test")
    for discipline in others:
        coordinator.post(f"/meetings/{meeting}/absent", 201, discipline=discipline, because="Asked")
    given_up = chair.post(f"/items/{item}/decisions", 201, request="r0", words="Operate", because="They wish it")
    withdrawal = f"/decisions/{given_up['decision']['id']}/withdrawal"
    assert coordinator.post(withdrawal, 201, because="They no longer do")["state"] == "withdrawn"
    made = chair.post(f"/items/{item}/decisions", 201, request="r1", words="Wait and see", because="The patient's wish")
    decision = made["decision"]["id"]
    for who in ("chair", "surgeon"):
        signed = chair.post(f"/decisions/{decision}/signatures", 201, username=who, password=password_of(who))
    assert signed["state"] == "signed"
    assert chair.get(f"/decisions/{decision}")["advice"]["case"] == patient
    added = {"username": "surgeon", "password": password_of("surgeon"), "words": "They were told", "request": "a1"}
    for _ in range(2):  # a click that comes twice adds once
        (one,) = chair.post(f"/decisions/{decision}/addenda", 201, **added)["decision"]["addenda"]
    assert (one["name"], one["words"]) == ("Surgeon", "They were told")
    actions = [link["action"] for link in Program(room, "auditor").get("/audit")]
    assert actions.count("sign decision") == 2


def test_the_later_of_two_programs_is_told_both_values(room: Room) -> None:
    program, patient = Program(room, "surgeon"), room.patient()
    entry = {"kind": "fact", "key": "age", "content": 58}
    program.post(f"/patients/{patient.id}/entries", 201, entries=[entry])
    conflict = program.post(f"/patients/{patient.id}/entries", 409, entries=[{**entry, "content": 59}])
    assert [(one["yours"]["content"], one["theirs"]["content"]) for one in conflict["conflicts"]] == [(59, 58)]


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/patients/{patient}/entries", b"{", 422),
        ("/patients/{patient}/entries", b'{"entries": [{"kind": "whim", "key": "age"}]}', 422),
        ("/patients/{patient}/entries", b'{"entries": [{"kind": "fact", "key": "age", "content": 500}]}', 422),
        ("/patients/0000000000000000/entries", b'{"entries": []}', 404),
        ("/people", b"{}", 404),
    ],
)
def test_every_problem_has_one_shape(room: Room, path: str, sent: bytes, status: int) -> None:
    program, patient = Program(room, "surgeon"), room.patient()
    answer = program.client.post(BASE + path.replace("{patient}", patient.id), content=sent)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    Draft202012Validator(SCHEMA).validate(answer.json())


def test_without_the_mark_nothing_is_changed(room: Room) -> None:
    program, patient = Program(room, "surgeon"), room.patient()
    del program.client.headers["x-csrf"]
    answer = program.client.post(f"{BASE}/patients/{patient.id}/entries", json={"entries": []})
    assert (answer.status_code, answer.headers["content-type"]) == (403, MEDIA_TYPE)
    stranger = TestClient(application(room.site), base_url="http://board.example")
    assert stranger.get(f"{BASE}/patients").status_code == 401


def test_the_description_names_every_resource(room: Room) -> None:
    told = description()
    assert {(path, method) for path, one in told["paths"].items() for method in one} == {
        (one.path, one.method.lower()) for one in RESOURCES
    }
    assert TestClient(application(room.site)).get(f"{BASE}/openapi.json").json() == told


@pytest.mark.slow
def test_nothing_that_a_program_can_send_is_a_fault_of_ours(room: Room, case_files: dict[str, Path]) -> None:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    program = Program(room, "chair")
    names = {"patient": patient.id, "item": item[-16:]}
    schema = schemathesis.openapi.from_dict(description())
    operations = [each.ok() for each in schema.get_all_operations()]
    tried = []
    for operation in operations:
        if operation.path.endswith("/session"):
            continue

        @settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            places = {**(case.path_parameters or {}), **{key: id for key, id in names.items() if key in case.path}}
            address = case.path.format(**{key: quote(str(value), safe="") for key, value in places.items()})
            sent = {"json": case.body} if isinstance(case.body, dict | list | str | int) else {}
            answer = program.client.request(case.method, address, **sent)
            assert answer.status_code < 500, (case.method, address, answer.text)
            tried.append(address)

        ask()
    assert len(tried) > 60
