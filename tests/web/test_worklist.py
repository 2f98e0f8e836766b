"""The worklist: what waits for a patient, in the guideline's words, the most urgent first."""

from __future__ import annotations

import datetime
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Room

from resecta.board.database import DatabaseGoneError
from resecta.board.worklist import behind
from resecta.board.worklist import worklist as waiting_for
from resecta.case import case_from, read_case
from resecta.guideline import Guideline, load
from resecta.timeline import assessment
from resecta.web import caretaker
from resecta.web.application import application
from resecta.web.wording import wording
from resecta.web.worklist import Urgency, WorklistItem, worklist

SECOND = Path(__file__).parents[1] / "guideline" / "second"


def waiting(guideline: Guideline, document: dict[str, Any]) -> tuple[WorklistItem, ...]:
    made = assessment(guideline, case_from(document, guideline))
    return worklist(guideline, made.case, made.advice)


def after_short_course(shipped: Guideline, today: datetime.date) -> list[str]:
    """What presses in resectable disease whose radiotherapy ended on 6 March, by the title of the interval."""
    facts = {
        "primary_tumour_site": "rectum",
        "primary_status": "in situ",
        "primary_r0_resectable": True,
        "metastasis_timing": "synchronous",
        "complete_resection_feasible": True,
        "future_liver_remnant": 52,
        "extrahepatic_disease": "none",
    }
    events = [{"activity": "short_course_radiotherapy", "start": "2026-03-02", "end": "2026-03-06"}]
    found = waiting(shipped, {"assessed_on": today, "facts": facts, "events": events})
    title = shipped.findings["chemotherapy_started_in_window"].title
    return [one.sentence for one in found if one.urgency < Urgency.PASSED and one.sentence.startswith(title)]


def test_a_window_is_told_by_its_weekday_as_it_closes(shipped: Guideline) -> None:
    day = "the window closes Tuesday (24 March 2026)"
    (told,) = after_short_course(shipped, datetime.date(2026, 3, 20))
    assert told.endswith(day)
    (told,) = after_short_course(shipped, datetime.date(2026, 3, 23))
    assert told.endswith("the window closes tomorrow")
    (told,) = after_short_course(shipped, datetime.date(2026, 3, 24))
    assert told.endswith("the window closes today")


def test_a_window_that_has_closed_is_overdue_by_its_days(shipped: Guideline) -> None:
    (told,) = after_short_course(shipped, datetime.date(2026, 4, 5))
    assert told.endswith("was due 24 March 2026, 12 days ago")


def test_a_missing_test_is_named_with_the_drugs_that_wait(shipped: Guideline, case_files: dict[str, Path]) -> None:
    file = case_files["unresectable_kras_unknown_start_now_block_the_egfr_inhibitor"]
    made = assessment(shipped, read_case(file, shipped))
    told = [one.sentence for one in worklist(shipped, made.case, made.advice)]
    assert "Missing: the KRAS status – two drugs wait" in told


def test_a_planned_day_that_lies_behind_us_is_asked_about(shipped: Guideline) -> None:
    (one,) = waiting(shipped, {"assessed_on": "2026-03-02", "facts": {"planned_operation": "2026-03-01"}})[:1]
    assert one.sentence == "Planned operation of 1 March 2026: done or moved?"
    assert one.urgency is Urgency.PASSED
    today = waiting(shipped, {"assessed_on": "2026-03-01", "facts": {"planned_operation": "2026-03-01"}})
    assert all(one.urgency is not Urgency.PASSED for one in today)


def test_a_booked_day_that_must_not_be_kept_stands_first(shipped: Guideline, case_files: dict[str, Path]) -> None:
    made = assessment(shipped, read_case(case_files["bevacizumab_three_weeks_before_planned_surgery"], shipped))
    first, second, *others = worklist(shipped, made.case, made.advice)
    assert (first.urgency, second.urgency) == (Urgency.HAZARD, Urgency.OVERDUE)
    assert first.sentence.startswith("Do not operate on 15 June 2026")
    assert all(one.urgency > Urgency.OVERDUE for one in others)  # what was due is told once, with its days


