"""A plan makes up no day for a date that is known to its month or year, and drops none of them without a word."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from tests.timeline.patients import RESECTABLE, Make, Plan

from resecta.guideline import Guideline
from resecta.timeline.merge import Rough, merged
from resecta.timeline.model import Timeline
from resecta.timeline.words import either

TODAY = "2026-06-14"
BEVACIZUMAB = {"activity": "bevacizumab", "date": "2026-05-20"}


def texts(timeline: Timeline) -> str:
    return "\n".join(note.text for note in timeline.notes)


@pytest.mark.parametrize(
    ("written", "said"), [("2026-07", "July 2026"), pytest.param("2026", "2026", marks=pytest.mark.slow)]
)
def test_an_operation_set_for_a_month_gets_no_date_and_is_named(
    make: Make, plan: Plan, written: str, said: str
) -> None:
    timeline = plan(make(RESECTABLE, TODAY, [BEVACIZUMAB], planned_operation=written), "simultaneous_resection")
    operation = timeline.event("simultaneous_operation")
    assert operation.day is None
    assert operation.earliest == datetime.date(2026, 7, 1), "six weeks after bevacizumab are over by then"
    assert operation.latest == datetime.date(2026, 7 if written == "2026-07" else 12, 31)
    assert timeline.event("postoperative_chemotherapy.start").day is None, "it is counted from the operation"
    assert f"The operation is planned for {said}: its day is not known" in texts(timeline)
    assert f"known roughly (the day of the planned operation, {said})" in texts(timeline)
    unplanned = plan(make(RESECTABLE, TODAY, [BEVACIZUMAB]), "simultaneous_resection")
    assert unplanned.event("simultaneous_operation").day is not None
    assert "is planned for" not in texts(unplanned)


def test_a_month_that_is_over_sets_no_operation(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, TODAY, planned_operation="2026-05"), "simultaneous_resection")
    assert "is planned for" not in texts(timeline)
    assert timeline.event("simultaneous_operation").day is not None


def test_a_day_that_a_what_if_names_stands_for_the_month(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, TODAY, [BEVACIZUMAB], planned_operation="2026-07")
    timeline = plan(case, "simultaneous_resection", simultaneous_operation="2026-07-20")
    assert timeline.event("simultaneous_operation").day == datetime.date(2026, 7, 20)
    assert "is planned for" not in texts(timeline)


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ({"activity": "bevacizumab", "date": "2026-05"}, "Bevacizumab"),
        ({"activity": "restaging", "date": "2026-05", "result": "stable"}, "Restaging"),
        ({"activity": "chemotherapy", "start": "2026-04", "cycles": 3}, "The start of chemotherapy"),
    ],
)
def test_an_event_known_to_the_month_has_no_day_and_is_named(
    make: Make, plan: Plan, event: dict[str, Any], what: str
) -> None:
    case = make(RESECTABLE, TODAY, [event], chemotherapy_months=None)
    timeline = plan(case, "simultaneous_resection")
    done = [one for one in timeline.events if one.activity == event["activity"] and one.done is not None]
    assert done == []
    assert f"{what} is known as " in texts(timeline)
    assert f"{what} is known as " not in texts(plan(make(RESECTABLE, TODAY), "simultaneous_resection"))


def test_a_stated_day_within_the_month_of_its_event_dates_the_plan(make: Make, plan: Plan) -> None:
    events = [{"activity": "bevacizumab", "date": "2026-05"}]
    timeline = plan(make(RESECTABLE, TODAY, events, last_bevacizumab="2026-05-20"), "simultaneous_resection")
    assert datetime.date(2026, 5, 20) in [one.done for one in timeline.events]
    assert "is known as" not in texts(timeline)


def test_a_stated_date_known_to_the_month_is_named(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, TODAY, last_bevacizumab="2026-05"), "simultaneous_resection")
    assert "The day of the last bevacizumab is known as May 2026 only" in texts(timeline)


def test_the_month_of_an_operation_loses_the_days_that_bevacizumab_takes(make: Make, plan: Plan) -> None:
    events = [{"activity": "bevacizumab", "date": "2026-06-10"}]
    timeline = plan(make(RESECTABLE, TODAY, events, planned_operation="2026-07"), "simultaneous_resection")
    operation = timeline.event("simultaneous_operation")
    assert (operation.earliest, operation.latest) == (datetime.date(2026, 7, 22), datetime.date(2026, 7, 31))
    assert timeline.conflict is None


def test_a_month_that_leaves_no_day_collides_by_its_month(make: Make, plan: Plan) -> None:
    events = [{"activity": "bevacizumab", "date": "2026-06-10"}]
    for strategy in ("simultaneous_resection", "liver_first"):
        timeline = plan(make(RESECTABLE, TODAY, events, planned_operation="2026-06"), strategy)
        assert timeline.conflict is not None
        assert "the operation is planned for June 2026" in timeline.conflict.text
        assert "bevacizumab_free" in timeline.conflict.constraints


def test_cycles_before_a_month_stop_in_time_for_its_first_day(make: Make, plan: Plan) -> None:
    events = [{"activity": "chemotherapy", "start": "2026-05-04", "cycles": 3}]
    case = make(RESECTABLE, TODAY, events, planned_operation="2026-08", chemotherapy_months=None)
    timeline = plan(case, "simultaneous_resection")
    cycles = [one for one in timeline.events if one.cycle is not None and one.proposed is not None]
    assert [one.cycle for one in cycles] == [4, 5, 6]
    assert all(one.day is not None and one.day <= datetime.date(2026, 7, 20) for one in cycles)
    total = timeline.constraint("perioperative_total").text
    assert "3 or 5 before the operation, 6 or 4 after it" in total


def test_a_first_day_of_chemotherapy_in_a_month_leaves_the_days_of_a_bound_that_hold_whatever_it_was(
    make: Make, plan: Plan
) -> None:
    events = [{"activity": "chemotherapy", "start": "2026-05", "cycles": 2}]
    timeline = plan(make(RESECTABLE, TODAY, events, chemotherapy_months=None), "simultaneous_resection")
    evaluation = timeline.constraint("evaluation")
    assert evaluation.earliest is evaluation.latest is None, "no day lies six to eight weeks after each day of May"
    assert timeline.event("restaging").day is None
    assert timeline.event("chemotherapy.start").given
    assert "May 2026" in timeline.event("chemotherapy.start").label


def test_a_month_of_bevacizumab_counts_from_its_last_day(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, TODAY, last_bevacizumab="2026-05", pelvic_radiotherapy="short course")
    timeline = plan(case, "simultaneous_resection")
    last = datetime.date(2026, 5, 31)
    assert timeline.constraint("bevacizumab_free").earliest == last + datetime.timedelta(days=42)
    assert timeline.constraint("bevacizumab_free").anchor is None


def test_a_bound_that_a_plan_leaves_out_on_some_day_has_no_dates_in_what_all_days_share(
    make: Make, plan: Plan, guideline: Guideline
) -> None:
    one = plan(make(RESECTABLE, TODAY, [BEVACIZUMAB]), "simultaneous_resection")
    dated = next(each for each in one.constraints if each.earliest is not None)
    other = replace(one, constraints=tuple(each for each in one.constraints if each != dated))
    shared = merged({(0,): one, (1,): other}, [Rough("Control, 2026", "2026", None)], guideline.schedule.sentences)
    (told,) = [each for each in shared.constraints if (each.id, each.end) == (dated.id, dated.end)]
    assert (told.earliest, told.latest, told.anchor) == (None, None, None)


def test_two_days_in_a_sentence_are_both_written_out() -> None:
    texts_of = ["Restaging was due by 26 April, none on record.", "Restaging was due by 26 May, none on record."]
    assert either(texts_of) == "Restaging was due by 26 April or 26 May, none on record."


SEQUENCE = {
    "pelvic_radiotherapy": "short course",
    "last_radiotherapy_fraction": "2025-08-22",
    "chemotherapy_months": None,
}


@pytest.mark.slow
def test_what_is_missed_on_every_day_of_a_month_is_not_said_of_some_days(make: Make, plan: Plan) -> None:
    # the window closed on 9 September, so that any day of November is late; of September only some are
    for month, opening in (("2025-11", "On every day"), ("2025-09", "On some of the days")):
        timeline = plan(make(RESECTABLE, TODAY, **SEQUENCE, chemotherapy_start=month), "simultaneous_resection")
        (said,) = [note.text for note in timeline.notes if "Chemotherapy start" in note.text and "late" in note.text]
        assert said.startswith(opening)


def test_a_count_that_hangs_on_a_month_is_told_for_its_first_and_its_last_day(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, TODAY, [{"activity": "bevacizumab", "date": "2026-05"}], chemotherapy_months=None)
    (said,) = [
        note.text
        for note in plan(case, "simultaneous_resection").notes
        if "of the last bevacizumab is left" in note.text
    ]
    assert said.startswith("For the first and the last day that it can have been, or be (bevacizumab, May 2026): ")


def test_an_operation_set_for_a_day_that_stands_on_some_days_only_has_no_other_window(make: Make, plan: Plan) -> None:
    """With bevacizumab on 1 May the operation of 25 June stands, with bevacizumab on 31 May it cannot."""
    case = make(RESECTABLE, TODAY, last_bevacizumab="2026-05", planned_operation="2026-06-25", chemotherapy_months=None)
    operation = plan(case, "simultaneous_resection").event("simultaneous_operation")
    assert (operation.earliest, operation.latest, operation.day) == (None, None, None)


def test_no_window_is_counted_from_a_proposed_day_that_differs_over_a_month(make: Make, plan: Plan) -> None:
    """The restaging may be as late as the hepatectomy lets it, and no day of that is told."""
    out = {"primary_status": "resected", "primary_resection_margin": "R0", "rectal_operation": "2026-01-12"}
    case = make(RESECTABLE, TODAY, [{"activity": "bevacizumab", "date": "2026-05"}], **out, chemotherapy_months=6)
    timeline = plan(case, "primary_first")
    assert timeline.event("liver_operation").day is None
    assert timeline.event("restaging_before_hepatectomy").latest is None
