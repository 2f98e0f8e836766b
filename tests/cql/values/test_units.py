"""The exact table of units says what a UCUM library says, and comparison keeps calendar months and UCUM's apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.cql.values import CALENDAR_UNITS, Quantity
from resecta.cql.values.ucum import look_up
from resecta.cql.values.units import TABLE, Unit, comparable, compare, convert, ratio, unit

UCUM = sorted(set(TABLE) - set(CALENDAR_UNITS))


@pytest.mark.slow
@pytest.mark.parametrize("code", UCUM)
def test_the_table_agrees_with_a_ucum_library(code: str) -> None:
    found = look_up(code)
    assert found is not None, code
    assert found.dimension == TABLE[code].dimension
    assert abs(found.factor / TABLE[code].factor - 1) < Fraction(1, 10**11)


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(UCUM) >= 25


def test_calendar_words_below_the_month_are_the_ucum_units() -> None:
    pairs = {"millisecond": "ms", "second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk"}
    for word, code in pairs.items():
        assert ratio(word, code) == 1
    assert not comparable("month", "mo")
    assert not comparable("year", "a")
    assert ratio("year", "month") == 12


@pytest.mark.parametrize(("left", "right"), list(combinations(UCUM, 2)))
def test_units_compare_exactly_where_their_dimensions_are_one(left: str, right: str) -> None:
    one, other = Quantity(Decimal(1), left), Quantity(Decimal(1), right)
    expected = TABLE[left].dimension == TABLE[right].dimension
    assert comparable(left, right) is expected
    assert (compare(one, other) is not None) is expected
    assert (convert(one, right) is not None) is expected


@given(st.decimals(0, 10**6, places=3), st.sampled_from(UCUM), st.sampled_from(UCUM))
def test_comparison_is_antisymmetric(value: Decimal, left: str, right: str) -> None:
    one, other = Quantity(value, left), Quantity(Decimal(1), right)
    there, back = compare(one, other), compare(other, one)
    assert there is None is back or (there is not None and back is not None and there == -back)


@pytest.mark.slow
def test_a_code_beyond_the_table_is_looked_up_and_an_unknown_one_compares_only_to_itself() -> None:
    pound = unit("[lb_av]")
    assert isinstance(pound, Unit)
    assert compare(Quantity(Decimal(1), "[lb_av]"), Quantity(Decimal("453.59237"), "g")) == 0
    assert unit("no such unit") is None
    assert compare(Quantity(Decimal(1), "no such unit"), Quantity(Decimal(2), "no such unit")) == -1
    assert compare(Quantity(Decimal(1), "no such unit"), Quantity(Decimal(2), "g")) is None


def test_degrees_have_an_offset_and_do_not_convert() -> None:
    assert convert(Quantity(Decimal(37), "Cel"), "K") is None


def test_annotations_are_units_of_their_own() -> None:
    assert compare(Quantity(Decimal(1), "{score}"), Quantity(Decimal(2), "{score}")) == -1
    assert compare(Quantity(Decimal(1), "{score}"), Quantity(Decimal(2), "{points}")) is None
