"""Disputed facts: what every side shares stands, the rest waits, and each side shows what it would change."""

from __future__ import annotations

import calendar
import itertools
import random
from typing import Any

import pytest
from tests.shipped import shipped_guideline

from resecta.advice import Advice, assess, to_json
from resecta.advice.disputes import OPEN_AMONG
from resecta.advice.reasoning import parameters
from resecta.advice.scenarios import Scenarios
from resecta.case import case_from

GUIDELINE = shipped_guideline()
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
        told = {
            (change.kind, change.id): change.status
            for change in side.changes
            if change.status is not merged[change.kind, change.id]  # else only its words would be others
        }
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


def _split_all(elements: list[str]) -> dict[str, Any]:
    return {id: answer for element in elements for id, answer in _split(element, _sides(element)).items()}


@pytest.mark.parametrize("seed", range(6))
def test_up_to_512_combinations_come_out_as_if_each_were_assessed_by_itself(seed: int) -> None:
    random_ = random.Random(seed)
    split = random_.sample(JUDGEMENTS, min(len(JUDGEMENTS), 9 if seed == 0 else random_.randint(3, 7)))
    base = random_.choice([RESECTABLE, UNRESECTABLE])
    advice = _assess({**base, **_split_all(split)})
    values = [dict(zip(split, row, strict=True)) for row in itertools.product(*(_sides(id) for id in split))]
    alone = [_answers({**base, **row}) for row in values]
    for one in advice.strategies + advice.regimens:
        statuses = {answers[f"{one.kind}:{one.id}"] for answers in alone}
        if len(statuses) == 1:
            assert {one.status} == statuses, one.id
        elif statuses <= {"preferred", "option"}:
            assert one.status == "option", one.id
        elif statuses <= {"condition-not-met", "contraindicated"}:
            assert one.status == "contraindicated", one.id
        else:
            assert one.status in ("undetermined", "blocked"), one.id
    for finding in advice.findings:
        truths = {answers[GUIDELINE.findings[finding.id].define] for answers in alone}
        assert finding.value is (truths.pop() if len(truths) == 1 else None), finding.id


def _answers(facts: dict[str, Any]) -> dict[str, Any]:
    case = case_from({"case": "one", "assessed_on": TODAY, "facts": facts}, GUIDELINE)
    assert not case.disputes
    known = {id: fact.value for id, fact in case.facts.items()}
    return GUIDELINE.logic.values(parameters(GUIDELINE, known, case.assessed_on))


@pytest.mark.slow
def test_a_dispute_with_very_many_sides_is_left_open_among_them_and_never_read_as_absent() -> None:
    """Ten thousand combinations: no strategy is open that every side closes, and the conflict says so."""
    facts: dict[str, Any] = {**RESECTABLE, **_split_all(JUDGEMENTS)}
    events = [{"activity": "liver_operation", "date": "2026-02-01"}]
    advice = _assess({**facts, "liver_operation": "2026-05-05"}, events)
    assert len(advice.conflicts) == len(JUDGEMENTS) + 1
    for id in ("simultaneous_resection", "primary_first"):  # the liver has been operated on, whatever the day
        assert advice.strategy(id).status.closed
    assert len(to_json(advice)["conflicts"]) == len(JUDGEMENTS) + 1


@pytest.mark.slow
def test_a_conflict_that_is_left_open_among_its_sides_says_so_and_no_other_does() -> None:
    """Past the bound of combinations the last and widest roots are left open; their conflicts have the sentence."""
    facts: dict[str, Any] = {**RESECTABLE, **_split_all(JUDGEMENTS), "pelvic_radiotherapy": "short course"}
    stated = {"last_bevacizumab": "2026-05-01", "chemotherapy_start": "2026-02-03", "liver_operation": "2026-05-05"}
    events: list[dict[str, Any]] = [
        {"activity": "bevacizumab", "date": "2026-05-25"},
        {"activity": "chemotherapy", "start": "2026-03-02", "end": "2026-04-30"},
        {"activity": "short_course_radiotherapy", "start": "2026-01-10", "end": "2026-01-15"},
        {"activity": "liver_operation", "date": "2026-02-01"},
    ]
    case = case_from(
        {
            "case": "one",
            "assessed_on": TODAY,
            "facts": {**facts, **stated, "last_radiotherapy_fraction": "2026-01-20"},
            "events": events,
        },
        GUIDELINE,
    )
    left = {root.dispute.element for root in Scenarios(GUIDELINE, case).open if root.dispute is not None}
    assert left
    told = {conflict.element for conflict in assess(GUIDELINE, case).conflicts if OPEN_AMONG in conflict.text}
    assert told == left


