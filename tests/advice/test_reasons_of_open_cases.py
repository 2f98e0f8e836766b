"""Reasons of a case that leaves something open: true in every open way, no day invented, no side taken as settled."""

from __future__ import annotations

from typing import Any

import pytest
from tests.shipped import shipped_guideline
from tests.timeline.difficult import patient
from tests.timeline.rough import rough_patient

from resecta.advice import Advice, assess
from resecta.advice.model import Because
from resecta.case import Case, Choice, case_from, derived
from resecta.case.chosen import chosen
from resecta.cql.values import Value
from resecta.guideline.status import Status

GUIDELINE = shipped_guideline()
BASE: dict[str, Any] = {
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "primary_pain": "none",
    "other_primary_symptom": False,
    "metastasis_timing": "synchronous",
    "complete_resection_feasible": True,
    "extrahepatic_disease": "none",
    "future_liver_remnant": 45,
    "segments_resected": 2,
    "chemotherapy_months": 0,
    "pelvic_radiotherapy": "none",
    "kras_status": "wild type",
    "age": 60,
    "ecog_performance_status": 0,
    "comorbidity": "none",
}


def of(facts: dict[str, Any], *events: dict[str, Any]) -> Advice:
    return assess(GUIDELINE, {"case": "O", "assessed_on": "2026-06-14", "facts": facts, "events": [*events]})


def reasons(advice: Advice) -> list[Because]:
    return [because for one in advice.conclusions for because in one.because]


def of_strategy(advice: Advice, id: str) -> tuple[Because, ...]:
    (found,) = [one for one in advice.strategies if one.id == id]
    return found.because


@pytest.mark.slow
@pytest.mark.parametrize(
    "facts", [{"rectal_operation": "2025"}, {"chemotherapy_start": "2026", "rectal_operation": "2025"}]
)
def test_a_date_known_to_the_year_is_assessed(facts: dict[str, Any]) -> None:
    assert any("known to the year only" in remark for remark in of(facts).remarks)


def test_no_reason_takes_a_side_of_a_dispute() -> None:
    advice = of(BASE, {"activity": "rectal_operation", "date": "2026-04-02"})
    assert [conflict.element for conflict in advice.conflicts] == ["primary_status"]
    for because in reasons(advice):
        if because.element == "primary_status":
            assert because.value is None
            assert "in situ" in because.text
            assert "resected" in because.text
    assert all(because.element != "primary_status" for because in of_strategy(advice, "liver_resection_alone"))


def test_what_a_dispute_blocks_or_calls_for_says_what_the_sides_are() -> None:
    advice = of(BASE, {"activity": "kras_result", "date": "2026-05-01", "result": "mutant"})
    told = {one.id: one for one in advice.conclusions}
    assert told["test_kras"].answer is Status.APPLIES
    assert told["add_cetuximab"].answer is Status.BLOCKED
    for id in ("test_kras", "add_cetuximab"):
        assert [because.text for because in told[id].because] == ["KRAS status is wild type or mutant"]


def test_a_month_is_said_as_a_span_and_never_as_a_day() -> None:
    done = {"liver_operation": "2026-05", "rectal_operation": "2026-03", "primary_resection_margin": "R0"}
    advice = of({**BASE, **done, "primary_status": "resected"})
    days = [because for because in reasons(advice) if because.element == "liver_operation"]
    assert days
    assert {because.text for because in days} == {"Liver operation is 1 May 2026 to 31 May 2026"}
    for one in advice.conclusions:
        named = [because.element for because in one.because]
        assert len(named) == len(set(named)), one.id


def test_a_silence_that_only_some_days_break_says_so_and_names_those_days() -> None:
    advice = of({**BASE, "planned_operation": "2026-06"})
    (passed,) = [one for one in advice.silent if one.id == "planned_operation_passed"]
    assert passed.text.startswith("Depending on what is not settled:")
    assert "1 June 2026 to 13 June 2026" in passed.text


def test_what_leaves_a_conclusion_unknown_is_said_fact_by_fact() -> None:
    advice = of({**BASE, "primary_status": "resected"})
    (settle,) = [one for one in advice.recommendations if one.id == "settle_resectability"]
    texts = [because.text for because in settle.because]
    assert "Primary status is resected (S02)" in texts
    assert len(texts) == len(set(texts))


def test_a_known_fact_beside_a_month_is_said_by_itself_and_no_day_of_the_month_is() -> None:
    """One sentence spoke of both, of a single day at a time: "1 March 2027 is no earlier than …"."""
    facts = {**BASE, "last_bevacizumab": "2026-06-01", "planned_operation": "2027-03"}
    kept = of({key: value for key, value in facts.items() if key != "chemotherapy_months"})
    (finding,) = [one for one in kept.findings if one.id == "bevacizumab_interval_kept"]
    assert finding.value is True
    assert [because.text for because in finding.because] == [
        "Planned operation is 1 March 2027 to 31 March 2027",
        "Last bevacizumab is 1 June 2026 (S36, S37)",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 20])
def test_what_is_said_of_a_known_fact_is_said_of_it_in_every_way_that_the_case_could_be(first: int) -> None:
    """Difficult patients: a sentence that another way has otherwise names what is open, with all that it can be."""
    taken = []
    for seed in range(first, first + 20):
        for entry in (patient(seed), rough_patient(seed)):
            case = case_from(entry, GUIDELINE)
            advice = assess(GUIDELINE, case)
            ways = [assess(GUIDELINE, chosen(GUIDELINE, case, way)) for way in ends(case)]
            for one in advice.conclusions if case.disputes or case.hangs else ():
                said = [
                    each.because
                    for way in ways
                    for each in way.conclusions
                    if (each.kind, each.id) == (one.kind, one.id)
                ]
                taken += [(seed, because.text) for because in one.because if is_of_one_way(because, said)]
    assert taken == []


def ends(case: Case) -> list[Choice]:
    """The first side of each dispute with every rough date on its first day, the last side with it on the last."""
    found = []
    for place in (0, -1):
        days = {date.key: (date.about.first, date.about.last)[place] for date in case.approximate}
        sides: dict[str, Value] = {}
        while left := [
            one for one in derived(GUIDELINE, case.recorded, Choice(sides, days)).disputes if not one.follows
        ]:
            sides[left[0].element] = left[0].sides[place].value
        found.append(Choice(sides, days))
    return found


def is_of_one_way(because: Because, said: list[tuple[Because, ...]]) -> bool:
    """Whether some ways say so of the element, and others say something else of it."""
    of_it = [{line.text for line in lines if line.element == because.element} for lines in said]
    return any(because.text in texts for texts in of_it) and any(texts and because.text not in texts for texts in of_it)
