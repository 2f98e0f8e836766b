"""Dates move and count as in Python's own calendar, and never leave the years 1 to 9999."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.cql.tree.operators import Distance, Precision
from resecta.cql.values import Date, literal
from resecta.cql.values.dates import add, compare, distance

DAYS = st.dates()
PARTIAL = st.one_of(
    st.builds(Date, st.integers(1, 9999)),
    st.builds(Date, st.integers(1, 9999), st.integers(1, 12)),
    DAYS.map(Date.of),
)


@given(DAYS, st.integers(-4_000_000, 4_000_000))
def test_days_are_pythons_days(day: dt.date, amount: int) -> None:
    try:
        expected = Date.of(day + dt.timedelta(days=amount))
    except OverflowError:
        expected = None
    assert add(Date.of(day), Decimal(amount), "day") == expected


@given(DAYS, st.integers(-30_000, 30_000))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: dt.date, amount: int) -> None:
    moved = add(Date.of(day), Decimal(amount), "month")
    if moved is None:
        assert not 12 <= day.year * 12 + day.month - 1 + amount < 120000
        return
    assert moved.month is not None
    assert distance(Distance.DIFFERENCE, Precision.MONTH, Date.of(day), moved) == amount
    if moved.day != day.day:
        assert (moved.to_date() + dt.timedelta(days=1)).day == 1 if moved != Date(9999, 12, 31) else True


@given(PARTIAL, PARTIAL)
def test_order_is_antisymmetric(left: Date, right: Date) -> None:
    there, back = compare(left, right), compare(right, left)
    assert there is None is back or (there is not None and back is not None and there == -back)


@given(
    PARTIAL, st.integers(-(10**9), 10**9), st.sampled_from(["year", "month", "week", "day", "hour", "wk", "mo", "cm"])
)
def test_no_amount_breaks(date: Date, amount: int, unit: str) -> None:
    moved = add(date, Decimal(amount), unit)
    assert moved is None or (moved.month is None) == (date.month is None)


@given(PARTIAL)
def test_a_date_reads_back_as_it_is_written(date: Date) -> None:
    assert Date.parse(str(date)) == date
    assert literal(date) == f"@{date}"


@pytest.mark.parametrize(
    "text", ["", "26-05-25", "2026-5-25", "2026-13", "2026-02-30", "0000", "2026-05-25T10", "٢٠٢٦"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Date.parse(text)
