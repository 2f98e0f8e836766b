"""Where sides of a dispute give other plans, each is shown under its side; one nearly like another by what it has
otherwise."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from tests.shipped import shipped_guideline

from resecta.case import case_from
from resecta.draw.page import render
from resecta.draw.timeline_terminal import print_sides
from resecta.timeline import assessment

FACTS = {
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "metastasis_timing": "synchronous",
    "segments_resected": 2,
    "complete_resection_feasible": True,
    "future_liver_remnant": 60,
    "extrahepatic_disease": "none",
    "pelvic_radiotherapy": "none",
    "chemotherapy_start": "2026-04-01",
    "chemotherapy_months": 2,
    "last_bevacizumab": "2026-06-20",
}
EVENTS = [{"activity": "bevacizumab", "date": "2026-06-25"}]


@pytest.mark.slow
def test_the_page_has_the_dates_of_every_side_under_its_heading() -> None:
    guideline = shipped_guideline()
    case = case_from({"case": "P", "assessed_on": "2026-07-01", "facts": FACTS, "events": EVENTS}, guideline)
    assessed = assessment(guideline, case)
    plans = next(iter(assessed.plans.values()))
    assert len(plans.sides) == 2
    page = render(guideline, assessed)
    for side in plans.sides:
        assert side.side[1:] in page
        operation = side.timeline.event("simultaneous_operation")
        assert operation.proposed is not None
        assert f"{operation.proposed.day} {operation.proposed:%B %Y}" in page
    assert page.count(f"{plans.title}, if right: last bevacizumab ") >= 2
    assert "the dated plan differs by side" in page


def test_a_plan_without_sides_has_no_heading() -> None:
    guideline = shipped_guideline()
    case = case_from({"case": "P", "assessed_on": "2026-07-01", "facts": FACTS}, guideline)
    assert ", if right: last bevacizumab " not in render(guideline, assessment(guideline, case))


LONG_AGO = {**FACTS, "chemotherapy_months": 6, "chemotherapy_start": "2025-11-03", "last_bevacizumab": "2026-03-02"}
LATER = [{"activity": "bevacizumab", "date": "2026-03-09"}]


def sides_in_a_terminal(facts: dict[str, object], events: list[dict[str, str]]) -> tuple[str, str]:
    guideline = shipped_guideline()
    case = case_from({"case": "P", "assessed_on": "2026-07-01", "facts": facts, "events": events}, guideline)
    out = io.StringIO()
    print_sides(assessment(guideline, case).plans["simultaneous_resection"].headed, Console(file=out, width=100))
    first, _, second = out.getvalue().rpartition("Simultaneous resection, if right")
    return first, second


def test_a_side_that_differs_in_one_day_is_told_by_that_day_and_what_follows_from_it() -> None:
    first, second = sides_in_a_terminal(LONG_AGO, LATER)
    assert "Operation on rectum and liver" in first
    assert "As simultaneous resection, if right: last bevacizumab 2 March 2026" in " ".join(second.split())
    assert "● 9 March 2026: Last bevacizumab" in second
    assert "From 20 April 2026" in second
    assert "Operation on rectum and liver" not in second


def test_a_side_whose_operation_moves_is_shown_in_full() -> None:
    _, second = sides_in_a_terminal(FACTS, EVENTS)
    assert "but for:" not in second
    assert "Operation on rectum and liver" in second


def test_an_infusion_after_the_day_that_a_side_takes_for_the_last_is_not_shown_as_done_on_that_side() -> None:
    first, second = sides_in_a_terminal(LONG_AGO, LATER)
    assert "9 Mar" not in first
    assert "9 March" in second
