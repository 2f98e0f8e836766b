"""Expectations that leave no room: lists, windows, arguments and words as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from resecta.advice import Advice, assess
from resecta.advice.expected import compare
from resecta.guideline import Guideline

FACTS = {
    "complete_resection_feasible": True,
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "extrahepatic_disease": "none",
    "future_liver_remnant": 30,
    "remnant_volume_method": "measured total",
    "last_bevacizumab": "2026-05-25",
    "planned_operation": "2026-06-15",
}
WINDOW = {"earliest": "2026-07-06", "actual": "2026-06-15", "missed_by_days": -21}
MET: list[Mapping[str, Any]] = [
    {"notices": ["small_remnant_remedies"]},
    {"unasked": ["future_liver_remnant", "planned_operation"]},
    {"windows": {"bevacizumab_interval_kept": WINDOW, "restaging_overdue": {}}},
    {"hazards": {"bevacizumab_interval_kept": "Do not operate on 15 June 2026"}},
    {"arguments": {"liver_first": ["unknown", False, "unknown"]}},
    {"words": {"finding:adequate_remnant": ["above 30 %", "On the threshold"]}},
    {"unsaid": {"finding:adequate_remnant": ["estimated"]}},
]
NOT_MET: list[Mapping[str, Any]] = [
    {"notices": []},
    {"notices": ["small_remnant_remedies", "recurrence_schedule"]},
    {"asks": ["age"]},
    {"unasked": ["age"]},
    {"windows": {"bevacizumab_interval_kept": {**WINDOW, "missed_by_days": 0}}},
    {"windows": {"bevacizumab_interval_kept": {}}},
    {"hazards": {}},
    {"hazards": {"bevacizumab_interval_kept": ["Do not operate", "Do not give"]}},
    {"hazards": {"bevacizumab_interval_kept": "Do not operate on 16 June 2026"}},
    {"hazards": {"bevacizumab_interval_kept": "Do not operate", "restaging_overdue": "Re-assessment was due"}},
    {"arguments": {"liver_first": [False, False, "unknown"]}},
    {"arguments": {"liver_first": ["unknown"]}},
    {"words": {"finding:adequate_remnant": "is adequate beyond doubt"}},
    {"words": {"finding:no_such": "word"}},
    {"unsaid": {"finding:adequate_remnant": "On the threshold"}},
    {"unsaid": {"finding:no_such": "word"}},
]


@pytest.fixture(scope="module")
def advice(shipped: Guideline) -> Advice:
    return assess(shipped, {"case": "A", "assessed_on": "2026-06-08", "facts": FACTS})


@pytest.mark.parametrize("expected", MET, ids=str)
def test_an_exact_expectation_that_is_met(shipped: Guideline, advice: Advice, expected: Mapping[str, Any]) -> None:
    assert compare(advice, expected, shipped.verdict) == ()


@pytest.mark.parametrize("expected", NOT_MET, ids=str)
def test_an_exact_expectation_that_is_not_met(shipped: Guideline, advice: Advice, expected: Mapping[str, Any]) -> None:
    (difference,) = compare(advice, expected, shipped.verdict)
    assert difference.key == next(iter(expected))
    assert difference.found
