"""A timeline where there is no room for a chart: every day in a line of its own, every figure under its way."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from resecta.draw.lines import line, marked
from resecta.draw.timeline_words import day_of, long
from resecta.draw.ways import figure_said
from resecta.draw.wording import wording
from resecta.timeline.model import TimedEvent, Timeline

NARROW = 60
"""Below so many columns a chart would drop what it says."""


def print_days(timeline: Timeline, console: Console) -> None:
    """Every event in the order of the plan, with its day and the window that it may move in."""
    for event in timeline.events:
        marked(console, _mark(event), f"{_when(event)}: {event.label}", indent=2)


def _mark(event: TimedEvent) -> str:
    return "●" if event.done is not None or event.given else "■" if event.fixed else "◆"


def _when(event: TimedEvent) -> str:
    words = wording().plan
    if event.given:
        return words["given"]
    if event.day is None:
        return words["from"].format(day=long(event.earliest)) if event.earliest else words["undated"]
    free = event.done is None and event.earliest and event.latest and event.earliest != event.latest
    window = f" ({long(event.earliest)} to {long(event.latest)})" if free else ""
    return f"{long(day_of(event))}{window}"


def print_figures(timelines: Sequence[Timeline], console: Console) -> None:
    """The figures of each plan under one another."""
    for timeline in timelines:
        line(console, timeline.title, style="bold")
        for figure in timeline.figures:
            line(console, f"{figure.label}: {figure_said(figure, timeline) or wording().way['none']}", 2)
