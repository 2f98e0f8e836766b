"""Deciding: proposed with a snapshot of what is known and advised, then signed by named people; then it stands.

Every step is one transaction. A click that comes twice (the same ``request``) is done once.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from resecta.board import tables
from resecta.board.act import Board, Work, act, new_id
from resecta.board.agenda import item_by_id
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, DecisionState, Proposed
from resecta.board.departures import departures
from resecta.board.entries import entries_of
from resecta.board.entry import Entry
from resecta.board.kept_decisions import add_decision, decision_by_id, whole
from resecta.board.meetings import absences_unexplained
from resecta.board.packs import Pack
from resecta.board.rights import Action, Actor, NotFoundError
from resecta.board.snapshots import Render, Snapshot, entries_digest, keep_snapshot, snapshot_of, take_snapshot
from resecta.board.tables import decision, signature
from resecta.board.unrecorded import unrecorded
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Stale:
    """Something was recorded since the advice was made: nothing is kept, look again. ``since`` is what stands and is
    newer than the snapshot (empty where something was only withdrawn).
    """

    since: tuple[Entry, ...]


def propose(
    board: Board, pack: Pack, actor: Actor, item: str, proposed: Proposed, *, render: Render, request: str
) -> Decision | Stale:
    """Propose a decision on a case: with it are kept the facts, the advice and the page of now.

    ``render`` makes the page; ``request`` names the click. Raises InputError (ids that the guideline does not have, no
    plan at all, a departure without a reason, a row of the context that is empty and was not asked about),
    NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        patient = item_by_id(connection, item).patient
        entries = entries_of(connection, patient)
    taken = take_snapshot(entries, patient=patient, day=board.clock().date(), pack=pack, render=render)
    with act(board, actor, Action.PROPOSE_DECISION, patient=patient) as work:
        known = work.connection.scalar(select(decision.c.id).where(decision.c.request == request))
        if known is not None:
            return _same_patient(decision_by_id(work.connection, known), patient)
        now = entries_of(work.connection, patient)
        if entries_digest(now) != taken.entries_digest:
            return Stale(tuple(one for one in now if one not in entries))
        made = _made(work, item, patient, proposed, taken, board.settings.signatures)
        _refuse(pack, made, proposed, now)
        add_decision(work, made, request)
        keep_snapshot(work, made.id, taken, pack)
        return made


def sign(board: Board, proved: Proved, id: str) -> Decision | Stale:
    """Sign a decision. ``proved`` has just been given, for this. Signing twice is signing once.

    Raises InputError (not fresh, withdrawn, signed already by all who must, a discipline absent without a reason),
    NotAllowedError, NotFoundError.
    """
    actor = proved.account.actor
    with board.database.reading() as connection:
        patient = decision_by_id(connection, id).patient
    with act(board, actor, Action.SIGN_DECISION, patient=patient) as work:
        there = decision_by_id(work.connection, id)
        if any(one.account == actor.account for one in there.signatures):
            return there
        taken = snapshot_of(work.connection, id)
        _refuse_signature(board, work, proved, there, taken)
        now = entries_of(work.connection, patient)
        if entries_digest(now) != taken.entries_digest:
            return Stale(tuple(one for one in now if one.recorded_at > there.proposed_at))
        values = {"decision": id, "account": actor.account, "name": actor.name, "discipline": actor.discipline}
        work.add(signature, {**values, "at": work.at, "shown_by": proved.by})
        return decision_by_id(work.connection, id)


