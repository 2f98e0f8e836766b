"""The two worked cases with dates, as their stories tell them, and what follows from a record of what was done."""

from __future__ import annotations

from typing import Any

import pytest
from tests.timeline.patients import RESECTABLE, SHORT_COURSE, UNRESECTABLE, Make, Plan, day

from resecta.timeline import to_json

GIVEN: dict[str, Any] = {"pelvic_radiotherapy": None, "chemotherapy_months": None}
LATE_START = [SHORT_COURSE, {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-31"}]
BEVACIZUMAB = [
    {"activity": "short_course_radiotherapy", "start": "2026-02-23", "end": "2026-02-27"},
    {"activity": "chemotherapy", "regimen": "folfox", "cycles": 6, "start": "2026-03-14", "end": "2026-05-27"},
]


@pytest.mark.slow
def test_bevacizumab_three_weeks_before_the_operation_is_explained_with_its_dates(make: Make, plan: Plan) -> None:
    case = make(
        RESECTABLE, "2026-06-08", BEVACIZUMAB, **GIVEN, last_bevacizumab="2026-05-25", planned_operation="2026-06-15"
    )
    timeline = plan(case, "simultaneous_resection")
    assert timeline.conflict is not None
    assert timeline.conflict.constraints == ("bevacizumab_free",)
    assert timeline.conflict.text == (
        "Last bevacizumab 25 May + 6 weeks (S36) is 6 July; the operation is planned on 15 June."
    )
    operation = timeline.event("simultaneous_operation")
    assert (operation.earliest, operation.proposed) == (day("2026-07-06"), day("2026-07-06"))
    constraint = timeline.constraint("bevacizumab_free")
    assert (constraint.kept, constraint.zone, constraint.slack_days) == (False, "outside", -21)


def test_day_42_after_bevacizumab_is_allowed(make: Make, plan: Plan) -> None:
    case = make(
        RESECTABLE, "2026-06-08", BEVACIZUMAB, **GIVEN, last_bevacizumab="2026-05-25", planned_operation="2026-07-06"
    )
    timeline = plan(case, "simultaneous_resection")
    assert timeline.conflict is None
    assert timeline.event("simultaneous_operation").fixed == "planned"
    assert timeline.constraint("bevacizumab_free").slack_days == 0


def test_an_emergency_operation_is_not_bound_by_the_interval(make: Make, plan: Plan) -> None:
    case = make(
        RESECTABLE,
        "2026-06-08",
        BEVACIZUMAB,
        **GIVEN,
        last_bevacizumab="2026-05-25",
        planned_operation="2026-06-15",
        operation_urgency="emergency",
    )
    timeline = plan(case, "simultaneous_resection")
    assert timeline.conflict is None
    assert timeline.event("simultaneous_operation").proposed == day("2026-06-15")
    warning = "The emergency operation of 15 June 2026 comes 21 days after the last bevacizumab"
    assert any(note.text.startswith(warning) and note.warns for note in timeline.notes)


def test_what_is_left_of_bevacizumab_is_told_with_its_range(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, "2026-06-08", BEVACIZUMAB, **GIVEN, last_bevacizumab="2026-05-25")
    notes = [note for note in plan(case, "simultaneous_resection").notes if note.statements == ("S37",)]
    # 42 days: 2^(-42/20) = 23 %, and 7 % to 56 % for half-lives of 11 and 50 days
    told = "About 23 % of the last bevacizumab is left at the operation"
    span = "(7 % at the shortest half-life, 56 % at the longest)"
    assert [note.text.startswith(told) and span in note.text for note in notes] == [True]


def test_chemotherapy_on_day_25_is_seven_days_late_and_the_rest_is_dated_from_it(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-04-14", LATE_START, **GIVEN), "simultaneous_resection")
    (deviation,) = timeline.deviations
    assert (deviation.constraint, deviation.days) == ("chemotherapy_after_short_course", 7)
    assert (deviation.earliest, deviation.latest) == (day("2026-03-17"), day("2026-03-24"))
    evaluation = timeline.constraint("evaluation")
    assert (evaluation.earliest, evaluation.latest) == (day("2026-05-12"), day("2026-05-26"))
    assert timeline.constraint("operation_about").latest == day("2026-06-30")
    limit = timeline.constraint("rectal_delay")
    assert (limit.caution_from, limit.latest) == (day("2026-08-06"), day("2026-09-06"))
    assert timeline.event("simultaneous_operation").proposed == day("2026-06-30")
    assert "5 before the operation, 6 after it" in timeline.constraint("perioperative_total").text


def test_both_ends_of_the_window_are_included(make: Make, plan: Plan) -> None:
    for start, days in (("2026-03-16", -1), ("2026-03-17", 0), ("2026-03-24", 0), ("2026-03-25", 1)):
        events = [SHORT_COURSE, {"activity": "chemotherapy", "regimen": "folfox", "start": start}]
        timeline = plan(make(RESECTABLE, "2026-04-01", events, **GIVEN), "simultaneous_resection")
        assert [deviation.days for deviation in timeline.deviations] == ([days] if days else []), start


def test_chemotherapy_not_begun_when_its_window_has_passed_is_overdue_and_proposed_at_once(
    make: Make, plan: Plan
) -> None:
    case = make(RESECTABLE, "2026-03-30", [SHORT_COURSE], pelvic_radiotherapy=None)
    timeline = plan(case, "simultaneous_resection")
    (deviation,) = timeline.deviations
    assert (deviation.done, deviation.days) == (None, 6)
    assert timeline.conflict is None
    assert timeline.event("chemotherapy.start").proposed == day("2026-03-30")


def test_reassessment_is_overdue_once_its_tolerance_has_passed(make: Make, plan: Plan) -> None:
    # 10 January + 2 calendar months is 10 March, + 14 days 24 March; 5 April is 12 days later
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-10"}]
    timeline = plan(make(UNRESECTABLE, "2026-04-05", events, **GIVEN), "conversion_chemotherapy")
    assert [(each.constraint, each.days) for each in timeline.deviations] == [("reassessments", 12)]
    assert timeline.event("reassessment").proposed == day("2026-04-06")


def test_reassessments_count_from_the_last_one_done(make: Make, plan: Plan) -> None:
    events = [
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-10"},
        {"activity": "restaging", "date": "2026-03-12"},
    ]
    timeline = plan(make(UNRESECTABLE, "2026-04-05", events, **GIVEN), "conversion_chemotherapy")
    assert timeline.deviations == ()
    assert timeline.event("reassessment").done == day("2026-03-12")
    assert timeline.event("reassessment.2").proposed == day("2026-05-12")


def test_what_has_begun_is_not_planned_again(make: Make, plan: Plan) -> None:
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-31"}]
    case = make(RESECTABLE, "2026-04-14", events, chemotherapy_months=None)
    timeline = plan(case, "simultaneous_resection")
    assert not [event for event in timeline.events if event.activity == "short_course_radiotherapy"]


def test_an_operation_done_leaves_the_rest_of_the_course(make: Make, plan: Plan) -> None:
    events = [
        SHORT_COURSE,
        {"activity": "chemotherapy", "regimen": "folfox", "cycles": 6, "start": "2026-03-17", "end": "2026-06-01"},
        {"activity": "restaging", "date": "2026-05-05"},
        {"activity": "rectal_operation", "date": "2026-06-17"},
    ]
    case = make(
        RESECTABLE,
        "2026-07-01",
        events,
        pelvic_radiotherapy=None,
        chemotherapy_months=None,
        primary_status="resected",
        primary_resection_margin="R0",
    )
    timeline = plan(case, "primary_first")
    assert timeline.event("rectal_operation").done == day("2026-06-17")
    assert timeline.constraint("hepatectomy_about").latest == day("2026-09-17")
    assert timeline.event("liver_operation").proposed == day("2026-09-17")
    assert timeline.constraint("rectal_delay").kept is True


def test_the_contract_has_these_keys_and_iso_dates(make: Make, plan: Plan) -> None:
    shape = to_json(plan(make(RESECTABLE, "2026-04-14", LATE_START, **GIVEN), "simultaneous_resection"))
    assert list(shape) == ["events", "constraints", "conflict", "deviations"]
    assert list(shape["events"][0]) == ["activity", "label", "earliest", "latest", "proposed", "done", "statements"]
    assert list(shape["constraints"][0]) == [
        *("id", "from", "to", "kind", "text", "statements", "earliest", "latest", "zone", "slack_days", "kept")
    ]
    assert list(shape["deviations"][0]) == ["constraint", "earliest", "latest", "done", "days"]
    assert shape["deviations"][0]["done"] == "2026-03-31"
    activities = {event["activity"] for event in shape["events"]}
    assert all(each["from"] in activities and each["to"] in activities for each in shape["constraints"])


@pytest.mark.parametrize("start", ["2026-03-09", "2024-02-26", "2026-12-21"])
def test_the_whole_sequence_of_a_new_patient(make: Make, plan: Plan, start: str) -> None:
    timeline = plan(make(RESECTABLE, start), "simultaneous_resection")
    assert timeline.conflict is None
    assert timeline.event("short_course.start").proposed == day(start)
    gap = (timeline.event("chemotherapy.start").proposed - timeline.event("short_course.end").proposed).days  # type: ignore[operator]  # both are proposed
    assert gap == 11
    assert len([event for event in timeline.events if event.cycle is not None]) == 12
