"""Where everything of a timeline's picture stands: timelines and a width in, shapes with coordinates out.

Time runs to the right; every lane has a row of marks and as many rows of labels as its labels need, so that none lies
on another. A narrow picture therefore grows taller, never smaller in type.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resecta.draw.timeline_shapes import MARKS, ROW, Lane, Rows, Shape
from resecta.draw.timeline_words import (
    NO_LABEL,
    Label,
    band_label,
    constraint_in_words,
    day_of,
    event_in_words,
    event_label,
    short,
    wrapped,
)
from resecta.draw.wording import wording
from resecta.lazy_dataclass import dataclass
from resecta.timeline.model import TimedConstraint, TimedEvent, Timeline

TYPE = 12.5
SMALL = 11.0
PAD = 9.0
NARROW = 600.0
MOST_LETTERED = 60
"""Days on record that a lane has letters for, the latest: more could not be read. The list has them all."""
SHIPPED, ANY = 0.5, 0.57
"""Mean width of a letter in parts of the type size: of the shipped typeface, and of what a foreign program may use."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One timeline: its title, the sentence of its conflict, and its lanes."""

    title: str
    top: float
    height: float
    warnings: tuple[Shape, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture: panels over one axis."""

    width: float
    height: float
    left: float
    panels: tuple[Panel, ...]
    months: tuple[Shape, ...]
    today: Shape
    says: tuple[tuple[int, tuple[str, ...]], ...]
    foot: float


class Axis:
    """Days and letters to coordinates."""

    def __init__(self, timelines: Sequence[Timeline], left: float, right: float, letter: float) -> None:
        """From the month of the first day to the end of the last; ``letter`` is the mean width of one."""
        self.letter = letter
        days = [day for timeline in timelines for day in _days(timeline)]
        first, last = min(days), max(days)
        self.first = first.replace(day=1)
        self.last = _next_month(last)
        self.left, self.right = left, right

    def x(self, day: datetime.date) -> float:
        """Where a day stands; what lies outside stands at the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    @property
    def day_width(self) -> float:
        """How wide one day is."""
        return (self.right - self.left) / max(1, (self.last - self.first).days)

    def months(self) -> Iterator[datetime.date]:
        """The first day of every month."""
        month = self.first
        while month < self.last:
            yield month
            month = _next_month(month)


def in_lines(foot: str, width: float) -> tuple[str, ...]:
    """The foot of a picture of its own, in lines of its width."""
    return wrapped(foot, int((width - 24) / (SMALL * ANY))) if foot else ()


def lay_out(timelines: Sequence[Timeline], width: float, letter: float = ANY) -> Picture:
    """Lay out one or more timelines above one another on one axis, in a type whose letters are so wide on average."""
    narrow = width < NARROW
    left = 12.0 if narrow else 104.0
    axis = Axis(timelines, left, width - 14.0, letter)
    top, item = 40.0, 1
    panels: list[Panel] = []
    says: list[tuple[int, tuple[str, ...]]] = []
    letters = int((width - 16) / (SMALL * letter))
    lettered: set[tuple[str, Label]] = set()
    for timeline in timelines:
        panel, item = _panel(timeline, axis, width, top, item, lettered, narrow=narrow)
        panels.append(panel)
        for lane in panel.lanes:
            says += [(shape.item, wrapped(shape.say, letters)) for shape in lane.shapes if shape.item]
        top += panel.height + 12
    foot = top + 4
    lines = max((len(lines) for _, lines in says), default=1)
    day = timelines[0].today
    told = [event.label for event in timelines[0].events if _only_today(event, timelines[0])]
    text = " · ".join([f"today {short(day)}", *told])
    start = max(6.0, min(axis.x(day) + 4, width - 6 - len(text) * TYPE * letter * 1.08))
    today = Shape("today", axis.x(day), 24.0, width=start, text=text, height=top - 30)
    return Picture(width, foot + lines * 15 + 6, left, tuple(panels), tuple(_months(axis)), today, tuple(says), foot)


def _panel(
    timeline: Timeline,
    axis: Axis,
    width: float,
    top: float,
    item: int,
    lettered: set[tuple[str, Label]],
    *,
    narrow: bool,
) -> tuple[Panel, int]:
    """One timeline. ``lettered``: the bands, by lane, that a panel above has named; one that is the same stays bare."""
    warnings: list[Shape] = []
    y = top + 18
    letters = int((width - 34) / (TYPE * axis.letter * 1.08))
    said = [timeline.conflict.said] if timeline.conflict is not None else []
    for text in (*said, *(deviation.said for deviation in timeline.deviations)):
        for number, line in enumerate(wrapped(text, letters)):
            warnings.append(Shape("warning" if number == 0 else "warning-more", 14.0, y + 13, text=line))
            y += 17
    if warnings:
        y += 6
    lanes: list[Lane] = []
    for name in _shown_lanes(timeline):
        lane, item = _lane(timeline, name, axis, y, item, lettered, narrow=narrow)
        lanes.append(lane)
        y += lane.height
    return Panel(timeline.title, top, y - top, tuple(warnings), tuple(lanes)), item


def _shown_lanes(timeline: Timeline) -> list[str]:
    """All lanes but those in which nothing happens except today: they are told by today's line."""
    return [
        name
        for name in timeline.lanes
        if any(name in event.lane.split(" and ") and not _only_today(event, timeline) for event in timeline.events)
    ]


def _only_today(event: TimedEvent, timeline: Timeline) -> bool:
    return event.done is None and event.earliest == event.latest == timeline.today


def _lane(
    timeline: Timeline,
    name: str,
    axis: Axis,
    top: float,
    item: int,
    lettered: set[tuple[str, Label]],
    *,
    narrow: bool,
) -> tuple[Lane, int]:
    head = 16.0 if narrow else 0.0
    marks = top + head + PAD + MARKS / 2
    lane = Lane(name, top, 0.0)
    rows = Rows(axis.right + 10, TYPE * axis.letter)
    booked: dict[datetime.date, Shape] = {}
    owners = {event.id: event for event in timeline.events}
    for constraint in timeline.constraints:
        owner = owners.get(constraint.end)
        if owner is None or constraint.planning or _first_lane(owner) != name:
            continue
        shapes = _bands(constraint, axis, marks, item)
        if not shapes:
            continue
        if constraint.kept is False and constraint.actual is not None and constraint.actual != owner.day:
            refused = Shape("refused", axis.x(constraint.actual) + axis.day_width / 2, marks, item=item)
            shapes.append(replace(refused, say=shapes[0].say))
            booked.setdefault(constraint.actual, refused)
        lane.shapes += shapes
        label = band_label(constraint)
        if (name, label) not in lettered:
            lettered.add((name, label))
            rows.label(lane, Shape("label-band", shapes[0].x, marks, text=label.text, days=label.days, item=item))
        item += 1
    for day, mark in booked.items():
        rows.label(lane, replace(mark, kind="label", days=short(day), text=wording().plan["refused"]))
    item = _letter_events(timeline, lane, rows, axis, marks, item)
    lane.height = head + PAD + MARKS + rows.count * ROW + 5
    return lane, item


def _letter_events(timeline: Timeline, lane: Lane, rows: Rows, axis: Axis, marks: float, item: int) -> int:
    """Mark the events of a lane and letter those that can be read; the number of the next item."""
    events = [event for event in timeline.dated if lane.name in event.lane.split(" and ")]
    done = sorted((event for event in events if event.done is not None), key=day_of)
    bare = {event.id for event in done[:-MOST_LETTERED]}
    for event, end in _pairs(events):
        lane.shapes += _marks(event, end, axis, marks, item, timeline)
        if event.done is not None and any(each.event == event.id for each in timeline.deviations):
            lane.shapes.append(Shape("missed", axis.x(event.done) + axis.day_width / 2, marks, item=item))
        label = NO_LABEL if event.id in bare else event_label(event, end, timeline)
        if label.text and _first_lane(event) == lane.name:
            at = axis.x(day_of(event)) + (axis.day_width / 2 if end is None else 0.0)
            rows.label(lane, Shape("label", at, marks, text=label.text, days=label.days, item=item))
        item += 1
    if bare:
        rows.label(lane, Shape("label", 0.0, marks, text=wording().plan["bare"].format(count=len(bare)), item=item))
    return item


def _first_lane(event: TimedEvent) -> str:
    """Where an event in several lanes is labelled."""
    return event.lane.partition(" and ")[0]


def _bands(constraint: TimedConstraint, axis: Axis, marks: float, item: int) -> list[Shape]:
    """The dates that a bound allows.

    A window as a band, an interval to keep hatched, the zone beyond a limit, a target as a tick.
    """
    top, height, say = marks - MARKS / 2 + 2, MARKS - 4, constraint_in_words(constraint)
    earliest, latest, caution = constraint.earliest, constraint.latest, constraint.caution_from

    def band(kind: str, start: datetime.date, end: datetime.date) -> Shape:
        # both ends count: a window of one day is one day wide
        return Shape(
            kind, axis.x(start), top, max(2.0, axis.x(end) + axis.day_width - axis.x(start)), height, say=say, item=item
        )

    match constraint.kind:
        case "window" | "recurrence" if earliest is not None and latest is not None:
            return [band("window", earliest, latest)]
        case "minimum" if earliest is not None and constraint.anchor is not None:
            return [band("gap", constraint.anchor, earliest - datetime.timedelta(days=1))]
        case "limit" if latest is not None and caution is not None:
            return [
                band("zone", caution, latest),
                Shape("limit", axis.x(latest) + axis.day_width, top - 3, 0, height + 6, say=say, item=item),
            ]
        case "target" if latest is not None:
            return [Shape("target", axis.x(latest) + axis.day_width / 2, top - 2, 0, height + 4, say=say, item=item)]
    return []


def _pairs(events: Iterable[TimedEvent]) -> Iterator[tuple[TimedEvent, TimedEvent | None]]:
    """Each event, and the last day of its course where it is the first."""
    listed = list(events)
    by_id = {event.id: event for event in listed}
    ends = {event.id for event in listed if event.id.endswith(".end") and event.id.replace(".end", ".start") in by_id}
    for event in listed:
        start = event.id.endswith(".start") and event.cycle is None
        if start:
            yield event, by_id.get(event.id.replace(".start", ".end"))
        elif event.id not in ends or by_id[event.id.replace(".end", ".start")].cycle is not None:
            yield event, None


def _marks(
    event: TimedEvent, end: TimedEvent | None, axis: Axis, marks: float, item: int, timeline: Timeline
) -> list[Shape]:
    state = "done" if event.done is not None else "fixed" if event.fixed else _proposed(event)
    left = axis.x(day_of(event))
    x, say = left + axis.day_width / 2, event_in_words(event)
    if end is not None:
        width = max(4.0, axis.x(day_of(end)) + axis.day_width - left)
        return [Shape(f"course {state}", left, marks - 7, width, 14, say=say, item=item)]
    if event.cycle is not None:
        width = max(3.0, min(15.0, axis.day_width * 12))
        text = str(event.cycle) if width >= 12 else ""
        with_drug = " beside" if event.beside else ""
        cycle = Shape(f"cycle {state}{with_drug}", x - width / 2, marks - 8, width, 16, text=text, say=say, item=item)
        if event.done is None:
            return [cycle]
        given = max(2.0, axis.x(_given_until(event, timeline)) - left)
        return [Shape("given", left, marks - 3, given, 6, say=say, item=item), cycle]
    if event.id.endswith(".end"):
        return [Shape("end", x, marks - 8, 0, 16, say=say, item=item)]
    shapes = [Shape(f"point {state}", x, marks, 6, 6, say=say, item=item)]
    if event.done is None and event.earliest is not None and event.latest is not None:
        span = axis.x(event.latest) + axis.day_width - axis.x(event.earliest)
        shapes.insert(0, Shape("span", axis.x(event.earliest), marks - 2, span, 4, say=say, item=item))
    return shapes


def _proposed(event: TimedEvent) -> str:
    """The look of a proposed day: hollow where it rests on a planning figure of the site."""
    return "proposed hollow" if event.figure else "proposed"


def _given_until(event: TimedEvent, timeline: Timeline) -> datetime.date:
    """How far a course that was begun has been given: to its recorded end, else to today."""
    block = event.id.rpartition(".")[0]
    ends = [each.done for each in timeline.events if each.id == f"{block}.end" and each.done is not None]
    return ends[0] if ends else timeline.today


def _days(timeline: Timeline) -> Iterator[datetime.date]:
    yield timeline.today
    for event in timeline.dated:
        yield day_of(event)
    for constraint in timeline.constraints:
        if not constraint.planning and constraint.kind in ("window", "limit", "target", "minimum", "recurrence"):
            yield from (day for day in (constraint.earliest, constraint.latest) if day is not None)


def _months(axis: Axis) -> Iterator[Shape]:
    width = axis.day_width * 30
    for number, month in enumerate(axis.months()):
        year = f" {month.year}" if width > 52 and (number == 0 or month.month == 1) else ""
        name = f"{month:%b}{year}" if width > 24 else f"{month:%b}"[0]
        yield Shape("month", axis.x(month), 12.0, width, text=name)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
