"""Entries: everything clinical, each with who, when and where from. Added and superseded, never changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from resecta.board import canonical
from resecta.board.act import Board, Work, act, new_id
from resecta.board.case_document import case_document
from resecta.board.entry import Entry, EntrySubject, New
from resecta.board.rights import SYSTEM, Action, Actor
from resecta.board.tables import entry
from resecta.case import case_from
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

ACTIONS = {EntrySubject.OPINION: Action.GIVE_OPINION, EntrySubject.SETTLED: Action.SETTLE}
"""The action that writing an entry of this kind is; of every other kind it is Action.RECORD."""


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Somebody was quicker: ``yours`` was not written, ``theirs`` is what now stands there (None: nothing does)."""

    yours: New
    theirs: Entry | None


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of a set of new entries: all were written, or, where there are conflicts, none."""

    entries: tuple[Entry, ...] = ()
    conflicts: tuple[EditConflict, ...] = ()


def record(board: Board, guideline: Guideline, actor: Actor, patient: str, news: Iterable[New]) -> WriteResult:
    """Write entries of one patient together, all or none. Each kind needs its own right (``ACTIONS``). An opinion is
    written in the actor's own name.

    Raises InputError for what the guideline would not read in a case file (the place is the path in it, as
    "facts.age"), NotAllowedError, NotFoundError.
    """
    listed = tuple(replace(new, whose=actor.name) if new.kind is EntrySubject.OPINION else new for new in news)
    needs = [ACTIONS.get(new.kind, Action.RECORD) for new in listed]
    action = needs[0] if len(set(needs)) == 1 else Action.RECORD
    with act(board, actor, action, patient=patient, needs=needs) as work:
        check(guideline, listed, work.at.date())
        return write(work, patient, listed)


def check(guideline: Guideline, news: Iterable[New], day: datetime.date) -> None:
    """Raise InputError for every entry that a case file of this day could not hold."""
    case_from(case_document((new for new in news if not new.withdrawn), assessed_on=day), guideline)


def write(work: Work, patient: str, news: tuple[New, ...]) -> WriteResult:
    """Write entries in the transaction of an act, whatever its right."""
    standing = {one.slot: one for one in tips(every_entry_of(work.connection, patient))}
    _refuse_twice(news)
    conflicts = tuple(
        EditConflict(new, there)
        for new, there in ((new, standing.get(new.slot)) for new in news)
        if not _saw(new, there)
    )
    if conflicts:
        work.note(conflicts=len(conflicts))
        return WriteResult(conflicts=conflicts)
    made = tuple(_insert(work, patient, new, standing.get(new.slot)) for new in news)
    return WriteResult(made)


def entries_of(connection: Connection, patient: str) -> tuple[Entry, ...]:
    """What stands of one patient now, in the order in which each was first written."""
    return tuple(one for one in tips(every_entry_of(connection, patient)) if not one.withdrawn)


def entries_of_each(connection: Connection, patients: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
    """The same of many patients at once, by their ids; who has no entry is not in it."""
    found: dict[str, list[Entry]] = {}
    for row in connection.execute(select(entry).where(entry.c.patient.in_(list(patients))).order_by(entry.c.number)):
        found.setdefault(row.patient, []).append(entry_of(row))
    return {id: tuple(one for one in tips(all_) if not one.withdrawn) for id, all_ in found.items()}


def history(board: Board, actor: Actor, patient: str, kind: EntrySubject, key: str) -> tuple[Entry, ...]:
    """Every entry there ever was of this kind and key, oldest first, withdrawals and all owners of opinions included.

    Raises NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.READ_PATIENT, patient=patient) as work:
        work.note(history=kind)
        return tuple(one for one in every_entry_of(work.connection, patient) if (one.kind, one.key) == (kind, key))


def tips(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The last entry of each chain, withdrawals included, in the order in which the chains began."""
    last: dict[tuple[EntrySubject, str, str], Entry] = {}
    for one in entries:
        last[one.slot] = one  # a dictionary keeps the place of the first
    return tuple(last.values())


def _saw(new: New, there: Entry | None) -> bool:
    """Whether the writer saw what stands there. Where something was withdrawn, seeing nothing is seeing that."""
    if there is None:
        return new.seen is None
    return new.seen == there.id or (there.withdrawn and new.seen is None)


def _refuse_twice(news: tuple[New, ...]) -> None:
    slots = [new.slot for new in news]
    twice = sorted({new.key for new in news if slots.count(new.slot) > 1})
    if twice:
        raise InputError([Problem(Place(key), "this stands twice", "keep one of the two") for key in twice])


def _insert(work: Work, patient: str, new: New, there: Entry | None) -> Entry:
    id = new_id()
    values = {
        "id": id,
        "patient": patient,
        "kind": str(new.kind),
        "key": new.key,
        "whose": new.whose,
        "content_json": canonical.write(new.content),
        "withdrawn": new.withdrawn,
        "source": new.source,
        "recorded_by": None if work.actor == SYSTEM else work.actor.account,
        "recorded_at": work.at,
        "supersedes": None if there is None else there.id,
    }
    work.add(entry, values)
    return entry_of(work.connection.execute(select(entry).where(entry.c.id == id)).one())


def every_entry_of(connection: Connection, patient: str) -> list[Entry]:
    """Every entry there ever was of one patient, the oldest first."""
    rows = connection.execute(select(entry).where(entry.c.patient == patient).order_by(entry.c.number))
    return [entry_of(row) for row in rows]


def entry_of(row: Row[Any]) -> Entry:
    """The entry in a row of the table."""
    return Entry(
        row.id,
        row.number,
        row.patient,
        EntrySubject(row.kind),
        row.key,
        row.whose,
        canonical.read(row.content_json),
        row.withdrawn,
        row.source,
        row.recorded_by,
        row.recorded_at,
        row.supersedes,
    )
