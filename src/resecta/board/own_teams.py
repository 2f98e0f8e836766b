"""The teams of whoever acts, by name: where a new patient or a meeting can belong."""

from __future__ import annotations

from sqlalchemy import select

from resecta.board.accounts import Team
from resecta.board.act import Board
from resecta.board.rights import Actor
from resecta.board.tables import team


def own_teams(board: Board, actor: Actor) -> tuple[Team, ...]:
    """The teams that the actor belongs to, by name. Nothing of a patient is read, so the trail has no link of it."""
    with board.database.reading() as connection:
        rows = connection.execute(select(team).where(team.c.id.in_(sorted(actor.teams))).order_by(team.c.name))
        return tuple(Team(row.id, row.name) for row in rows)
