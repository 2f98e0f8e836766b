"""Who a patient is can be corrected: with a reason, by the coordinator, and what stood before stays on record."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.board.conftest import Room

from resecta.board import NotAllowedError, NotFoundError
from resecta.board.identities import correct_identity, identities
from resecta.board.patients import Patient, patients, read_patient, register_patient
from resecta.board.verify import verify
from resecta.document import InputError

BORN = datetime.date(1960, 3, 2)


def corrected(room: Room, patient: Patient, **changed: Any) -> Patient:
    """The day of birth set right, and whatever else is said."""
    told = {"hospital_number": patient.hospital_number, "name": patient.name, "born": BORN, "because": "days and month"}
    seen = identities(room.board, room.coordinator, patient.id)[-1].id
    return correct_identity(room.board, room.coordinator, patient.id, **{**told, "seen": seen, **changed})


def test_a_correction_stands_everywhere_and_what_it_corrects_stays(room: Room) -> None:
    patient = room.patient()
    made = corrected(room, patient)
    again = corrected(room, made, name="Ada Tester", because="married")
    assert read_patient(room.board, room.surgeon, patient.id).patient == again
    assert patients(room.board, room.surgeon) == (again,)
    found = identities(room.board, room.surgeon, patient.id)
    assert [(one.name, one.born, one.because) for one in found] == [
        ("Ada Test", patient.born, ""),
        ("Ada Test", BORN, "days and month"),
        ("Ada Tester", BORN, "married"),
    ]
    assert verify(room.board.database).broken is None


def test_a_number_that_was_given_by_mistake_is_free_for_whom_it_belongs_to(room: Room) -> None:
    wrong = room.patient("17")
    corrected(room, wrong, hospital_number="71")
    right = register_patient(
        room.board, room.coordinator, team=room.team, hospital_number="17", name="Bea Test", born=BORN
    )
    with pytest.raises(InputError, match="taken in the team"):
        corrected(room, wrong, hospital_number="17")
    with pytest.raises(InputError, match="taken in the team"):
        room.patient("71")
    assert {one.hospital_number for one in patients(room.board, room.chair)} == {"71", right.hospital_number}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"because": " "}, "without a reason"),
        ({"name": " "}, "this is empty"),
        ({"born": datetime.date(2199, 1, 1)}, "is not yet"),
        ({"born": datetime.date(1960, 2, 3)}, "nothing is corrected"),
        ({"seen": "0" * 16}, "corrected this meanwhile"),
    ],
)
def test_what_is_no_correction_is_refused(room: Room, changed: dict[str, Any], told: str) -> None:
    patient = room.patient()
    with pytest.raises(InputError, match=told):
        corrected(room, patient, **changed)
    assert len(identities(room.board, room.chair, patient.id)) == 1


def test_only_the_coordinator_of_the_patients_team_corrects(room: Room) -> None:
    patient = room.patient()
    told: dict[str, Any] = {"hospital_number": "1", "name": "X", "born": BORN, "because": "no", "seen": patient.id}
    for who, error in (
        (room.chair, NotAllowedError),
        (room.surgeon, NotAllowedError),
        (room.outside, (NotAllowedError, NotFoundError)),
    ):
        with pytest.raises(error):
            correct_identity(room.board, who, patient.id, **told)
