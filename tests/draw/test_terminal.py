"""Advice in a terminal: what comes first, within what a reader takes in, and everything on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from shared import FIELD, FIRST_VISITS
from views import terminal_text

from resecta.case import case_from, read_case
from resecta.guideline.pack import Guideline
from resecta.timeline import assessment

CASES = Path(__file__).parent / "cases"


def _told(guideline: Guideline, case: dict[str, object]) -> str:
    return " ".join(terminal_text(guideline, assessment(guideline, case_from(case, guideline))).split())


@pytest.mark.slow
def test_a_first_visit_takes_at_most_sixty_lines_of_eighty_columns(guideline: Guideline) -> None:
    drawn = [CASES / f"{name}.yaml" for name in ("two_segments", "little_known")]
    assert len(FIRST_VISITS) == 12
    for path in (*drawn, *FIRST_VISITS):
        case = read_case(path, guideline)
        lines = terminal_text(guideline, assessment(guideline, case)).splitlines()
        assert len(lines) <= 60, path.stem
        assert max(map(len, lines)) <= 80, path.stem


def test_hazards_come_before_the_case_and_the_case_before_the_verdict(guideline: Guideline) -> None:
    facts = {"last_bevacizumab": "2026-05-25", "planned_operation": "2026-06-15", "primary_tumour_site": "rectum"}
    told = _told(guideline, {"case": "P1", "assessed_on": "2026-06-08", "facts": facts})
    assert told.index("✗ Do not operate on 15 June 2026") < told.index("Rectal cancer") < told.index("Not decided yet.")


def test_what_else_is_missing_is_told_by_nouns_and_not_by_the_names_of_fields(guideline: Guideline) -> None:
    case = read_case(FIELD / "surgeon_says_no_and_nobody_raised_ablation.yaml", guideline)
    assessed = assessment(guideline, case)
    told = " ".join(terminal_text(guideline, assessed).split())
    nouns = [guideline.elements[one.element].noun for one in assessed.advice.missing]
    assert f"Also: {'; '.join(nouns[3:8])}; 1 more." in told


def test_a_dispute_that_moves_no_way_says_where_what_it_moves_is_told(guideline: Guideline) -> None:
    booked = {"last_bevacizumab": "2026-05-01", "planned_operation": "2026-06-15"}
    events = [{"activity": "bevacizumab", "date": "2026-05-25"}]
    case = case_from({"assessed_on": "2026-06-08", "facts": booked, "events": events}, guideline)
    assert "what else each would change: --all" in " ".join(
        terminal_text(guideline, assessment(guideline, case)).split()
    )


def test_an_emergency_is_told_once_and_leaves_what_is_for_afterwards_to_the_whole(guideline: Guideline) -> None:
    case = read_case(FIELD / "emergency_operation_tomorrow_frees_no_new_bevacizumab.yaml", guideline)
    told = " ".join(terminal_text(guideline, assessment(guideline, case)).split())
    assert told.count("does not wait for a board") == 1
    assert "emergencies are not covered" not in told
    assert told.index("▲ EMERGENCY") < told.index("✗ Do not give bevacizumab") < told.index("What would hold once")
    assert "short-course" not in told
    assert "Drugs, recommendations and intervals for afterwards: --all." in told


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
