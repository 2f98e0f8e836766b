"""Every signed decision of one's teams: what a board looks at when it looks at itself."""

from __future__ import annotations

from sqlalchemy import select

from resecta.board.act import Board, act
from resecta.board.decision import Decision, State
from resecta.board.kept_decisions import whole
from resecta.board.rights import Action, Actor
from resecta.board.tables import decision, patient


def outcomes(board: Board, actor: Actor) -> tuple[Decision, ...]:
    """Signed decisions on patients of the actor's teams, the last first. Raises NotAllowedError."""
    with act(board, actor, Action.READ_DECISION) as work:
        own = select(decision).join(patient, patient.c.id == decision.c.patient).where(patient.c.team.in_(actor.teams))
        rows = work.connection.execute(own.order_by(decision.c.proposed_at.desc(), decision.c.id))
        found = tuple(one for one in whole(work.connection, rows) if one.state is State.SIGNED)
        work.note(decisions=len(found))
        return found
