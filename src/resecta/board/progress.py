"""How far each case of a meeting has come: the last decision on each, for an agenda that says what is left to do."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from resecta.board.act import Board, act
from resecta.board.decision import Decision
from resecta.board.kept_decisions import whole
from resecta.board.meetings import MeetingFile
from resecta.board.rights import Action, Actor
from resecta.board.tables import decision


def progress(board: Board, actor: Actor, file: MeetingFile) -> Mapping[str, Decision]:
    """Item → the last decision that was proposed on it; items without one are left out.

    Raises NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.READ_DECISION, team=file.meeting.team) as work:
        own = decision.c.item.in_([item.id for item in file.items])
        rows = work.connection.execute(select(decision).where(own).order_by(decision.c.proposed_at, decision.c.id))
        work.note(meeting=file.meeting.id)
        return {one.item: one for one in whole(work.connection, rows)}
