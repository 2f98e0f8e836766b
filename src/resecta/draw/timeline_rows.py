"""The rows of a timeline's chart in a terminal: what stands in each, and the words beside it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence

from resecta.draw.timeline_list import event_mark
from resecta.draw.timeline_words import day_of, short
from resecta.lazy_dataclass import dataclass
from resecta.timeline.model import TimedEvent, Timeline

MOST_ROWS = 12
"""Rows of the chart for what was done again and again; more stand in one row."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A line of the chart: its label, the days marked, and the window behind them."""

    label: str
    marks: tuple[tuple[datetime.date, str], ...]
    earliest: datetime.date | None
    latest: datetime.date | None
    text: str


def rows_of(timeline: Timeline) -> Iterator[ChartRow]:
    """Courses and blocks of cycles in one row each, all else a row of its own; of what has no date its window."""
    told: set[str] = set()
    by_id = {event.id: event for event in timeline.dated}
    done = [event for event in timeline.dated if event.done is not None]
    often = {label for label, count in Counter(event.label for event in done).items() if count > MOST_ROWS}
    for event in timeline.events:
        block = event.id.rpartition(".")[0]
        if event.day is None and (event.earliest or event.latest):
            begins = event.earliest or timeline.today
            yield ChartRow(event.label, (), begins, event.latest or begins, _span(event))
        if event.id in told or event.day is None:
            continue
        if event.label in often and event.done is not None:
            yield _of_many([each for each in done if each.label == event.label], timeline)
            often.discard(event.label)
            told |= {each.id for each in done if each.label == event.label}
            continue
        cycles = [] if event.cycle is None else [each for each in timeline.dated if _same_block(each, event)]
        end = by_id.get(f"{block}.end") if event.id.endswith(".start") and event.cycle is None else None
        if len(cycles) > 1:
            told |= {each.id for each in cycles}
            first, last = cycles[0], cycles[-1]
            label = f"{first.label.partition(',')[0]}, cycles {first.cycle}–{last.cycle}"
            marks = tuple((day_of(each), event_mark(each, timeline)) for each in cycles)
            yield ChartRow(label, marks, None, None, _day(first, timeline))
        elif end is not None:
            told.add(end.id)
            marks = ((day_of(event), event_mark(event, timeline)), (day_of(end), event_mark(end, timeline)))
            yield ChartRow(event.label.partition(",")[0], marks, None, None, _day(event, timeline))
        else:
            marks = ((day_of(event), event_mark(event, timeline)),)
            yield ChartRow(_alone(event), marks, event.earliest, event.latest, _day(event, timeline))


def _alone(event: TimedEvent) -> str:
    """The label of one day; that of a first cycle given says that it is where the cycles began, not all there were."""
    began = event.done is not None and event.cycle is not None
    return f"{event.label.partition(',')[0]}, from cycle {event.cycle}" if began else event.label


def _of_many(events: Sequence[TimedEvent], timeline: Timeline) -> ChartRow:
    """What was done many times in one row, with its last day."""
    marks = tuple((day_of(each), event_mark(each, timeline)) for each in events)
    last = max(events, key=day_of)
    return ChartRow(f"{last.label} ({len(events)})", marks, None, None, f"last {_day(last, timeline)}")


def _same_block(one: TimedEvent, other: TimedEvent) -> bool:
    return one.cycle is not None and one.id.rpartition(".")[0] == other.id.rpartition(".")[0]


def _day(event: TimedEvent, timeline: Timeline) -> str:
    """The day beside the chart, with its year where it is not today's, and the statements that bind it."""
    day = day_of(event)
    year = "" if day.year == timeline.today.year else f" {day.year}"
    return f"{short(day)}{year}{_bound_by(event.bound_by)}"


def _span(event: TimedEvent) -> str:
    """The days that something without a day of its own can be on."""
    if event.earliest is None or event.latest is None:
        open_end = f"≤ {short(event.latest)}" if event.earliest is None else f"≥ {short(event.earliest)}"
        return f"{open_end}{_bound_by(event.window_by)}"
    return f"{short(event.earliest)} – {short(event.latest)}{_bound_by(event.window_by)}"


def _bound_by(statements: Sequence[str]) -> str:
    return "".join(f" {id}" for id in statements)
