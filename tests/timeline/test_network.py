"""Windows and collisions agree with trying every plan.

No accepted plan breaks a bound as a person counts it on a calendar.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from resecta.guideline.schedule.duration import Duration
from resecta.timeline.collision import consistent, smallest_collision
from resecta.timeline.length import Sittings
from resecta.timeline.network import CollisionError, Network

DAY = datetime.date(2024, 1, 29).toordinal()
REACH = 9


@dataclass(frozen=True)
class Bound:
    start: int
    end: int
    length: Duration
    least: bool


def bounds(events: int, *, months: bool) -> st.SearchStrategy[list[Bound]]:
    days = st.integers(-REACH, REACH).map(lambda days: Duration(days=days))
    span = st.one_of(days, st.builds(Duration, months=st.just(1), days=st.integers(-35, -24))) if months else days
    event = st.integers(0, events - 1)
    one = st.builds(Bound, event, event, span, st.booleans()).filter(lambda bound: bound.start != bound.end)
    return st.lists(one, max_size=6)


def build(events: int, each: list[Bound], box: list[tuple[int, int]]) -> Network:
    network = Network(first=DAY - 400, horizon=DAY + 400)
    for number in range(events):
        network.event(str(number))
        network.between(number, DAY + box[number][0], DAY + box[number][1], f"box {number}")
    for number, bound in enumerate(each):
        add = network.at_least if bound.least else network.at_most
        add(bound.start, bound.end, bound.length, f"bound {number}")
    return network


def keeps(plan: tuple[int, ...], each: list[Bound]) -> bool:
    for bound in each:
        due = bound.length.after(plan[bound.start])
        if (plan[bound.end] < due) if bound.least else (plan[bound.end] > due):
            return False
    return True


def every_plan(each: list[Bound], box: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    days = [range(DAY + low, DAY + high + 1) for low, high in box]
    return [plan for plan in itertools.product(*days) if keeps(plan, each)]


BOXES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: (min(ends), max(ends))), min_size=4, max_size=4
)


@settings(max_examples=300, deadline=None)
@given(bounds(4, months=True), BOXES)
def test_windows_are_those_of_every_plan_tried(each: list[Bound], box: list[tuple[int, int]]) -> None:
    plans = every_plan(each, box)
    network = build(4, each, box)
    if not plans:
        with pytest.raises(CollisionError):
            network.solve()
        return
    windows = network.solve()
    for event in range(4):
        assert windows.earliest(event) == min(plan[event] for plan in plans)
        assert windows.latest(event) == max(plan[event] for plan in plans)


@settings(max_examples=200, deadline=None)
@given(bounds(4, months=True), BOXES, st.integers(0, 3), st.integers(0, 6))
def test_a_change_of_one_date_gives_the_windows_of_a_fresh_solve(
    each: list[Bound], box: list[tuple[int, int]], event: int, offset: int
) -> None:
    network = build(4, each, box)
    try:
        windows = network.solve()
    except CollisionError:
        reject()
    network.between(event, DAY + offset, DAY + offset, "what if")
    try:
        fresh = network.solve()
    except CollisionError:
        with pytest.raises(CollisionError):
            windows.fixed(event, DAY + offset)
        return
    changed = windows.fixed(event, DAY + offset)
    for number in range(4):
        assert (changed.earliest(number), changed.latest(number)) == (fresh.earliest(number), fresh.latest(number))


@settings(max_examples=200, deadline=None)
@given(bounds(4, months=True), BOXES, st.sets(st.integers(0, 6)))
def test_permitted_days_leave_exactly_the_plans_on_such_days(
    each: list[Bound], box: list[tuple[int, int]], offsets: set[int]
) -> None:
    days = {DAY + offset for offset in offsets}
    plans = [plan for plan in every_plan(each, box) if plan[1] in days and plan[2] in days]
    try:
        windows = build(4, each, box).solve()
        for event in (1, 2):
            windows = windows.permitted(event, days.__contains__)
    except CollisionError:
        assert not plans
        return
    for event in range(4):
        assert windows.earliest(event) == min(plan[event] for plan in plans)
        assert windows.latest(event) == max(plan[event] for plan in plans)


@settings(max_examples=200, deadline=None)
@given(bounds(4, months=False), BOXES)
def test_a_collision_is_the_smallest_set_that_has_no_plan(each: list[Bound], box: list[tuple[int, int]]) -> None:
    network = build(4, each, box)
    assume(not consistent(network))
    collision = smallest_collision(network)
    every = {f"box {number}" for number in range(4)} | {f"bound {number}" for number in range(len(each))}
    assert not consistent(network.without(every - set(collision.sources)))
    for size in range(len(collision.sources)):
        for fewer in itertools.combinations(sorted(every), size):
            assert consistent(network.without(every - set(fewer))), fewer


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)), st.integers(1, 24), st.integers(-40, 40))
def test_the_inverses_of_a_length_are_exact(start: datetime.date, months: int, days: int) -> None:
    span, day = Duration(months, days), start.toordinal()
    latest, earliest = span.latest_start(day), span.earliest_start(day)
    assert span.after(latest) <= day < span.after(latest + 1)
    assert span.after(earliest) >= day > span.after(earliest - 1)


@given(st.integers(730000, 740000), st.integers(1, 12))
def test_the_inverses_of_a_course_are_exact(day: int, count: int) -> None:
    course = Sittings(count, lambda each: datetime.date.fromordinal(each).weekday() < 5)
    latest, earliest = course.latest_start(day), course.earliest_start(day)
    assert course.after(latest) <= day < course.after(latest + 1)
    assert course.after(earliest) >= day > course.after(earliest - 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-06", 6, "2026-09-06"),
    ],
)
def test_a_month_is_a_calendar_month(start: str, months: int, end: str) -> None:
    day = Duration(months).after(datetime.date.fromisoformat(start).toordinal())
    assert datetime.date.fromordinal(day).isoformat() == end
