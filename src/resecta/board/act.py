"""Every act: allowed or refused, done in one transaction, and written into the trail in the same one."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from sqlalchemy import Connection, Table, select

from resecta.board import kept_rows, tables, trail
from resecta.board.database import Database
from resecta.board.moment import Clock, now
from resecta.board.rights import Action, Actor, NotAllowedError, NotFoundError, may
from resecta.board.settings import Settings
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Board:
    """What every service of the board takes: its database, the hospital's settings, and a clock."""

    database: Database
    settings: Settings = field(default_factory=Settings)
    clock: Clock = now


@dataclass(slots=True)
class Work:
    """One act while it is done: its transaction, who acts, when, for which team, and what the trail will say of it."""

    connection: Connection
    actor: Actor
    at: datetime.datetime
    team: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def note(self, **detail: Any) -> None:
        """What the trail shall say besides: ids and numbers, never a clinical value or a name."""
        self.detail.update(detail)

    def add(self, table: Table, values: Mapping[str, Any]) -> None:
        """Write a row that is never changed; the trail names it with its digest."""
        self.detail.setdefault("rows", []).append(kept_rows.add(self.connection, table, values))


def new_id() -> str:
    """An id that tells nothing and that nobody can guess."""
    return secrets.token_hex(8)


@contextmanager
def act(
    board: Board,
    actor: Actor,
    action: Action,
    *,
    patient: str | None = None,
    team: str | None = None,
    needs: Iterable[Action] = (),
) -> Iterator[Work]:
    """Do one thing: to a patient, to what belongs to a team, or to neither. ``needs``: other actions that it is too.

    What the body writes and the link in the trail are kept together, or neither is. Acts take turns: what one reads
    nobody changes until it is done.

    Raises NotAllowedError, NotFoundError (the trail says that it was tried), DatabaseGoneError.
    """
    try:
        with board.database.writing() as connection:
            trail.take_turn(connection)
            owner = _team(connection, actor, action, patient, team)
            for each in needs:
                _team(connection, actor, each, patient, team)
            work = Work(connection, actor, board.clock(), owner)
            yield work
            trail.append(connection, work.at, actor.account, action, patient, work.detail)
    except _RefusedError as refused:
        with board.database.writing() as connection:
            trail.append(connection, board.clock(), actor.account, f"refused: {action}", None, {"patient": patient})
        raise refused.told from None


class _RefusedError(Exception):
    """Ends the transaction in which nothing was done yet."""

    def __init__(self, told: NotAllowedError | NotFoundError) -> None:
        super().__init__()
        self.told = told


def _team(connection: Connection, actor: Actor, action: Action, patient: str | None, team: str | None) -> str | None:
    """The team to which it belongs. Raises _RefusedError where the actor may not do this to it."""
    if not may(actor, action):
        raise _RefusedError(NotAllowedError(action))
    if patient is not None:
        team = connection.scalar(select(tables.patient.c.team).where(tables.patient.c.id == patient))
        if team is None:
            raise _RefusedError(NotFoundError("there is no such patient"))
    if team is not None and not may(actor, action, team):
        raise _RefusedError(
            NotFoundError("there is no such patient" if patient is not None else "there is no such thing")
        )
    return team
