"""The exact table of units says what a UCUM library says, and comparison keeps calendar months and UCUM's apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.cql.values import CALENDAR_UNITS, Quantity
from resecta.cql.values.ucum import look_up
from resecta.cql.values.units import TABLE, add, comparable, compare, convert, ratio, unit

UCUM = sorted(set(TABLE) - set(CALENDAR_UNITS))


@pytest.mark.slow
@pytest.mark.parametrize("code", UCUM)
def test_the_table_agrees_with_a_ucum_library(code: str) -> None:
    found = look_up(code)
    assert found == TABLE[code]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(UCUM) >= 25


def test_calendar_words_below_the_month_are_the_ucum_units() -> None:
    pairs = {"millisecond": "ms", "second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk"}
    for word, code in pairs.items():
        assert ratio(word, code) == 1
    assert not comparable("month", "mo")
    assert not comparable("year", "a")
    assert ratio("year", "month") == 12


@pytest.mark.parametrize("left", UCUM)
def test_units_compare_exactly_where_their_dimensions_are_one(left: str) -> None:
    one = Quantity(Decimal(1), left)
    for right in UCUM[UCUM.index(left) + 1 :]:
        expected = TABLE[left].dimension == TABLE[right].dimension
        assert comparable(left, right) is expected, right
        assert (compare(one, Quantity(Decimal(1), right)) is not None) is expected, right
        assert (convert(one, right) is not None) is expected, right


@given(st.decimals(0, 10**6, places=3), st.sampled_from(UCUM), st.sampled_from(UCUM))
def test_comparison_is_antisymmetric(value: Decimal, left: str, right: str) -> None:
    one, other = Quantity(value, left), Quantity(Decimal(1), right)
    there, back = compare(one, other), compare(other, one)
    assert there is None is back or (there is not None and back is not None and there == -back)


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("[lb_av]", "g", "453.59237"),
        ("[in_i]", "cm", "2.54"),
        ("[gr]", "mg", "64.79891"),
        ("10*9/L", "1/uL", "1000"),
        ("mm[Hg]", "Pa", "133.322"),
        ("kcal", "J", "4184"),
        ("mL/min/{1.73_m2}", "mL/h", "60"),
        ("kg/m2", "g/cm2", "1/10"),
        ("m[IU]/mL", "[iU]/L", "1"),
        ("umol/L", "mmol/dL", "1/10000"),
        ("(8.h)", "min", "480"),
        ("/min", "Hz", "1/60"),
        ("a_t", "d", "365.24219"),
        ("dag", "g", "10"),
    ],
)
def test_a_code_beyond_the_table_converts_by_an_exact_factor(source: str, target: str, factor: str) -> None:
    assert ratio(source, target) == Fraction(factor)


@pytest.mark.parametrize("code", ["Cel", "[degF]", "[pH]", "B", "[arb'U]"])
def test_a_unit_that_is_no_multiple_of_others_compares_with_itself_only(code: str) -> None:
    assert unit(code) is not None
    assert compare(Quantity(Decimal(1), code), Quantity(Decimal(2), code)) == -1
    assert not any(comparable(code, other) for other in UCUM)


@pytest.mark.parametrize(
    "code", ["no such unit", "", "mmm", "m**2", "m//s", "{", "m100", "10*999", "(" * 60, "m" * 101]
)
def test_what_is_no_ucum_code_is_no_unit(code: str) -> None:
    assert unit(code) is None


@given(st.text(alphabet="mgs10*2-./(){}[]%'x", max_size=12))
def test_any_text_is_a_unit_or_none(code: str) -> None:
    found = unit(code)
    assert found is None or found.factor > 0


@given(st.decimals(-(10**6), 10**6, places=3), st.decimals(-(10**6), 10**6, places=3))
def test_a_sum_of_weeks_and_days_loses_nothing(weeks: Decimal, days: Decimal) -> None:
    total = add(Quantity(weeks, "week"), Quantity(days, "day"))
    assert total is not None
    assert total.unit == "day"
    assert Fraction(total.value) == 7 * Fraction(weeks) + Fraction(days)
