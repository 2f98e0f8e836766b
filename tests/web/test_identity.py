"""Correcting who a patient is, on its page and by a program."""

from __future__ import annotations

from tests.web.conftest import Room
from tests.web.test_facts import plain

from resecta.web.csrf import HEADER


def test_the_coordinator_corrects_a_name_and_everybody_sees_both(room: Room) -> None:
    patient = room.patient()
    page = f"/patients/{patient.id}/identity"
    coordinator, surgeon = room.visitor("coordinator"), room.visitor("surgeon")
    without = coordinator.fill(page, page, name="Ada Tester", because="")
    assert without.status_code == 422
    assert 'value="Ada Tester"' in without.text
    assert "a correction without a reason" in plain(without.text).lower()
    stale = coordinator.fill(page, page, name="Ada Tester", because="married", seen="0" * 16)
    assert "somebody has corrected this meanwhile" in plain(stale.text).lower()
    assert coordinator.fill(page, page, name="Ada Tester", because="married").status_code == 303
    text = plain(surgeon.get(page).text)
    assert "Ada Tester" in text
    assert "Ada Test " in text
    assert "married" in text
    assert "Correct it" not in text
    assert "Ada Tester" in surgeon.get("/patients").text


def test_a_program_corrects_an_identity_that_it_has_seen(room: Room) -> None:
    patient = room.patient()
    coordinator, address = room.visitor("coordinator"), f"/api/v1/patients/{patient.id}/identity"
    [first] = coordinator.get(address).json()
    sent = {"hospital_number": "4711", "name": "Ada Tester", "born": "1960-02-03", "because": "married"}
    head = {HEADER: coordinator.mark("/account")}
    done = coordinator.client.post(address, json={**sent, "seen": first["id"]}, headers=head)
    assert (done.status_code, done.json()["name"]) == (201, "Ada Tester")
    again = coordinator.client.post(address, json={**sent, "name": "Ada", "seen": first["id"]}, headers=head)
    assert again.status_code == 422
    assert [one["name"] for one in coordinator.get(address).json()] == ["Ada Test", "Ada Tester"]
