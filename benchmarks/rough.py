"""Cases whose dates are known to the month only, and plans of cases with disputes."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from resecta.advice import assess
from resecta.case import read_case
from resecta.case.model import Dispute, Side
from resecta.case.read import case_from
from resecta.cql.values import Date
from resecta.document import InputError
from resecta.guideline import load
from resecta.timeline import plans_of
from table import Line
from timing import best

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resecta.case.model import Case
    from resecta.guideline import Guideline

TITLE = "Assessing a case with dates known to the month, and planning one with disputes"
WEEK = datetime.timedelta(days=7)
GOALS = {1: 25, 2: 60}
"""Milliseconds by how many dates are known to the month."""


def measure() -> list[Line]:
    """The mean and the slowest of the guideline's own cases that have so many dates to blur, or facts to dispute."""
    guideline = load()
    lines = []
    for count, goal in GOALS.items():
        cases = blurred(guideline, count)
        times = [1e3 * best(lambda case=case: assess(guideline, case), 0.3) for case in cases]
        lines += both(f"{count} dates to the month" if count > 1 else "one date to the month", times, goal)
    return [*lines, *both("plans with disputes", planned(guideline), 100)]


def both(what: str, times: Sequence[float], goal: float) -> list[Line]:
    """The mean and the slowest beside one goal."""
    mean = Line(f"{what}, mean of {len(times)} cases", sum(times) / len(times), "ms", goal)
    return [mean, Line(f"{what}, the slowest of them", max(times), "ms", goal)]


def planned(guideline: Guideline) -> list[float]:
    """How long the plans of each of the guideline's cases take, once it is assessed, while its first two dates among
    the facts are disputed; cases without a plan are left out.
    """
    cases = [read_case(path, guideline) for path in sorted(guideline.cases_path.glob("*.yaml"))]
    disputed = [replace(case, **disputes_of_dates(case)) for case in cases if case.assessed_on is not None]
    advised = [(case, assess(guideline, case)) for case in disputed if case.disputes]
    open_ = [one for one in advised if plans_of(guideline, *one)]
    return [1e3 * best(lambda one=one: plans_of(guideline, *one), 0.3) for one in open_]


def disputes_of_dates(case: Case) -> dict[str, Any]:
    """The facts and disputes of a case once its first two dates are disputed, each against the day a week before."""
    dated = {id: fact.value for id, fact in case.facts.items() if isinstance(fact.value, Date)}
    taken = dict([*dated.items()][:2])
    made = tuple(
        Dispute(id, (Side(day, ("stated",)), Side(Date.of(day.to_date() - WEEK), ("derived",))))
        for id, day in taken.items()
    )
    return {"facts": {id: fact for id, fact in case.facts.items() if id not in taken}, "disputes": made}


def blurred(guideline: Guideline, count: int) -> list[Case]:
    """The guideline's own cases that have so many dates of treatment, the first of them known to the month."""
    made = []
    for path in sorted(guideline.cases_path.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        content.pop("expected", None)
        if blur(content, count):
            try:
                made.append(case_from(content, guideline))
            except InputError:  # the month would say that it ended before it began
                continue
    return [case for case in made if len(case.approximate) == count]


def blur(content: dict[str, Any], count: int) -> bool:
    """Let the first dates of the events be known to their month; whether there are so many."""
    left = count
    for event in content.get("events", ()):
        for key, value in event.items():
            if left and isinstance(value, datetime.date):
                event[key] = f"{value:%Y-%m}"
                left -= 1
    return not left
