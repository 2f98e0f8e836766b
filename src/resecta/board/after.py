"""What comes after a signed decision: addenda, and what became of it."""

from __future__ import annotations

from sqlalchemy import select

from resecta.board.act import Board, act, new_id
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, DecisionState, Fulfilment, Reason
from resecta.board.kept_decisions import decision_by_id
from resecta.board.rights import Action, Actor
from resecta.board.tables import addendum, follow_up
from resecta.document import InputError, Place, Problem


def add_addendum(board: Board, proved: Proved, id: str, words: str, *, request: str) -> Decision:
    """Add to a signed decision, in one's own name. A click that comes twice adds once.

    Raises InputError (not signed yet, empty, credentials not fresh), NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        patient = decision_by_id(connection, id).patient
    actor = proved.account.actor
    with act(board, actor, Action.ADD_ADDENDUM, patient=patient) as work:
        there = decision_by_id(work.connection, id)
        if work.connection.scalar(select(addendum.c.id).where(addendum.c.request == request)) is not None:
            return there
        problems = []
        if there.state is not DecisionState.SIGNED:
            problems.append(Problem(Place("decision"), f"it is {there.state}", "an addendum follows a signed decision"))
        if not words.strip():
            problems.append(Problem(Place("words"), "this is empty", "write what is to be added"))
        if not proved.at <= work.at <= proved.at + board.settings.fresh:
            problems.append(Problem(Place("password"), "it is too long since this was given", "give it again to sign"))
        if problems:
            raise InputError(problems)
        values = {"id": new_id(), "decision": id, "account": actor.account, "name": actor.name, "words": words.strip()}
        work.add(addendum, {**values, "at": work.at, "request": request})
        return decision_by_id(work.connection, id)


def report(
    board: Board, actor: Actor, id: str, *, done: Fulfilment, reason: Reason | None = None, words: str = ""
) -> Decision:
    """Say what became of a signed decision; a later report stands beside an earlier one.

    Raises InputError (not signed, done otherwise without a reason), NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        patient = decision_by_id(connection, id).patient
    with act(board, actor, Action.FOLLOW_UP, patient=patient) as work:
        there = decision_by_id(work.connection, id)
        problems = []
        if there.state is not DecisionState.SIGNED:
            problems.append(Problem(Place("decision"), f"it is {there.state}", "only what is signed is followed up"))
        if done in (Fulfilment.PARTLY, Fulfilment.OTHERWISE) and reason is None:
            problems.append(Problem(Place("reason"), f"{done} without a reason", "choose the reason"))
        if problems:
            raise InputError(problems)
        values = {"id": new_id(), "decision": id, "account": actor.account, "done": str(done)}
        told = None if reason is None else str(reason)
        work.add(follow_up, {**values, "reason": told, "words": words.strip(), "at": work.at})
        return decision_by_id(work.connection, id)
