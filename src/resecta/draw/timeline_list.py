"""A timeline where there is no room for a chart: every day in a line of its own, every figure under its way."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from resecta.draw.lines import line, marked
from resecta.draw.timeline_words import day_of, long
from resecta.draw.values import inside
from resecta.draw.ways import figure_said
from resecta.draw.wording import wording
from resecta.timeline.model import FIGURE, TimedEvent, Timeline
from resecta.timeline.words import cited

NARROW = 60
"""Below so many columns a chart would drop what it says."""
DONE, MISSED, PROPOSED, FIXED, SPAN = "●", "✗", "◆", "■", "░"


def print_days(timeline: Timeline, console: Console) -> None:
    """Every event in the order of the plan, with its day, the window that it may move in, and what binds both."""
    for event in timeline.events:
        marked(console, event_mark(event, timeline), f"{_when(event)}: {event.label}", indent=2)


def event_mark(event: TimedEvent, timeline: Timeline) -> str:
    """The mark of an event: done, done outside its window, without a day, set by a person, proposed, or resting on a
    figure of the site.
    """
    if event.done is not None or event.given:
        return MISSED if any(each.event == event.id for each in timeline.deviations) else DONE
    if event.day is None:
        return SPAN
    if event.fixed:
        return FIXED
    return FIGURE if event.figure else PROPOSED


def _when(event: TimedEvent) -> str:
    words, ends = wording().plan, cited(event.window_by)
    if event.given:
        return words["given"]
    if event.day is None:
        if event.earliest and event.latest:
            return f"{words['window'].format(earliest=long(event.earliest), latest=long(event.latest))}{ends}"
        if event.latest:
            return f"{words['until'].format(day=long(event.latest))}{ends}"
        return f"{words['from'].format(day=long(event.earliest))}{ends}" if event.earliest else words["undated"]
    free = event.done is None and event.earliest and event.latest and event.earliest != event.latest
    window = words["window"].format(earliest=long(event.earliest), latest=long(event.latest)) if free else ""
    day = "" if window and event.bound_by == event.window_by else cited(event.bound_by)
    return f"{long(day_of(event))}{day}{window and f'; {window}{ends}'}"


def titled(timeline: Timeline) -> str:
    """The way with the word for how it stands."""
    known = wording().status.get(timeline.status)
    return f"{timeline.title}, {inside(known.word)}" if known else timeline.title


def print_figures(timelines: Sequence[Timeline], console: Console) -> None:
    """The figures of each plan under one another."""
    for timeline in timelines:
        line(console, titled(timeline), style="bold")
        for figure in timeline.figures:
            line(console, f"{figure.label}: {figure_said(figure, timeline) or wording().way['none']}", 2)
