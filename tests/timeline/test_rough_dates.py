"""A plan makes up no day for a date that is known to its month or year, and drops none of them without a word."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.timeline.patients import RESECTABLE, Make, Plan

from resecta.timeline.model import Timeline

TODAY = "2026-06-14"
BEVACIZUMAB = {"activity": "bevacizumab", "date": "2026-05-20"}


def texts(timeline: Timeline) -> str:
    return "\n".join(note.text for note in timeline.notes)


@pytest.mark.parametrize(("written", "said"), [("2026-07", "July 2026"), ("2026", "2026")])
def test_an_operation_set_for_a_month_gets_no_date_and_is_named(
    make: Make, plan: Plan, written: str, said: str
) -> None:
    timeline = plan(make(RESECTABLE, TODAY, [BEVACIZUMAB], planned_operation=written), "simultaneous_resection")
    assert timeline.event("simultaneous_operation").day is None
    assert timeline.event("postoperative_chemotherapy.start").day is None, "it is counted from the operation"
    assert f"The operation is planned for {said} (Planned operation): the day is not known" in texts(timeline)
    assert "hang on what is not recorded (Planned operation)" in texts(timeline)
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
        ({"activity": "chemotherapy", "start": "2026-04", "cycles": 3}, "Chemotherapy, start"),
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
    assert "Last bevacizumab is known as May 2026 only" in texts(timeline)
