"""Taking a case off an agenda, to another meeting or altogether, and putting it back. Each is a row of its own."""

from __future__ import annotations

from sqlalchemy import select, update

from resecta.board import tables
from resecta.board.act import Board, Work, act
from resecta.board.agenda import (
    Item,
    item_by_id,
    items_of,
    patient_of_item,
    put_at_end,
    renumber,
    require_same_team,
)
from resecta.board.agenda_changes import AgendaChange, ChangeKind, change_by_id, is_undone, standing, write_change
from resecta.board.rights import Action, Actor
from resecta.board.tables import item
from resecta.document import InputError, Place, Problem


def move_to_meeting(board: Board, actor: Actor, id: str, meeting_id: str, because: str) -> Item:
    """Discuss a case at another meeting of the team, with a reason; the item that it becomes there.

    Raises InputError without a reason, for the same meeting or a case that was moved; NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.ORDER_AGENDA, patient=patient_of_item(board, id)) as work:
        mine = item_by_id(work.connection, id)
        require_same_team(work, meeting_id)
        problems = _without_reason(because)
        if mine.meeting == meeting_id or not _is_on(work, mine):
            mend = "open the agenda on which it is"
            problems.append(Problem(Place("meeting"), "the case is not on this agenda, or is already there", mend))
        if problems:
            raise InputError(problems)
        there = [one for one in items_of(work.connection, meeting_id) if one.patient == mine.patient]
        becomes = there[0] if there else put_at_end(work, meeting_id, mine.patient)
        values = {"moved_to": becomes.id, "moved_because": because.strip()}
        work.connection.execute(update(item).where(item.c.id == id).values(values))
        write_change(work, id, ChangeKind.MOVED, mine.position, because.strip(), becomes=None if there else becomes.id)
        renumber(work, items_of(work.connection, mine.meeting))
        work.note(item=id, becomes=becomes.id)
        return becomes


def take_off(board: Board, actor: Actor, id: str, because: str) -> AgendaChange:
    """Take a case off its agenda, with a reason; its minutes and all that is known of it stay.

    Raises InputError without a reason, for a case that is not on an agenda or on which the board has decided or is
    about to; NotAllowedError, NotFoundError.
    """
    with act(board, actor, Action.ORDER_AGENDA, patient=patient_of_item(board, id)) as work:
        mine = item_by_id(work.connection, id)
        problems = _without_reason(because)
        if not _is_on(work, mine):
            problems.append(Problem(Place("item"), "the case is not on this agenda", "open the agenda on which it is"))
        if _is_decided(work, id):
            mend = "withdraw the proposal, or leave a signed decision where it was taken"
            problems.append(Problem(Place("item"), "a decision was taken on it here", mend))
        if problems:
            raise InputError(problems)
        made = write_change(work, id, ChangeKind.REMOVED, mine.position, because.strip())
        renumber(work, items_of(work.connection, mine.meeting))
        work.note(item=id)
        return made


def put_back(board: Board, actor: Actor, change_id: str) -> Item:
    """Undo a move or a removal: the case stands where it stood, and what was done and why stays on record.

    Raises InputError where it was undone already, or was decided at the other meeting; NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        id = change_by_id(connection, change_id).item
    with act(board, actor, Action.ORDER_AGENDA, patient=patient_of_item(board, id)) as work:
        change = change_by_id(work.connection, change_id)
        _refuse_undoing(work, change)
        if change.kind is ChangeKind.MOVED:
            values = {"moved_to": None, "moved_because": ""}  # the change itself keeps the reason
            work.connection.execute(update(item).where(item.c.id == id).values(values))
        write_change(work, id, ChangeKind.PUT_BACK, change.position, undoes=change.id)
        if change.becomes is not None:
            other = item_by_id(work.connection, change.becomes)
            write_change(work, other.id, ChangeKind.REMOVED, other.position, "moved here by mistake")
            renumber(work, items_of(work.connection, other.meeting))
        mine = item_by_id(work.connection, id)
        others = [one for one in items_of(work.connection, mine.meeting) if one.id != id]
        others.insert(min(change.position, len(others) + 1) - 1, mine)
        renumber(work, others)
        work.note(item=id, undoes=change.id)
        return item_by_id(work.connection, id)


def off_the_agenda(board: Board, actor: Actor, meeting_id: str) -> tuple[tuple[AgendaChange, Item], ...]:
    """What was taken off the agenda of a meeting and not put back, the last first, each with its case.

    Raises NotAllowedError, NotFoundError.
    """
    with board.database.reading() as connection:
        team = connection.scalar(select(tables.meeting.c.team).where(tables.meeting.c.id == meeting_id))
    with act(board, actor, Action.READ_MEETING, team=team) as work:
        found = standing(work.connection, meeting_id)
        return tuple((one, item_by_id(work.connection, one.item)) for one in found)


def _refuse_undoing(work: Work, change: AgendaChange) -> None:
    problems = []
    if change.kind is ChangeKind.PUT_BACK or is_undone(work.connection, change.id):
        problems.append(Problem(Place("change"), "this was undone already", "look at the agenda as it now is"))
    elif change.becomes is not None:
        if _is_decided(work, change.becomes):
            mend = "leave the case at the meeting that decided it"
            problems.append(Problem(Place("change"), "the other meeting has decided this case", mend))
        elif not _is_on(work, item_by_id(work.connection, change.becomes)):
            mend = "undo first what was done there"
            problems.append(Problem(Place("change"), "the case is no longer at the other meeting", mend))
    if problems:
        raise InputError(problems)


def _is_on(work: Work, mine: Item) -> bool:
    return mine.id in {one.id for one in items_of(work.connection, mine.meeting)}


def _is_decided(work: Work, item_id: str) -> bool:
    """Whether there is a decision on it, proposed or signed, that was not withdrawn."""
    withdrawn = select(tables.withdrawal.c.decision)
    found = select(tables.decision.c.id).where(tables.decision.c.item == item_id)
    return work.connection.scalar(found.where(tables.decision.c.id.not_in(withdrawn))) is not None


def _without_reason(because: str) -> list[Problem]:
    return (
        [] if because.strip() else [Problem(Place("because"), "a case leaves an agenda without a reason", "write why")]
    )
