"""No count that points at a person can be read from an audit or reckoned back from its totals."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.cohort.audit.intervals import control_limits, wilson
from resecta.cohort.audit.suppress import LEAST, suppressed, suppressed_table

counts = st.integers(0, 40)


@given(st.lists(counts, min_size=1, max_size=8))
def test_no_count_below_the_least_is_told(row: list[int]) -> None:
    assert all(told is None or told == 0 or told >= LEAST for told in suppressed(row))


@given(st.lists(counts, min_size=2, max_size=8))
def test_a_count_left_out_is_never_the_only_one_of_its_row_while_another_is_there(row: list[int]) -> None:
    told = suppressed(row)
    if told.count(None) == 1:
        assert all(count == 0 for count, shown in zip(row, told, strict=True) if shown is not None)


@given(st.lists(counts, min_size=1, max_size=8))
def test_what_is_told_is_true(row: list[int]) -> None:
    assert all(told in (None, count) for told, count in zip(suppressed(row), row, strict=True))


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=2, max_size=5)
    )
)
def test_in_a_table_neither_rows_nor_columns_give_a_count_away(rows: list[list[int]]) -> None:
    told = suppressed_table(rows)
    for line, shown in itertools.chain(
        zip(rows, told, strict=True), zip(zip(*rows, strict=True), zip(*told, strict=True), strict=True)
    ):
        if list(shown).count(None) == 1:
            assert all(count == 0 for count, one in zip(line, shown, strict=True) if one is not None)


# Newcombe 1998, table I, method 3 (the score interval without correction).
@pytest.mark.parametrize(
    ("kept", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_the_published_examples(kept: int, of: int, low: float, high: float) -> None:
    assert wilson(kept, of) == pytest.approx((low, high), abs=5e-5)


def test_limits_of_chance_draw_together_as_cases_grow_and_stay_within_0_and_1() -> None:
    few, many = control_limits(0.9, 10, 0.95), control_limits(0.9, 1000, 0.95)
    assert few[0] < many[0] < 0.9 < many[1] < few[1] <= 1
