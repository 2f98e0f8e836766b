"""The ``events`` of a case: what was done, on which day or over which course, and with what result."""

from __future__ import annotations

import datetime
from collections.abc import Mapping as PlainMapping
from functools import partial

from resecta.case.model import Event
from resecta.case.value import LONGEST_LIFE, read_day, read_value, wanted_of_field
from resecta.cql.values import Value
from resecta.document import Collector, Mapping, Node, as_sequence, as_text, did_you_mean, is_null, quote
from resecta.guideline.model import Activity

EPISODES = ("current", "earlier")
_COMMON = ("activity", "date", "start", "end", "episode", "notes")
_MOVED = {
    "on": "write date: (the bare word on means true to many YAML readers)",
    "true": "write date: for the day",
    "day": "write date:",
    "stop": "write end:",
}


def read_events(
    node: Node, activities: PlainMapping[str, Activity], day: datetime.date | None, problems: Collector
) -> tuple[Event, ...]:
    """Every event, in the order of the file. None at all says nothing about the past."""
    if is_null(node):
        return ()
    listed = problems.read(as_sequence, node)
    events = [_event(item, activities, day, problems) for item in listed or ()]
    return tuple(event for event in events if event is not None)


def _event(
    node: Node, activities: PlainMapping[str, Activity], day: datetime.date | None, problems: Collector
) -> Event | None:
    activity = _activity(node, activities, problems)
    fields = tuple(field.id for field in activity.fields) if activity is not None else ()
    if activity is None:
        return None
    parts = problems.mapping(node, (*_COMMON, *fields), f"the event {activity.id}", moved=_MOVED)
    if parts is None:
        return None
    values: dict[str, Value] = {}
    for field in activity.fields:
        value_node = parts.get(field.id)
        if value_node is not None and not is_null(value_node):
            values[field.id] = problems.read(partial(read_value, wanted=wanted_of_field(field), day=day), value_node)
    start, end = _days(parts, activity, day, problems)
    episode = _episode(parts.get("episode"), problems)
    if start is None:
        return None
    return Event(activity.id, start, end, activity.course, episode, values, node.place)


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


def _days(
    node: Mapping, activity: Activity, day: datetime.date | None, problems: Collector
) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day. A course may be given as one ``date``; what takes one day has no start and end."""
    dates: dict[str, datetime.date] = {}
    for key in ("date", "start", "end"):
        part = node.get(key)
        if part is not None and not is_null(part):
            what = f"the {key} of {activity.id}"
            date = problems.read(partial(read_day, day=day, done=True, what=what), part)
            if date is None:
                return None, None
            dates[key] = date
    if "date" in dates and len(dates) > 1:
        problems.add(
            node["date"], f"the event {activity.id} has a date beside its start or end", "keep one or the other"
        )
        return None, None
    if not activity.course and "date" not in dates:
        problems.add(node, f"the event {activity.id} lacks its date", "write date: YYYY-MM-DD, one event for each day")
        return None, None
    if "date" in dates:
        return dates["date"], dates["date"] if activity.course else None
    if "start" not in dates:
        problems.add(node, f"the event {activity.id} lacks its start", "write start: and, once it is over, end:")
        return None, None
    return dates["start"], _checked_end(node, activity, dates, problems)


def _checked_end(
    node: Mapping, activity: Activity, dates: PlainMapping[str, datetime.date], problems: Collector
) -> datetime.date | None:
    start, end = dates["start"], dates.get("end")
    if end is None:
        return None
    if end < start:
        problems.add(node["end"], f"{activity.id} ends on {end}, before its start on {start}", "exchange the two dates")
    elif (end - start).days > LONGEST_LIFE * 366:
        problems.add(node["end"], f"{activity.id} lasts more than {LONGEST_LIFE} years")
    return end


def _episode(node: Node | None, problems: Collector) -> str | None:
    if node is None or is_null(node):
        return None
    text = problems.read(as_text, node)
    if text is not None and text not in EPISODES:
        problems.add(node, f"{quote(text)} is not an episode", f"write {' or '.join(EPISODES)}")
        return None
    return text
