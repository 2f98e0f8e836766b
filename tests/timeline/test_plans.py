"""Cycles, drugs beside them, working days, what-ifs and collisions, on invented patients."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from tests.timeline.patients import RESECTABLE, SHORT_COURSE, UNRESECTABLE, Make, Plan, day

from resecta.document import InputError
from resecta.draw.timeline import describe, svg_file
from resecta.guideline import Guideline
from resecta.guideline.schedule.model import Calendar
from resecta.timeline import Planner

EVERY_DAY = ("monday", "tuesday", "wednesday", "thursday", "friday")


def test_bevacizumab_is_left_out_of_the_cycles_that_would_break_its_interval(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", proposed_biologic="bevacizumab"), "simultaneous_resection")
    operation = timeline.event("simultaneous_operation").proposed
    last = timeline.event("bevacizumab.last").proposed
    assert operation is not None
    assert last is not None
    with_drug = [event for event in timeline.events if event.beside]
    without = [
        event for event in timeline.events if event.id.startswith("chemotherapy.") and event.cycle and not event.beside
    ]
    assert last == max(event.day for event in with_drug if event.day is not None)
    assert all((operation - event.day).days >= 42 for event in with_drug if event.day is not None)
    assert all((operation - event.day).days < 42 for event in without if event.day is not None)
    assert any("left out" in note.text and "6 weeks" in note.text for note in timeline.notes)


def test_without_an_operation_bevacizumab_goes_with_every_cycle(make: Make, plan: Plan) -> None:
    timeline = plan(make(UNRESECTABLE, "2026-03-09", proposed_biologic="bevacizumab"), "conversion_chemotherapy")
    assert all(event.beside for event in timeline.events if event.cycle is not None)


def test_what_was_given_counts_towards_the_total(make: Make, plan: Plan) -> None:
    events = [
        SHORT_COURSE,
        {"activity": "chemotherapy", "regimen": "folfox", "cycles": 12, "start": "2026-03-17", "end": "2026-09-01"},
    ]
    case = make(RESECTABLE, "2026-09-02", events, pelvic_radiotherapy=None, chemotherapy_months=None)
    timeline = plan(case, "simultaneous_resection")
    assert timeline.constraint("perioperative_total").kept is True
    assert not [event for event in timeline.events if event.activity == "postoperative_chemotherapy"]


def test_a_step_that_nobody_knows_to_apply_is_left_out_and_said(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", pelvic_radiotherapy=None), "simultaneous_resection")
    assert not [event for event in timeline.events if event.activity == "short_course_radiotherapy"]
    step, bound = [note for note in timeline.notes if "Left out" in note.text]
    assert "(whether and how the pelvis was irradiated): Short-course radiotherapy" in step.text
    assert {"S13", "S14", "S22"} <= set(step.statements), "its own, and those of what is counted from it"
    assert bound.statements == ("S24",)


def test_a_missed_limit_is_a_deviation_and_the_plan_goes_on(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, "2026-09-20", [SHORT_COURSE], pelvic_radiotherapy=None)
    timeline = plan(case, "simultaneous_resection")
    assert ("rectal_delay", 14) in [(each.constraint, each.days) for each in timeline.deviations]
    assert timeline.event("simultaneous_operation").proposed is not None


def test_two_clocks_that_collide_are_shown_and_nothing_is_chosen(make: Make, plan: Plan) -> None:
    # bevacizumab until 1 August: + 6 weeks is 12 September; short course to 6 March: + 6 months is 6 September
    events = [
        SHORT_COURSE,
        {"activity": "chemotherapy", "regimen": "folfox", "cycles": 9, "start": "2026-03-17", "end": "2026-08-01"},
        {"activity": "restaging", "date": "2026-05-05"},
    ]
    case = make(
        RESECTABLE,
        "2026-08-03",
        events,
        pelvic_radiotherapy=None,
        chemotherapy_months=None,
        last_bevacizumab="2026-08-01",
    )
    timeline = plan(case, "simultaneous_resection")
    assert timeline.conflict is not None
    assert set(timeline.conflict.constraints) == {"bevacizumab_free", "rectal_delay"}
    assert timeline.conflict.text == (
        "Last bevacizumab 1 August + 6 weeks (S36) is 12 September; "
        "last fraction 6 March + 6 months (S22) is 6 September at the latest: no day is left for the operation."
    )
    operation = timeline.event("simultaneous_operation")
    assert (operation.earliest, operation.latest, operation.proposed) == (None, None, None)
    assert timeline.constraint("rectal_delay").latest == day("2026-09-06")
    assert timeline.constraint("bevacizumab_free").earliest == day("2026-09-12")
    # nor does any output show a day for it
    assert "Operation on rectum and liver: no date while this stands" in describe(timeline)
    assert ">Operation on rectum" not in str(svg_file(timeline, foot="P1"))


def test_a_what_if_moves_what_hangs_on_it(make: Make, plan: Plan) -> None:
    case = make({**RESECTABLE, "segments_resected": 4, "greatest_threat": "liver"}, "2026-02-02")
    before = plan(case, "liver_first")
    after = plan(case, "liver_first", liver_operation="2026-07-06")
    assert before.event("liver_operation").proposed != after.event("liver_operation").proposed == day("2026-07-06")
    assert after.event("liver_operation").fixed == "what if"
    assert after.event("chemotherapy.start").proposed == before.event("chemotherapy.start").proposed


def test_a_what_if_may_name_the_operation_by_what_it_contains(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-02-02"), "simultaneous_resection", liver_operation="2026-05-20")
    assert timeline.event("simultaneous_operation").proposed == day("2026-05-20")


@pytest.mark.parametrize(
    ("name", "date", "message"),
    [
        ("liver_op", "2026-07-06", "no event of this plan"),
        ("chemotherapy", "2026-07-06", "was done on 2026-03-31 and cannot be moved"),
        ("rectal_operation", "2026-04-13", "lies before the day of assessment"),
        ("decision", "2026-05-01", "is today"),
    ],
)
def test_a_what_if_that_cannot_be_asked_is_refused_in_words(
    make: Make, plan: Plan, name: str, date: str, message: str
) -> None:
    events = [SHORT_COURSE, {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-31"}]
    case = make(RESECTABLE, "2026-04-14", events, pelvic_radiotherapy=None, chemotherapy_months=None)
    with pytest.raises(InputError, match=message):
        plan(case, "simultaneous_resection", **{name: date})


def test_a_course_that_would_end_before_it_starts_is_a_conflict(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, "2026-03-09")
    what_if = {"short_course.start": "2026-04-10", "short_course.end": "2026-04-01"}
    timeline = plan(case, "simultaneous_resection", **what_if)
    assert timeline.conflict is not None
    assert "10 April" in timeline.conflict.text
    assert "1 April" in timeline.conflict.text


def test_a_gap_of_ten_years_is_said_not_computed_away(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09"), "simultaneous_resection", chemotherapy="2036-03-09")
    assert timeline.conflict is None, "the short course moves with it: nothing forbids to begin later"
    late = plan(
        make(RESECTABLE, "2026-03-09", [SHORT_COURSE], pelvic_radiotherapy=None),
        "simultaneous_resection",
        liver_operation="2036-03-10",
    )
    assert late.conflict is not None
    assert late.conflict.text == (
        "Last fraction 6 March + 6 months (S22) is 6 September at the latest; the operation is set on 10 March 2036."
    )


def test_29_february_is_a_day_like_any_other(make: Make, plan: Plan) -> None:
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2023-12-29"}]
    case = make(UNRESECTABLE, "2024-02-29", events, pelvic_radiotherapy=None, chemotherapy_months=None)
    first = plan(case, "conversion_chemotherapy").constraint("reassessments")
    # 29 December + 2 months is 29 February 2024, give or take 14 days
    assert (first.earliest, first.latest) == (day("2024-02-15"), day("2024-03-14"))


def test_nothing_new_is_planned_before_the_start(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09"), "simultaneous_resection", start="2026-04-01")
    ahead = [event.proposed for event in timeline.events if event.proposed is not None and event.id != "decision"]
    assert min(ahead) == day("2026-04-01")
    with pytest.raises(InputError, match="before the day of assessment"):
        plan(make(RESECTABLE, "2026-03-09"), "simultaneous_resection", start="2026-03-08")


def test_proposals_keep_to_working_days_and_public_holidays(guideline: Guideline, make: Make) -> None:
    # Epiphany, 6 January 2026, is a holiday in Bavaria and not in Berlin
    case, shipped = make(UNRESECTABLE, "2026-01-06"), guideline.schedule.calendar

    def in_germany(region: str) -> Calendar:
        return replace(shipped, country="DE", region=region)

    bavaria = Planner(guideline, case, calendar=replace(shipped, country="DE", region="BY")).plan(
        "conversion_chemotherapy"
    )
    berlin = Planner(guideline, case, calendar=replace(shipped, country="DE", region="BE")).plan(
        "conversion_chemotherapy"
    )
    assert bavaria.event("conversion.start").proposed == day("2026-01-07")
    assert berlin.event("conversion.start").proposed == day("2026-01-06")
    with pytest.raises(InputError, match="no public holidays are known"):
        Planner(guideline, case, calendar=replace(shipped, country="XX"))


def test_a_window_without_a_theatre_day_wins_over_the_weekday_and_says_so(guideline: Guideline, make: Make) -> None:
    # the limit of S22 falls on 6 September; bevacizumab until 24 July leaves 4 to 6 September, a Friday to a Sunday
    events = [
        SHORT_COURSE,
        {"activity": "chemotherapy", "regimen": "folfox", "cycles": 9, "start": "2026-03-17", "end": "2026-07-24"},
        {"activity": "restaging", "date": "2026-05-05"},
    ]
    facts = {"pelvic_radiotherapy": None, "chemotherapy_months": None, "last_bevacizumab": "2026-07-24"}
    case = make(RESECTABLE, "2026-08-03", events, **facts)
    days = {"theatre": ("tuesday",), **dict.fromkeys(("meeting", "radiotherapy", "drug", "imaging"), EVERY_DAY)}
    timeline = Planner(guideline, case, calendar=replace(guideline.schedule.calendar, days=days)).plan(
        "simultaneous_resection"
    )
    operation = timeline.event("simultaneous_operation")
    assert (operation.earliest, operation.latest) == (day("2026-09-04"), day("2026-09-06"))
    assert operation.off
    assert operation.proposed == day("2026-09-04")
    assert any("holds no theatre day" in note.text and "Friday 4 September" in note.text for note in timeline.notes)


def test_weeks_to_systemic_treatment_follow_from_the_bounds(make: Make, plan: Plan) -> None:
    (argument,) = plan(make(RESECTABLE, "2026-03-09"), "simultaneous_resection").arguments
    spans = [(way.least, way.most) for way in argument.ways]
    # five fractions Monday to Friday are 4 days; then 11 to 18
    assert spans[:2] == [(0, 0), (15, 22)]
    assert spans[2][0] > spans[1][0], "a long course delays systemic treatment (S39)"
    assert argument.statements == ("S39", "S40")


@pytest.mark.parametrize(
    "known",
    [
        {"chemotherapy_start": "2026-02-09", "chemotherapy_months": 0.5},
        {"pelvic_radiotherapy": "short course", "last_radiotherapy_fraction": "2026-03-02"},
        {"metastasis_timing": "metachronous"},
    ],
)
def test_they_are_no_argument_once_there_is_nothing_to_weigh(make: Make, plan: Plan, known: dict[str, object]) -> None:
    assert plan(make(RESECTABLE, "2026-03-09", **known), "simultaneous_resection").arguments == ()


@pytest.mark.parametrize("fact", ["pelvic_radiotherapy", "metastasis_timing"])
def test_they_are_one_while_nobody_knows_whether_there_is(make: Make, plan: Plan, fact: str) -> None:
    assert plan(make(RESECTABLE, "2026-03-09", **{fact: None}), "simultaneous_resection").arguments


def test_a_case_without_a_day_of_assessment_cannot_be_dated(guideline: Guideline) -> None:
    from resecta.case import case_from

    case = case_from({"case": "T", "facts": RESECTABLE}, guideline)
    with pytest.raises(InputError, match="needs the day of assessment"):
        Planner(guideline, case)


def test_the_same_case_gives_the_same_plan_whatever_the_clock_says(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, "2020-03-09")
    assert plan(case, "simultaneous_resection") == plan(case, "simultaneous_resection")
    assert plan(case, "simultaneous_resection").today == datetime.date(2020, 3, 9)
