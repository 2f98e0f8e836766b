"""What a worked case may expect of its advice, and how a difference is told."""

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
    "future_liver_remnant": 45,
    "metastasis_timing": "synchronous",
    "segments_resected": 2,
    "primary_bleeding": "transfused",
    "last_bevacizumab": "2026-05-25",
    "planned_operation": "2026-06-15",
}


@pytest.fixture(scope="module")
def advice(shipped: Guideline) -> Advice:
    return assess(shipped, {"case": "A", "assessed_on": "2026-06-08", "facts": FACTS})


MET: list[Mapping[str, Any]] = [
    {"resectable": True},
    {"resectable": [True, None]},
    {"intent": "curative"},
    {"intent": ["curative", "palliative"]},
    {"strategies": {"simultaneous_resection": ["preferred", "option"], "liver_first": "contraindicated"}},
    {"recommendations": {"resect_both_sites": ["applies"]}},
    {"regimens": {"add_cetuximab": ["blocked"]}},
    {"findings": {"bevacizumab_interval_kept": False, "clearance_with_ablation": [True]}},
    {"findings": {"restaging_overdue": None}},
    {"findings": {"restaging_overdue": "unknown"}},
    {"silent": ["symptoms_with_resectable_disease"]},
    {"missing": []},
    {"missing": ["kras_status", "age"]},
    {"says": [{"text": "six weeks", "statements": ["S36", "S99"]}]},
    {"dates": ["2026-07-06"]},
    {"one_of_options": [["liver_first", "simultaneous_resection"], ["folfox"]]},
    {"one_of_options": ["liver_first", "simultaneous_resection"]},
    {"never": ["operate on 15 June"]},
    {},
]


@pytest.mark.parametrize("expected", MET, ids=str)
def test_an_expectation_that_is_met(shipped: Guideline, advice: Advice, expected: Mapping[str, Any]) -> None:
    assert compare(advice, expected, shipped.verdict) == ()


NOT_MET: list[tuple[Mapping[str, Any], str]] = [
    ({"resectable": False}, "resectable: expected false, found true"),
    ({"intent": "palliative"}, "intent: expected palliative, found curative"),
    (
        {"strategies": {"liver_first": ["preferred", "option"]}},
        "strategies liver_first: expected preferred or option, found contraindicated",
    ),
    (
        {"strategies": {"liver_frist": "option"}},
        "strategies liver_frist: expected an id among the strategies, found did you mean liver_first?",
    ),
    ({"findings": {"restaging_overdue": False}}, "findings restaging_overdue: expected false, found unknown"),
    ({"findings": {"synchronous": []}}, "findings synchronous: expected nothing, found true"),
    ({"missing": ["future_liver_remnant"]}, "missing future_liver_remnant: expected it listed, found only"),
    ({"silent": ["metachronous_schedule"]}, "silent metachronous_schedule: expected it listed, found only"),
    ({"dates": ["1999-01-01"]}, "dates 1999-01-01: expected it somewhere in the advice, found nowhere"),
    ({"says": [{"text": "what", "statements": ["S99"]}]}, 'says "what": expected S99 cited, found no decided'),
    (
        {"one_of_options": [["liver_first"]]},
        "one_of_options: expected one of liver_first open, found liver_first contr",
    ),
    ({"strategy": {}}, "expected strategy: expected a key that can be compared, found did you mean strategies?"),
]


@pytest.mark.parametrize(("expected", "told"), NOT_MET, ids=str)
def test_an_expectation_that_is_not_met(
    shipped: Guideline, advice: Advice, expected: Mapping[str, Any], told: str
) -> None:
    (difference,) = compare(advice, expected, shipped.verdict)
    assert str(difference).startswith(told)


def test_a_difference_gives_the_reasons_for_what_the_advice_says(shipped: Guideline, advice: Advice) -> None:
    (difference,) = compare(advice, {"strategies": {"liver_first": "option"}}, shipped.verdict)
    assert any("transfused" in reason for reason in difference.why)


def test_the_value_of_a_definition_is_compared(shipped: Guideline, advice: Advice) -> None:
    def differences(expected: Mapping[str, Any]) -> list[str]:
        known = {"Long course given": False, "Local treatment first": None}
        found = compare(advice, {"definitions": expected}, shipped.verdict, value_of=known.__getitem__)
        return [str(one) for one in found]

    assert differences({"Long course given": False, "Local treatment first": "unknown"}) == []
    assert differences({"Long course given": True}) == ["definitions Long course given: expected true, found false"]
    assert "no such name" in differences({"Long course": True})[0]
