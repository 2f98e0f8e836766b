"""The last links of the audit trail, for whoever may read it."""

from __future__ import annotations

from sqlalchemy import select

from resecta.board.act import Board, act
from resecta.board.rights import Action, Actor
from resecta.board.tables import trail
from resecta.board.trail import Link, link_of


def links(board: Board, actor: Actor, *, before: int | None = None, most: int = 100) -> tuple[Link, ...]:
    """At most so many links, the last first, of those before a number. That they were read is a link too.

    Raises NotAllowedError.
    """
    with act(board, actor, Action.READ_TRAIL) as work:
        wanted = select(trail).order_by(trail.c.number.desc()).limit(most)
        if before is not None:
            wanted = wanted.where(trail.c.number < before)
        work.note(before=before)
        return tuple(link_of(row) for row in work.connection.execute(wanted))
