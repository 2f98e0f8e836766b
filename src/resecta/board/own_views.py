"""A clinician's own view of a case, recorded once; where the hospital judges first, before the advice opens."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from sqlalchemy import select

from resecta.board.act import Board, act
from resecta.board.agenda import item_by_id
from resecta.board.agenda_changes import taken_off
from resecta.board.rights import Action, Actor, may
from resecta.board.tables import item as item_table
from resecta.board.tables import meeting, own_view
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class OwnView:
    """What somebody would do, in their own words or by the id of a strategy. It is never changed."""

    item: str
    account: str
    words: str
    at: datetime.datetime


def record_own_view(board: Board, actor: Actor, item: str, words: str) -> OwnView:
    """Record it. A second one leaves the first as it is, and gives it back.

    Raises InputError where it is empty, NotAllowedError, NotFoundError.
    """
    if not words.strip():
        raise InputError([Problem(Place("words"), "this is empty", "choose a strategy, or write what you would do")])
    with board.database.reading() as connection:
        patient = item_by_id(connection, item).patient
    with act(board, actor, Action.RECORD_OWN_VIEW, patient=patient) as work:
        mine = (own_view.c.item == item, own_view.c.account == actor.account)
        row = work.connection.execute(select(own_view).where(*mine)).one_or_none()
        work.note(item=item)
        if row is not None:
            return OwnView(row.item, row.account, row.words, row.at)
        made = OwnView(item, actor.account, words.strip(), work.at)
        values = {"item": item, "account": actor.account, "words": made.words, "at": work.at}
        work.add(own_view, values)
        return made


def own_views(board: Board, item: str) -> tuple[OwnView, ...]:
    """Everybody's own view of a case, the earliest first. For a page that has opened its patient already."""
    with board.database.reading() as connection:
        rows = connection.execute(select(own_view).where(own_view.c.item == item).order_by(own_view.c.at))
        return tuple(OwnView(row.item, row.account, row.words, row.at) for row in rows)


def advice_waits(board: Board, actor: Actor, item: str) -> bool:
    """Whether the advice stays closed to the actor until they have recorded their own view of this case."""
    if not board.settings.judge_first or not may(actor, Action.RECORD_OWN_VIEW):
        return False
    return all(one.account != actor.account for one in own_views(board, item))


def awaited_items(board: Board, actor: Actor) -> Mapping[str, str]:
    """Patient → the latest item on which the actor's own view is still to be recorded before they are shown the advice
    on this patient; patients whose advice is open to them are left out, everybody where the hospital does not judge
    first.
    """
    if not board.settings.judge_first or not may(actor, Action.RECORD_OWN_VIEW):
        return {}
    mine = (own_view.c.item == item_table.c.id) & (own_view.c.account == actor.account)
    with board.database.reading() as connection:
        rows = connection.execute(
            select(item_table.c.patient, item_table.c.id)
            .join(meeting, meeting.c.id == item_table.c.meeting)
            .outerjoin(own_view, mine)
            .where(meeting.c.team.in_(actor.teams), item_table.c.moved_to.is_(None), ~taken_off())
            .where(own_view.c.item.is_(None))
            .order_by(meeting.c.day, meeting.c.begins, item_table.c.id)
        )
        return {row.patient: row.id for row in rows}  # of several the latest stands
