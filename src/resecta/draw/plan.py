"""The dated plan of one strategy as it stands on the page: its days in order, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from resecta.draw.timeline import svg
from resecta.draw.values import date
from resecta.timeline.words import cited

if TYPE_CHECKING:
    from markupsafe import Markup

    from resecta.timeline.assessment import Assessment
    from resecta.timeline.model import TimedEvent


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One day of the plan: when it was or is proposed, and the window it may move in.

    ``figure``: the planning figure of the site that the day rests on; "" where it rests on none.
    """

    label: str
    when: str
    window: str
    figure: str
    done: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan to show. ``notes``: what it says beside its dates."""

    title: str
    events: tuple[PlanEvent, ...]
    conflict: str
    notes: tuple[str, ...]
    picture: Markup


def plan(assessed: Assessment) -> Plan | None:
    """The plan of the first strategy by rank that has one; None where nothing is dated."""
    timeline = next(iter(assessed.timelines.values()), None)
    if timeline is None:
        return None
    conflict = "" if timeline.conflict is None else timeline.conflict.text
    remarks = [plans.remark for plans in assessed.plans.values() if plans.remark]
    notes = (*remarks, *(f"{note.text}{cited(note.statements)}" for note in timeline.notes))
    return Plan(timeline.title, tuple(map(_event, timeline.events)), conflict, notes, svg(timeline))


def _event(event: TimedEvent) -> PlanEvent:
    when = "Given" if event.given else "No date" if event.day is None else date(event.day)
    return PlanEvent(event.label, when, _window(event), event.figure, event.done is not None, event.statements)


def _window(event: TimedEvent) -> str:
    if event.done is not None:
        return ""
    earliest, latest = event.earliest, event.latest
    if earliest is not None and latest is not None:
        return "" if earliest == latest else f"{date(earliest)} to {date(latest)}"
    if earliest is not None:
        return f"from {date(earliest)}"
    return "" if latest is None else f"until {date(latest)}"
