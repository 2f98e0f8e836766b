"""The words of a timeline's picture: labels, and what each item means in a sentence."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from resecta.timeline.model import FIGURE, TimedConstraint, TimedEvent, Timeline


class Label(NamedTuple):
    """What is written beside a mark: the day or days, then what it is. Both are "" where nothing is."""

    days: str
    text: str


NO_LABEL = Label("", "")


def event_label(event: TimedEvent, end: TimedEvent | None, timeline: Timeline) -> Label:
    """A label for every event but the cycles in the middle of a block."""
    if event.cycle is not None:
        block = event.id.rpartition(".")[0]
        numbers = [
            each.cycle for each in timeline.dated if each.cycle is not None and each.id.rpartition(".")[0] == block
        ]
        if event.cycle != min(numbers):
            return NO_LABEL
    day, sources = short(day_of(event)), _sources(event.bound_by)
    mark = f"{FIGURE} " if event.figure else ""
    if end is not None:
        return Label(f"{day} – {short(day_of(end))}", f"{mark}{event.label.partition(',')[0]}{sources}")
    return Label(day, f"{mark}{event.label}{sources}")


def band_label(constraint: TimedConstraint) -> Label:
    """The label of a bound: its dates with its short name."""
    text = f"{constraint.label}{_sources(constraint.statements)}"
    if constraint.kind == "target":
        return Label(short(constraint.latest), text)
    if constraint.kind == "minimum":
        return Label(f"to {short(constraint.earliest)}", text)
    first = constraint.caution_from if constraint.kind == "limit" else constraint.earliest
    return Label(f"{short(first)} – {short(constraint.latest)}", text)


def constraint_in_words(constraint: TimedConstraint) -> str:
    """A bound in a sentence."""
    kept = {True: " Kept.", False: " Not kept.", None: ""}[constraint.kept]
    return f"{constraint.text}{_sources(constraint.statements)}{kept}"


def event_in_words(event: TimedEvent) -> str:
    """An event in words: the step with its statements, its day and its window each with those that bind them."""
    step, day = f"{event.label}{_sources(event.statements)}", _sources(event.bound_by)
    if event.done is not None:
        return f"{step}: done on {long(event.done)}{day}."
    ends = _sources(event.window_by)
    window = f" Window {long(event.earliest)} to {long(event.latest)}{ends}." if event.latest and event.earliest else ""
    if not window and event.earliest:
        window = f" Not before {long(event.earliest)}{ends}."
    state = event.fixed or "proposed"
    figure = f" {FIGURE} {event.figure}" if event.figure else ""
    return f"{step}: {state} {day_of(event):%A} {long(event.proposed)}{day}.{window}{figure}"


def day_of(event: TimedEvent) -> datetime.date:
    """The day an event is drawn on."""
    day = event.day
    if day is None:
        raise ValueError(f"{event.id} has no day")
    return day


def _sources(statements: Sequence[str]) -> str:
    return f" ({', '.join(statements)})" if statements else ""


def short(day: datetime.date | None) -> str:
    """A date for a label: "30 Jun"."""
    return "–" if day is None else f"{day.day} {day:%b}"


def long(day: datetime.date | None) -> str:
    """A date for a sentence: "30 June 2026"."""
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def wrapped(text: str, letters: int) -> tuple[str, ...]:
    """Text in lines of at most so many letters; a word longer than a line is broken."""
    return tuple(textwrap.wrap(" ".join(text.split()), letters, break_on_hyphens=False))
