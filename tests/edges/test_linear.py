"""A long record takes as long as it is: four times the entries take about four times the work, and never sixteen."""

from __future__ import annotations

import datetime
import re
import time
from typing import Any

import pytest
from tests.draw.views import views
from tests.timeline.patients import RESECTABLE

from resecta.case import case_from
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.timeline import assessment

TODAY = datetime.date(2026, 3, 9)
FACTS = {key: value for key, value in RESECTABLE.items() if key not in ("pelvic_radiotherapy", "chemotherapy_months")}
AT_MOST = 8.0
"""Times the work for four times the entries: twice what is linear, half of what is quadratic."""


def back(days: int) -> str:
    return (TODAY - datetime.timedelta(days)).isoformat()


def restagings(count: int) -> dict[str, Any]:
    return {"events": [{"activity": "restaging", "date": back(number)} for number in range(count)]}


def operations(count: int) -> dict[str, Any]:
    return {
        "events": [
            {"activity": "liver_operation", "date": back(number), "notes": str(number)} for number in range(count)
        ]
    }


def operations_alone(count: int) -> dict[str, Any]:
    """No way is open: what can be dated whichever is chosen."""
    return {"facts": {}, **operations(count)}


def doses_of_one_day(count: int) -> dict[str, Any]:
    one = {"activity": "chemotherapy", "start": "2026-02-01", "end": "2026-02-01"}
    return {"events": [{**one, "regimen": f"regimen {number}"} for number in range(count)]}


def opinions(count: int) -> dict[str, Any]:
    values = ("liver", "primary", "balanced")
    said = [{"by": f"Dr {number}", "value": values[number % 3]} for number in range(count)]
    return {"facts": {**FACTS, "greatest_threat": {"opinions": said}}}


def disputed_doses(count: int) -> dict[str, Any]:
    one = {"activity": "short_course_radiotherapy", "start": back(30), "end": back(26)}
    events = [{**one, "dose": {"value": 20 + number / 1000, "unit": "Gy"}} for number in range(count)]
    return {"events": events}


def lesions(count: int) -> dict[str, Any]:
    return {"lesions": [{"id": f"m{number}", "segments": [5]} for number in range(count)]}


def work(guideline: Guideline, record: dict[str, Any]) -> float:
    """Seconds of this process, the less of two."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        case = case_from({"assessed_on": TODAY.isoformat(), "facts": FACTS, **record}, guideline)
        assessment(guideline, case)
        spent.append(time.process_time() - begun)
    return min(spent)


def shown(guideline: Guideline, record: dict[str, Any]) -> float:
    """Seconds of this process for every view of the case, the less of two."""
    case = case_from({"assessed_on": TODAY.isoformat(), "facts": FACTS, **record}, guideline)
    assessed, spent = assessment(guideline, case), []
    for _ in range(2):
        begun = time.process_time()
        assert all(text for _, text in views(guideline, assessed))
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "most"),
    [
        (restagings, 4000),
        (operations, 4000),
        (operations_alone, 8000),
        (doses_of_one_day, 2000),
        (opinions, 8000),
        (disputed_doses, 240),
        (lesions, 4000),
    ],
)
def test_the_work_grows_as_the_record_does(shipped: Guideline, make: Any, most: int) -> None:
    work(shipped, make(8))  # what is made once
    short, long = work(shipped, make(most // 4)), work(shipped, make(most))
    assert long < AT_MOST * short


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "most"), [(restagings, 1200), (operations, 1200), (doses_of_one_day, 800), (opinions, 2400)]
)
def test_what_is_shown_of_a_long_record_takes_work_as_the_record_does(shipped: Guideline, make: Any, most: int) -> None:
    shown(shipped, make(8))
    short, long = shown(shipped, make(most // 4)), shown(shipped, make(most))
    assert long < AT_MOST * short


def equal_events(count: int) -> dict[str, Any]:
    return {"events": [{"activity": "restaging", "date": back(9)}] * count}


def equal_slips(count: int) -> dict[str, Any]:
    return {"events": [{"activity": "restagin", "date": back(9)}] * count}


def equal_lesions(count: int) -> dict[str, Any]:
    return {"lesions": [{"id": "m", "segments": [5]}] * count}


def unknown_facts(count: int) -> dict[str, Any]:
    return {"facts": {f"x{number}": 1 for number in range(count)}}


def refused(guideline: Guideline, record: dict[str, Any]) -> tuple[float, str]:
    """Seconds of this process, the less of two, and what was said."""
    spent, said = [], ""
    for _ in range(2):
        begun = time.process_time()
        with pytest.raises(InputError) as told:
            case_from({"assessed_on": TODAY.isoformat(), **record}, guideline)
        said = str(told.value)
        spent.append(time.process_time() - begun)
    return min(spent), said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (equal_events, "restaging stands 10000 times"),
        (equal_slips, "did you mean restaging.*\\n.*9999 more"),
        (equal_lesions, '10000 lesions have the id "m"'),
        (unknown_facts, "and 9950 more problems"),
    ],
)
def test_ten_thousand_faults_of_one_kind_are_told_once_and_take_work_as_the_record_does(
    shipped: Guideline, make: Any, message: str
) -> None:
    (short, _), (long, said) = refused(shipped, make(2_500)), refused(shipped, make(10_000))
    assert re.search(message, said)
    assert len(said.splitlines()) <= 101
    assert long < AT_MOST * short


@pytest.mark.parametrize("count", [60])
def test_courses_that_overlap_are_told_one_by_one_and_not_pair_by_pair(shipped: Guideline, count: int) -> None:
    case = case_from({"assessed_on": TODAY.isoformat(), "facts": FACTS, **doses_of_one_day(count)}, shipped)
    (plans,) = (plans for id, plans in assessment(shipped, case).plans.items() if id == "simultaneous_resection")
    told = [note for side in plans.sides for note in side.timeline.notes if "overlap" in note.text]
    assert len(told) == len({*told}) == 1
