"""The dated plan of one strategy as it stands on the page: its days in order, and its picture."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resecta.draw.timeline import svg
from resecta.draw.values import date
from resecta.timeline.plan import OPEN, Planner

if TYPE_CHECKING:
    from markupsafe import Markup

    from resecta.advice.model import Advice, Strategy
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One day of the plan: when it was or is proposed, and the window it may move in."""

    label: str
    when: str
    window: str
    done: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan to show."""

    title: str
    events: tuple[PlanEvent, ...]
    conflict: str
    picture: Markup


def plan(guideline: Guideline, case: Case, advice: Advice) -> Plan | None:
    """The plan of the first strategy by rank that has one; None where nothing is dated."""
    dated = _dated(advice)
    if dated is None:
        return None
    timeline: Mapping[str, Any] = dated.timeline
    conflict = timeline["conflict"]
    picture = svg(Planner(guideline, case).plan(dated.id, advice))
    return Plan(dated.title, tuple(_events(timeline)), conflict["text"] if conflict else "", picture)


def _dated(advice: Advice) -> Strategy | None:
    for status in OPEN:
        for strategy in advice.strategies:
            if strategy.status == status and strategy.timeline:
                return strategy
    return None


def _events(timeline: Mapping[str, Any]) -> Iterator[PlanEvent]:
    for event in timeline["events"]:
        day = event["done"] or event["proposed"]
        when = f"{_day(day)}" if day else "No date"
        yield PlanEvent(event["label"], when, _window(event), event["done"] is not None, tuple(event["statements"]))


def _window(event: Mapping[str, Any]) -> str:
    if event["done"]:
        return ""
    earliest, latest = event["earliest"], event["latest"]
    if earliest and latest:
        return "" if earliest == latest else f"{_day(earliest)} to {_day(latest)}"
    return f"from {_day(earliest)}" if earliest else f"until {_day(latest)}" if latest else ""


def _day(iso: str) -> str:
    return date(datetime.date.fromisoformat(iso))
