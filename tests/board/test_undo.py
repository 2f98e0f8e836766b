"""Undo is an entry: what stood before stands again, and all that was ever written stays in the history."""

from __future__ import annotations

import pytest
from tests.board.conftest import Room

from resecta.board import NotFoundError
from resecta.board.entries import history, record
from resecta.board.entry import EntrySubject, New
from resecta.board.patients import read_patient
from resecta.board.undo import undo
from resecta.board.verify import verify
from resecta.guideline import Guideline

KEY = "kras_status"


def test_undo_puts_back_what_stood_and_undoing_that_does_it_anew(room: Room, shipped: Guideline) -> None:
    patient = room.patient().id
    [first] = record(
        room.board, shipped, room.surgeon, patient, [New(EntrySubject.FACT, KEY, "mutant", source="lab")]
    ).entries
    [second] = record(
        room.board, shipped, room.surgeon, patient, [New(EntrySubject.FACT, KEY, "wild type", seen=first.id)]
    ).entries
    [third] = undo(room.board, shipped, room.surgeon, patient, [second.id]).entries
    [stands] = read_patient(room.board, room.surgeon, patient).entries
    assert (stands.id, stands.content, stands.source) == (third.id, "mutant", "lab")
    undo(room.board, shipped, room.surgeon, patient, [third.id])
    found = history(room.board, room.surgeon, patient, EntrySubject.FACT, KEY)
    assert [one.content for one in found] == ["mutant", "wild type", "mutant", "wild type"]
    assert verify(room.board.database).broken is None


def test_undoing_the_first_entry_leaves_nothing_recorded_and_undoing_a_withdrawal_brings_it_back(
    room: Room, shipped: Guideline
) -> None:
    patient = room.patient().id
    [first] = record(room.board, shipped, room.surgeon, patient, [New(EntrySubject.FACT, KEY, "mutant")]).entries
    [gone] = undo(room.board, shipped, room.surgeon, patient, [first.id]).entries
    assert read_patient(room.board, room.surgeon, patient).entries == ()
    undo(room.board, shipped, room.surgeon, patient, [gone.id])
    [stands] = read_patient(room.board, room.surgeon, patient).entries
    assert stands.content == "mutant"


def test_what_somebody_has_changed_since_is_not_undone(room: Room, shipped: Guideline) -> None:
    patient = room.patient().id
    [first] = record(room.board, shipped, room.surgeon, patient, [New(EntrySubject.FACT, KEY, "mutant")]).entries
    [other] = record(
        room.board, shipped, room.radiologist, patient, [New(EntrySubject.FACT, KEY, "wild type", seen=first.id)]
    ).entries
    refused = undo(room.board, shipped, room.surgeon, patient, [first.id])
    assert [one.theirs for one in refused.conflicts] == [other]
    [stands] = read_patient(room.board, room.surgeon, patient).entries
    assert stands == other


def test_only_ones_own_entries_of_a_patient_of_ones_team_are_undone(room: Room, shipped: Guideline) -> None:
    patient = room.patient().id
    [first] = record(room.board, shipped, room.surgeon, patient, [New(EntrySubject.FACT, KEY, "mutant")]).entries
    for who, ids in (
        (room.chair, [first.id]),
        (room.outside, [first.id]),
        (room.surgeon, ["0" * 16]),
        (room.surgeon, []),
    ):
        with pytest.raises(NotFoundError):
            undo(room.board, shipped, who, patient, ids)
