"""Every patient of one's teams at once, with what stands of each: what a list with its worklist is made from."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from resecta.board.act import Board, act
from resecta.board.entries import entry_of, tips
from resecta.board.entry import Entry
from resecta.board.patients import PatientFile, patient_of
from resecta.board.rights import Action, Actor
from resecta.board.tables import entry, patient


def panel(board: Board, actor: Actor) -> tuple[PatientFile, ...]:
    """The patients of the actor's teams, by name, in two queries however many they are; one link of the trail.

    Raises NotAllowedError.
    """
    with act(board, actor, Action.LIST_PATIENTS) as work:
        own = patient.c.team.in_(sorted(actor.teams))
        known = [
            patient_of(row) for row in work.connection.execute(select(patient).where(own).order_by(patient.c.name))
        ]
        rows = work.connection.execute(select(entry).join(patient).where(own).order_by(entry.c.number))
        said: dict[str, list[Entry]] = defaultdict(list)
        for row in rows:
            said[row.patient].append(entry_of(row))
        work.note(patients=len(known))
    return tuple(PatientFile(one, tuple(each for each in tips(said[one.id]) if not each.withdrawn)) for one in known)
