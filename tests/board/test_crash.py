"""Killed in the middle of deciding, and crowded: nothing acknowledged is lost, nothing is half, the trail holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from tests.board.conftest import Room
from tests.board.crash import EMERGENCY, killed, looked_at
from tests.board.deciding import table
from tests.web.crash import at_a_table, free_port, killed_over_http

from resecta.board.decision import Decision
from resecta.board.decisions import decisions_of, sign
from resecta.board.entries import WriteResult, history, record
from resecta.board.entry import EntrySubject, New
from resecta.board.moment import now
from resecta.board.packs import open_pack
from resecta.board.patients import read_patient
from resecta.board.verify import verify
from resecta.guideline import Guideline

pytestmark = pytest.mark.slow


def test_no_acknowledged_decision_is_lost_when_every_process_is_killed(room: Room) -> None:
    room = replace(room, board=replace(room.board, clock=now))  # the one of the other processes
    at = table(room, open_pack(), case=EMERGENCY)
    address = room.board.database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    found = killed(at, address, workers=2, count=1000, after=6, name="a")
    assert len(found.acknowledged) >= 6
    assert found.faults == []
    assert found.acknowledged <= found.signed
    proved = replace(at.proved(room.surgeon), at=now())
    made = sign(room.board, proved, at.proposed().id)  # and work goes on at once
    assert isinstance(made, Decision)
    assert looked_at(room, found.acknowledged).faults == []


def test_what_a_browser_was_told_is_there_when_the_server_is_killed(room: Room) -> None:
    room = replace(room, board=replace(room.board, clock=now))
    at, port = at_a_table(room), free_port()
    address = room.board.database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    found = killed_over_http(at, address, port, clients=2, after=3, name="a")
    assert len(found.acknowledged) >= 3
    assert found.faults == []


def test_of_many_who_write_the_same_fact_at_once_one_does_and_the_others_see_it(room: Room, shipped: Guideline) -> None:
    patient, start = room.patient(), Barrier(8)

    def writes(age: int) -> WriteResult:
        start.wait()
        return record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.FACT, "age", age)])

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(writes, range(40, 48)))
    done = [one for one in found if one.entries]
    assert len(done) == 1
    assert all(one.conflicts[0].theirs == done[0].entries[0] for one in found if not one.entries)
    assert len(history(room.board, room.surgeon, patient.id, EntrySubject.FACT, "age")) == 1
    assert verify(room.board.database).broken is None


def test_of_many_clicks_with_one_request_one_decision_is_made(room: Room) -> None:
    at, start = table(room, open_pack()), Barrier(6)

    def clicks(_: int) -> object:
        start.wait()
        return at.propose(request="click")

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(clicks, range(6)))
    assert len(decisions_of(room.board, room.chair, at.patient.id)) == 1
    assert all(one == found[0] for one in found)
    assert isinstance(found[0], Decision)

    def signs(_: int) -> object:
        return sign(room.board, at.proved(room.surgeon), found[0].id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(signs, range(6)))
    [there] = decisions_of(room.board, room.chair, at.patient.id)
    assert len(there.signatures) == 1


def test_many_who_read_and_write_at_once_leave_one_whole_trail(room: Room, shipped: Guideline) -> None:
    patients = [room.patient(str(number)) for number in range(4)]
    keys = [row.id for row in shipped.context]

    def works(number: int) -> None:
        patient = patients[number % 4]
        read_patient(room.board, room.radiologist, patient.id)
        record(
            room.board,
            shipped,
            room.surgeon,
            patient.id,
            [New(EntrySubject.CONTEXT, keys[number % len(keys)], f"{number}")],
        )

    before = verify(room.board.database).links
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(works, range(40)))
    verdict = verify(room.board.database)
    assert (verdict.broken, verdict.links) == (None, before + 80)
