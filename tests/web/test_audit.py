"""The board looks at itself: departures and what was missing, and how often the guideline's rules were kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.board.conftest import CHEAP, SEAL, Ticking
from tests.web.conftest import Room, furnished
from tests.web.test_facts import plain

from resecta.board import Board, Settings, agenda, attendance, meetings, open_database
from resecta.board.accounts import account_by_id
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, Proposed
from resecta.board.decisions import propose, sign
from resecta.board.departures import DecidedPlan
from resecta.board.packs import open_pack
from resecta.board.schema import upgrade
from resecta.web.rules_kept import Failed, RulesKept

pytestmark = pytest.mark.slow

SECOND = Path(__file__).parents[1] / "guideline" / "second"
PATIENCE_SECONDS = 120


@pytest.fixture
def joiners(tmp_path: Path, clock: Ticking) -> Iterator[Room]:
    """A board with another guideline, which is counted sooner than the shipped one."""
    database = open_database(f"sqlite:///{tmp_path}/board.db")
    upgrade(database)
    yield furnished(Board(database, Settings(signatures=1, password=CHEAP, seal=SEAL), clock), open_pack(SECOND))
    database.close()


def decided(room: Room, number: int, case: str) -> None:
    """Somebody with this case, on whom a decision is signed."""
    board, pack, leads = room.site.board, room.site.pack, room.people["coordinator"]
    patient = room.patient(SECOND / "cases" / f"{case}.yaml", number=str(number))
    held = meetings.plan_meeting(board, leads, team=room.team, day=room.site.today, begins="14:30", place="Room 3")
    for discipline in pack.guideline.disciplines_required:
        attendance.mark_present(board, leads, held.id, discipline, "Somebody")
    item = agenda.list_case(board, pack.guideline, leads, held.id, patient.id)
    proposed = Proposed(DecidedPlan(words="Wait"), because="the hinge was not looked at")
    made = propose(board, pack, leads, item.id, proposed, render=lambda _: "", request=str(number))
    assert isinstance(made, Decision)
    with board.database.reading() as connection:
        chair = account_by_id(connection, room.people["chair"].account)
    sign(board, Proved(chair, board.clock(), "password"), made.id)


def test_from_five_decided_patients_on_it_is_counted_how_often_the_rules_were_kept(joiners: Room) -> None:
    auditor = joiners.visitor("auditor")
    for number in range(4):
        decided(joiners, number, "nobody_looked")
    assert auditor.post("/account", "/audit/rules").status_code == 303
    assert "Counted from 5 patients with a signed decision on; there are 4" in plain(auditor.get("/audit").text)
    assert auditor.get("/audit/rules").status_code == auditor.get("/audit/rules/page").status_code == 404
    for number in range(4, 6):
        decided(joiners, number, "nobody_looked")
    assert auditor.post("/account", "/audit/rules").status_code == 303
    assert 'http-equiv="refresh"' in auditor.get("/audit").text
    ends = time.monotonic() + PATIENCE_SECONDS
    while "Being counted" in auditor.get("/audit").text and time.monotonic() < ends:
        time.sleep(0.5)
    assert "6 patients with what is on record of them now" in plain(auditor.get("/audit").text)
    assert 'src="/audit/rules/page"' in auditor.get("/audit/rules").text
    counted = auditor.get("/audit/rules/page")
    assert joiners.site.guideline.title in counted.text
    assert "Ada Test" not in counted.text
    assert "sandbox" in counted.headers["content-security-policy"]
    assert joiners.visitor("elsewhere").get("/audit/rules/page").status_code == 404


def test_the_audit_names_what_was_not_known_when_it_was_decided(joiners: Room) -> None:
    for number in range(5):
        decided(joiners, number, "nobody_looked")
    text = plain(joiners.visitor("auditor").get("/audit").text)
    asked = joiners.site.guideline.elements["hinge"].question
    assert f"{asked} 5" in text
    assert "in the last 5 decisions" in text


def test_a_count_that_fails_says_so_and_can_be_begun_again(clock: Ticking) -> None:
    pack = open_pack(SECOND)
    rules = RulesKept(replace(pack, files=pack.files[:1]))  # a guideline that no command can load
    for _ in range(2):
        thread = rules.begin(["a"], [{"case": "x", "assessed_on": "2026-03-09", "facts": {}}], clock())
        assert thread is not None
        thread.join()
        assert isinstance(rules.of(["a"]), Failed)
    assert rules.of(["b"]) is None
