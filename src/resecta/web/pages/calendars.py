"""The feed of somebody's meetings under a secret address: when and where, and no patient."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from starlette.responses import Response

from resecta.board.calendars import owner_of_calendar
from resecta.board.meetings import meetings
from resecta.board.rights import Action, NotFoundError, may
from resecta.web.visit import Open, Page

if TYPE_CHECKING:
    from icalendar.cal import Component

    from resecta.board.meetings import Meeting
    from resecta.web.visit import Visit

_LASTS = datetime.timedelta(hours=2)


def _feed(visit: Visit) -> Response:
    """Raises NotFoundError for an address that is none of ours, or of somebody who has left."""
    from icalendar import Calendar

    owner = owner_of_calendar(visit.site.board, visit.params["token"])
    if owner is None or not may(owner.actor, Action.READ_MEETING):
        raise NotFoundError("there is no such calendar")
    calendar = Calendar()
    calendar.add("prodid", "-//Resecta//board//EN")
    calendar.add("version", "2.0")
    for one in meetings(visit.site.board, owner.actor):
        calendar.add_component(_event(one, visit.site.board.clock()))
    return Response(calendar.to_ical(), media_type="text/calendar")


def _event(meeting: Meeting, at: datetime.datetime) -> Component:
    from icalendar import Event

    hour, minute = (int(part) for part in meeting.begins.split(":"))
    on_the_wall = datetime.datetime.combine(meeting.day, datetime.time(hour, minute))
    begins = on_the_wall.astimezone(datetime.UTC)  # a time without a zone is another one wherever it is read
    event = Event()
    event.add("uid", f"{meeting.id}@board.resecta")
    event.add("dtstamp", at)
    event.add("dtstart", begins)
    event.add("dtend", begins + _LASTS)
    event.add("summary", "Tumour board")
    event.add("location", meeting.place)
    return event


PAGES = (Page("GET", "/calendar/{token}.ics", Open.ANYBODY, _feed),)
