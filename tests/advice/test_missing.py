"""The missing list: what an answer would move is what it moves when it is given; the most decisive comes first."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tests.shipped import shipped_guideline

from resecta.advice import assess, to_json
from resecta.advice.model import Advice
from resecta.case import Case, case_from, read_case
from resecta.document import InputError
from resecta.guideline.model import Element

GUIDELINE = shipped_guideline()
OWN = sorted(GUIDELINE.cases_path.glob("*.yaml"))
DECIDED_BUT_FOR_THE_THREAT: dict[str, Any] = {
    "age": 58,
    "ecog_performance_status": 1,
    "comorbidity": "none",
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "primary_pain": "none",
    "other_primary_symptom": False,
    "metastasis_timing": "synchronous",
    "liver_metastases_count": 4,
    "segments_resected": 4,
    "complete_resection_feasible": True,
    "future_liver_remnant": 52,
    "extrahepatic_disease": "none",
    "kras_status": "wild type",
    "pelvic_radiotherapy": "none",
}


def of(facts: dict[str, Any]) -> Case:
    return case_from({"case": "M", "assessed_on": "2026-06-15", "facts": facts}, GUIDELINE)


def answers(element: Element) -> list[Any]:
    """Answers that a reader would think of: every choice, both truths, numbers across the whole range."""
    if element.type == "Boolean":
        return [True, False]
    if element.type == "Date":
        return ["2025-06-01", "2026-02-01", "2026-05-01", "2026-06-14", "2026-06-15"]
    if element.choices:
        return list(element.choices)
    low, high = int(element.minimum or 0), int(element.maximum or 100)
    return sorted({low, low + 1, low + 2, low + 3, low + 4, high, *range(low, high, max(1, (high - low) // 20))})


def with_answer(facts: dict[str, Any], id: str, value: Any) -> Advice | None:
    """The advice with this fact stated, too; None where the element does not take it."""
    try:
        return assess(GUIDELINE, of({**facts, id: value}))
    except InputError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize(
    "facts", [DECIDED_BUT_FOR_THE_THREAT, {}, {**DECIDED_BUT_FOR_THE_THREAT, "segments_resected": 2}]
)
def test_what_an_answer_moves_is_what_it_moves_when_it_is_given(facts: dict[str, Any]) -> None:
    advice = assess(GUIDELINE, of(facts))
    now = {strategy.id: strategy.status for strategy in advice.strategies}
    for missing in advice.missing:
        moved: set[str] = set()
        for answer in answers(GUIDELINE.elements[missing.element]):
            after = with_answer(facts, missing.element, answer)
            if after is not None:
                moved |= {one.id for one in after.strategies if one.status is not now[one.id]}
        assert moved == set(missing.moves), missing.element


def test_the_greatest_threat_heads_the_list_where_nothing_else_is_open() -> None:
    advice = assess(GUIDELINE, of(DECIDED_BUT_FOR_THE_THREAT))
    assert advice.missing[0].element == "greatest_threat"
    assert set(advice.missing[0].moves) >= {"primary_first", "liver_first"}


def test_an_answer_that_dates_earlier_operations_moves_what_they_closed() -> None:
    facts = {
        "primary_tumour_site": "rectum",
        "primary_resection_margin": "R0",
        "complete_resection_feasible": True,
        "remnant_adequate": True,
        "extrahepatic_disease": "none",
    }
    events = [
        {"activity": "rectal_operation", "date": "2024-01-15"},
        {"activity": "liver_operation", "date": "2024-05-06"},
    ]

    def told(**more: str) -> Advice:
        given = {"case": "P1", "assessed_on": "2026-05-18", "facts": {**facts, **more}, "events": events}
        return assess(GUIDELINE, case_from(given, GUIDELINE))

    def status(advice: Advice) -> str:
        return next(str(one.status) for one in advice.strategies if one.id == "liver_resection_alone")

    now, if_metachronous = told(), told(metastasis_timing="metachronous")
    assert (status(now), status(if_metachronous)) == ("condition-not-met", "preferred")
    first = now.missing[0]
    assert (first.element, first.moves) == ("metastasis_timing", ("liver_resection_alone",))


@pytest.mark.parametrize("path", OWN[::12], ids=lambda path: path.stem)
def test_the_list_goes_from_the_disputed_to_what_moves_least(path: Any) -> None:
    case = read_case(path, GUIDELINE)
    advice = assess(GUIDELINE, case)
    disputed = {dispute.element for dispute in case.disputes}
    ranks = [(one.element not in disputed, not one.moves) for one in advice.missing]
    assert ranks == sorted(ranks)
    settled = [one for one in advice.missing if not one.moves and one.element not in disputed]
    assert all(first.settles >= second.settles for first, second in pairwise(settled))


def test_the_criteria_are_told_each_with_its_truth_and_what_it_waits_for() -> None:
    facts = {**DECIDED_BUT_FOR_THE_THREAT, "future_liver_remnant": 24}
    del facts["extrahepatic_disease"]
    told = {one["finding"]: one for one in to_json(assess(GUIDELINE, of(facts)))["criteria"]}
    assert told["adequate_remnant"]["value"] is False
    assert "24 %" in told["adequate_remnant"]["text"]
    assert told["no_unresectable_extrahepatic_disease"]["value"] is None
    assert told["no_unresectable_extrahepatic_disease"]["missing"] == ["extrahepatic_disease"]


def test_an_unknown_asks_for_no_more_than_the_guideline_says() -> None:
    """Ablation is one question; where a measurement stands against the word, the board is asked for the word."""
    facts = {**DECIDED_BUT_FOR_THE_THREAT, "complete_resection_feasible": False}
    ablation = next(one for one in assess(GUIDELINE, of(facts)).strategies if one.id == "resection_with_ablation")
    assert ablation.missing == ("clearance_with_ablation_feasible",)
    facts = {**DECIDED_BUT_FOR_THE_THREAT, "remnant_adequate": False}
    remnant = next(one for one in assess(GUIDELINE, of(facts)).findings if one.id == "adequate_remnant")
    assert (remnant.value, remnant.missing) == (None, ("remnant_adequate",))
    facts = {**DECIDED_BUT_FOR_THE_THREAT, "remnant_volume_method": "estimated"}
    remnant = next(one for one in assess(GUIDELINE, of(facts)).findings if one.id == "adequate_remnant")
    assert (remnant.value, remnant.missing) == (None, ("future_liver_remnant", "remnant_adequate"))
