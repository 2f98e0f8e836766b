"""The guideline's own cases read whole: no problem, no remark that their authors did not intend."""

from __future__ import annotations

from decimal import Decimal

import pytest

from resecta.case import read_case
from resecta.cql.values import Date
from resecta.guideline import Guideline


@pytest.mark.slow
def test_every_shipped_case_reads(shipped: Guideline) -> None:
    files = sorted(shipped.cases_path.glob("*.yaml"))
    assert len(files) >= 8
    for file in files:
        case = read_case(file, shipped)
        assert case.id
        assert case.expected, file


def test_the_course_that_was_given_is_read_from_its_events(shipped: Guideline) -> None:
    case = read_case(shipped.cases_path / "bevacizumab_three_weeks_before_planned_surgery.yaml", shipped)
    assert case.facts["pelvic_radiotherapy"].value == "short course"
    assert case.facts["last_radiotherapy_fraction"].value == Date(2026, 2, 27)
    assert case.facts["chemotherapy_start"].value == Date(2026, 3, 14)
    assert case.facts["chemotherapy_months"].value == Decimal(3)
    assert case.disputes == ()
