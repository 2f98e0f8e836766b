"""Dates known to the month or the year: what stands on every day they can be, and what hangs on the day."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest

from resecta.case import Approximate, Case, Choice, case_from, derived
from resecta.cql.values import Date
from resecta.document import InputError
from resecta.guideline import Guideline

DAY = "2026-06-08"
SYNCHRONOUS = {"metastasis_timing": "synchronous"}


def case(shipped: Guideline, *events: dict[str, Any], **facts: Any) -> Case:
    return case_from({"assessed_on": DAY, "facts": {**SYNCHRONOUS, **facts}, "events": list(events)}, shipped)


def test_a_month_is_neither_known_nor_unknown_and_says_so(shipped: Guideline) -> None:
    known = case(shipped, last_bevacizumab="2026-05")
    assert "last_bevacizumab" not in known.facts
    assert known.disputes == ()
    (date,) = known.approximate
    assert (date.key, date.about.written) == ("facts.last_bevacizumab", Date(2026, 5))
    assert (date.about.first, date.about.last) == (datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))
    assert known.hangs == {"last_bevacizumab": ("facts.last_bevacizumab",)}
    assert known.remarks == ("The day of the last bevacizumab is known to the month only: May 2026.",)


def test_what_has_been_done_was_done_by_the_day_of_the_assessment(shipped: Guideline) -> None:
    (date,) = case(shipped, rectal_operation="2026").approximate
    assert date.about.last == datetime.date(2026, 6, 8)
    assert case(shipped, planned_operation="2026-06").approximate[0].about.last == datetime.date(2026, 6, 30)


def test_what_is_the_same_on_every_day_stands(shipped: Guideline) -> None:
    course = {"activity": "chemotherapy", "start": "2026-03", "end": "2026-05-27", "cycles": 4}
    known = case(shipped, course)
    assert known.facts["course_of_this_episode"].value is True  # it has begun, whatever the day
    assert known.facts["chemotherapy_months"].value == 2
    assert set(known.hangs) == {"chemotherapy_start", "start_of_the_dated_course"}
    assert known.facts["chemotherapy_months"].source == "Chemotherapy 2026-03 to 2026-05-27"


def test_the_facts_follow_again_for_one_chosen_day(shipped: Guideline) -> None:
    restaging = {"activity": "restaging", "date": "2026-03-20", "result": "stable"}
    known = case(shipped, restaging, chemotherapy_start="2026-03")
    assert set(known.hangs) == {"chemotherapy_start", "first_restaging"}
    (date,) = known.approximate
    for day, first in ((1, Date(2026, 3, 20)), (20, Date(2026, 3, 20)), (21, None)):
        chosen = derived(shipped, known.recorded, Choice(days={date.key: datetime.date(2026, 3, day)}))
        assert chosen.facts["chemotherapy_start"].value == Date(2026, 3, day)
        fact = chosen.facts.get("first_restaging")
        assert (None if fact is None else fact.value) == first


def test_a_month_and_a_day_within_it_are_one_fact(shipped: Guideline) -> None:
    infusion = {"activity": "bevacizumab", "date": "2026-05-25"}
    known = case(shipped, infusion, last_bevacizumab="2026-05")
    assert known.facts["last_bevacizumab"].value == Date(2026, 5, 25)
    assert known.facts["last_bevacizumab"].source == "stated in the case; Bevacizumab 2026-05-25"
    roughly = case(shipped, {**infusion, "date": "2026-05"}, last_bevacizumab="2026-05-25")
    assert roughly.facts["last_bevacizumab"].value == Date(2026, 5, 25)


def test_a_month_and_a_day_outside_it_are_a_dispute_whose_side_is_the_month(shipped: Guideline) -> None:
    known = case(shipped, {"activity": "bevacizumab", "date": "2026-04-25"}, last_bevacizumab="2026-05")
    (dispute,) = known.disputes
    assert [side.value for side in dispute.sides] == [Date(2026, 5), Date(2026, 4, 25)]
    assert dispute.hangs == ("facts.last_bevacizumab",)
    assert "last_bevacizumab" not in known.facts
    for side, day in ((Date(2026, 5), Date(2026, 5, 9)), (Date(2026, 4, 25), Date(2026, 4, 25))):
        taken = Choice({"last_bevacizumab": side}, {"facts.last_bevacizumab": datetime.date(2026, 5, 9)})
        assert derived(shipped, known.recorded, taken).facts["last_bevacizumab"].value == day


@pytest.mark.parametrize(
    ("stated", "event", "sides"),
    [
        ("2026-05-11", "2026-04", [Date(2026, 5, 11), Date(2026, 4)]),
        ("2026-05", "2026-04", [Date(2026, 5), Date(2026, 4)]),
        ("2025", "2026-04", [Date(2025), Date(2026, 4)]),
        ("2026-04-11", "2026-04", None),
        ("2026-04", "2026-04", None),
        ("2026", "2026-04", None),
        ("2026-04", "2026", None),
        ("2026-04-11", "2026", None),
    ],
)
def test_rough_dates_that_share_no_day_are_disputed_and_those_that_do_are_not(
    shipped: Guideline, stated: str, event: str, sides: list[Date] | None
) -> None:
    known = case(shipped, {"activity": "liver_operation", "date": event}, liver_operation=stated)
    found = [side.value for dispute in known.disputes for side in dispute.sides]
    assert found == (sides or [])
    if sides is None and len(stated) == len("2026-04-11"):
        assert known.facts["liver_operation"].value == Date(2026, 4, 11)
    elif sides is None:
        assert "liver_operation" in known.hangs


def test_of_a_year_and_a_month_within_it_the_month_says_which_days_it_can_be(shipped: Guideline) -> None:
    for stated, event, key in (("2026", "2026-04", "events[0].start"), ("2026-04", "2026", "facts.liver_operation")):
        known = case(shipped, {"activity": "liver_operation", "date": event}, liver_operation=stated)
        assert known.hangs["liver_operation"] == (key,)


def test_a_course_never_begins_after_its_end(shipped: Guideline) -> None:
    (date,) = case(shipped, {"activity": "chemotherapy", "start": "2026-03", "end": "2026-03-10"}).approximate
    assert date.about.last == datetime.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("2026-13", '"2026-13" is not a month of the calendar', "write YYYY-MM, MM from 01 to 12"),
        ("2026-00", '"2026-00" is not a month of the calendar', "MM from 01 to 12"),
        ("0000", '"0000" is not a year', "is not 0000"),
        ("0000-05", '"0000-05" is not a year', "is not 0000"),
        ("2026-3", '"2026-3" is not a date', "write 2026-03"),
        ("March 2026", '"March 2026" is not a date', "or as YYYY-MM where the day is not known"),
        ("2026-07", "last_bevacizumab 2026-07 lies after the assessment on 2026-06-08", ""),
        ("1826", "is more than 120 years from the assessment", ""),
    ],
)
def test_a_rough_date_that_is_refused(shipped: Guideline, text: str, message: str, mend: str) -> None:
    with pytest.raises(InputError) as refused:
        case(shipped, last_bevacizumab=text)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert mend in problem.mend


def test_the_day_of_the_assessment_names_its_day(shipped: Guideline) -> None:
    with pytest.raises(InputError, match="is not a date"):
        case_from({"assessed_on": "2026-06"}, shipped)


def test_a_course_that_ends_in_a_month_before_its_start_is_refused(shipped: Guideline) -> None:
    with pytest.raises(InputError, match="ends on 2026-02, before its start on 2026-03"):
        case(shipped, {"activity": "chemotherapy", "start": "2026-03", "end": "2026-02"})


ROUGH = ("2026-03", "2026-05", "2025-12", "2025", "2026-03-14", "2025-12-07", "2026-05-20")


@pytest.mark.parametrize("seed", range(150))
def test_what_stands_is_the_same_on_every_day_and_every_side(shipped: Guideline, seed: int) -> None:
    """Random cases with rough dates and disputes: no fact of the case is another one whichever way they are chosen."""
    chance = random.Random(seed)
    events: list[dict[str, Any]] = [
        {"activity": name, ("start" if name == "chemotherapy" else "date"): chance.choice(ROUGH)}
        for name in ("chemotherapy", "restaging", "bevacizumab", "rectal_operation", "liver_operation")
        if chance.random() < 0.7
    ]
    facts = {
        id: chance.choice(ROUGH)
        for id in ("chemotherapy_start", "last_restaging", "last_bevacizumab", "liver_operation")
        if chance.random() < 0.3
    }
    timing = {"metastasis_timing": chance.choice(("synchronous", "metachronous", None))}
    months = {"chemotherapy_months": 0} if chance.random() < 0.2 else {}
    entry = {"assessed_on": DAY, "facts": {**timing, **facts, **months}, "events": events}
    known = case_from(entry, shipped)
    for _ in range(25):
        days = {date.key: _a_day(date, chance) for date in known.approximate}
        sides = {each.element: chance.choice(each.sides).value for each in known.disputes if not each.follows}
        chosen = derived(shipped, known.recorded, Choice(sides, days))
        for id, fact in known.facts.items():
            assert chosen.facts[id].value == fact.value, id
        open_ = {*known.facts, *known.hangs, *(dispute.element for dispute in known.disputes)}
        assert {*chosen.facts} <= open_


def _a_day(date: Approximate, chance: random.Random) -> datetime.date:
    span = (date.about.last - date.about.first).days
    return date.about.first + datetime.timedelta(days=chance.randint(0, span))
