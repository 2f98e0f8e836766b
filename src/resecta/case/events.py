"""The ``events`` of a case: what was done, on which day or over which course, and with what result."""

from __future__ import annotations

import datetime
from collections.abc import Mapping as PlainMapping
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from resecta.case.model import About, Event
from resecta.case.segments import read_segments
from resecta.case.value import LONGEST_LIFE, about, first_day, read_date, read_value, wanted_of_field
from resecta.cql.values import Date, Value
from resecta.document import (
    Collector,
    Mapping,
    Node,
    as_sequence,
    as_text,
    did_you_mean,
    given,
    is_null,
    nearest,
    quote,
)
from resecta.guideline.model import KEYS_OF_EVENTS, SEGMENTS, Activity, EventField

EPISODES = ("current", "earlier")
DATES = ("date", "start", "end")
_MOVED = {
    "on": "write date: (the bare word on means true to many YAML readers)",
    "true": "write date: for the day",
    "day": "write date:",
    "stop": "write end:",
}
_FOR_THE_DAY = ("on", "true", "day")
"""Keys of the above by which a writer means the day."""


def read_events(
    node: Node, activities: PlainMapping[str, Activity], day: datetime.date | None, problems: Collector
) -> tuple[Event, ...]:
    """Every event, in the order of the file. None at all says nothing about the past; none may stand there twice."""
    if is_null(node):
        return ()
    events: list[Event] = []
    alike: dict[tuple[object, ...], list[Node]] = {}
    keys: dict[str, _Keys] = {}
    for item in problems.read(as_sequence, node) or ():
        activity = _activity(item, activities, problems)
        if activity is None:
            continue
        if activity.id not in keys:
            keys[activity.id] = _keys_of(activity)
        event = _event(item, activity, keys[activity.id], day, problems)
        if event is not None:
            alike.setdefault(_content(event), []).append(item)
            events.append(event)
    if len(alike) < len(events):
        for (activity_id, *_), same in alike.items():
            _refuse_several(f"the event {activity_id}", same, problems)
    return tuple(events)


class _Keys(NamedTuple):
    """What may and must stand in an event of an activity."""

    known: tuple[str, ...]
    needed: tuple[str, ...]


def _keys_of(activity: Activity) -> _Keys:
    fields = activity.fields
    return _Keys(
        (
            *(key for key in KEYS_OF_EVENTS if activity.course or key not in ("start", "end")),
            *(field.id for field in fields),
        ),
        tuple(field.id for field in fields if field.required),
    )


def _refuse_several(what: str, alike: Sequence[Node], problems: Collector) -> None:
    """Once for all that are one and the same: ten thousand lines would say no more."""
    first, *others = alike
    if not others:
        return
    line = first.place.line
    if len(others) == 1:
        where = f" (the other on line {line})" if line else ""
        problems.add(others[0], f"{what} stands twice{where}", "keep one of the two")
    else:
        where = f" (the first on line {line})" if line else ""
        problems.add(others[0], f"{what} stands {len(alike)} times{where}", "keep one of them")


def _content(event: Event) -> tuple[object, ...]:
    """All that an event says, without its place."""
    written = tuple(sorted((key, str(days.written)) for key, days in event.about.items())) if event.about else ()
    return event.activity, event.start, event.end, event.episode, tuple(event.fields.items()), written


def _event(node: Node, activity: Activity, keys: _Keys, day: datetime.date | None, problems: Collector) -> Event | None:
    before = len(problems.problems)
    allowed = keys.known if activity.course else (*keys.known, *_days_of_a_course(node))
    parts = problems.mapping(node, allowed, f"the event {activity.id}", keys.needed, moved=_MOVED)
    if parts is None:
        return None
    misspelt = len(problems.problems) > before and _is_misspelt("start" if activity.course else "date", parts, allowed)
    values, days = _fields(parts, activity, day, problems)
    dates = None if misspelt else _dates(parts, activity, day, problems)
    episode = _episode(parts.get("episode"), problems)
    if dates is None:
        return None
    days.update((key, known) for key, date in dates.items() if (known := about(date, day)) is not None)
    start, end = (None if key not in dates else first_day(dates[key]) for key in ("start", "end"))
    if start is None:
        return None
    if days and given(parts, "date") is not None:
        days.pop("end", None)  # one day, known roughly: it is not chosen twice
    elif days:
        days = _not_crossed(days, end)
    return Event(
        activity.id, start, None if end is None else max(start, end), activity.course, episode, values, node.place, days
    )


def _days_of_a_course(node: Node) -> tuple[str, ...]:
    """Those that stand in what takes one day, which is a problem of its own; no other key is meant for one."""
    return tuple(key for key in ("start", "end") if isinstance(node, Mapping) and key in node)