def withdraw(board: Board, actor: Actor, id: str, because: str) -> Decision:
    """Give up a proposal that is not signed by all yet. Raises InputError without a reason, or where it is signed or
    withdrawn; NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        patient = decision_by_id(connection, id).patient
    with act(board, actor, Action.WITHDRAW_DECISION, patient=patient) as work:
        there = decision_by_id(work.connection, id)
        problems = []
        if there.state is not DecisionState.PROPOSED:
            problems.append(Problem(Place("decision"), f"it is {there.state}", "add an addendum to what is signed"))
        if not because.strip():
            problems.append(Problem(Place("because"), "a proposal withdrawn without a reason", "write why"))
        if problems:
            raise InputError(problems)
        values = {"decision": id, "account": actor.account, "because": because.strip(), "at": work.at}
        work.add(tables.withdrawal, values)
        return decision_by_id(work.connection, id)


def decisions_of(board: Board, actor: Actor, patient: str) -> tuple[Decision, ...]:
    """Every decision on a patient, the earliest first, withdrawn ones too. Raises NotAllowedError, NotFoundError."""
    with act(board, actor, Action.READ_DECISION, patient=patient) as work:
        rows = work.connection.execute(
            select(decision).where(decision.c.patient == patient).order_by(decision.c.proposed_at, decision.c.id)
        )
        return whole(work.connection, rows)


def read_decision(board: Board, actor: Actor, id: str) -> tuple[Decision, Snapshot]:
    """A decision and what was known and advised then, its page included. Raises NotAllowedError, NotFoundError."""
    with board.database.reading() as connection:
        patient = decision_by_id(connection, id).patient
    with act(board, actor, Action.READ_DECISION, patient=patient) as work:
        work.note(decision=id)
        return decision_by_id(work.connection, id), snapshot_of(work.connection, id)


def _made(work: Work, item: str, patient: str, proposed: Proposed, taken: Snapshot, needed: int) -> Decision:
    found = departures(taken.advice, proposed.plan)
    comments = {key: words.strip() for key, words in (proposed.comments or {}).items() if words.strip()}
    return Decision(
        new_id(),
        item,
        patient,
        proposed.plan,
        tuple(one.plain() for one in found),
        proposed.because.strip(),
        comments,
        needed,
        work.actor.account,
        work.at,
    )


def _refuse(pack: Pack, made: Decision, proposed: Proposed, entries: Iterable[Entry]) -> None:
    """Raise InputError with everything that a decision must not lack."""
    guideline, plan = pack.guideline, made.plan
    no_part = "choose one of them, or write another plan in words"
    found = [
        (
            plan.strategy not in (None, *guideline.strategies),
            "strategy",
            "this is no strategy of the guideline",
            no_part,
        ),
        (plan.regimen not in (None, *guideline.regimens), "regimen", "this is no regimen of the guideline", no_part),
        (plan.strategy is None and not plan.words.strip(), "plan", "nothing is decided", no_part),
        (
            bool(made.departures) and not made.because,
            "because",
            "a departure from the guideline without a reason",
            "write why the board departs from it",
        ),
        *(
            (
                row.id not in proposed.asked,
                row.id,
                f"{row.label}: not recorded",
                "write it, or say that it is not known",
            )
            for row in unrecorded(guideline, entries, "signing")
        ),
    ]
    problems = [Problem(Place(place), message, mend) for wrong, place, message, mend in found if wrong]
    if problems:
        raise InputError(problems)


def _refuse_signature(board: Board, work: Work, proved: Proved, there: Decision, taken: Snapshot) -> None:
    required = taken.advice["board"]["disciplines_required"]
    problems = [
        Problem(Place(discipline), "absent, and nobody has said why", "justify it before signing")
        for discipline in absences_unexplained(work.connection, there.item, required)
    ]
    if not proved.at <= work.at <= proved.at + board.settings.fresh:
        problems.append(Problem(Place("password"), "it is too long since this was given", "give it again to sign"))
    if there.state is not DecisionState.PROPOSED:
        problems.append(Problem(Place("decision"), f"it is {there.state}", "add an addendum to what is signed"))
    if problems:
        raise InputError(problems)


def _same_patient(found: Decision, patient: str) -> Decision:
    """A request of another patient's is no request of this one's."""
    if found.patient != patient:
        raise NotFoundError("there is no such decision")
    return found
