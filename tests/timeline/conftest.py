"""The shipped guideline, and cases to date: read once for all tests of timelines."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.shipped import shipped_guideline
from tests.timeline.patients import Make, Plan

import resecta.advice
from resecta.case import Case, case_from
from resecta.guideline import Guideline
from resecta.timeline import SidesPlanner
from resecta.timeline.model import Timeline


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return shipped_guideline()


@pytest.fixture(scope="session")
def make(guideline: Guideline) -> Make:
    """A case from facts; what is given as None is left out."""

    def made(base: dict[str, Any], on: str, events: list[dict[str, Any]] | None = None, **facts: Any) -> Case:
        stated = {key: value for key, value in {**base, **facts}.items() if value is not None}
        return case_from({"case": "T", "assessed_on": on, "facts": stated, "events": events or []}, guideline)

    return made


@pytest.fixture(scope="session")
def plan(guideline: Guideline) -> Plan:
    """The timeline of one strategy, with the advice that stands behind it."""

    def planned(case: Case, strategy: str, start: str | None = None, **what_if: str) -> Timeline:
        advice = resecta.advice.assess(guideline, case)
        first = None if start is None else datetime.date.fromisoformat(start)
        dates = {name: datetime.date.fromisoformat(day) for name, day in what_if.items()}
        timeline = SidesPlanner(guideline, case, start=first).plans(strategy, advice, dates).common
        assert timeline is not None, "the case has no dispute"
        return timeline

    return planned
