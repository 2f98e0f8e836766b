"""The worklist is worked out ahead, again for whoever changed, and shows each team its own."""

from __future__ import annotations

import datetime

import pytest
from tests.board.conftest import TODAY, Room

from resecta.board import NotAllowedError
from resecta.board.accounts import close_account
from resecta.board.calendars import new_calendar, owner_of_calendar
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.patients import PatientFile
from resecta.board.worklist import PatientTasks, Task, refresh_worklist, worklist
from resecta.guideline import Guideline

TOMORROW = TODAY + datetime.timedelta(1)


def ages(file: PatientFile, day: datetime.date) -> list[Task]:
    """What waits is the age, due after so many days; nothing where it is not known."""
    known = [one.content for one in file.entries if one.key == "age"]
    return [Task("age", f"{age} on {day}", day + datetime.timedelta(age)) for age in known]


def test_who_is_due_first_stands_first_and_who_has_nothing_waiting_is_left_out(room: Room, shipped: Guideline) -> None:
    patients = {age: room.patient(str(age)) for age in (61, 45, 0)}
    for age in (61, 45):
        record(room.board, shipped, room.surgeon, patients[age].id, [New(EntrySubject.FACT, "age", age)])
    assert worklist(room.board, room.surgeon) == ()
    assert refresh_worklist(room.board, ages, TODAY, most=2) == 2
    assert refresh_worklist(room.board, ages, TODAY, most=2) == 1
    assert refresh_worklist(room.board, ages, TODAY) == 0
    assert worklist(room.board, room.surgeon) == tuple(
        PatientTasks(patients[age], (Task("age", f"{age} on {TODAY}", TODAY + datetime.timedelta(age)),))
        for age in (45, 61)
    )
    assert worklist(room.board, room.outside) == ()
    with pytest.raises(NotAllowedError):
        worklist(room.board, room.administrator)


def test_only_who_changed_is_worked_out_again_and_everybody_on_another_day(room: Room, shipped: Guideline) -> None:
    one, two = room.patient("1"), room.patient("2")
    assert refresh_worklist(room.board, ages, TODAY) == 2
    [first] = record(room.board, shipped, room.surgeon, one.id, [New(EntrySubject.FACT, "age", 50)]).entries
    assert refresh_worklist(room.board, ages, TODAY) == 1
    record(room.board, shipped, room.surgeon, one.id, [New(EntrySubject.FACT, "age", seen=first.id, withdrawn=True)])
    assert [waiting.patient for waiting in worklist(room.board, room.chair)] == [one]
    assert refresh_worklist(room.board, ages, TODAY) == 1
    assert worklist(room.board, room.chair) == ()
    assert refresh_worklist(room.board, ages, TOMORROW) == 2
    assert two.id != one.id


def test_a_calendar_has_one_secret_address_which_a_new_one_or_a_closed_account_ends(room: Room) -> None:
    first = new_calendar(room.board, room.surgeon)
    found = owner_of_calendar(room.board, first)
    assert found is not None
    assert found.actor == room.surgeon
    second = new_calendar(room.board, room.surgeon)
    assert first != second
    assert owner_of_calendar(room.board, first) is None
    assert owner_of_calendar(room.board, second) == found
    close_account(room.board, room.administrator, room.surgeon.account)
    assert owner_of_calendar(room.board, second) is None
