"""A timeline as an iCalendar file: what lies ahead as whole-day entries, so that no time zone can move them to
another day.

No name and no case id goes out: a calendar travels further than a record. The ids of its entries are salted with a
value of the site, so that nobody can try case ids until one fits. With the same value the same plan gives the same
file, byte for byte, and a later one moves its entries.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac

from resecta.document.extras import TIMELINE
from resecta.document.visible import visible
from resecta.timeline.model import TimedEvent, Timeline

PRODUCT = "-//Resecta//Dated treatment plan//EN"


def to_ics(timeline: Timeline, site: bytes) -> bytes:
    """Every event ahead that has a date, for a calendar program. ``site``: a value that only the site knows.

    Raises InputError where the extra ``timeline`` is not installed.
    """
    TIMELINE.require("ICS")
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visible(timeline.title))
    for event in timeline.events:
        if event.done is None and event.proposed is not None:
            _add(calendar, timeline, event, event.proposed, site)
    return bytes(calendar.to_ical())


def _add(calendar: object, timeline: Timeline, event: TimedEvent, day: datetime.date, site: bytes) -> None:
    from icalendar import Calendar, Event

    entry = Event()
    # no clock is read: the plan was made on the day of assessment
    entry.add("dtstamp", datetime.datetime.combine(timeline.today, datetime.time(), datetime.UTC))
    entry.add("uid", f"{_key(timeline, event, site)}@resecta")
    entry.add("summary", visible(event.label))
    entry.add("description", visible(_description(timeline, event)))
    entry.add("dtstart", day)
    entry.add("dtend", day + datetime.timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED" if event.fixed == "planned" else "TENTATIVE")
    assert isinstance(calendar, Calendar)  # noqa: S101 - typed as object because the library is imported late
    calendar.add_component(entry)


def _key(timeline: Timeline, event: TimedEvent, site: bytes) -> str:
    """An id that stays the same when the plan moves, and gives nothing away."""
    told = f"{timeline.case}\n{timeline.strategy}\n{event.id}"
    return hmac.new(site, told.encode(errors="backslashreplace"), hashlib.sha256).hexdigest()[:32]


def _description(timeline: Timeline, event: TimedEvent) -> str:
    lines = [f"{timeline.title}: {event.fixed or 'proposed'}, to be confirmed by the team."]
    if event.earliest is not None:
        latest = "open" if event.latest is None else event.latest.isoformat()
        lines.append(f"Window: {event.earliest.isoformat()} to {latest}.")
    if event.figure:
        lines.append(event.figure)
    if event.statements:
        lines.append(f"Statements: {', '.join(event.statements)}.")
    return "\n".join(lines)
