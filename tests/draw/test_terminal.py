"""Advice in a terminal: what comes first, within what a reader takes in, and everything on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from views import terminal_text

from resecta.case import case_from, read_case
from resecta.guideline.pack import Guideline
from resecta.timeline import assessment

CASES = Path(__file__).parent / "cases"
FIRST_VISITS = (
    "liver_is_the_greatest_threat_silent_primary_liver_first",
    "remnant_28_percent_below_the_threshold",
    "same_threat_from_the_liver_but_the_rectum_bleeds_liver_first_contraindicated",
    "synchronous_resectable_two_segments_the_simultaneous_standard",
    "unresectable_at_first_kras_wild_type_conversion_chemotherapy",
    "unresectable_kras_unknown_start_now_block_the_egfr_inhibitor",
)
"""The worked cases that nobody has treated yet."""


def _told(guideline: Guideline, case: dict[str, object]) -> str:
    return " ".join(terminal_text(guideline, assessment(guideline, case_from(case, guideline))).split())


@pytest.mark.slow
def test_a_first_visit_takes_at_most_sixty_lines_of_eighty_columns(guideline: Guideline) -> None:
    drawn = [CASES / f"{name}.yaml" for name in ("two_segments", "little_known")]
    for path in (*drawn, *(guideline.cases_path / f"{name}.yaml" for name in FIRST_VISITS)):
        case = read_case(path, guideline)
        lines = terminal_text(guideline, assessment(guideline, case)).splitlines()
        assert len(lines) <= 60, path.stem
        assert max(map(len, lines)) <= 80, path.stem


def test_hazards_come_before_the_case_and_the_case_before_the_verdict(guideline: Guideline) -> None:
    facts = {"last_bevacizumab": "2026-05-25", "planned_operation": "2026-06-15", "primary_tumour_site": "rectum"}
    told = _told(guideline, {"case": "P1", "assessed_on": "2026-06-08", "facts": facts})
    assert told.index("✗ Do not operate on 15 June 2026") < told.index("Rectal cancer") < told.index("Not decided yet.")


def test_question_news_and_wishes_are_told_also_when_nobody_recorded_them(guideline: Guideline) -> None:
    context = {"question": "May the liver come first?"}
    told = _told(guideline, {"case": "P1", "assessed_on": "2026-06-08", "facts": {}, "context": context})
    assert "Question to the board: May the liver come first?" in told
    assert "Not recorded: New since last time; What the patient wants, and who has met them" in told


def test_an_overdue_reassessment_is_crossed_and_not_ticked(guideline: Guideline) -> None:
    case = {
        "case": "P1",
        "assessed_on": "2026-06-08",
        "facts": {"complete_resection_feasible": False, "metastasis_timing": "synchronous"},
        "events": [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-05"}],
    }
    told = _told(guideline, case)
    assert "✗ Re-assessment during chemotherapy: was due by" in told
    assert "✓ Re-assessment" not in told


def test_months_given_and_left_are_told(guideline: Guideline) -> None:
    case = read_case(CASES / "liver_first_but_the_rectum_bleeds.yaml", guideline)
    assert "2 given, 4 left." in " ".join(terminal_text(guideline, assessment(guideline, case)).split())
