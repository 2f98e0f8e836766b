"""Where sides of a dispute give other plans, the page shows each of them under its side."""

from __future__ import annotations

import pytest

from resecta.case import case_from
from resecta.draw.page import render
from resecta.guideline import load
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
    guideline = load()
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
    guideline = load()
    case = case_from({"case": "P", "assessed_on": "2026-07-01", "facts": FACTS}, guideline)
    assert ", if right: last bevacizumab " not in render(guideline, assessment(guideline, case))
