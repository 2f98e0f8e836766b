"""The secret address of a person's calendar: a token of which only the hash is kept."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update

from resecta.board import trail
from resecta.board.accounts import Account, account_by_id
from resecta.board.act import Board
from resecta.board.passwords import token_hash
from resecta.board.rights import Actor
from resecta.board.tables import account


def new_calendar(board: Board, actor: Actor) -> str:
    """A new token for the actor's calendar; an earlier one opens nothing any more."""
    token = secrets.token_urlsafe(32)
    with board.database.writing() as connection:
        connection.execute(update(account).where(account.c.id == actor.account).values(calendar_hash=token_hash(token)))
        trail.append(connection, board.clock(), actor.account, "new calendar address", None, {})
    return token


def owner_of_calendar(board: Board, token: str) -> Account | None:
    """Whose calendar it is; None for no token of ours, or a closed account."""
    with board.database.reading() as connection:
        id = connection.scalar(select(account.c.id).where(account.c.calendar_hash == token_hash(token)))
        found = None if id is None else account_by_id(connection, id)
    return found if found is not None and found.active else None
