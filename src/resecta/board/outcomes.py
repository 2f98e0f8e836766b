"""Every signed decision of one's teams: what a board looks at when it looks at itself."""

from __future__ import annotations

import datetime
import json
from typing import Any

from sqlalchemy import Connection, select

from resecta.board.act import Board, Work, act
from resecta.board.case_document import case_document
from resecta.board.decision import Decision, DecisionState
from resecta.board.entries import entries_of_each
from resecta.board.kept_decisions import whole
from resecta.board.rights import Action, Actor
from resecta.board.tables import decision, patient, snapshot
from resecta.lazy_dataclass import dataclass

LOOKED_INTO = 200
"""Decisions of which the kept advice is read, the last ones."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The decisions, the last first; ``waited``: of each of the last of them the facts that its advice still missed,
    as the guideline of that day asks for them.
    """

    decisions: tuple[Decision, ...]
    waited: tuple[tuple[str, ...], ...]


def outcomes(board: Board, actor: Actor) -> Outcomes:
    """Signed decisions on patients of the actor's teams. Raises NotAllowedError."""
    with act(board, actor, Action.READ_DECISION) as work:
        found = _signed(work)
        work.note(decisions=len(found))
        return Outcomes(found, _waited(work.connection, [one.id for one in found[:LOOKED_INTO]]))


def decided_cases(board: Board, actor: Actor, day: datetime.date) -> tuple[dict[str, Any], ...]:
    """The case of this day of each patient of the actor's teams on whom a decision was signed, without name or id.

    Raises NotAllowedError.
    """
    with act(board, actor, Action.READ_DECISION) as work:
        ids = sorted({one.patient for one in _signed(work)})
        work.note(patients=len(ids))
        entries = entries_of_each(work.connection, ids)
        return tuple(case_document(entries.get(id, ()), assessed_on=day) for id in ids)


def _signed(work: Work) -> tuple[Decision, ...]:
    own = select(decision).join(patient, patient.c.id == decision.c.patient)
    rows = work.connection.execute(
        own.where(patient.c.team.in_(work.actor.teams)).order_by(decision.c.proposed_at.desc(), decision.c.id)
    )
    return tuple(one for one in whole(work.connection, rows) if one.state is DecisionState.SIGNED)


def _waited(connection: Connection, decisions: list[str]) -> tuple[tuple[str, ...], ...]:
    rows = connection.execute(select(snapshot.c.advice_json).where(snapshot.c.decision.in_(decisions)))
    return tuple(tuple(one["question"] for one in json.loads(row.advice_json)["missing"]) for row in rows)
