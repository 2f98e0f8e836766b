"""How intervals stand to each other, by brute force: the answer is the one that all points give that an unknown end may
be, and null where two of them differ.

The points 1, 2 and 3 are neighbours of their type; 0 and 4 stand for what lies outside, FIRST and LAST for the ends of
the type. An interval is two bounds of these or null, open or closed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest

from resecta.cql import Library, Logic, Value, check, evaluate_library, parse_library
from resecta.cql.possible import Bench
from resecta.cql.values import Date, Interval, Quantity

FIRST, LAST = -9, 9
PLACES = (FIRST, 0, 1, 2, 3, 4, LAST)
Points = tuple[int, int]
"""First and last point of an interval of which everything is known."""

BETWEEN_INTERVALS: dict[str, Callable[[Points, Points], bool]] = {
    "A before B": lambda a, b: a[1] < b[0],
    "A after B": lambda a, b: a[0] > b[1],
    "A on or before B": lambda a, b: a[1] <= b[0],
    "A same or after B": lambda a, b: a[0] >= b[1],
    "A during B": lambda a, b: b[0] <= a[0] and a[1] <= b[1],
    "A includes B": lambda a, b: a[0] <= b[0] and b[1] <= a[1],
    "A properly included in B": lambda a, b: b[0] <= a[0] and a[1] <= b[1] and a != b,
    "A properly includes B": lambda a, b: a[0] <= b[0] and b[1] <= a[1] and a != b,
    "A = B": lambda a, b: a == b,
    "A != B": lambda a, b: a != b,
}
WITH_A_POINT: dict[str, Callable[[Points, Points], bool]] = {
    "P before B": lambda p, b: p[1] < b[0],
    "P after B": lambda p, b: p[0] > b[1],
    "P same or before B": lambda p, b: p[1] <= b[0],
    "P on or after B": lambda p, b: p[0] >= b[1],
    "B before P": lambda p, b: b[1] < p[0],
    "B after P": lambda p, b: b[0] > p[1],
    "P in B": lambda p, b: b[0] <= p[0] <= b[1],
    "B contains P": lambda p, b: b[0] <= p[0] <= b[1],
    "P properly during B": lambda p, b: b[0] <= p[0] <= b[1] and b != p,
}
RELATIONS = BETWEEN_INTERVALS | WITH_A_POINT

INTEGERS = {FIRST: -(2**31), LAST: 2**31 - 1, **{place: place for place in range(5)}}
DECIMALS = {
    FIRST: Decimal("-99999999999999999999.99999999"),
    LAST: Decimal("99999999999999999999.99999999"),
    **{place: place * Decimal("0.00000001") for place in range(5)},
}
DATES = {FIRST: Date(1, 1, 1), LAST: Date(9999, 12, 31), **{place: Date(2026, 2, 27 + place) for place in range(2)}}
DATES |= {place: Date(2026, 3, place - 1) for place in (2, 3, 4)}
QUANTITIES = {place: Quantity(number, "cm") for place, number in DECIMALS.items()}
TYPES: dict[str, dict[int, Value]] = {
    "Integer": dict(INTEGERS),
    "Decimal": dict(DECIMALS),
    "Date": dict(DATES),
    "Quantity": dict(QUANTITIES),
}


def completions(interval: Interval) -> Iterator[Points]:
    """First and last point for everything that the unknown ends may be; none for an interval without a point."""
    low, high = interval.low, interval.high
    assert isinstance(low, int | None)
    assert isinstance(high, int | None)
    if low is None:
        firsts = (FIRST,) if interval.low_closed else PLACES
    else:
        firsts = (low if interval.low_closed else low + 1,)
    if high is None:
        lasts = (LAST,) if interval.high_closed else PLACES
    else:
        lasts = (high if interval.high_closed else high - 1,)
    yield from ((first, last) for first in firsts for last in lasts if first <= last)


@cache
def intervals() -> tuple[Interval, ...]:
    bounds = (None, 1, 2, 3)
    every = itertools.product(bounds, bounds, (True, False), (True, False))
    return tuple(each for each in itertools.starmap(Interval, every) if any(completions(each)))


@cache
def common(text: str, left: Interval, right: Interval) -> bool | None:
    """The answer of all completions, or null where two differ."""
    truths = {RELATIONS[text](one, other) for one in completions(left) for other in completions(right)}
    return truths.pop() if len(truths) == 1 else None


def placed(interval: Interval, values: dict[int, Value]) -> Interval:
    """The interval over the values of a type."""
    low, high = (values[bound] if isinstance(bound, int) else None for bound in (interval.low, interval.high))
    return Interval(low, high, interval.low_closed, interval.high_closed)


def library_of(kind: str) -> Library:
    parameters = f"parameter A Interval<{kind}>\nparameter B Interval<{kind}>\nparameter P {kind}\n"
    return check(parse_library(parameters + "".join(f'define "{each}": {each}\n' for each in RELATIONS)))


def plain(library: Library) -> Callable[[dict[str, Value]], dict[str, Value]]:
    return lambda facts: dict(evaluate_library(library, facts))


def fast(library: Library) -> Callable[[dict[str, Value]], dict[str, Value]]:
    logic = Logic(library)
    return lambda facts: dict(logic.program({**logic.defaults, **facts}))


def possible(library: Library) -> Callable[[dict[str, Value]], dict[str, Value]]:
    logic = Logic(library)

    def answer(facts: dict[str, Value]) -> dict[str, Value]:
        bench = Bench(logic.base(facts), 1)
        return {name: logic.possible.pairs(name, bench)[0][0] for name in RELATIONS}

    return answer


ENGINES = [("Integer", plain), ("Integer", possible), ("Decimal", fast), ("Date", fast), ("Quantity", fast)]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "engine"), ENGINES, ids=lambda each: getattr(each, "__name__", each))
def test_what_the_known_ends_decide_is_known_and_the_rest_is_null(
    kind: str, engine: Callable[[Library], Callable[[dict[str, Value]], dict[str, Value]]]
) -> None:
    values, answer = TYPES[kind], engine(library_of(kind))
    for one, other in itertools.product(intervals(), intervals()):
        got = answer({"A": placed(one, values), "B": placed(other, values), "P": None})
        for text in BETWEEN_INTERVALS:
            assert got[text] is common(text, one, other), f"{text} with A = {one}, B = {other}"
    for point, other in itertools.product(PLACES, intervals()):
        got = answer({"A": None, "B": placed(other, values), "P": values[point]})
        for text in WITH_A_POINT:
            expected = common(text, Interval(point, point), other)
            assert got[text] is expected, f"{text} with P = {point}, B = {other}"


def test_every_shape_of_interval_is_among_them() -> None:
    shapes = {(each.low is None, each.low_closed, each.high is None, each.high_closed) for each in intervals()}
    assert len(shapes) == 16
    assert len(intervals()) > 40
