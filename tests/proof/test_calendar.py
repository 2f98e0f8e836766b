"""The solver moves a day by months as the language does; the first of a month is no day of the one before."""

from __future__ import annotations

import datetime

import pytest
import z3

from resecta.cql.values import Date, dates
from resecta.proof.calendar import MonthArithmetic

FIRST_DAYS = [datetime.date(2023, month, 1) for month in range(1, 13)]
LAST_DAYS = [datetime.date(2023, 1, 31), datetime.date(2023, 2, 28), datetime.date(2024, 2, 29)]


@pytest.mark.slow
@pytest.mark.parametrize("start", [*FIRST_DAYS, *LAST_DAYS], ids=str)
def test_a_month_later_is_one_day_and_that_of_the_language(start: datetime.date) -> None:
    day = z3.Int("day")
    later = MonthArithmetic().months_later(day, 1)
    expected = dates.add_months(Date.of(start), 1)
    assert expected is not None
    solver = z3.Solver()
    solver.add(day == start.toordinal(), later.rough, later.exact)
    solver.push()
    solver.add(later.number == expected.to_date().toordinal())
    assert solver.check() == z3.sat
    solver.pop()
    solver.add(later.number != expected.to_date().toordinal())
    assert solver.check() == z3.unsat
