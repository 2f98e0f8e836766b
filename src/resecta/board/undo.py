"""Undoing what one has just written: an entry again, which says what stood there before. Nothing is taken away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resecta.board.act import Board
from resecta.board.entries import WriteResult, every_entry_of, record
from resecta.board.entry import Entry, New
from resecta.board.rights import Actor, NotFoundError

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def undo(board: Board, guideline: Guideline, actor: Actor, patient: str, ids: Iterable[str]) -> WriteResult:
    """Put back what stood before some entries of the actor's own, all or none; undoing that again is doing it anew.

    Where somebody has written there since, nothing is and the conflicts say so. Raises InputError where what stood
    before is no longer what the guideline reads; NotAllowedError; NotFoundError also for what somebody else recorded.
    """
    with board.database.reading() as connection:
        known = {one.id: one for one in every_entry_of(connection, patient)}
    listed = [known.get(id) for id in ids]
    mine = [one for one in listed if one is not None and one.recorded_by == actor.account]
    if not mine or len(mine) < len(listed):
        raise NotFoundError("there is no such entry of yours")
    return record(board, guideline, actor, patient, [_before(one, known) for one in mine])


def _before(one: Entry, known: dict[str, Entry]) -> New:
    before = None if one.supersedes is None else known[one.supersedes]
    if before is None or before.withdrawn:
        return New(one.kind, one.key, seen=one.id, whose=one.whose, withdrawn=True)
    return New(one.kind, one.key, before.content, seen=one.id, whose=one.whose, source=before.source)
