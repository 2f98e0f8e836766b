"""The dated plan of one strategy on the page: its days in order, for each side of a dispute, and a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from resecta.draw.timeline import svg
from resecta.draw.values import date
from resecta.timeline.words import cited

if TYPE_CHECKING:
    from markupsafe import Markup

    from resecta.timeline.assessment import Assessment
    from resecta.timeline.model import TimedEvent, Timeline


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
class PlanSide:
    """The plan if one side is right: ``heading`` says which, "" where nothing that it hangs on is disputed.

    ``notes``: what it says beside its dates.
    """

    heading: str
    events: tuple[PlanEvent, ...]
    conflict: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan to show, or those of every side, in one picture. ``remarks``: what strategies have no common plan."""

    title: str
    sides: tuple[PlanSide, ...]
    remarks: tuple[str, ...]
    picture: Markup


def plan(assessed: Assessment) -> Plan | None:
    """The plan of the first strategy by rank that has one; None where nothing is dated."""
    plans = next((plans for plans in assessed.plans.values() if plans.sides), None)
    if plans is None:
        return None
    remarks = tuple(plans.remark for plans in assessed.plans.values() if plans.remark)
    sides = tuple(PlanSide(_capital(each.side), *_told(each.timeline)) for each in plans.sides)
    return Plan(plans.title, sides, remarks, svg(*plans.headed))


def _told(timeline: Timeline) -> tuple[tuple[PlanEvent, ...], str, tuple[str, ...]]:
    """The days of a plan, what collides in it, and its notes."""
    conflict = "" if timeline.conflict is None else timeline.conflict.text
    notes = tuple(f"{note.text}{cited(note.statements)}" for note in timeline.notes)
    return tuple(map(_event, timeline.events)), conflict, notes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
