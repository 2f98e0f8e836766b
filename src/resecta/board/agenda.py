"""The agenda of a meeting: its cases in order, and what was said of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from resecta.board.act import Board, Work, act, new_id
from resecta.board.agenda_changes import ChangeKind, standing_of, taken_off, write_change
from resecta.board.entries import entries_of
from resecta.board.rights import Action, Actor, NotFoundError
from resecta.board.tables import item, meeting
from resecta.board.unrecorded import unrecorded
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Item:
    """A case on the agenda of a meeting. ``position`` counts from 1. ``moved_to`` is the item that it became at another
    meeting, with the reason.
    """

    id: str
    meeting: str
    patient: str
    position: int
    minutes: str
    moved_to: str | None
    moved_because: str


def list_case(board: Board, guideline: Guideline, actor: Actor, meeting_id: str, patient: str) -> Item:
    """Put a patient at the end of an agenda; one who is there already stays where they are.

    Raises InputError, a problem for each row of the context that the guideline needs for it and nobody has recorded
    (the question to the board, the new problem); NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.LIST_CASE, patient=patient) as work:
        require_same_team(work, meeting_id)
        listed = items_of(work.connection, meeting_id)
        for one in listed:
            if one.patient == patient:
                return one
        missing = unrecorded(guideline, entries_of(work.connection, patient), "listing")
        if missing:
            raise InputError(
                [Problem(Place(row.id), f"{row.label}: not recorded", "write it before listing") for row in missing]
            )
        return put_at_end(work, meeting_id, patient)


def move_item(board: Board, actor: Actor, id: str, position: int) -> tuple[Item, ...]:
    """Put a case at a position (1 is the first; beyond the end is the end); the agenda as it then is.

    Raises NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.ORDER_AGENDA, patient=patient_of_item(board, id)) as work:
        mine = item_by_id(work.connection, id)
        others = [one for one in items_of(work.connection, mine.meeting) if one.id != id]
        others.insert(min(max(position, 1), len(others) + 1) - 1, mine)
        renumber(work, others)
        work.note(item=id, position=position)
        return items_of(work.connection, mine.meeting)


def write_minutes(board: Board, actor: Actor, id: str, words: str, *, seen: str) -> str | None:
    """Write the minutes of a case. ``seen``: the minutes that the writer saw; where others stand there by now, nothing
    is written and they come back; None once they are written. Raises NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.WRITE_MINUTES, patient=patient_of_item(board, id)) as work:
        there = item_by_id(work.connection, id)
        work.note(item=id)
        if there.minutes != seen:
            return there.minutes
        work.connection.execute(update(item).where(item.c.id == id).values(minutes=words))
        return None


def items_of(connection: Connection, meeting_id: str) -> tuple[Item, ...]:
    """The agenda in order, without the cases that were moved or taken off."""
    rows = connection.execute(
        select(item)
        .where(item.c.meeting == meeting_id, item.c.moved_to.is_(None), ~taken_off())
        .order_by(item.c.position)
    )
    return tuple(_item(row) for row in rows)


def item_by_id(connection: Connection, id: str) -> Item:
    """The item of this id. Raises NotFoundError."""
    row = connection.execute(select(item).where(item.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such case on an agenda")
    return _item(row)


def put_at_end(work: Work, meeting_id: str, patient: str) -> Item:
    """Put a case at the end, in the transaction of an act; one that had been moved away from this meeting or taken off
    comes back under the item it was.
    """
    position = len(items_of(work.connection, meeting_id)) + 1
    mine = (item.c.meeting == meeting_id, item.c.patient == patient)
    back = work.connection.scalar(select(item.c.id).where(*mine))
    if back is not None:
        values = {"moved_to": None, "moved_because": "", "position": position}
        work.connection.execute(update(item).where(*mine).values(values))
        gone_by = standing_of(work.connection, back)
        if gone_by is not None:
            write_change(work, back, ChangeKind.PUT_BACK, position, undoes=gone_by.id)
    id = back or new_id()
    if back is None:
        made = {"id": id, "meeting": meeting_id, "patient": patient, "position": position}
        work.connection.execute(insert(item).values(**made, minutes="", moved_because=""))
    work.note(item=id, meeting=meeting_id)
    return item_by_id(work.connection, id)


def renumber(work: Work, ordered: Iterable[Item]) -> None:
    """Number the cases of an agenda as they are ordered here, in the transaction of an act."""
    for position, one in enumerate(ordered, 1):
        work.connection.execute(update(item).where(item.c.id == one.id).values(position=position))


def require_same_team(work: Work, meeting_id: str) -> None:
    """Raise NotFoundError for a meeting of another team than the patient's."""
    team = work.connection.scalar(select(meeting.c.team).where(meeting.c.id == meeting_id))
    if team is None or team != work.team:
        raise NotFoundError("there is no such meeting")


def patient_of_item(board: Board, id: str) -> str:
    """Whose case it is. Raises NotFoundError."""
    with board.database.reading() as connection:
        return item_by_id(connection, id).patient


def _item(row: Row[Any]) -> Item:
    return Item(row.id, row.meeting, row.patient, row.position, row.minutes, row.moved_to, row.moved_because)
