"""Patients: registered once, with two identifiers; each belongs to one team."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select

from resecta.board.act import Board, act, new_id
from resecta.board.case_document import case_document
from resecta.board.entries import entries_of
from resecta.board.entry import Entry
from resecta.board.rights import Action, Actor
from resecta.board.tables import identity, patient
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Patient:
    """Who it is. ``id`` is the only thing of a patient that an address or a log may hold; the two identifiers of the
    page are ``hospital_number`` and ``born``, beside the name.
    """

    id: str
    team: str
    hospital_number: str
    name: str
    born: datetime.date
    registered_at: datetime.datetime


def register_patient(
    board: Board, actor: Actor, *, team: str, hospital_number: str, name: str, born: datetime.date
) -> Patient:
    """Add a patient to a team. Raises InputError with every problem: an empty field, a number that is taken in the
    team, a day of birth to come.
    """
    with act(board, actor, Action.REGISTER_PATIENT, team=team) as work:
        made = Patient(new_id(), team, hospital_number.strip(), name.strip(), born, work.at)
        require_sound(work.connection, made, work.at)
        work.add(patient, asdict(made))
    return made


def patients(board: Board, actor: Actor) -> tuple[Patient, ...]:
    """The patients of the actor's teams, by name."""
    with act(board, actor, Action.LIST_PATIENTS) as work:
        rows = work.connection.execute(identified().where(patient.c.team.in_(actor.teams)))
        return tuple(sorted((patient_of(row) for row in rows), key=lambda one: (one.name, one.id)))


@dataclass(frozen=True, slots=True)
class PatientFile:
    """A patient and what stands of them now, in the order in which each entry was first written."""

    patient: Patient
    entries: tuple[Entry, ...]

    def case(self, day: datetime.date) -> dict[str, Any]:
        """The case of this day as a case file has it, under the patient's id: what ``resecta.assess`` takes."""
        return case_document(self.entries, assessed_on=day, case=self.patient.id)


def read_patient(board: Board, actor: Actor, id: str) -> PatientFile:
    """Open a patient; the trail says who did and when. Raises NotAllowedError, NotFoundError."""
    with act(board, actor, Action.READ_PATIENT, patient=id) as work:
        return PatientFile(patient_by_id(work.connection, id), entries_of(work.connection, id))


def export_case(board: Board, actor: Actor, id: str, day: datetime.date) -> dict[str, Any]:
    """The case of this day as a case file that leaves the board; the trail says so.

    Raises NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.EXPORT_CASE, patient=id) as work:
        return case_document(entries_of(work.connection, id), assessed_on=day)


def patient_by_id(connection: Connection, id: str) -> Patient:
    """The patient of this id, who is there, as they are identified now."""
    return patient_of(connection.execute(identified().where(patient.c.id == id)).one())


@cache
def identified() -> Select[Any]:
    """Every patient with the identity that stands: the last correction, or the registration."""
    later = identity.alias("later")
    stands = select(identity).where(~exists().where(later.c.supersedes == identity.c.id)).subquery("stands")
    shown = [func.coalesce(stands.c[name], patient.c[name]).label(name) for name in ("hospital_number", "name", "born")]
    return select(patient.c.id, patient.c.team, *shown, patient.c.registered_at).outerjoin(
        stands, stands.c.patient == patient.c.id
    )


def require_sound(connection: Connection, made: Patient, at: datetime.datetime) -> None:
    """Raise InputError with every problem of an identity: a field that is empty, a number that stands with another
    patient of the team, a day of birth to come.
    """
    known = identified().where(patient.c.team == made.team, patient.c.id != made.id).subquery()
    problems = [
        _problem(field, "this is empty", "write what the patient's papers say")
        for field in ("hospital_number", "name")
        if not getattr(made, field)
    ]
    if made.born > at.date():
        problems.append(_problem("born", f"{made.born} is not yet", "write the day of birth"))
    if connection.scalar(select(known.c.id).where(known.c.hospital_number == made.hospital_number)) is not None:
        problems.append(_problem("hospital_number", "this number is taken in the team", "open that patient"))
    if problems:
        raise InputError(problems)


def patient_of(row: Row[Any]) -> Patient:
    """The patient in a row of the table."""
    return Patient(row.id, row.team, row.hospital_number, row.name, row.born, row.registered_at)


def _problem(field: str, message: str, mend: str) -> Problem:
    return Problem(Place(field), message, mend)
