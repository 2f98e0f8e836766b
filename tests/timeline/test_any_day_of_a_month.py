"""What a plan says of a patient with rough dates holds on every day that these can be.

``rough.py`` makes the patients. Each is planned again with exact days, by the same engine, which knows nothing of
months then. More of them: RESECTA_PATIENTS=5000 pytest this file.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

import pytest
from tests.timeline.checker import Checker
from tests.timeline.difficult import Patient
from tests.timeline.rough import on_some_days, rough_patient, rough_spots

import resecta.advice
from resecta.case import case_from
from resecta.guideline import Guideline
from resecta.timeline import SidesPlanner, plans_of
from resecta.timeline.model import TimedEvent, Timeline

pytestmark = pytest.mark.slow

PATIENTS = int(os.environ.get("RESECTA_PATIENTS", "150"))
BATCH = 50
DAYS = 8


@pytest.mark.parametrize("first", range(0, PATIENTS, BATCH))
def test_what_a_plan_tells_of_a_month_holds_on_each_of_its_days(guideline: Guideline, first: int) -> None:
    faults: list[str] = []
    compared = 0
    for seed in range(first, first + BATCH):
        written = rough_patient(seed)
        case = case_from(written, guideline)
        if case.disputes or not rough_spots(written):
            continue
        advice = resecta.advice.assess(guideline, case)
        for id, plans in plans_of(guideline, case, advice).items():
            assert plans.common is not None
            checker = Checker(guideline, case, plans.common)
            checks = (checker.windows, checker.undated, checker.apart, checker.words, checker.cycles)
            faults += [f"{seed} {id}: {fault}" for check in checks for fault in check()]
            for exact in on_some_days(written, seed, DAYS):
                faults += [f"{seed} {id}: {fault}" for fault in _faults(guideline, plans.common, exact, id)]
                compared += 1
    assert faults == []
    assert compared > BATCH, "plans were compared"


def _faults(guideline: Guideline, rough: Timeline, exact: Patient, strategy: str) -> Iterator[str]:
    case = case_from(exact, guideline)
    if case.disputes:  # on this day two sources differ, and there is no one plan to compare with
        return
    told = SidesPlanner(guideline, case).plans(strategy).common
    assert told is not None
    day = exact["facts"].get("planned_operation", "")
    set_ = next((event for event in rough.events if event.fixed == "planned" and event.proposed is None), None)
    first = "" if set_ is None or set_.earliest is None else set_.earliest.isoformat()
    last = "9999" if set_ is None or set_.latest is None else set_.latest.isoformat()
    if not first <= day <= last:
        return  # a day that the bounds do not leave, or no working day: it was not to be set
    said = " ".join(note.text for note in rough.notes)
    if told.conflict is not None and rough.conflict is None and "On some of the days" not in said:
        yield f"{_days(exact)}: nothing says of the collision {told.conflict.text}"
    by_id = {event.id: event for event in told.events}
    for event in rough.events:
        yield from (f"{_days(exact)}: {fault}" for fault in _event_faults(event, by_id.get(event.id)))


def _event_faults(rough: TimedEvent, exact: TimedEvent | None) -> Iterator[str]:
    if rough.day is not None:
        if exact is None or exact.day != rough.day:
            yield f"{rough.id} is told on {rough.day}, and is on {None if exact is None else exact.day}"
    elif exact is not None and exact.proposed is not None and not exact.fixed:
        late = rough.latest is not None and exact.latest is not None and exact.latest < rough.latest
        if (rough.earliest is not None and (exact.earliest or datetime.date.max) > rough.earliest) or late:
            yield f"{rough.id} {rough.earliest} to {rough.latest}, but {exact.earliest} to {exact.latest}"


def _days(exact: Patient) -> str:
    dates = [str(value) for event in exact["events"] for key, value in event.items() if key in ("date", "start", "end")]
    return f"{exact['assessed_on']} {exact['facts'].get('planned_operation', '')} {dates}"
