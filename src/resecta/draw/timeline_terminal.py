"""A timeline in a terminal: windows as faint bars, proposals as marks, today as a line; several strategies as a
table.

At most the console's width; every state by its mark, never by colour alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from resecta.draw.timeline_apart import apart_from, nearly_alike
from resecta.draw.timeline_list import (
    DONE,
    FIXED,
    MISSED,
    NARROW,
    PROPOSED,
    SPAN,
    print_days,
    print_figures,
    titled,
)
from resecta.draw.timeline_rows import ChartRow, rows_of
from resecta.draw.timeline_words import long, short
from resecta.draw.values import days, inside, sentence
from resecta.draw.ways import rests_on_a_figure
from resecta.draw.wording import wording
from resecta.timeline.model import FIGURE, Clash, Deviation, Figure, Note, TimedConstraint, Timeline

TODAY = "│"
LEAST_CHART = 16
LEAST_COLUMN = 20
STYLES = {
    DONE: "bold",
    MISSED: "bold red",
    PROPOSED: "bold cyan",
    FIGURE: "cyan",
    FIXED: "bold blue",
    SPAN: "dim",
    TODAY: "yellow",
}
KEPT = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("·", "dim")}


def print_sides(timelines: Sequence[Timeline], console: Console, above: Collection[str] = ()) -> None:
    """The plans of one strategy, of each side of a dispute; of one that is nearly like an earlier one only what it has
    otherwise. ``above``: warnings of the advice that are printed already.
    """
    for place, timeline in enumerate(timelines):
        other = nearly_alike(timeline, timelines[:place])
        if other is None:
            print_timeline(timeline, console, above)
        else:
            console.print()
            _print_apart(timeline, other, console)
            _print_rest(apart_from(timeline, other), console, above)


def print_timeline(timeline: Timeline, console: Console, above: Collection[str] = ()) -> None:
    """One strategy in full: what collides or was missed, the chart, the bounds with their dates, and the remarks.
    ``above``: warnings of the advice that are printed already.
    """
    _title(timeline, console)
    for text in _warnings(timeline, above):
        _say(console, "✗", text, "bold red")
    if timeline.events:
        console.print()
        _chart(timeline, console)
        _key(timeline, console)
    _print_undated(timeline, console)
    console.print()
    _print_rest(timeline, console, above)


def _print_apart(timeline: Timeline, other: Timeline, console: Console) -> None:
    """The days that another side gives otherwise, instead of a second chart."""
    _title(timeline, console)
    _say(console, " ", wording().plan["apart"].format(title=inside(other.title)), "")
    print_days(apart_from(timeline, other), console)


def _print_rest(timeline: Timeline, console: Console, above: Collection[str]) -> None:
    told: set[str] = set()
    for constraint in timeline.constraints:
        mark, text, style = _bound(constraint)
        if not constraint.planning and constraint.kind != "precedence" and text not in told:
            told.add(text)
            _say(console, mark, text, style)
    print_notes(timeline, console, above)
    for argument in timeline.arguments:
        console.print()
        console.print(Text(f"{argument.text}{_cited(argument.statements)}", style="bold"))
        for way in argument.ways:
            most = "" if way.most is None or way.most == way.least else f" to {way.most / 7:.1f}"
            _say(console, " ", f"{way.least / 7:.1f}{most} weeks: {way.label}", "")


def print_notes(timeline: Timeline, console: Console, above: Collection[str] = ()) -> None:
    """The remarks of a plan, less the warnings that stand above."""
    for note in timeline.notes:
        if note.text.rstrip(".") not in above:
            _say(console, "!", f"{note.text}{_cited(note.statements)}", "yellow")


def _print_undated(timeline: Timeline, console: Console) -> None:
    """What has no date; why is told by a remark or a collision, and not said twice."""
    if timeline.undated and timeline.conflict is not None and timeline.conflict.undates:
        waiting = "; ".join(event.label for event in timeline.undated)
        _say(console, " ", f"No date while this stands: {waiting}.", "")


def print_comparison(timelines: Sequence[Timeline], console: Console, above: Collection[str] = ()) -> None:
    """Strategies side by side: their figures, what collides or was missed, and the chart of each. ``above``: warnings
    of the advice that are printed already.
    """
    found = {timeline.strategy + timeline.title: _warnings(timeline, above) for timeline in timelines}
    said = {
        text: [each.title for each in timelines if text in found[each.strategy + each.title]]
        for texts in found.values()
        for text in texts
    }
    for text, titles in said.items():
        everywhere = len(titles) == len(timelines)
        _say(console, "✗", text if everywhere else f"{'; '.join(titles)}: {text}", "bold red")
    dated = [timeline for timeline in timelines if timeline.figures]
    if any(figure.days is not None or figure.day is not None for each in dated for figure in each.figures):
        if said or above:
            console.print()
        _print_figures(dated, console)
        console.print()
    shared = _shared_notes(timelines)
    for note in shared:
        if note.text.rstrip(".") not in above:
            _say(console, "!", f"{note.text}{_cited(note.statements)}", "yellow")
    for place, timeline in enumerate(timelines):
        console.print()
        other = nearly_alike(timeline, timelines[:place])
        if other is None:
            _title(timeline, console)
            _chart(timeline, console)
            _print_undated(timeline, console)
        else:
            _print_apart(timeline, other, console)
        for note in timeline.notes:
            if note not in shared and (other is None or note not in other.notes) and note.text.rstrip(".") not in above:
                _say(console, "!", f"{note.text}{_cited(note.statements)}", "yellow")
    if timelines:
        _key(timelines[0], console)


def _shared_notes(timelines: Sequence[Timeline]) -> list[Note]:
    """The remarks that every one of the plans makes."""
    return [note for note in timelines[0].notes if all(note in each.notes for each in timelines)] if timelines else []


def _print_figures(timelines: Sequence[Timeline], console: Console) -> None:
    """A table of the figures, a column for each strategy."""
    if console.width < NARROW or len(timelines) > console.width // LEAST_COLUMN:
        print_figures(timelines, console)
        return
    first = max(len(figure.label) for figure in timelines[0].figures)
    first = min(first, max(16, console.width - 20 * len(timelines)))
    other = max(10, (console.width - first) // len(timelines) - 2)
    rows = [("", [titled(timeline) for timeline in timelines])]
    for number, figure in enumerate(timelines[0].figures):
        rows.append((figure.label, [_figure(timeline.figures[number], timeline) for timeline in timelines]))
    for place, (label, cells) in enumerate(rows):
        columns = [wrap(label, first) or [""], *(wrap(cell, other) for cell in cells)]
        for line in range(max(map(len, columns))):
            parts = [column[line] if line < len(column) else "" for column in columns]
            text = f"{parts[0]:<{first}}  " + "  ".join(f"{part:<{other}}" for part in parts[1:])
            console.print(Text(text.rstrip(), style="bold" if place == 0 else ""), no_wrap=True)


def _title(timeline: Timeline, console: Console) -> None:
    for line in wrap(titled(timeline), console.width):
        console.print(Text(line, style="bold"), no_wrap=True)


def _warnings(timeline: Timeline, above: Collection[str]) -> list[str]:
    """What collides or was missed, less the warnings that stand above."""
    told: list[Clash | Deviation] = [*timeline.deviations]
    if timeline.conflict is not None:
        told.insert(0, timeline.conflict)
    return list(filter(None, (one.said_below(above) for one in told)))


def _figure(figure: Figure, timeline: Timeline) -> str:
    if figure.day is not None:
        day = f"{short(figure.day)} {figure.day.year}"
        if figure.day < timeline.today:
            return f"{day} ({wording().way['done']})"
        return f"{day} {FIGURE}" if rests_on_a_figure(timeline, figure.day) else day
    return "–" if figure.days is None else f"{figure.days} days"


def _chart(timeline: Timeline, console: Console) -> None:
    if console.width < NARROW:
        print_days(timeline, console)
        return
    rows = list(rows_of(timeline))
    if not rows:  # what has been, on days that nobody knows, is told by the remarks
        return
    width = min(console.width, 100)
    label = min(max(len(row.label) for row in rows), max(14, width // 2 - 8))
    chart = max(LEAST_CHART, width - label - 2 - max(len(row.text) for row in rows))
    days = [day for row in rows for day, _ in row.marks] + [timeline.today]
    days += [row.earliest for row in rows if not row.marks and row.earliest is not None]
    days += [day for row in rows for day in (row.earliest, row.latest) if day is not None and day <= max(days)]
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def column(day: datetime.date) -> int:
        return min(chart - 1, max(0, round((day - first).days / span * (chart - 1))))

    console.print(Text(" " * (label + 1) + _months(first, last, column, chart), style="dim"))
    for row in rows:
        name, *rest = wrap(row.label, label) or [""]
        console.print(_line(replace(row, label=name), label, chart, column, timeline.today), no_wrap=True, crop=True)
        for more in rest:
            console.print(Text(more), no_wrap=True)


def _key(timeline: Timeline, console: Console) -> None:
    missed = f"{MISSED} outside its window  " if timeline.deviations else ""
    today = f"{TODAY} today, {long(timeline.today)}"
    proposed = f"{PROPOSED} proposed  {wording().way['mark'].rstrip('.')}"
    foot = f"{DONE} done  {missed}{proposed}  {FIXED} date set  {SPAN} window  {today}"
    for line in wrap(foot, console.width):
        console.print(Text(line, style="dim"), no_wrap=True)


def _line(row: ChartRow, label: int, chart: int, column: Callable[[datetime.date], int], today: datetime.date) -> Text:
    cells = [" "] * chart
    if row.earliest is not None and row.latest is not None:
        for place in range(column(row.earliest), column(row.latest) + 1):
            cells[place] = SPAN
    if cells[column(today)] == " ":
        cells[column(today)] = TODAY
    for day, mark in row.marks:
        cells[column(day)] = mark
    line = Text(f"{row.label:<{label}} ")
    for cell in cells:
        line.append(cell, style=STYLES.get(cell, ""))
    line.append(f" {row.text}")
    return line


def _months(first: datetime.date, last: datetime.date, column: Callable[[datetime.date], int], chart: int) -> str:
    cells = [" "] * (chart + 4)
    month, end = first.replace(day=1), -1
    while month <= last:
        place = column(max(month, first))
        if place > end:
            name = f"{month:%b}"
            cells[place : place + len(name)] = name
            end = place + len(name)
        month = (month + datetime.timedelta(days=32)).replace(day=1)
    return "".join(cells).rstrip()


def _bound(constraint: TimedConstraint) -> tuple[str, str, str]:
    mark, style = KEPT[constraint.kept]
    dates = ""
    if constraint.earliest is not None and constraint.latest is not None:
        same = constraint.earliest == constraint.latest
        dates = (
            f" {long(constraint.latest)}." if same else f" {long(constraint.earliest)} to {long(constraint.latest)}."
        )
    elif constraint.earliest is not None:
        dates = f" From {long(constraint.earliest)}."
    distance = ""
    if constraint.kind == "target" and constraint.slack_days:
        side = wording().timing["target_after" if constraint.slack_days > 0 else "target_before"]
        distance = f" {sentence(side.format(days=days(constraint.slack_days)))}"
    zone = " In the upper zone." if constraint.zone == "upper" else ""
    return mark, f"{constraint.text}{dates}{distance}{zone}{_cited(constraint.statements)}", style


def _cited(sources: Sequence[str]) -> str:
    return f" ({', '.join(sources)})" if sources else ""


def _say(console: Console, mark: str, text: str, style: str) -> None:
    """A marked sentence, its further lines indented under the first."""
    for number, line in enumerate(wrap(text, max(20, console.width - 3))):
        said = Text(f"{mark if number == 0 else ' '} ", style=style)
        console.print(said.append(line, style="bold" if "bold" in style else ""), no_wrap=True)
