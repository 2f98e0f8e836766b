"""Advice in a terminal: what comes first, within what a reader takes in, and everything on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from shared import FIELD, FIRST_VISITS
from views import terminal_text

from resecta.advice import assess
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


@pytest.mark.parametrize(
    ("stated", "recorded", "mark"),
    [
        ("2026-03-30", "2026-04-02", "✗"),  # too late, by whichever day is right
        ("2026-03-16", "2026-03-18", "✓"),
        ("2026-03-10", "2026-04-02", "✗"),  # too early or too late
    ],
)
def test_an_interval_that_every_side_judges_alike_is_marked_so_whatever_its_days(
    guideline: Guideline, stated: str, recorded: str, mark: str
) -> None:
    resectable = {"complete_resection_feasible": True, "primary_r0_resectable": True, "future_liver_remnant": 60}
    synchronous = {"extrahepatic_disease": "none", "primary_status": "in situ", "metastasis_timing": "synchronous"}
    irradiated = {"pelvic_radiotherapy": "short course", "last_radiotherapy_fraction": "2026-03-02"}
    case = {
        "case": "P1",
        "assessed_on": "2026-06-08",
        "facts": {**resectable, **synchronous, **irradiated, "chemotherapy_start": stated},
        "events": [{"activity": "chemotherapy", "start": recorded, "cycles": 3}],
    }
    assert f"{mark} Start of chemotherapy after short-course radiotherapy: " in _told(guideline, case)


def test_an_interval_that_one_side_keeps_and_one_misses_is_not_marked(guideline: Guideline) -> None:
    """It is not settled, and stands among no intervals; the emergency's warning is no miss of a bound."""
    events = [{"activity": "bevacizumab", "date": "2026-05-25"}]
    facts = {"last_bevacizumab": "2026-05-29", "planned_operation": "2026-06-15", "primary_status": "in situ"}
    emergency = {**facts, "operation_urgency": "emergency"}
    case = {"case": "P1", "assessed_on": "2026-06-08", "facts": emergency, "events": events}
    told = assess(guideline, case_from(case, guideline)).finding("bevacizumab_interval_kept")
    assert (told.value, told.window, told.kept) == (False, None, None)
    elective = assess(guideline, case_from({**case, "facts": facts}, guideline)).finding("bevacizumab_interval_kept")
    assert (elective.value, elective.window, elective.kept) == (False, None, False)
    apart = {**case, "facts": {**facts, "last_bevacizumab": "2026-05-01"}}
    told = assess(guideline, case_from(apart, guideline)).finding("bevacizumab_interval_kept")
    assert (told.value, told.kept) == (None, None)


def test_months_given_and_left_are_told(guideline: Guideline) -> None:
    case = read_case(CASES / "liver_first_but_the_rectum_bleeds.yaml", guideline)
    assert "2 given, 4 left." in " ".join(terminal_text(guideline, assessment(guideline, case)).split())
