"""Who is at a meeting, by discipline. Where a discipline is absent, that is justified before a decision is signed."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from resecta.board.act import Board, Work, act
from resecta.board.rights import Action, Actor, NotFoundError
from resecta.board.tables import attendance, meeting
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is there for a discipline."""

    discipline: str
    name: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A discipline that nobody is there from, and why."""

    discipline: str
    because: str


def mark_present(board: Board, actor: Actor, meeting_id: str, discipline: str, name: str) -> None:
    """Somebody is there; an absence of the discipline no longer stands. Marked twice is marked once.

    Raises InputError for an empty name, NotAllowedError, NotFoundError.
    """
    if not name.strip():
        raise InputError([Problem(Place("name"), "this is empty", "write who is there")])
    with act(board, actor, Action.RECORD_ATTENDANCE, team=_team(board, meeting_id)) as work:
        _unmark(work, meeting_id, discipline, "")
        _unmark(work, meeting_id, discipline, name.strip())
        _mark(work, meeting_id, discipline, name.strip(), "")


def mark_absent(board: Board, actor: Actor, meeting_id: str, discipline: str, because: str) -> None:
    """Nobody is there from a discipline; an earlier reason is replaced.

    Raises InputError without a reason or while somebody of the discipline is there, NotAllowedError, NotFoundError.
    """
    if not because.strip():
        raise InputError([Problem(Place("because"), "an absence without a reason", "write why, and who was asked")])
    with act(board, actor, Action.RECORD_ATTENDANCE, team=_team(board, meeting_id)) as work:
        if any(one.discipline == discipline for one in present_at(work.connection, meeting_id)):
            mend = "take them off the list first"
            raise InputError([Problem(Place("discipline"), "somebody is there from this discipline", mend)])
        _unmark(work, meeting_id, discipline, "")
        _mark(work, meeting_id, discipline, "", because.strip())


def unmark_present(board: Board, actor: Actor, meeting_id: str, discipline: str, name: str) -> None:
    """Somebody is not there after all. Raises NotAllowedError, NotFoundError."""
    with act(board, actor, Action.RECORD_ATTENDANCE, team=_team(board, meeting_id)) as work:
        _unmark(work, meeting_id, discipline, name.strip())
        work.note(meeting=meeting_id, discipline=discipline)


def present_at(connection: Connection, meeting_id: str) -> tuple[Present, ...]:
    """Everybody who is there, by discipline and name."""
    rows = connection.execute(
        select(attendance)
        .where(attendance.c.meeting == meeting_id, attendance.c.name != "")
        .order_by(attendance.c.discipline, attendance.c.name)
    )
    return tuple(Present(row.discipline, row.name) for row in rows)


def absent_from(connection: Connection, meeting_id: str) -> tuple[Absent, ...]:
    """The disciplines whose absence is justified."""
    rows = connection.execute(
        select(attendance)
        .where(attendance.c.meeting == meeting_id, attendance.c.name == "")
        .order_by(attendance.c.discipline)
    )
    return tuple(Absent(row.discipline, row.because) for row in rows)


def _mark(work: Work, meeting_id: str, discipline: str, name: str, because: str) -> None:
    values = {"meeting": meeting_id, "discipline": discipline, "name": name, "because": because}
    work.connection.execute(insert(attendance).values(values))
    work.note(meeting=meeting_id, discipline=discipline)


def _unmark(work: Work, meeting_id: str, discipline: str, name: str) -> None:
    mine = (attendance.c.meeting == meeting_id, attendance.c.discipline == discipline, attendance.c.name == name)
    work.connection.execute(delete(attendance).where(*mine))


def _team(board: Board, meeting_id: str) -> str:
    with board.database.reading() as connection:
        team: str | None = connection.scalar(select(meeting.c.team).where(meeting.c.id == meeting_id))
    if team is None:
        raise NotFoundError("there is no such meeting")
    return team
