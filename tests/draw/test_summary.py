"""What comes first, and in which words: hazards, the case, the verdict, the criteria, what decides, what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resecta.case import case_from
from resecta.draw.page import render
from resecta.draw.sides import disputes
from resecta.draw.speech import Speech
from resecta.draw.summary import Summary, summary
from resecta.draw.timeline import svg_file
from resecta.draw.values import leading
from resecta.draw.view import timing
from resecta.guideline import load
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status
from resecta.timeline import Assessment, assessment

SECOND = Path(__file__).parent.parent / "guideline" / "second"
LATER = Path(__file__).parents[2] / "docs" / "examples" / "later_evidence"
RESECTABLE = {
    "age": 58,
    "sex": "male",
    "ecog_performance_status": 0,
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "perforation": False,
    "metastasis_timing": "synchronous",
    "liver_metastases_count": 3,
    "segments_resected": 4,
    "complete_resection_feasible": True,
    "future_liver_remnant": 45,
    "extrahepatic_disease": "none",
    "greatest_threat": "liver",
    "kras_status": "wild type",
    "pelvic_radiotherapy": "none",
    "chemotherapy_months": 0,
}


def _assessed(guideline: Guideline, events: list[dict[str, Any]] | None = None, **facts: object) -> Assessment:
    given = {**RESECTABLE, **facts}
    known = {id: value for id, value in given.items() if value is not None}
    case = case_from({"case": "P1", "assessed_on": "2026-06-08", "facts": known, "events": events or []}, guideline)
    return assessment(guideline, case)


def _summary(guideline: Guideline, events: list[dict[str, Any]] | None = None, **facts: object) -> Summary:
    return summary(guideline, _assessed(guideline, events, **facts))


def _texts(told: Summary) -> list[str]:
    return [line.text for line in told.hazards]


def test_an_operation_booked_inside_the_interval_is_a_hazard_with_its_first_day(guideline: Guideline) -> None:
    told = _summary(guideline, last_bevacizumab="2026-05-25", planned_operation="2026-06-15", chemotherapy_months=2)
    expected = "Do not operate on 15 June 2026: last bevacizumab 25 May 2026; not before 6 July 2026."
    assert _texts(told) == [expected]
    assert told.hazards[0].cited[0] == "S36"


def test_an_emergency_operation_is_warned_of_without_a_first_day(guideline: Guideline) -> None:
    told = _summary(
        guideline,
        last_bevacizumab="2026-05-25",
        planned_operation="2026-06-15",
        operation_urgency="emergency",
        chemotherapy_months=2,
    )
    (text,) = _texts(told)
    assert text.startswith("The emergency operation of 15 June 2026 comes 21 days after the last bevacizumab")
    assert "not before" not in text


def test_an_emergency_operation_is_not_judged_by_an_interval_that_does_not_bind_it(guideline: Guideline) -> None:
    facts = {"last_bevacizumab": "2026-05-25", "planned_operation": "2026-06-15", "chemotherapy_months": 2}
    said = {
        urgency: next(
            (row.judgement, row.icon)
            for row in timing(guideline, _assessed(guideline, **facts, operation_urgency=urgency).advice)
            if row.finding.id == "bevacizumab_interval_kept"
        )
        for urgency in ("elective", "emergency")
    }
    assert said["elective"] == ("Planned 21 days too early", "fails")
    assert said["emergency"] == ("21 days outside its window: a warning, no bound", Status.UNDETERMINED)


def test_what_was_due_in_a_span_of_days_is_told_as_one_of_them(guideline: Guideline) -> None:
    events = [{"activity": "chemotherapy", "start": "2026-03", "regimen": "folfox", "cycles": 4}]
    assessed = _assessed(guideline, events, chemotherapy_months=None)
    assert "was due by a day between 26 April 2026 and 26 May 2026" in " ".join(
        hazard.text for hazard in assessed.advice.hazards
    )
    finding = next(one for one in assessed.advice.findings if one.id == "evaluation_in_window")
    assert "Window a day between 12 April 2026 and 12 May 2026 to a day between 26 April 2026 and" in finding.text
    assert "The start of chemotherapy is known to the month only: March 2026." in assessed.advice.remarks


def test_the_case_is_told_with_the_stage_of_the_liver_operation_that_is_still_to_come(guideline: Guideline) -> None:
    still = "a second stage of the liver operation still to come"
    operation = {"activity": "liver_operation", "date": "2026-05-28"}
    assert still in _summary(guideline, [{**operation, "unfinished": True}]).case
    assert still not in _summary(guideline, [operation]).case
    assert still not in _summary(guideline).case


def test_a_hazard_on_one_side_of_a_dispute_is_told_as_depending_on_it(guideline: Guideline) -> None:
    events = [{"activity": "bevacizumab", "date": "2026-04-01"}]
    told = _summary(
        guideline, events, last_bevacizumab="2026-05-25", planned_operation="2026-06-15", chemotherapy_months=2
    )
    assert any(text.startswith("Depending on what is not settled: Do not operate on") for text in _texts(told))


def test_bevacizumab_proposed_too_near_an_operation_is_a_hazard(guideline: Guideline) -> None:
    told = _summary(guideline, planned_operation="2026-07-06", proposed_biologic="bevacizumab")
    assert _texts(told) == ["Do not give bevacizumab: the operation planned for 6 July 2026 is less than 6 weeks away."]


def test_an_overdue_reassessment_was_due_and_none_is_on_record(guideline: Guideline) -> None:
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-05"}]
    told = _summary(guideline, events, complete_resection_feasible=False, chemotherapy_months=None)
    assert _texts(told) == ["Re-assessment was due on 5 March 2026; none is on record since 5 January 2026."]


def test_a_window_that_closes_within_a_week_is_a_hazard_and_one_of_eight_days_is_none(guideline: Guideline) -> None:
    def with_last_fraction(day: str) -> list[str]:
        course = {"activity": "short_course_radiotherapy", "start": "2026-05-18", "end": day}
        return _texts(_summary(guideline, [course], pelvic_radiotherapy=None, chemotherapy_months=0))

    assert "closes on 15 June 2026, in 7 days" in " ".join(with_last_fraction("2026-05-28"))
    assert with_last_fraction("2026-05-29") == []


def test_nothing_is_a_hazard_where_nothing_is_booked_given_or_due(guideline: Guideline) -> None:
    assert _summary(guideline).hazards == ()


def test_an_emergency_names_the_facts_that_make_it_one(guideline: Guideline) -> None:
    told = _summary(guideline, primary_bleeding="uncontrolled")
    assert told.emergency is not None
    assert told.emergency.facts == "Uncontrolled bleeding."
    assert "does not wait for a board" in told.emergency.text.text
    assert all(guideline.notices["emergency_not_covered"].title not in line.text for line in told.notices)


def test_what_is_unknown_makes_no_emergency(guideline: Guideline) -> None:
    assert _summary(guideline, perforation=None, primary_bleeding=None).emergency is None


def test_the_case_sentence_says_what_is_known_and_what_is_not(guideline: Guideline) -> None:
    events = [
        {
            "activity": "chemotherapy",
            "regimen": "folfox",
            "cycles": 9,
            "start": "2026-01-05",
            "end": "2026-05-11",
            "last_bevacizumab": "2026-05-11",
        }
    ]
    told = _summary(guideline, events, chemotherapy_months=None, kras_status=None, primary_bleeding="minor").case
    assert told.startswith("58 years, man, ECOG 0. Rectal cancer, the primary in place, minor bleeding,")
    assert "KRAS status not recorded." in told
    assert told.endswith("9 cycles of FOLFOX with bevacizumab (last 11 May 2026) until 11 May 2026.")


@pytest.mark.parametrize(
    "overlays",
    [pytest.param([], id="shipped"), pytest.param([LATER], id="with later evidence", marks=pytest.mark.slow)],
)
def test_what_nobody_recorded_is_called_not_recorded_and_never_not_done(overlays: list[Path]) -> None:
    told = [
        element.says["unknown"] for element in load(overlays=overlays).elements.values() if "unknown" in element.says
    ]
    assert len(told) > 8
    assert [words for words in told if "not recorded" not in words] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [("capox", "CAPOX"), ("Folfox", "FOLFOX"), ("sox", "SOX"), ("irinotecan alone", "irinotecan alone")],
)
def test_drugs_are_called_by_the_guideline_s_name_however_they_are_typed(
    guideline: Guideline, typed: str, told: str
) -> None:
    events = [{"activity": "chemotherapy", "regimen": typed, "cycles": 3, "start": "2026-01-05", "end": "2026-03-03"}]
    assert _summary(guideline, events, chemotherapy_months=None).case.endswith(
        f"3 cycles of {told} until 3 March 2026."
    )


def test_a_guideline_that_knows_other_drugs_names_those(guideline: Guideline) -> None:
    oil = replace(guideline.regimens["folfox"], id="thin_oil", title="Thin oil")
    other = replace(guideline, regimens={"thin_oil": oil}, elements={})
    assert [Speech(other).regimen(name) for name in ("THIN_OIL", "thin oil", "capox")] == ["Thin oil"] * 2 + ["capox"]


def test_a_disputed_fact_is_told_in_the_case_sentence_as_disputed(guideline: Guideline) -> None:
    opinions = {"opinions": [{"by": "Dr A", "value": "liver"}, {"by": "Dr B", "value": "primary"}]}
    told = _summary(guideline, greatest_threat=opinions)
    (text,) = told.disputes
    assert text.startswith("Two answers on the greatest threat, liver or primary: ")
    assert text.endswith(": the liver is the greatest threat (Dr A); the primary is the greatest threat (Dr B).")


def test_a_side_that_was_worked_out_names_what_it_was_worked_out_from_by_nouns(guideline: Guideline) -> None:
    volumes = {"future_liver_remnant_volume": 300, "total_liver_volume": 1200, "tumour_volume": 50}
    (text,) = _summary(guideline, future_liver_remnant=45, **volumes).disputes
    assert "(from the volume of the future liver remnant, the volume of the whole liver and" in text
    assert "Future liver remnant volume" not in text


@pytest.mark.parametrize(("text", "led"), [("a remnant", "A remnant"), ("cT3", "cT3"), ("45 %", "45 %"), ("no", "No")])
def test_a_side_begins_with_a_large_letter_unless_it_is_a_sign(text: str, led: str) -> None:
    assert leading(text) == led


def test_a_criterion_that_rests_on_what_the_case_states_names_nobody_for_it(guideline: Guideline) -> None:
    told = _summary(guideline, primary_status=None, primary_resection_margin="R0", rectal_operation="2026-01-05")
    assert [row.said_by for row in told.criteria] == [""] * 4


def test_every_criterion_that_fails_is_named_in_the_verdict_s_because(guideline: Guideline) -> None:
    told = _summary(guideline, complete_resection_feasible=False, future_liver_remnant=15)
    assert "The liver disease cannot be removed completely." in told.because.text
    assert "The future liver remnant, 15 %, is not above 30 %." in told.because.text
    assert {"S03", "S06"} <= set(told.because.cited)
    assert [row.finding.value for row in told.criteria] == [False, True, True, False]


def test_a_criterion_says_who_said_it_and_when(guideline: Guideline) -> None:
    said = {"value": True, "source": "Dr Adeyemi", "date": "2026-06-02"}
    told = _summary(guideline, complete_resection_feasible=said)
    assert told.criteria[0].said_by == "Dr Adeyemi, 2 June 2026"


def test_a_ban_names_what_bans_it_and_not_that_the_primary_is_in_place(guideline: Guideline) -> None:
    (bar,) = _summary(guideline, primary_bleeding="transfused").bars
    assert bar.line.text == "Do not choose liver first: bleeding that needed transfusion."
    assert not bar.pending


@pytest.mark.parametrize(
    ("bleeding", "obstruction", "bans"),
    [
        ("minor", "complete", "complete obstruction"),
        ("minor", "impending", "impending obstruction"),
        ("relevant", "passable stenosis", "relevant bleeding"),
    ],
)
def test_a_ban_names_the_grade_that_no_board_may_clear_beside_one_that_it_may(
    guideline: Guideline, bleeding: str, obstruction: str, bans: str
) -> None:
    (bar,) = _summary(guideline, primary_bleeding=bleeding, primary_obstruction=obstruction).bars
    assert bar.line.text == f"Do not choose liver first: {bans}."


def test_nothing_waits_for_the_board_to_clear_liver_first_once_the_liver_is_done(guideline: Guideline) -> None:
    advice = _assessed(guideline, primary_bleeding="minor", liver_operation="2026-03-24").advice
    (liver_first,) = (one for one in advice.strategies if one.id == "liver_first")
    assert liver_first.status is Status.PREFERRED
    assert not liver_first.pending
    assert not [note for note in liver_first.notes if "pending the word of the board" in note]


def test_a_ban_on_a_minor_grade_stands_until_the_board_clears_it(guideline: Guideline) -> None:
    (bar,) = _summary(guideline, primary_bleeding="minor").bars
    assert bar.line.text == "Do not choose liver first until the board clears it: minor bleeding."
    assert bar.pending


def test_outside_the_guideline_nothing_is_pending_or_barred(guideline: Guideline) -> None:
    told = _summary(guideline, primary_tumour_site="colon", primary_bleeding="minor")
    assert told.bars == ()


def test_a_fact_decides_by_what_would_be_chosen_if_it_were_otherwise(guideline: Guideline) -> None:
    told = _summary(guideline)
    assert told.deciding[0].text == (
        "The liver is the greatest threat. If instead the primary is the greatest threat: primary first."
    )
    assert told.deciding[0].first


def test_what_decides_flips_the_first_choice_when_it_is_changed_in_the_case(guideline: Guideline) -> None:
    bleeding = _summary(guideline, primary_bleeding="transfused")
    assert "Bleeding that needed transfusion. If instead no bleeding: liver first." in [
        fact.text for fact in bleeding.deciding
    ]
    assert _summary(guideline, primary_bleeding="none").verdict.names == ("liver first",)


def test_where_none_is_preferred_what_decides_says_that_one_would_be(guideline: Guideline) -> None:
    progressed = _assessed(
        guideline,
        [{"activity": "restaging", "date": "2026-06-01", "result": "progression"}],
        primary_status="resected",
        primary_resection_margin="R0",
        rectal_operation="2026-03-02",
    )
    told = summary(guideline, progressed)
    assert told.verdict.status is Status.OPTION
    assert any(fact.text.endswith("the guideline prefers primary first.") for fact in told.deciding)


def test_a_criterion_that_fails_decides_by_the_next_value_that_meets_it(guideline: Guideline) -> None:
    told = _summary(guideline, future_liver_remnant=28)
    assert "A future liver remnant of 28 %. If instead a future liver remnant of 31 %: " in told.deciding[0].text


def test_where_two_criteria_fail_no_single_fact_decides_and_nothing_is_said_to_hang_on_what_is_missing(
    guideline: Guideline,
) -> None:
    told = _summary(guideline, future_liver_remnant=28, complete_resection_feasible=False)
    assert told.deciding == ()
    assert told.nothing_decides.startswith("No single fact decides")
    assert "missing" in _summary(guideline, extrahepatic_disease=None).nothing_decides


def test_undecided_the_verdict_says_what_is_to_be_settled_in_the_guideline_s_words(guideline: Guideline) -> None:
    told = _summary(guideline, extrahepatic_disease=None)
    assert told.verdict.sentence == "Not decided yet. First to be settled: whether there is disease outside the liver."


def test_the_verdict_stands_once_for_each_side_of_a_dispute(guideline: Guideline) -> None:
    opinions = {"opinions": [{"by": "Dr A", "value": "liver"}, {"by": "Dr B", "value": "primary"}]}
    assessed = _assessed(guideline, greatest_threat=opinions)
    (dispute,) = disputes(guideline, assessed.case, assessed.advice)
    assert [side.verdict for side in dispute.sides] == [
        "With curative intent, the guideline prefers liver first.",
        "With curative intent, the guideline prefers primary first.",
    ]
    assert dispute.ways == ("Primary first", "Liver first")


@pytest.mark.parametrize(
    ("last_fraction", "planned", "words"),
    [
        ("2026-05-11", "2026-06-12", "Planned 3 days too early"),
        ("2026-03-09", "2026-06-12", "Planned 25 days too late"),
        ("2026-03-09", None, "Was due by 18 May 2026, none on record by then: 21 days"),
        ("2026-05-11", "2026-06-08", "Today, 7 days before its window"),
        ("2026-03-09", "2026-06-08", "Today, 21 days after its window"),
    ],
)
def test_a_judgement_of_a_day_is_in_the_tense_of_its_facts(
    guideline: Guideline, last_fraction: str, planned: str | None, words: str
) -> None:
    course = {
        "activity": "long_course_chemoradiotherapy",
        "start": "2026-02-02",
        "end": last_fraction,
        "dose": {"value": 50, "unit": "Gy"},
    }
    assessed = _assessed(guideline, [course], pelvic_radiotherapy=None, planned_operation=planned)
    rows = {row.finding.id: row.judgement for row in timing(guideline, assessed.advice)}
    assert rows["operation_in_chemoradiation_window"] == words


def test_an_operation_on_the_target_day_is_marked_as_neither_kept_nor_missed(guideline: Guideline) -> None:
    for planned, words in (("2026-06-20", "On the target day"), ("2026-06-21", "1 day after the target")):
        facts = {"chemotherapy_start": "2026-03-20", "chemotherapy_months": None, "planned_operation": planned}
        rows = {row.finding.id: row for row in timing(guideline, _assessed(guideline, **facts).advice)}
        row = rows["operation_about_three_months"]
        assert (row.judgement, row.icon, row.finding.value) == (words, Status.UNDETERMINED, None)


def test_a_second_guideline_has_a_summary_of_its_own() -> None:
    guideline = load(SECOND)
    facts = {"door_squeaks": True, "hinge": "rusty"}
    case = case_from({"case": "D1", "assessed_on": "2026-06-08", "facts": facts}, guideline)
    told = summary(guideline, assessment(guideline, case))
    assert told.case == "The door squeaks, a rusty hinge."
    assert told.verdict.sentence == "With quiet intent, the guideline prefers oil."
    assert told.emergency is None
    assert told.deciding[0].text == "A rusty hinge. If instead a hinge rusted through: a new hinge."


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (410, "The future liver remnant, 27.33 %, is not above 30 %."),
        (450, "The future liver remnant, 30 %, is not above 30 %."),
        (Decimal("450.001"), "The future liver remnant, 30.0001 %, is above 30 %."),
        (Decimal("449.999"), "The future liver remnant, 29.9999 %, is not above 30 %."),
    ],
)
def test_a_remnant_worked_out_from_volumes_is_told_with_two_decimals_but_never_as_its_bound(
    guideline: Guideline, volume: object, said: str
) -> None:
    volumes = {"total_liver_volume": 1650, "tumour_volume": 150, "future_liver_remnant_volume": volume}
    advice = _assessed(guideline, None, future_liver_remnant=None, **volumes).advice
    (remnant,) = (finding for finding in advice.findings if finding.id == "adequate_remnant")
    assert said in remnant.text


def test_a_day_known_to_its_month_is_told_as_lying_between_two_days(guideline: Guideline) -> None:
    events: list[dict[str, Any]] = [{"activity": "chemotherapy", "regimen": "folfox", "cycles": 4, "start": "2026-02"}]
    told = _summary(guideline, events, complete_resection_feasible=False, chemotherapy_months=None)
    (said,) = _texts(told)
    assert said.startswith("Re-assessment was due between 1 April 2026 and 28 April 2026; none is on record since")
    assert said.endswith("since a day between 1 February 2026 and 28 February 2026.")


def _reasons(guideline: Guideline, id: str, events: list[dict[str, Any]] | None = None, **facts: object) -> list[str]:
    advice = _assessed(guideline, events, **facts).advice
    (said,) = (one for one in advice.recommendations if one.id == id)
    return Speech(guideline).reasons(said.because)


def test_a_reason_with_several_values_is_never_called_not_recorded(guideline: Guideline) -> None:
    events: list[dict[str, Any]] = [{"activity": "chemotherapy", "regimen": "folfox", "cycles": 4, "start": "2026-02"}]
    rough = _reasons(guideline, "start_chemotherapy_now", events, chemotherapy_months=None)
    told = _reasons(
        guideline,
        "start_chemotherapy_now",
        events,
        chemotherapy_months=None,
        complete_resection_feasible=False,
    )
    assert not [reason for reason in (*rough, *told) if reason.startswith("not recorded")]
    assert told == ["chemotherapy start is 1 February 2026 to 28 February 2026"]


def test_what_is_not_recorded_is_told_together(guideline: Guideline) -> None:
    (said,) = _reasons(guideline, "resection_after_conversion", chemotherapy_months=None)
    assert said.startswith("not recorded: whether the disease was resectable at the first assessment, ")
    assert said.count("not recorded") == 1


def _timed(guideline: Guideline, finding: str, events: list[dict[str, Any]] | None = None, **facts: object) -> str:
    rows = timing(guideline, _assessed(guideline, events, **facts).advice)
    (row,) = (row for row in rows if row.finding.id == finding)
    return row.judgement


UNRESECTABLE: dict[str, object] = {"complete_resection_feasible": False, "chemotherapy_months": None}


def test_one_cycle_is_told_in_the_singular_and_a_day_known_to_its_month_with_in(guideline: Guideline) -> None:
    events: list[dict[str, Any]] = [
        {"activity": "chemotherapy", "regimen": "folfox", "cycles": 1, "start": "2026-03-02"},
        {"activity": "bevacizumab", "date": "2026-03-03"},
        {"activity": "bevacizumab", "date": "2026-04"},
        {"activity": "liver_operation", "date": "2026-05"},
    ]
    told = _summary(guideline, events, chemotherapy_months=None).case
    expected = (
        "1 cycle of FOLFOX since 2 March 2026, bevacizumab 2 times, last in April 2026, liver operation in May 2026."
    )
    assert told.endswith(expected)


def test_the_case_passes_over_what_another_fact_leaves_nothing_to_ask_of(guideline: Guideline) -> None:
    unrecorded = {"primary_bleeding": None, "primary_obstruction": None}
    words = "bleeding not recorded, obstruction not recorded"
    assert words in _summary(guideline, **unrecorded).case
    assert words not in _summary(guideline, **unrecorded, primary_status="resected").case
    assert "minor bleeding" in _summary(guideline, primary_status="resected", primary_bleeding="minor").case


@pytest.mark.parametrize(
    ("start", "judged"),
    [
        ("2026-04-09", "Not due yet"),
        ("2026-04-08", "Due now, by 22 June 2026"),
        ("2026-03-25", "Due now, by 8 June 2026"),
        ("2026-03-24", "Was due by 7 June 2026, none on record by then: 1 day"),
    ],
)
def test_a_reassessment_is_due_from_its_day_to_the_end_of_the_tolerance(
    guideline: Guideline, start: str, judged: str
) -> None:
    assert _timed(guideline, "restaging_overdue", **UNRESECTABLE, chemotherapy_start=start) == judged


def test_a_window_that_closed_years_ago_is_never_called_not_due_yet(guideline: Guideline) -> None:
    events: list[dict[str, Any]] = [
        {
            "activity": "long_course_chemoradiotherapy",
            "start": "2022-03-01",
            "end": "2022-04-08",
            "dose": {"value": 50.4, "unit": "Gy"},
        },
        {"activity": "rectal_operation", "date": "2022-06-10"},
    ]
    facts: dict[str, object] = {
        "primary_status": "resected",
        "primary_resection_margin": "R0",
        "metastasis_timing": "metachronous",
        "pelvic_radiotherapy": None,
    }
    assert _timed(guideline, "operation_in_chemoradiation_window", events, **facts) == "Past, and not judged"


def test_an_interval_that_is_over_without_an_operation_is_never_called_not_due_yet(guideline: Guideline) -> None:
    given: dict[str, object] = {"chemotherapy_months": 3}
    told = [
        _timed(guideline, "bevacizumab_interval_kept", **given, last_bevacizumab=day)
        for day in ("2025-05-20", "2026-06-01")
    ]
    assert told == ["Past, and not judged", "Not before 13 July 2026"]


def test_an_interval_that_every_side_settles_by_another_window_is_listed_with_its_own_sentence(
    guideline: Guideline,
) -> None:
    given = {"activity": "bevacizumab", "date": "2026-05-18"}
    assessed = _assessed(guideline, [given], last_bevacizumab="2026-05-25", planned_operation="2026-06-15")
    finding = assessed.advice.finding("bevacizumab_interval_kept")
    assert (finding.value, finding.window) == (False, None)
    rows = {row.finding.id: (row.judgement, row.icon) for row in timing(guideline, assessed.advice)}
    assert rows[finding.id] == (finding.text, "fails")
    page = render(guideline, assessed)
    assert finding.title in page[page.index('id="timing"') :]


def test_no_title_of_an_interval_says_how_it_turned_out(guideline: Guideline) -> None:
    judged = re.compile(r"\b(overdue|late|early|missed|kept|done|due)\b", re.IGNORECASE)
    titles = [finding.title for finding in guideline.findings.values() if finding.window is not None]
    assert len(titles) > 5
    assert [title for title in titles if judged.search(title)] == []


def test_a_missed_window_is_told_in_one_sentence_above_the_verdict_in_the_plan_and_in_its_picture(
    guideline: Guideline,
) -> None:
    chemotherapy = {"activity": "chemotherapy", "start": "2026-03-14", "end": "2026-05-27", "cycles": 6}
    facts = {"pelvic_radiotherapy": None, "chemotherapy_months": None, "segments_resected": 2}
    course = {"activity": "short_course_radiotherapy", "start": "2026-02-23", "end": "2026-02-27"}
    events = [course, chemotherapy]
    assessed = _assessed(guideline, events, **facts, last_bevacizumab="2026-05-25", planned_operation="2026-06-15")
    hazards = [line.text.rstrip(".") for line in summary(guideline, assessed).hazards]
    assert len(hazards) == 2
    for timeline in assessed.timelines.values():
        assert timeline.conflict is not None
        said = [timeline.conflict.said, *(one.said for one in timeline.deviations)]
        assert [text.partition(" (")[0] for text in said] == hazards
        picture = " ".join(re.sub(r"<[^>]*>", " ", str(svg_file(timeline, foot="x"))).split())
        for text in said:
            assert text in picture


def test_a_day_in_the_picture_of_the_page_cites_what_binds_it_and_no_warning_is_told_again_above_it(
    guideline: Guideline,
) -> None:
    assessed = _assessed(guideline, segments_resected=2, last_bevacizumab="2026-05-25", planned_operation="2026-06-15")
    page = render(guideline, assessed)
    plan = page[page.index('id="plan"') :]
    assert "</tspan> Operation on rectum and liver (S16)</text>" in plan
    (warning,) = [line.text for line in summary(guideline, assessed).hazards if "S36" in line.cited]
    assert warning.rstrip(".") not in plan[: plan.index("<svg")]


def test_the_page_and_the_plan_judge_a_day_done_late_in_the_same_words(guideline: Guideline) -> None:
    course = {"activity": "short_course_radiotherapy", "start": "2026-03-02", "end": "2026-03-06"}
    chemotherapy = {"activity": "chemotherapy", "start": "2026-03-31", "cycles": 5}
    assessed = _assessed(guideline, [course, chemotherapy], pelvic_radiotherapy=None, chemotherapy_months=None)
    rows = {row.finding.id: row.judgement for row in timing(guideline, assessed.advice)}
    assert rows["chemotherapy_started_in_window"] == "Done 7 days late"
    told = [one.said for timeline in assessed.timelines.values() for one in timeline.deviations if one.done is not None]
    assert told
    assert all("done 7 days late" in text for text in told)


def test_an_emergency_operation_inside_the_interval_is_told_in_one_sentence_above_the_plan_and_in_it(
    guideline: Guideline,
) -> None:
    facts = {"last_bevacizumab": "2026-05-11", "planned_operation": "2026-06-09", "operation_urgency": "emergency"}
    assessed = _assessed(guideline, **facts, segments_resected=2)
    (warning,) = [line.text for line in summary(guideline, assessed).hazards if "S36" in line.cited]
    assert assessed.timelines
    for timeline in assessed.timelines.values():
        assert [note.text for note in timeline.notes if "emergency" in note.text] == [warning]


def test_an_emergency_is_no_silence_to_talk_about_since_it_is_told_above_everything(guideline: Guideline) -> None:
    told = _summary(guideline, primary_bleeding="uncontrolled")
    assert told.emergency is not None
    assert [one.title for one in told.silent] == ["Symptoms with resectable disease"]
