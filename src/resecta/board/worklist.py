"""The worklist: what waits for somebody, per patient, as of a day; worked out ahead, so that a list opens at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, delete, func, insert, select

from resecta.board.act import Board, act
from resecta.board.entries import entries_of_each
from resecta.board.patients import Patient, PatientFile, identified, patient_of
from resecta.board.rights import SYSTEM, Action, Actor
from resecta.board.tables import entry, patient, task, worked
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: its kind for the filter, the sentence that is shown, and the day it is due (None: none)."""

    kind: str
    words: str
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PatientTasks:
    """What waits for one patient, the most urgent first."""

    patient: Patient
    tasks: tuple[Task, ...]


Compute: TypeAlias = Callable[[PatientFile, datetime.date], Sequence[Task]]
"""Works out what waits for a patient on a day."""


def refresh_worklist(board: Board, compute: Compute, day: datetime.date, *, most: int = 200) -> int:
    """Work out the worklist anew for patients of whom something was recorded since, or whose day it is not; at most so
    many at once. How many it did: call it again until it does none.
    """
    with board.database.reading() as connection:
        files = _behind(connection, day, most)
    if not files:
        return 0
    done = [(file, number, tuple(compute(file, day))) for file, number in files]
    with act(board, SYSTEM, Action.REFRESH_WORKLIST) as work:
        _keep(work.connection, day, done)
        work.note(patients=len(done), day=day)
    return len(done)


def behind(board: Board, day: datetime.date) -> frozenset[str]:
    """The patients whose worklist is still to be worked out for this day."""
    with board.database.reading() as connection:
        return frozenset(connection.scalars(_to_be_worked(day).with_only_columns(patient.c.id)))


def worklist(board: Board, actor: Actor) -> tuple[PatientTasks, ...]:
    """The patients of the actor's teams for whom something waits, those due first at the top."""
    return tuple(sorted((one for one in everybody(board, actor) if one.tasks), key=_urgency))


def everybody(board: Board, actor: Actor) -> tuple[PatientTasks, ...]:
    """Every patient of the actor's teams by name, with what waits, or nothing."""
    found: dict[str, list[Task]] = {}
    with act(board, actor, Action.LIST_PATIENTS) as work:
        theirs = patient.c.team.in_(actor.teams)
        rows = work.connection.execute(
            select(task.c.patient, task.c.kind, task.c.words, task.c.due)
            .join(patient, patient.c.id == task.c.patient)
            .where(theirs)
            .order_by(task.c.patient, task.c.place)
        )
        for id, kind, words, due in rows:
            found.setdefault(id, []).append(Task(kind, words, due))
        known = [patient_of(row) for row in work.connection.execute(identified().where(theirs))]
    by_name = sorted(known, key=lambda one: (one.name, one.id))
    return tuple(PatientTasks(one, tuple(found.get(one.id, ()))) for one in by_name)


def _urgency(waiting: PatientTasks) -> tuple[datetime.date, str, str]:
    due = [one.due for one in waiting.tasks if one.due is not None]
    return min(due, default=datetime.date.max), waiting.patient.name, waiting.patient.id


def _behind(connection: Connection, day: datetime.date, most: int) -> list[tuple[PatientFile, int]]:
    rows = connection.execute(_to_be_worked(day).order_by(patient.c.id).limit(most)).all()
    entries = entries_of_each(connection, [row.id for row in rows])
    return [(PatientFile(patient_of(row), entries.get(row.id, ())), row.last) for row in rows]


def _to_be_worked(day: datetime.date) -> Select[Any]:
    """The patients who have changed since they were worked out, or were worked out for another day."""
    last = select(entry.c.patient, func.max(entry.c.number).label("last")).group_by(entry.c.patient).subquery()
    number = func.coalesce(last.c.last, 0)
    return (
        identified()
        .add_columns(number.label("last"))
        .outerjoin(last, last.c.patient == patient.c.id)
        .outerjoin(worked, worked.c.patient == patient.c.id)
        .where(worked.c.patient.is_(None) | (worked.c.day != day) | (worked.c.entry != number))
    )


def _keep(connection: Connection, day: datetime.date, done: list[tuple[PatientFile, int, tuple[Task, ...]]]) -> None:
    ids = [file.patient.id for file, _, _ in done]
    connection.execute(delete(task).where(task.c.patient.in_(ids)))
    connection.execute(delete(worked).where(worked.c.patient.in_(ids)))
    rows = [
        {"patient": file.patient.id, "place": place, "kind": one.kind, "words": one.words, "due": one.due}
        for file, _, tasks in done
        for place, one in enumerate(tasks)
    ]
    if rows:
        connection.execute(insert(task), rows)
    connection.execute(
        insert(worked), [{"patient": file.patient.id, "day": day, "entry": last} for file, last, _ in done]
    )
