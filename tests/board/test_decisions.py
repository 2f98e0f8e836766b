"""Decisions: a departure has a reason, two people sign what they saw, and then nothing of it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.board.conftest import Room
from tests.board.deciding import WORDS, Table, table

from resecta.board import NotAllowedError, NotFoundError, Settings
from resecta.board.after import add_addendum, report
from resecta.board.attendance import mark_absent, unmark_present
from resecta.board.decision import Decision, DecisionState, Fulfilment, Proposed, Reason
from resecta.board.decisions import Stale, decisions_of, propose, read_decision, sign, withdraw
from resecta.board.departures import DecidedPlan, departures
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.packs import Pack, open_pack
from resecta.board.patients import read_patient
from resecta.document import InputError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack()


@pytest.fixture
def at_table(room: Room, pack: Pack) -> Table:
    return table(room, pack)


def places(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.place.file for problem in error.value.problems]


def signed(at: Table) -> Decision:
    """A decision that two people have signed."""
    made = at.proposed()
    for actor in (at.room.surgeon, at.room.chair):
        found = sign(at.room.board, at.proved(actor), made.id)
        assert isinstance(found, Decision)
    return found


def test_two_named_people_sign_and_then_it_stands(at_table: Table) -> None:
    made, board = at_table.proposed(), at_table.room.board
    once = sign(board, at_table.proved(at_table.room.surgeon), made.id)
    twice = sign(board, at_table.proved(at_table.room.chair), made.id)
    assert isinstance(once, Decision)
    assert isinstance(twice, Decision)
    assert (made.state, once.state, twice.state) == (
        DecisionState.PROPOSED,
        DecisionState.PROPOSED,
        DecisionState.SIGNED,
    )
    assert [(one.name, one.discipline, one.shown_by) for one in twice.signatures] == [
        ("Surgeon", "hepatobiliary surgery", "password and code"),
        ("Chair", "colorectal surgery", "password and code"),
    ]
    with pytest.raises(InputError, match="it is signed"):
        sign(board, at_table.proved(at_table.room.radiologist), made.id)
    with pytest.raises(InputError, match="it is signed"):
        withdraw(board, at_table.room.chair, made.id, "changed our minds")


def test_how_many_must_sign_is_the_hospitals_setting_on_the_day_of_the_proposal(at_table: Table) -> None:
    at_table.room = replace(at_table.room, board=replace(at_table.room.board, settings=Settings(signatures=3)))
    made = at_table.proposed()
    for actor in (at_table.room.surgeon, at_table.room.chair):
        sign(at_table.room.board, at_table.proved(actor), made.id)
    [there] = decisions_of(at_table.room.board, at_table.room.chair, at_table.patient.id)
    assert (there.state, len(there.signatures)) == (DecisionState.PROPOSED, 2)


def test_a_double_click_proposes_once_and_signs_once(at_table: Table) -> None:
    first, second = at_table.propose(request="click"), at_table.propose(request="click")
    assert isinstance(first, Decision)
    assert first == second
    proved = at_table.proved(at_table.room.surgeon)
    assert sign(at_table.room.board, proved, first.id) == sign(at_table.room.board, proved, first.id)
    [there] = decisions_of(at_table.room.board, at_table.room.chair, at_table.patient.id)
    assert len(there.signatures) == 1


def test_credentials_that_are_not_fresh_sign_nothing(at_table: Table) -> None:
    made, proved = at_table.proposed(), at_table.proved(at_table.room.surgeon)
    at_table.room.clock.at += at_table.room.board.settings.fresh
    with pytest.raises(InputError, match="too long"):
        sign(at_table.room.board, proved, made.id)


def test_only_clinicians_and_the_chair_of_the_team_sign(at_table: Table) -> None:
    made, room = at_table.proposed(), at_table.room
    for actor in (room.coordinator, room.auditor, room.administrator):
        with pytest.raises(NotAllowedError):
            sign(room.board, at_table.proved(actor), made.id)
    with pytest.raises(NotFoundError):
        sign(room.board, at_table.proved(room.outside), made.id)


def test_an_absence_is_justified_before_anybody_signs(at_table: Table) -> None:
    made, room = at_table.proposed(), at_table.room
    discipline = at_table.pack.guideline.disciplines_required[-1]
    unmark_present(room.board, room.coordinator, at_table.meeting.id, discipline, f"Dr {discipline}")
    with pytest.raises(InputError) as told:
        sign(room.board, at_table.proved(room.surgeon), made.id)
    assert places(told) == [discipline]
    mark_absent(room.board, room.coordinator, at_table.meeting.id, discipline, "on leave, sent a letter")
    assert isinstance(sign(room.board, at_table.proved(room.surgeon), made.id), Decision)


def test_nobody_signs_over_a_fact_that_came_in_since(at_table: Table) -> None:
    made, room = at_table.proposed(), at_table.room
    [late] = record(
        room.board,
        at_table.pack.guideline,
        room.surgeon,
        at_table.patient.id,
        [New(EntrySubject.FACT, "other_primary_symptom", content=False)],
    ).entries
    assert sign(room.board, at_table.proved(room.surgeon), made.id) == Stale((late,))
    withdraw(room.board, room.chair, made.id, "a fact came in")
    again = at_table.proposed()
    assert isinstance(sign(room.board, at_table.proved(room.surgeon), again.id), Decision)
    states = [one.state for one in decisions_of(room.board, room.chair, at_table.patient.id)]
    assert states == [DecisionState.WITHDRAWN, DecisionState.PROPOSED]


def test_a_fact_that_comes_in_while_the_page_is_made_stops_the_proposal(at_table: Table) -> None:
    room = at_table.room

    def slow(_: object) -> str:
        late = New(EntrySubject.FACT, "other_primary_symptom", content=False)
        record(room.board, at_table.pack.guideline, room.surgeon, at_table.patient.id, [late])
        return ""

    found = propose(room.board, at_table.pack, room.chair, at_table.item.id, WORDS, render=slow, request="r")
    assert isinstance(found, Stale)
    assert [one.key for one in found.since] == ["other_primary_symptom"]
    assert decisions_of(room.board, room.chair, at_table.patient.id) == ()


def test_a_departure_needs_a_reason_and_is_named_with_its_statements(at_table: Table) -> None:
    with pytest.raises(InputError) as told:
        at_table.propose(Proposed(DecidedPlan(words="Wait")))
    assert places(told) == ["because"]
    made = at_table.proposed(Proposed(DecidedPlan(words="Wait"), because="the patient asked for time"))
    assert made.departures
    known = at_table.pack.guideline.statements
    assert all(set(one["statements"]) <= set(known) for one in made.departures)


def test_everything_that_a_decision_lacks_is_told_at_once(at_table: Table) -> None:
    room = at_table.room
    wishes = [row.id for row in at_table.pack.guideline.context if row.needed == "signing"]
    entries = read_patient(room.board, room.chair, at_table.patient.id).entries
    away = [New(one.kind, one.key, None, one.id, withdrawn=True) for one in entries if one.key in wishes]
    record(room.board, at_table.pack.guideline, room.surgeon, at_table.patient.id, away)
    with pytest.raises(InputError) as told:
        at_table.propose(Proposed(DecidedPlan("no_such_strategy", "no_such_regimen")))
    assert places(told) == ["strategy", "regimen", *wishes]
    with pytest.raises(InputError) as told:
        at_table.propose(Proposed(DecidedPlan()))
    assert places(told) == ["plan", "because", *wishes]
    assert at_table.proposed(replace(WORDS, asked=frozenset(wishes))).state is DecisionState.PROPOSED


def test_the_page_facts_and_advice_of_that_day_are_shown_again_exactly(at_table: Table) -> None:
    made, room = signed(at_table), at_table.room
    record(
        room.board,
        at_table.pack.guideline,
        room.surgeon,
        at_table.patient.id,
        [New(EntrySubject.FACT, "other_primary_symptom", content=False)],
    )
    there, kept = read_decision(room.board, room.auditor, made.id)
    assert there == made
    assert "other_primary_symptom" not in kept.case["facts"]
    assert kept.advice["guideline"]["digest"] == at_table.pack.guideline.digest == kept.guideline_digest
    assert kept.page.startswith(f"<html>{at_table.patient.id}: ")
    assert kept.day == at_table.room.clock.at.date()


def test_what_is_signed_changes_only_by_addendum(at_table: Table) -> None:
    made, room = at_table.proposed(), at_table.room
    with pytest.raises(InputError, match="follows a signed decision"):
        add_addendum(room.board, at_table.proved(room.surgeon), made.id, "Also", request="1")
    for actor in (room.surgeon, room.chair):
        sign(room.board, at_table.proved(actor), made.id)
    for _ in range(2):
        after = add_addendum(room.board, at_table.proved(room.surgeon), made.id, " The patient was told. ", request="1")
    assert [(one.name, one.words) for one in after.addenda] == [("Surgeon", "The patient was told.")]
    assert replace(after, addenda=(), signatures=()) == made


def test_what_was_done_otherwise_says_why(at_table: Table) -> None:
    made, room = signed(at_table), at_table.room
    with pytest.raises(InputError) as told:
        report(room.board, room.coordinator, made.id, done=Fulfilment.OTHERWISE)
    assert places(told) == ["reason"]
    report(room.board, room.coordinator, made.id, done=Fulfilment.NOT_YET)
    after = report(
        room.board, room.coordinator, made.id, done=Fulfilment.OTHERWISE, reason=Reason.PATIENT, words="wants time"
    )
    assert [(one.done, one.reason) for one in after.follow_ups] == [
        (Fulfilment.NOT_YET, None),
        (Fulfilment.OTHERWISE, Reason.PATIENT),
    ]


def test_a_request_of_another_patient_finds_nothing(at_table: Table, pack: Pack) -> None:
    other = table(at_table.room, pack, "18")
    at_table.propose(request="click")
    with pytest.raises(NotFoundError):
        other.propose(request="click")


ROW = {"title": "Way", "because": [{"text": "because", "statements": ["S2"]}], "statements": ["S1"]}


def advice(**statuses: str) -> dict[str, object]:
    """An advice in which these strategies stand so, with one regimen and one recommendation against it."""
    return {
        "strategies": [{**ROW, "id": id, "status": status.replace("_", "-")} for id, status in statuses.items()],
        "regimens": [{**ROW, "id": "drug", "status": "blocked"}],
        "recommendations": [
            {
                **ROW,
                "id": "spare",
                "status": "applies",
                "direction": "avoid",
                "target": "strategy:harsh",
                "text": "Spare",
            },
            {**ROW, "id": "do", "status": "applies", "direction": "do", "target": "strategy:harsh", "text": "Do"},
        ],
    }


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (DecidedPlan("first"), []),
        (DecidedPlan("second"), []),
        (DecidedPlan("barred"), ["strategy barred"]),
        (DecidedPlan("open"), ["strategy open"]),
        (DecidedPlan("harsh"), ["recommendation spare"]),
        (DecidedPlan("first", "drug"), ["regimen drug"]),
        (DecidedPlan(words="wait"), ["strategy first"]),
        (DecidedPlan(None, "drug", "wait"), ["regimen drug", "strategy first"]),
    ],
)
def test_a_plan_departs_from_what_is_not_open_and_from_what_it_passes_over(
    plan: DecidedPlan, expected: list[str]
) -> None:
    stands = advice(first="preferred", second="option", barred="contraindicated", open="undetermined", harsh="option")
    found = departures(stands, plan)
    assert [f"{one.kind} {one.id}" for one in found] == expected
    assert all(one.statements == ("S1", "S2") for one in found)


def test_where_nothing_is_open_another_plan_departs_from_nothing() -> None:
    assert departures(advice(barred="contraindicated"), DecidedPlan(words="wait")) == ()
    assert [one.id for one in departures(advice(second="option"), DecidedPlan(words="wait"))] == ["second"]
