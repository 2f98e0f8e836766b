"""What a conclusion cites is what conditions.md gives it, each statement by its number."""

from __future__ import annotations

import pytest

from resecta.guideline import Guideline

CITED = {
    "simultaneous_resection": ("S08",),
    "primary_first": ("S09",),
    "liver_first": ("S10", "S11", "S12"),
    "liver_resection_alone": ("S01",),
    "resection_with_ablation": ("S42",),
    "re_resection": ("S43",),
    "conversion_chemotherapy": ("S07", "S26", "S27", "S28", "S29", "S30"),
    "local_treatment_then_chemotherapy": ("S31", "S32", "S33", "S34", "S35"),
}
TOLD = {
    "settle_resectability": ("S02",),
    "resect_both_sites": ("S01",),
    "start_chemotherapy_now": ("S07", "S26", "S27"),
    "reassess_every_two_months": ("S28",),
    "resection_after_conversion": ("S30",),
    "short_course_radiotherapy_first": ("S13", "S14", "S15", "S16", "S22", "S40"),
    "perioperative_chemotherapy_six_months": ("S17",),
    "total_mesorectal_excision": ("S25",),
    "postoperative_radiotherapy": ("S23",),
    "surgery_after_chemoradiation": ("S24",),
    "no_egfr_inhibitor_without_wild_type": ("S21", "S38"),
    "local_treatment_then_chemotherapy": ("S31", "S35"),
    "stoma": ("S32",),
    "short_course_for_symptoms": ("S33",),
    "chemotherapy_with_pelvic_radiotherapy": ("S34", "S39"),
    "bevacizumab_free_interval": ("S36", "S37"),
    "test_kras": ("S38",),
    "no_upfront_long_course": ("S39",),
    "no_debulking": ("S41",),
    "ablation": ("S42",),
    "re_resection": ("S43",),
    "full_team": ("S44",),
    "weigh_patient_factors": ("S45",),
    "no_two_biologics": (),
}


@pytest.mark.parametrize("id", CITED)
def test_a_strategy_cites_the_statements_of_its_row(shipped: Guideline, id: str) -> None:
    assert tuple(shipped.strategies[id].statements) == CITED[id]


def test_no_strategy_is_without_a_row(shipped: Guideline) -> None:
    assert list(shipped.strategies) == list(CITED)


@pytest.mark.parametrize("id", TOLD)
def test_a_recommendation_tells_the_statements_of_its_row(shipped: Guideline, id: str) -> None:
    assert tuple(shipped.recommendations[id].statements) == TOLD[id]


def test_no_recommendation_is_without_a_row(shipped: Guideline) -> None:
    assert list(shipped.recommendations) == list(TOLD)