def _is_misspelt(day: str, parts: Mapping, known: tuple[str, ...]) -> bool:
    """Whether the day of an event stands there under another key, which is told already."""
    unknown = [key for key in parts if key not in known]
    return day not in parts and any(key in _FOR_THE_DAY or nearest(key, known) == day for key in unknown)


def _not_crossed(days: dict[str, About], end: datetime.date | None) -> dict[str, About]:
    """A course cannot begin after its end: where both are known roughly, neither can be a day that says so."""
    start, last = days.get("start"), days.get("end")
    latest = last.last if last is not None else end
    if start is not None and latest is not None:
        days["start"] = About(start.written, start.first, min(start.last, latest))
    if last is not None and end is not None:
        days["end"] = About(last.written, max(last.first, end), last.last)
    return days


def _fields(
    parts: Mapping, activity: Activity, day: datetime.date | None, problems: Collector
) -> tuple[dict[str, Value], dict[str, About]]:
    values: dict[str, Value] = {}
    days: dict[str, About] = {}
    for field in activity.fields:
        node = given(parts, field.id) if field.id in parts.entries else None
        if node is None:
            if field.required and field.id in parts.entries:
                problems.add(parts[field.id], *_says_nothing(activity, field))
            continue
        if field.type == SEGMENTS:
            values[field.id] = ", ".join(read_segments(node, problems)[1])
            continue
        value = problems.read(partial(read_value, wanted=wanted_of_field(field), day=day), node)
        if isinstance(value, str) and not value.strip():
            problems.add(node, *_says_nothing(activity, field))
        known = about(value, day) if isinstance(value, Date) else None
        values[field.id] = value if known is None else Date.of(known.first)
        if known is not None:
            days[field.id] = known
    return values, days


def _says_nothing(activity: Activity, field: EventField) -> tuple[str, str]:
    """The message and the mend of a field that must say something, if it is there, and does not."""
    mend = "write what it was" if field.required else "write what it was, or leave it out"
    return f'the key "{field.id}" of {activity.id} is empty', mend


def _activity(node: Node, activities: PlainMapping[str, Activity], problems: Collector) -> Activity | None:
    if not isinstance(node, Mapping) or "activity" not in node:
        mend = "write activity: and its date"
        problems.add(node, "an event is a mapping that names its activity", mend)
        return None
    name = problems.read(as_text, node["activity"])
    if name is None:
        return None
    if name not in activities:
        mend = did_you_mean(name, activities) or f"known: {', '.join(activities)}"
        problems.add(node["activity"], f"{quote(name)} is not an activity", mend)
        return None
    return activities[name]


def _dates(node: Mapping, activity: Activity, day: datetime.date | None, problems: Collector) -> dict[str, Date] | None:
    """``start`` and, where it has one, ``end``. A course may be one ``date``; what takes one day has no end."""
    dates: dict[str, Date] = {}
    for key in DATES:
        part = given(node, key) if key in node.entries else None
        if part is not None:
            what = f"the {key} of {activity.id}"
            date = problems.read(partial(read_date, day=day, done=True, what=what), part)
            if date is None:
                return None
            dates[key] = date
    if "date" in dates and len(dates) > 1:
        problems.add(
            node["date"], f"the event {activity.id} has a date beside its start or end", "keep one or the other"
        )
        return None
    if not activity.course and "date" not in dates:
        problems.add(node, f"the event {activity.id} lacks its date", "write date: YYYY-MM-DD, one event for each day")
        return None
    if "date" in dates:
        return {"start": dates["date"], **({"end": dates["date"]} if activity.course else {})}
    if "start" not in dates:
        problems.add(node, f"the event {activity.id} lacks its start", "write start: and, once it is over, end:")
        return None
    return dates if _in_order(node, activity, dates, day, problems) else {"start": dates["start"]}


def _in_order(
    node: Mapping, activity: Activity, dates: dict[str, Date], day: datetime.date | None, problems: Collector
) -> bool:
    if "end" not in dates:
        return False
    start, end = first_day(dates["start"]), first_day(dates["end"])
    known = about(dates["end"], day)
    if (known.last if known is not None else end) < start:
        message = f"{activity.id} ends on {dates['end']}, before its start on {dates['start']}"
        problems.add(node["end"], message, "exchange the two dates")
        return False
    if (end - start).days > LONGEST_LIFE * 366:
        problems.add(
            node["end"], f"{activity.id} lasts more than {LONGEST_LIFE} years", "check the years of start and end"
        )
        return False
    return True


def _episode(node: Node | None, problems: Collector) -> str | None:
    if node is None or is_null(node):
        return None
    text = problems.read(as_text, node)
    if text is not None and text not in EPISODES:
        problems.add(node, f"{quote(text)} is not an episode", f"write {' or '.join(EPISODES)}")
        return None
    return text
