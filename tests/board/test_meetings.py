"""Meetings: a case needs its question, the agenda has one order, an absence is justified, own views come first."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from tests.board.conftest import TODAY, Room
from tests.board.deciding import table

from resecta.board import NotAllowedError, NotFoundError, Settings
from resecta.board.agenda import Item, item_by_id, list_case, move_item, write_minutes
from resecta.board.attendance import mark_absent, mark_present, unmark_present
from resecta.board.decisions import withdraw
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.meetings import Meeting, meetings, plan_meeting, read_meeting
from resecta.board.off_agenda import move_to_meeting, off_the_agenda, put_back, take_off
from resecta.board.own_views import advice_waits, own_views, record_own_view
from resecta.board.packs import open_pack
from resecta.board.patients import Patient
from resecta.board.verify import verify
from resecta.document import InputError
from resecta.guideline import Guideline


def meeting(room: Room, days: int = 0) -> Meeting:
    """A meeting of the team, so many days from today."""
    day = TODAY + datetime.timedelta(days)
    return plan_meeting(room.board, room.coordinator, team=room.team, day=day, begins="14:30", place="Room 3")


def ready(room: Room, guideline: Guideline, number: str = "17") -> Patient:
    """A patient with all that listing needs."""
    patient = room.patient(number)
    rows = [row.id for row in guideline.context if row.needed == "listing"]
    assert rows
    record(
        room.board,
        guideline,
        room.coordinator,
        patient.id,
        [New(EntrySubject.CONTEXT, row, "Which first?") for row in rows],
    )
    return patient


def listed(room: Room, guideline: Guideline, count: int) -> tuple[Meeting, list[Item]]:
    """A meeting with so many cases."""
    held = meeting(room)
    patients = [ready(room, guideline, str(number)) for number in range(count)]
    return held, [list_case(room.board, guideline, room.coordinator, held.id, one.id) for one in patients]


def order(room: Room, held: Meeting) -> list[str]:
    """The ids of the agenda, in order; positions count from 1 without a gap."""
    items = read_meeting(room.board, room.coordinator, held.id).items
    assert [one.position for one in items] == list(range(1, len(items) + 1))
    return [one.id for one in items]


def kept_item(room: Room, item: Item) -> Item:
    """The item as the board now has it."""
    with room.board.database.reading() as connection:
        return item_by_id(connection, item.id)


def test_a_case_without_question_and_news_is_not_listed(room: Room, shipped: Guideline) -> None:
    held, patient = meeting(room), room.patient()
    with pytest.raises(InputError) as told:
        list_case(room.board, shipped, room.coordinator, held.id, patient.id)
    needed = [row.id for row in shipped.context if row.needed == "listing"]
    assert [problem.place.file for problem in told.value.problems] == needed
    assert order(room, held) == []


def test_a_case_stands_on_an_agenda_once(room: Room, shipped: Guideline) -> None:
    held, [item] = listed(room, shipped, 1)
    assert list_case(room.board, shipped, room.coordinator, held.id, item.patient) == item
    assert order(room, held) == [item.id]


@pytest.mark.parametrize(
    ("which", "position", "expected"), [(2, 1, [2, 0, 1]), (0, 2, [1, 0, 2]), (0, 99, [1, 2, 0]), (1, -4, [1, 0, 2])]
)
def test_a_case_is_moved_to_a_position(
    room: Room, shipped: Guideline, which: int, position: int, expected: list[int]
) -> None:
    held, items = listed(room, shipped, 3)
    after = move_item(room.board, room.coordinator, items[which].id, position)
    assert [one.id for one in after] == order(room, held) == [items[place].id for place in expected]


def test_a_case_moves_to_the_next_meeting_with_a_reason_and_may_come_back(room: Room, shipped: Guideline) -> None:
    held, items = listed(room, shipped, 3)
    later = meeting(room, 7)
    with pytest.raises(InputError, match="without a reason"):
        move_to_meeting(room.board, room.chair, items[0].id, later.id, " ")
    there = move_to_meeting(room.board, room.chair, items[0].id, later.id, "scan not read yet")
    assert (order(room, held), order(room, later)) == ([items[1].id, items[2].id], [there.id])
    old = kept_item(room, items[0])
    assert (old.moved_to, old.moved_because) == (there.id, "scan not read yet")
    assert (there.patient, there.meeting, there.moved_to) == (old.patient, later.id, None)
    with pytest.raises(InputError):
        move_to_meeting(room.board, room.chair, items[0].id, later.id, "again")
    move_to_meeting(room.board, room.chair, there.id, held.id, "read after all")
    assert (order(room, held), order(room, later)) == ([items[1].id, items[2].id, items[0].id], [])


def test_a_case_that_was_taken_off_is_put_back_where_it_stood_and_the_reason_stays(
    room: Room, shipped: Guideline
) -> None:
    held, items = listed(room, shipped, 3)
    with pytest.raises(InputError, match="without a reason"):
        take_off(room.board, room.chair, items[1].id, " ")
    change = take_off(room.board, room.chair, items[1].id, "seen by another board")
    assert order(room, held) == [items[0].id, items[2].id]
    with pytest.raises(InputError, match="not on this agenda"):
        take_off(room.board, room.chair, items[1].id, "again")
    assert [one for one, _ in off_the_agenda(room.board, room.surgeon, held.id)] == [change]
    assert put_back(room.board, room.coordinator, change.id).position == 2
    assert order(room, held) == [one.id for one in items]
    assert off_the_agenda(room.board, room.surgeon, held.id) == ()
    with pytest.raises(InputError, match="undone already"):
        put_back(room.board, room.coordinator, change.id)
    again = take_off(room.board, room.chair, items[1].id, "seen by another board")
    assert list_case(room.board, shipped, room.coordinator, held.id, items[1].patient).id == items[1].id
    with pytest.raises(InputError, match="undone already"):
        put_back(room.board, room.coordinator, again.id)
    assert verify(room.board.database).broken is None


def test_a_move_to_another_meeting_is_undone_at_both(room: Room, shipped: Guideline) -> None:
    held, items = listed(room, shipped, 3)
    later = meeting(room, 7)
    there = move_to_meeting(room.board, room.chair, items[0].id, later.id, "scan not read yet")
    [(change, _)] = off_the_agenda(room.board, room.chair, held.id)
    assert change.because == "scan not read yet"
    put_back(room.board, room.coordinator, change.id)
    assert (order(room, held), order(room, later)) == ([one.id for one in items], [])
    assert move_to_meeting(room.board, room.chair, items[0].id, later.id, "not read after all").id == there.id
    assert order(room, later) == [there.id]
    [(change, _)] = off_the_agenda(room.board, room.chair, held.id)
    take_off(room.board, room.chair, there.id, "died")
    with pytest.raises(InputError, match="no longer at the other meeting"):
        put_back(room.board, room.coordinator, change.id)


def test_a_case_on_which_a_decision_was_taken_stays_on_its_agenda(room: Room) -> None:
    at = table(room, open_pack())
    decision = at.proposed()
    with pytest.raises(InputError, match="a decision was taken"):
        take_off(room.board, room.chair, at.item.id, "by mistake")
    withdraw(room.board, room.chair, decision.id, "not yet")
    take_off(room.board, room.chair, at.item.id, "by mistake")
    assert order(room, at.meeting) == []


def test_minutes_are_not_overwritten_by_one_who_has_not_seen_them(room: Room, shipped: Guideline) -> None:
    _, [item] = listed(room, shipped, 1)
    assert write_minutes(room.board, room.chair, item.id, "Resect.", seen="") is None
    assert write_minutes(room.board, room.coordinator, item.id, "Wait.", seen="") == "Resect."
    assert kept_item(room, item).minutes == "Resect."


def test_a_discipline_that_is_neither_there_nor_excused_is_named(room: Room, shipped: Guideline) -> None:
    held = meeting(room)
    first, second, *others = shipped.disciplines_required
    with pytest.raises(InputError, match="without a reason"):
        mark_absent(room.board, room.chair, held.id, second, "  ")
    mark_present(room.board, room.coordinator, held.id, first, "Dr A")
    mark_present(room.board, room.coordinator, held.id, first, "Dr A ")
    mark_absent(room.board, room.chair, held.id, second, "on leave, asked by telephone")
    file = read_meeting(room.board, room.auditor, held.id)
    assert [one.name for one in file.present] == ["Dr A"]
    assert file.unexplained(shipped.disciplines_required) == tuple(others)
    with pytest.raises(InputError, match="somebody is there"):
        mark_absent(room.board, room.chair, held.id, first, "no")
    unmark_present(room.board, room.chair, held.id, first, "Dr A")
    mark_present(room.board, room.chair, held.id, second, "Dr B")
    file = read_meeting(room.board, room.auditor, held.id)
    assert (file.absent, file.unexplained(shipped.disciplines_required)) == ((), (first, *others))


def test_where_the_board_judges_first_the_advice_waits_for_ones_own_view(room: Room, shipped: Guideline) -> None:
    _, [item] = listed(room, shipped, 1)
    board = replace(room.board, settings=Settings(judge_first=True))
    assert not advice_waits(room.board, room.chair, item.id)
    assert advice_waits(board, room.chair, item.id)
    assert not advice_waits(board, room.coordinator, item.id)
    first = record_own_view(board, room.chair, item.id, "liver first")
    assert record_own_view(board, room.chair, item.id, "primary first") == first
    assert not advice_waits(board, room.chair, item.id)
    assert advice_waits(board, room.surgeon, item.id)
    assert own_views(board, item.id) == (first,)


def test_meetings_of_another_team_are_not_found(room: Room, shipped: Guideline) -> None:
    held, [item] = listed(room, shipped, 1)
    theirs = replace(room.coordinator, teams=frozenset({room.other_team}))
    elsewhere = plan_meeting(room.board, theirs, team=room.other_team, day=TODAY, begins="08:00", place="Room 9")
    for attempt in (
        lambda: read_meeting(room.board, room.outside, held.id),
        lambda: mark_present(room.board, theirs, held.id, "radiology", "Dr X"),
        lambda: list_case(room.board, shipped, room.coordinator, elsewhere.id, item.patient),
        lambda: move_to_meeting(room.board, room.coordinator, item.id, elsewhere.id, "no"),
        lambda: move_item(room.board, theirs, item.id, 1),
        lambda: take_off(room.board, theirs, item.id, "no"),
        lambda: off_the_agenda(room.board, room.outside, held.id),
        lambda: record_own_view(room.board, room.outside, item.id, "no"),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert meetings(room.board, room.surgeon) == (held,)
    assert meetings(room.board, room.surgeon, since=TODAY + datetime.timedelta(1)) == ()
    with pytest.raises(NotAllowedError):
        move_item(room.board, room.surgeon, item.id, 1)


def test_a_meeting_has_a_time_and_a_place(room: Room) -> None:
    with pytest.raises(InputError) as told:
        plan_meeting(room.board, room.chair, team=room.team, day=TODAY, begins="25:00", place=" ")
    assert [problem.place.file for problem in told.value.problems] == ["begins", "place"]