def test_a_value_that_a_dispute_leaves_open_is_said_as_one() -> None:
    """Both doses are told, and both dates that follow; neither is printed as settled."""
    events = [{"activity": "bevacizumab", "date": "2026-05-25"}]
    advice = _assess({**RESECTABLE, "last_bevacizumab": "2026-06-05"}, events)
    told = " ".join(
        (
            advice.recommendation("bevacizumab_free_interval").text,
            *advice.recommendation("bevacizumab_free_interval").notes,
        )
    )
    assert "25 May 2026 or 5 June 2026" in told or "5 June 2026 or 25 May 2026" in told
    assert "6 July 2026" in told
    assert "17 July 2026" in told


@pytest.mark.parametrize("seed", range(4))
def test_a_month_stands_for_each_of_its_days(seed: int) -> None:
    """What comes out the same on every day stands; the rest is unknown and asks for the day."""
    random_ = random.Random(seed)
    dates = ("last_bevacizumab", "chemotherapy_start", "last_radiotherapy_fraction", "planned_operation")
    rough = random_.choice(dates)
    month = random_.choice(["2026-04", "2026-05"]) if rough != "planned_operation" else "2026-07"
    others = {"last_bevacizumab": "2026-05-25", "planned_operation": "2026-06-25", "chemotherapy_start": "2026-03-02"}
    facts = {**RESECTABLE, **others, "pelvic_radiotherapy": "short course", "last_radiotherapy_fraction": "2026-02-20"}
    del facts["chemotherapy_months"]
    advice = _assess({**facts, rough: month})
    assert advice.conflicts == ()
    alone = [
        _answers({**facts, rough: f"{month}-{day:02d}"})
        for day in range(1, calendar.monthrange(2026, int(month[5:]))[1] + 1)
    ]
    for finding in advice.findings:
        truths = {answers[GUIDELINE.findings[finding.id].define] for answers in alone}
        assert finding.value is (truths.pop() if len(truths) == 1 else None), finding.id
    assert any("known to the month only" in remark for remark in advice.remarks)


def test_a_stated_day_outside_the_month_of_its_event_is_a_conflict_that_invents_no_day() -> None:
    events = [{"activity": "bevacizumab", "date": "2026-04"}]
    advice = _assess({**RESECTABLE, "last_bevacizumab": "2026-05-25"}, events)
    (conflict,) = advice.conflicts
    assert [side["value"] for side in to_json(advice)["conflicts"][0]["values"]] == ["2026-05-25", "2026-04"]
    assert "25 May 2026 (stated in the case); April 2026 (Bevacizumab 2026-04)" in conflict.text
    told = {finding.id: finding.value for finding in advice.findings}
    days = ["2026-05-25", *(f"2026-04-{day:02d}" for day in range(1, 31))]
    alone = [_answers({**RESECTABLE, "last_bevacizumab": day}) for day in days]
    for id, value in told.items():
        truths = {answers[GUIDELINE.findings[id].define] for answers in alone}
        assert value is (truths.pop() if len(truths) == 1 else None), id


def test_what_would_follow_from_a_side_known_to_the_month_is_what_all_its_days_share() -> None:
    """The interval after bevacizumab is over whatever day of March it was; after 5 June it is not."""
    facts = {**RESECTABLE, "planned_operation": "2026-06-25"}
    events = [{"activity": "bevacizumab", "date": "2026-03"}]
    advice = _assess({**facts, "last_bevacizumab": "2026-06-05"}, events)
    (conflict,) = advice.conflicts
    changes = [{(one.kind, one.id): one.status for one in side.changes} for side in conflict.sides]
    assert [side["finding", "bevacizumab_interval_kept"] for side in changes] == [False, True]
    for side, days in zip(changes, (["2026-06-05"], [f"2026-03-{day:02d}" for day in range(1, 32)]), strict=True):
        alone = [_answers({**facts, "last_bevacizumab": day}) for day in days]
        for (kind, id), status in side.items():
            if kind == "finding":
                truths = {answers[GUIDELINE.findings[id].define] for answers in alone}
                assert status is (truths.pop() if len(truths) == 1 else None), id


def test_a_stated_day_within_the_month_of_its_event_is_no_conflict() -> None:
    events = [{"activity": "bevacizumab", "date": "2026-05"}]
    advice = _assess({**RESECTABLE, "last_bevacizumab": "2026-05-25"}, events)
    exact = _assess({**RESECTABLE, "last_bevacizumab": "2026-05-25"})
    assert advice.conflicts == ()
    assert [one.value for one in advice.findings] == [one.value for one in exact.findings]


def test_a_date_known_to_the_year_alone_is_assessed_on_each_of_its_days() -> None:
    advice = _assess({**RESECTABLE, "last_bevacizumab": "2026", "planned_operation": "2026-07-20"})
    exact = [
        _answers({**RESECTABLE, "last_bevacizumab": day, "planned_operation": "2026-07-20"})
        for day in ("2026-01-01", "2026-03-01", TODAY)
    ]
    for finding in advice.findings:
        if finding.value is not None:
            assert {answers[GUIDELINE.findings[finding.id].define] for answers in exact} == {finding.value}, finding.id
    assert next(one.value for one in advice.findings if one.id == "bevacizumab_interval_kept") is None
