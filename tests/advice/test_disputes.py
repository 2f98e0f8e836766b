"""Disputed facts: what every side shares stands, the rest waits, and each side shows what it would change."""

from __future__ import annotations

from typing import Any

import pytest

from resecta.advice import Advice, assess, to_json
from resecta.guideline import load

GUIDELINE = load()
JUDGEMENTS = [id for id, element in GUIDELINE.elements.items() if element.judgement]
TODAY = "2026-06-15"

RESECTABLE: dict[str, Any] = {
    "age": 58,
    "ecog_performance_status": 2,
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
    "greatest_threat": "liver",
    "kras_status": "wild type",
    "chemotherapy_months": 0,
    "pelvic_radiotherapy": "none",
}
UNRESECTABLE = {**RESECTABLE, "complete_resection_feasible": False}


def _assess(facts: dict[str, Any], events: list[dict[str, Any]] | None = None) -> Advice:
    return assess(GUIDELINE, {"case": "split", "assessed_on": TODAY, "facts": facts, "events": events or []})


def _sides(element: str) -> tuple[Any, Any]:
    choices = GUIDELINE.elements[element].choices
    return (choices[0], choices[1]) if choices else (True, False)


def _split(element: str, values: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    opinions = [{"by": f"Dr {chr(65 + n)}", "value": value, "date": TODAY} for n, value in enumerate(values)]
    return {element: {"opinions": opinions, **more}}


def _statuses(advice: Advice) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {("finding", f.id): f.value for f in advice.findings}
    found |= {("recommendation", r.id): r.status for r in advice.recommendations}
    found |= {("strategy", s.id): s.status for s in advice.strategies}
    found |= {("regimen", r.id): r.status for r in advice.regimens}
    found[("intent", "intent")] = advice.intent
    return found


def test_there_are_judgements_to_split() -> None:
    """The pack marks the facts on which experts disagree."""
    assert len(JUDGEMENTS) >= 8


@pytest.mark.parametrize("base", [RESECTABLE, UNRESECTABLE], ids=["resectable", "unresectable"])
@pytest.mark.parametrize("element", JUDGEMENTS)
def test_a_split_keeps_what_both_sides_share_and_shows_what_each_would_change(
    element: str, base: dict[str, Any]
) -> None:
    """For every judgement: same on both sides stands; else unknown, undetermined, or what open and closed share."""
    values = _sides(element)
    alone = [_statuses(_assess({**base, element: value})) for value in values]
    advice = _assess({**base, **_split(element, values)})
    merged = _statuses(advice)
    (conflict,) = advice.conflicts
    assert conflict.element == element
    for key, status in merged.items():
        sides = {side[key] for side in alone}
        if (
            key == ("recommendation", "settle_resectability")
            and len({side["finding", "resectable"] for side in alone}) > 1
        ):
            assert status == "applies"
        elif len(sides) == 1:
            assert status == sides.pop(), key
        elif key[0] == "finding":
            assert status is None, key
        elif key[0] in ("recommendation", "intent"):
            assert status == "undetermined", key
        elif sides <= {"preferred", "option"}:
            assert status == "option", key
        elif sides <= {"condition-not-met", "contraindicated"}:
            assert status == "contraindicated", key
        else:
            assert status in ("undetermined", "blocked"), key
    for side, expected in zip(conflict.sides, alone, strict=True):
        told = {(change.kind, change.id): change.status for change in side.changes}
        assert told == {
            key: status for key, status in expected.items() if status is not merged[key] and status != merged[key]
        }
    if any(len({side[key] for side in alone}) > 1 for key in merged):
        assert advice.missing[0].element == element


def test_the_word_of_the_board_settles_a_split_and_the_opinions_stay() -> None:
    """`settled` beside the opinions wins."""
    advice = _assess({**RESECTABLE, **_split("greatest_threat", ("liver", "primary"), settled="liver")})
    assert advice.conflicts == ()
    assert advice.strategy("liver_first").status in ("preferred", "option")


def test_equal_opinions_are_a_fact() -> None:
    """Two who agree leave nothing to settle."""
    assert _assess({**RESECTABLE, **_split("greatest_threat", ("liver", "liver"))}).conflicts == ()


def test_a_stated_and_a_derived_value_that_disagree_are_a_conflict() -> None:
    """The chart says three months, the events two: nothing is settled silently."""
    events = [
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-02", "end": "2026-05-01", "cycles": 4}
    ]
    facts = {**RESECTABLE, "chemotherapy_months": 3, "pelvic_radiotherapy": "none"}
    advice = _assess(facts, events)
    assert [conflict.element for conflict in advice.conflicts] == ["chemotherapy_months"]
    settled = _assess({**facts, "chemotherapy_months": {"value": 3, "settled": True}}, events)
    assert settled.conflicts == ()


def test_disputed_kras_asks_for_the_test_and_blocks_the_egfr_inhibitors() -> None:
    """Wild type in the chart, mutant in the result: blocked, never wild type."""
    events = [{"activity": "kras_result", "date": "2026-05-01", "result": "mutant"}]
    advice = _assess(RESECTABLE, events)
    assert advice.recommendation("test_kras").status == "applies"
    assert {advice.regimen(id).status for id in ("add_cetuximab", "add_panitumumab")} == {"blocked"}


def test_too_many_splits_leave_the_least_telling_out_and_say_so() -> None:
    """Beyond 64 combinations the judgements with the fewest consequences are taken as unknown."""
    facts: dict[str, Any] = dict(RESECTABLE)
    for element in JUDGEMENTS:
        facts |= _split(element, _sides(element))
    advice = _assess(facts)
    assert len(advice.conflicts) == len(JUDGEMENTS)
    assert any("taken as unknown" in remark for remark in advice.remarks)
    assert any("taken as unknown" in conflict.text for conflict in advice.conflicts)
    assert len(to_json(advice)["conflicts"]) == len(JUDGEMENTS)