def test_opinions_that_differ_wait_for_the_boards_word(shipped: Guideline) -> None:
    opinions = [{"by": "A", "value": True}, {"by": "B", "value": False}]
    found = waiting(
        shipped, {"assessed_on": "2026-03-01", "facts": {"complete_resection_feasible": {"opinions": opinions}}}
    )
    (one,) = [one for one in found if one.urgency is Urgency.DISPUTED]
    assert one.sentence == "Two answers on whether all liver disease can be removed"


def test_the_most_urgent_stands_first_and_another_guideline_is_served(
    shipped: Guideline, case_files: dict[str, Path]
) -> None:
    second = load(SECOND)
    lists = []
    for guideline, files in (
        (shipped, list(case_files.values())[::8]),
        (second, sorted(second.cases_path.glob("*.yaml"))),
    ):
        for file in files:
            made = assessment(guideline, read_case(file, guideline))
            lists.append([one.urgency for one in worklist(guideline, made.case, made.advice)])
    assert all(each == sorted(each) for each in lists)
    assert {urgency for each in lists for urgency in each} > {Urgency.OVERDUE, Urgency.WAITING}


def test_the_list_is_narrowed_to_a_kind_of_what_waits(room: Room, case_files: dict[str, Path]) -> None:
    assert [*wording().kinds][:-1] == [one.name for one in Urgency]
    late = next(name for name in case_files if name.startswith("bevacizumab_three_weeks"))
    room.patient(case_files[late], number="1")
    coordinator = room.visitor("coordinator")
    everybody = coordinator.get("/patients").text
    assert everybody.count('data-kinds="') == 1
    (row,) = re.findall(r'data-kinds="([^"]+)"', everybody)
    for kind in wording().kinds:
        found = coordinator.post("/patients", "/patients", wanted="", kind=kind).text
        assert ("Ada Test" in found) == (kind in row.split()), kind
        assert f'<option value="{kind}" selected>' in found
    assert "Ada Test" in coordinator.post("/patients", "/patients", wanted="ada", kind="").text
    assert "Ada Test" not in coordinator.post("/patients", "/patients", wanted="bob", kind=row.split()[0]).text


def test_who_opens_the_list_waits_for_nobody_who_is_working_it_out(room: Room, case_files: dict[str, Path]) -> None:
    room.patient(next(iter(case_files.values())))
    coordinator = room.visitor("coordinator")
    with room.site.refreshing:
        listed = coordinator.get("/patients").text
    assert "Ada Test" in listed
    assert "Being worked out anew" in listed
    assert "Nothing waits" not in listed.partition("<tbody>")[2]
    assert "Being worked out anew" not in coordinator.get("/patients").text


def test_what_waits_is_worked_out_without_anybody_opening_a_page(room: Room, case_files: dict[str, Path]) -> None:
    room.patient(next(iter(case_files.values())), number="1")
    with TestClient(application(room.site)):
        assert soon(lambda: not behind(room.site.board, room.site.today))
        room.patient(next(iter(case_files.values())), number="2")
        assert behind(room.site.board, room.site.today)
        room.site.recorded.set()
        assert soon(lambda: not behind(room.site.board, room.site.today))
    assert len(waiting_for(room.site.board, room.people["coordinator"])) == 2


def test_what_waits_is_worked_out_again_once_the_database_is_back(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[str] = []
    ends = threading.Event()

    def gone_at_first(*_: object, **__: object) -> int:
        rounds.append("tried")
        if len(rounds) == 1:
            raise DatabaseGoneError("the database cannot be reached")
        ends.set()
        room.site.recorded.set()
        return 0

    monkeypatch.setattr(caretaker, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(caretaker, "refresh_worklist", gone_at_first)
    caretaker.tend(room.site, ends)
    assert rounds == ["tried", "tried"]
    assert not room.site.refreshing.locked()


def soon(happened: Callable[[], bool]) -> bool:
    """Whether it happens within half a minute."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if happened():
            return True
        time.sleep(0.02)
    return False
