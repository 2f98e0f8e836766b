"""Meetings: when and where a team meets, what is on the agenda, and who is there from each discipline."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from resecta.board.act import Board, act, new_id
from resecta.board.agenda import Item, item_by_id, items_of
from resecta.board.attendance import Absent, Present, absent_from, present_at
from resecta.board.rights import Action, Actor, NotFoundError
from resecta.board.tables import meeting
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a team on one day; ``begins`` is HH:MM by the clock on the wall there."""

    id: str
    team: str
    day: datetime.date
    begins: str
    place: str


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """A meeting with its agenda in order, moved cases left out, and its attendance."""

    meeting: Meeting
    items: tuple[Item, ...]
    present: tuple[Present, ...]
    absent: tuple[Absent, ...]

    def unexplained(self, required: Iterable[str]) -> tuple[str, ...]:
        """The disciplines that nobody is there from and whose absence nobody has justified; ``required`` are those
        that the guideline names.
        """
        known = {one.discipline for one in self.present} | {one.discipline for one in self.absent}
        return tuple(discipline for discipline in required if discipline not in known)


def plan_meeting(board: Board, actor: Actor, *, team: str, day: datetime.date, begins: str, place: str) -> Meeting:
    """Add a meeting. Raises InputError for a time that is none or an empty place, NotAllowedError, NotFoundError."""
    with act(board, actor, Action.PLAN_MEETING, team=team) as work:
        problems = []
        if _TIME.match(begins) is None:
            problems.append(Problem(Place("begins"), "this is no time of day", "write it as 14:30"))
        if not place.strip():
            problems.append(Problem(Place("place"), "this is empty", "write a room, or how to join"))
        if problems:
            raise InputError(problems)
        made = Meeting(new_id(), team, day, begins, place.strip())
        values = {"id": made.id, "team": team, "day": day, "begins": begins, "place": made.place}
        work.connection.execute(insert(meeting).values(values))
        work.note(meeting=made.id)
        return made


def meetings(board: Board, actor: Actor, *, since: datetime.date | None = None) -> tuple[Meeting, ...]:
    """The meetings of the actor's teams from a day on, the earliest first."""
    with act(board, actor, Action.READ_MEETING) as work:
        wanted = select(meeting).where(meeting.c.team.in_(actor.teams))
        if since is not None:
            wanted = wanted.where(meeting.c.day >= since)
        rows = work.connection.execute(wanted.order_by(meeting.c.day, meeting.c.begins, meeting.c.id))
        return tuple(meeting_of(row) for row in rows)


def read_meeting(board: Board, actor: Actor, id: str) -> MeetingFile:
    """A meeting with all that is on it; the trail says whose names were seen. Raises NotAllowedError, NotFoundError."""
    with board.database.reading() as connection:
        found = meeting_by_id(connection, id)
    with act(board, actor, Action.READ_MEETING, team=found.team) as work:
        items = items_of(work.connection, id)
        work.note(meeting=id, patients=sorted(item.patient for item in items))
        return MeetingFile(found, items, present_at(work.connection, id), absent_from(work.connection, id))


def absences_unexplained(connection: Connection, item_id: str, required: Iterable[str]) -> tuple[str, ...]:
    """The required disciplines that are missing without a reason at the meeting of this case."""
    mine = item_by_id(connection, item_id).meeting
    file = MeetingFile(meeting_by_id(connection, mine), (), present_at(connection, mine), absent_from(connection, mine))
    return file.unexplained(required)


def meeting_by_id(connection: Connection, id: str) -> Meeting:
    """The meeting of this id. Raises NotFoundError."""
    row = connection.execute(select(meeting).where(meeting.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such meeting")
    return meeting_of(row)


def meeting_of(row: Row[Any]) -> Meeting:
    """The meeting in a row of the table."""
    return Meeting(row.id, row.team, row.day, row.begins, row.place)
