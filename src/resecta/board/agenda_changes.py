"""What took a case off its agenda, and what put it back: rows that are only ever added."""

from __future__ import annotations

import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select

from resecta.board.act import Work, new_id
from resecta.board.rights import NotFoundError
from resecta.board.tables import agenda_change, item
from resecta.lazy_dataclass import dataclass


class ChangeKind(StrEnum):
    """What was done. PUT_BACK undoes either of the others."""

    MOVED = "moved to another meeting"
    REMOVED = "taken off the agenda"
    PUT_BACK = "put back"


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """One change. ``position``: where the case stood before; ``becomes``: the item that a move has made at the other
    meeting, None where the case was there already; ``undoes``: the change that this one takes back.
    """

    id: str
    item: str
    kind: ChangeKind
    position: int
    becomes: str | None
    because: str
    undoes: str | None
    account: str
    at: datetime.datetime


def write_change(
    work: Work,
    item: str,
    kind: ChangeKind,
    position: int,
    because: str = "",
    becomes: str | None = None,
    undoes: str | None = None,
) -> AgendaChange:
    """Add a change, in the transaction of an act."""
    made = AgendaChange(new_id(), item, kind, position, becomes, because, undoes, work.actor.account, work.at)
    values = {name: getattr(made, name) for name in AgendaChange.__dataclass_fields__}
    work.add(agenda_change, {**values, "kind": str(kind)})
    return made


@cache
def taken_off() -> ColumnElement[bool]:
    """Whether a row of the table of items was taken off its agenda and not put back."""
    later = agenda_change.alias("later")
    undone = exists().where(later.c.undoes == agenda_change.c.id)
    return exists().where(agenda_change.c.item == item.c.id, agenda_change.c.kind == str(ChangeKind.REMOVED), ~undone)


def standing(connection: Connection, meeting_id: str) -> tuple[AgendaChange, ...]:
    """What was taken off the agenda of a meeting and not put back, the last first."""
    found = _standing().join(item, item.c.id == agenda_change.c.item).where(item.c.meeting == meeting_id)
    rows = connection.execute(found.order_by(agenda_change.c.at.desc(), agenda_change.c.id))
    return tuple(_change(row) for row in rows)


def standing_of(connection: Connection, item_id: str) -> AgendaChange | None:
    """The change that keeps an item off its agenda, if any does."""
    row = connection.execute(_standing().where(agenda_change.c.item == item_id)).one_or_none()
    return None if row is None else _change(row)


def change_by_id(connection: Connection, id: str) -> AgendaChange:
    """The change of this id. Raises NotFoundError."""
    row = connection.execute(select(agenda_change).where(agenda_change.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such change of an agenda")
    return _change(row)


def is_undone(connection: Connection, id: str) -> bool:
    """Whether a change was taken back already."""
    return connection.scalar(select(agenda_change.c.id).where(agenda_change.c.undoes == id)) is not None


def _standing() -> Select[Any]:
    later = agenda_change.alias("later")
    undone = exists().where(later.c.undoes == agenda_change.c.id)
    return select(agenda_change).where(agenda_change.c.kind != str(ChangeKind.PUT_BACK), ~undone)


def _change(row: Row[Any]) -> AgendaChange:
    return AgendaChange(
        row.id, row.item, ChangeKind(row.kind), row.position, row.becomes, row.because, row.undoes, row.account, row.at
    )
