"""A timeline as an iCalendar file: what lies ahead as whole-day entries, so that no time zone can move them to
another day.

No name and no case id goes out unless a person gives a label: a calendar travels further than a record. The ids of its
entries are salted with a value of the site, so that nobody can try case ids until one fits. With the same value an
entry keeps its id when its date moves; its sequence is the minute at which the file was written, so that a calendar
program takes the newer one.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.document.extras import TIMELINE
from resecta.document.visible import visible
from resecta.lazy_dataclass import dataclass
from resecta.timeline.model import FIGURE, TimedConstraint, TimedEvent, Timeline

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Resecta//Dated treatment plan//EN"
_FIRST = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""From when the sequence counts: minutes since then stay within 32 bits for four thousand years."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a site puts on every entry: ``imprint`` names the guideline and how far it is reviewed, ``label`` is what
    the calendar calls the patient ("" for nothing), ``written`` when the file was written, with its zone; ``salt`` is
    a value that only the site knows.
    """

    imprint: str
    label: str
    written: datetime.datetime
    salt: bytes


def to_ics(timeline: Timeline, sheet: Sheet) -> bytes:
    """Every event ahead that has a date, for a calendar program. The same plan and sheet give the same bytes.

    Raises InputError where the extra ``timeline`` is not installed.
    """
    TIMELINE.require("ICS")
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _labelled(sheet, timeline.title))
    said = tuple(_of_the_plan(timeline))
    for event in timeline.events:
        if event.done is None and event.proposed is not None:
            calendar.add_component(_entry(timeline, sheet, event, event.proposed, said))
            said = ()
    return bytes(calendar.to_ical())


def _of_the_plan(timeline: Timeline) -> Iterator[str]:
    """What the first entry says of the whole plan: what it does not keep, and what has no day to stand on."""
    for note in timeline.notes:
        if note.warns:
            yield _cited(note.text, note.statements)
    without = dict.fromkeys(event.label for event in timeline.undated)
    if without:
        yield f"Not in this calendar, since no date is proposed: {'; '.join(without)}."


def _entry(timeline: Timeline, sheet: Sheet, event: TimedEvent, day: datetime.date, said: tuple[str, ...]) -> Event:
    """``said``: what this entry tells of the whole plan."""
    from icalendar import Event

    entry = Event()
    entry.add("dtstamp", sheet.written.astimezone(datetime.UTC))
    entry.add("sequence", int((sheet.written - _FIRST) / datetime.timedelta(minutes=1)))
    entry.add("uid", f"{_key(timeline, event, sheet.salt)}@resecta")
    entry.add("summary", _labelled(sheet, event.label))
    entry.add("description", visible(_description(timeline, sheet, event, said)))
    entry.add("dtstart", day)
    entry.add("dtend", day + datetime.timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED" if event.fixed == "planned" else "TENTATIVE")
    return entry


def _labelled(sheet: Sheet, text: str) -> str:
    return visible(f"{sheet.label}: {text}" if sheet.label else text)


def _key(timeline: Timeline, event: TimedEvent, salt: bytes) -> str:
    """An id that stays the same when the plan moves, and gives nothing away."""
    told = f"{timeline.case}\n{timeline.strategy}\n{event.id}"
    return hmac.new(salt, told.encode(errors="backslashreplace"), hashlib.sha256).hexdigest()[:32]


def _description(timeline: Timeline, sheet: Sheet, event: TimedEvent, said: tuple[str, ...]) -> str:
    lines = [f"{timeline.title}: {event.fixed or 'proposed'}, to be confirmed by the team.", *said]
    if event.earliest is not None:
        latest = "open" if event.latest is None else event.latest.isoformat()
        lines.append(f"{_cited(f'Window: {event.earliest.isoformat()} to {latest}', event.window_by)}.")
    if event.bound_by:
        lines.append(f"The day rests on {', '.join(event.bound_by)}.")
    lines += [f"{word}: {_cited(bound.text, bound.statements)}" for word, bound in _binding(timeline, event)]
    if event.figure:
        lines.append(f"{FIGURE} {event.figure}")
    if event.statements:
        lines.append(f"The step itself: {', '.join(event.statements)}.")
    lines.append(f"{sheet.imprint}.")
    return "\n".join(lines)


def _binding(timeline: Timeline, event: TimedEvent) -> Iterator[tuple[str, TimedConstraint]]:
    """The bounds that give the window its first and its last day: why this day, and why not another."""
    ours = [bound for bound in timeline.constraints if bound.end == event.id and bound.kind != "target"]
    for bound in ours:
        if bound.earliest is not None and bound.earliest == event.earliest:
            yield "Not before, because", bound
    for bound in ours:
        if bound.latest is not None and bound.latest == event.latest:
            yield "Not after, because", bound


def _cited(text: str, statements: tuple[str, ...]) -> str:
    return f"{text} ({', '.join(statements)})" if statements else text
