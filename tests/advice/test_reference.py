"""The pack, assessed, says what conditions.md says: a second implementation judges it on random patients."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.shipped import shipped_guideline

from resecta.advice import assess
from resecta.advice.expected import compare
from resecta.case import case_from
from resecta.cql.values import Date, Quantity
from resecta.guideline.pack import Guideline

from . import windows_reference
from .reference import Reference

pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 6, 15)
SHOWN_ONLY = (
    "sex",
    "clinical_t_category",
    "clinical_n_category",
    "distance_from_anal_verge",
    "mesorectal_fascia_involved",
)


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return shipped_guideline()


def values(guideline: Guideline) -> dict[str, st.SearchStrategy[Any]]:
    """For each element a strategy of values as a case file writes them, crowded around the guideline's thresholds."""
    near = st.integers(-220, 0).map(lambda days: TODAY + dt.timedelta(days))
    found: dict[str, st.SearchStrategy[Any]] = {}
    for id, element in guideline.elements.items():
        if id in SHOWN_ONLY:
            continue
        if element.type == "Boolean":
            found[id] = st.booleans()
        elif element.type == "String":
            found[id] = st.sampled_from(element.choices)
        elif element.type == "Date":
            found[id] = near
    found["age"] = st.sampled_from([40, 74, 75, 80])
    found["ecog_performance_status"] = st.integers(0, 4)
    found["liver_metastases_count"] = st.sampled_from([0, 1, 2, 3, 9])
    found["segments_resected"] = found["segments_touched"] = st.integers(0, 8)
    found["future_liver_remnant"] = st.sampled_from([20, 29, 30, 31, 60])
    found["pelvic_radiotherapy_dose"] = st.sampled_from([25, 44, 45, 50])
    found["chemotherapy_months"] = st.sampled_from([0, 1, 3, 6, 7])
    found["planned_operation"] = st.integers(-60, 90).map(lambda days: TODAY + dt.timedelta(days))
    return found


COMMON = {
    "complete_resection_feasible": True,
    "primary_r0_resectable": True,
    "extrahepatic_disease": "none",
    "future_liver_remnant": 60,
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "metastasis_timing": "synchronous",
}


@st.composite
def patients(draw: st.DrawFn, of: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    facts = dict(COMMON) if draw(st.booleans()) else {}
    chosen = draw(st.lists(st.sampled_from(sorted(of)), max_size=30, unique=True))
    for id in chosen:
        facts[id] = draw(of[id])
    if "rectal_operation" in facts:
        facts["primary_status"] = draw(st.sampled_from(["resected", {"value": "in situ", "settled": True}]))
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, Date):
        return value.to_date()
    if isinstance(value, Quantity):
        return value.value
    return value


def test_the_pack_agrees_with_a_second_implementation_of_the_conditions(guideline: Guideline) -> None:
    """Every value and status of every id, on random patients, as conditions.md has it."""

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(patients(values(guideline)))
    def agree(facts: dict[str, Any]) -> None:
        case = case_from({"case": "random", "assessed_on": TODAY, "facts": facts}, guideline)
        assume(not case.disputes)
        advice = assess(guideline, case)
        expected = Reference({id: _plain(fact.value) for id, fact in case.facts.items()}, TODAY)
        assert {f.id: f.value for f in advice.findings} == {f.id: expected.findings[f.id] for f in advice.findings}
        assert {s.id: s.status for s in advice.strategies} == expected.strategies()
        assert {r.id: r.status for r in advice.regimens} == expected.regimens()
        assert {r.id: r.status for r in advice.recommendations} == expected.recommendations()
        assert [s.id for s in advice.silent] == expected.silent()
        assert advice.intent == expected.intent()
        holds = {s.id: [argument.holds for argument in s.arguments] for s in advice.strategies}
        assert holds == windows_reference.arguments(expected)
        exact = {"windows": windows_reference.windows(expected), "unasked": windows_reference.never_asked(expected)}
        assert compare(advice, exact, guideline.verdict) == ()
        asked = {missing.element for missing in advice.missing}
        assert asked.issuperset(windows_reference.asked_by_itself(expected))
        assert sum(s.status == "preferred" for s in advice.strategies) <= 1

    agree()
