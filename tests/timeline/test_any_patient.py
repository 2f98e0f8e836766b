"""No accepted plan breaks a bound as a person counts it on a calendar: whoever, on whatever day."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timeline.patients import RESECTABLE, UNRESECTABLE

import resecta.advice
import resecta.document
from resecta.case import case_from
from resecta.guideline import Guideline
from resecta.timeline import Planner, timelines
from resecta.timeline.model import Timeline

pytestmark = pytest.mark.slow

# what the source says, written out a second time: constraint → (months, days) of its ends
COUNTED: dict[str, tuple[tuple[int, int] | None, tuple[int, int] | None]] = {
    "chemotherapy_after_short_course": ((0, 11), (0, 18)),
    "evaluation": ((0, 42), (0, 56)),
    "rectal_delay": (None, (6, 0)),
    "bevacizumab_free": ((0, 42), None),
    "operation_after_chemoradiation": ((0, 35), (0, 70)),
    "reassessments": ((2, -14), (2, 14)),
}


def later(day: datetime.date, months: int, days: int) -> datetime.date:
    """Count months on the calendar, then days, as with a finger on the wall."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day.day, last)) + datetime.timedelta(days=days)


def check(timeline: Timeline) -> None:
    for constraint in timeline.constraints:
        ends = COUNTED.get(constraint.id)
        if ends is None or constraint.anchor is None or constraint.actual is None or constraint.kept is False:
            continue
        earliest, latest = ends
        if earliest is not None:
            assert constraint.actual >= later(constraint.anchor, *earliest), constraint
        if latest is not None:
            assert constraint.actual <= later(constraint.anchor, *latest), constraint
    for event in timeline.events:
        if event.proposed is not None and event.fixed != "planned" and event.earliest is not None:
            assert event.earliest <= event.proposed, event
            assert event.latest is None or event.proposed <= event.latest, event
            assert event.proposed >= timeline.today, event


DAYS = st.dates(datetime.date(2023, 1, 1), datetime.date(2028, 12, 31))


@st.composite
def patients(draw: st.DrawFn) -> dict[str, Any]:
    """A patient somewhere along the course: irradiated or not, treated or not, with or without a planned operation."""
    facts = dict(draw(st.sampled_from([RESECTABLE, UNRESECTABLE])))
    facts["segments_resected"] = draw(st.sampled_from([2, 4]))
    facts["greatest_threat"] = draw(st.sampled_from(["liver", "primary", "balanced"]))
    today = draw(DAYS)
    events: list[dict[str, Any]] = []

    def ago(most: int) -> datetime.date:
        return today - datetime.timedelta(days=draw(st.integers(0, most)))

    if draw(st.booleans()):
        end = ago(200)
        events.append({"activity": "short_course_radiotherapy", "start": end - datetime.timedelta(days=4), "end": end})
        facts.pop("pelvic_radiotherapy")
    if draw(st.booleans()):
        start = ago(180)
        events.append(
            {"activity": "chemotherapy", "regimen": "folfox", "start": start, "cycles": draw(st.integers(1, 13))}
        )
        facts.pop("chemotherapy_months")
        if draw(st.booleans()):
            facts["last_bevacizumab"] = draw(st.dates(start, today))
    facts["proposed_biologic"] = draw(st.sampled_from(["none", "bevacizumab"]))
    if draw(st.booleans()):
        facts["planned_operation"] = today + datetime.timedelta(days=draw(st.integers(0, 250)))
    return {"case": "T", "assessed_on": today, "facts": facts, "events": events}


@given(patient=patients())
def test_no_accepted_plan_breaks_a_bound_as_counted_on_a_calendar(
    guideline: Guideline, patient: dict[str, Any]
) -> None:
    case = case_from(_plain(patient), guideline)
    advice = resecta.advice.assess(guideline, case)
    for timeline in timelines(guideline, case, advice).values():
        check(timeline)


@given(patient=patients(), offset=st.integers(0, 400))
def test_nor_does_any_what_if(guideline: Guideline, patient: dict[str, Any], offset: int) -> None:
    case = case_from(_plain(patient), guideline)
    advice = resecta.advice.assess(guideline, case)
    planner = Planner(guideline, case)
    date = planner.today + datetime.timedelta(days=offset)
    for id in timelines(guideline, case, advice):
        for name in sorted(planner.names(id)):
            try:
                timeline = planner.plan(id, advice, {name: date})
            except resecta.document.InputError:
                continue
            check(timeline)


def _plain(patient: dict[str, Any]) -> dict[str, Any]:
    """Dates as a case file holds them."""

    def text(value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: text(item) for key, item in value.items()}
        return [text(item) for item in value] if isinstance(value, list) else value

    return text(patient)  # type: ignore[no-any-return]  # a mapping stays a mapping
