"""Who a patient is, corrected: a later row with its reason stands in place of an earlier one, which stays."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from resecta.board.act import Board, act, new_id
from resecta.board.patients import Patient, patient_by_id, require_sound
from resecta.board.rights import Action, Actor
from resecta.board.tables import identity, patient
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a patient was from a moment on. ``because`` is "" and ``account`` None for the registration, whose ``id`` is
    the patient's.
    """

    id: str
    hospital_number: str
    name: str
    born: datetime.date
    because: str
    account: str | None
    at: datetime.datetime


def correct_identity(
    board: Board,
    actor: Actor,
    id: str,
    *,
    hospital_number: str,
    name: str,
    born: datetime.date,
    because: str,
    seen: str,
) -> Patient:
    """Correct who a patient is, with a reason. ``seen``: the id of the identity that the writer saw.

    Raises InputError with every problem: one of ``register_patient``, no reason, nothing corrected, or that somebody
    was quicker; NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.CORRECT_IDENTITY, patient=id) as work:
        stood = patient_by_id(work.connection, id)
        made = Patient(id, stood.team, hospital_number.strip(), name.strip(), born, stood.registered_at)
        last = _all(work.connection, id)[-1]
        problems = []
        if not because.strip():
            problems.append(Problem(Place("because"), "a correction without a reason", "write why"))
        if last.id != seen:
            mend = "look at what now stands"
            problems.append(Problem(Place("name"), "somebody has corrected this meanwhile", mend))
        elif made == stood:
            problems.append(Problem(Place("name"), "nothing is corrected", "change what is wrong"))
        if problems:
            raise InputError(problems)
        require_sound(work.connection, made, work.at)
        values = {"hospital_number": made.hospital_number, "name": made.name, "born": born, "because": because.strip()}
        row = {"id": new_id(), "patient": id, "supersedes": last.id, "account": actor.account, "at": work.at}
        work.add(identity, {**row, **values})
        return made


def identities(board: Board, actor: Actor, id: str) -> tuple[Identity, ...]:
    """Who a patient was, the registration first. Raises NotAllowedError, NotFoundError."""
    with act(board, actor, Action.READ_PATIENT, patient=id) as work:
        work.note(history="identity")
        return tuple(_all(work.connection, id))


def _all(connection: Connection, id: str) -> list[Identity]:
    """The chain of identities, the registration first."""
    rows = {row.supersedes: row for row in connection.execute(select(identity).where(identity.c.patient == id))}
    first = connection.execute(select(patient).where(patient.c.id == id)).one()
    found = [Identity(first.id, first.hospital_number, first.name, first.born, "", None, first.registered_at)]
    while found[-1].id in rows:
        found.append(_identity(rows[found[-1].id]))
    return found


def _identity(row: Row[Any]) -> Identity:
    return Identity(row.id, row.hospital_number, row.name, row.born, row.because, row.account, row.at)
