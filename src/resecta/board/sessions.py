"""Sessions: one for each sign-in, under a token that only the browser has; they end by themselves."""

from __future__ import annotations

import datetime
import secrets

from sqlalchemy import insert, select, update

from resecta.board import trail
from resecta.board.accounts import Account, account_by_id
from resecta.board.act import Board
from resecta.board.credentials import Proved
from resecta.board.passwords import token_hash
from resecta.board.tables import session

SEEN_EVERY = datetime.timedelta(minutes=1)
"""How exactly it is kept when a session was last used: a write for every request would be one too many."""


def begin_session(board: Board, proved: Proved) -> str:
    """A new session for somebody who has shown who they are; its token, which is kept nowhere but in the browser."""
    token = secrets.token_urlsafe(32)
    at = board.clock()
    with board.database.writing() as connection:
        values = {"token_hash": token_hash(token), "account": proved.account.id, "began_at": at, "seen_at": at}
        connection.execute(insert(session).values(values))
        trail.append(connection, at, proved.account.id, "sign in", None, {"by": proved.by})
    return token


def account_of_session(board: Board, token: str) -> Account | None:
    """Whose session this token is, as of this request: a right that was taken away is gone at once. None where there is
    none, it has ended, or its account is closed.
    """
    at, settings = board.clock(), board.settings
    with board.database.reading() as connection:
        row = connection.execute(select(session).where(session.c.token_hash == token_hash(token))).one_or_none()
        if row is None or row.ended_at is not None:
            return None
        ends = min(row.began_at + settings.absolute, row.seen_at + settings.idle)
        found = account_by_id(connection, row.account)
    if not found.active or not row.began_at <= at + SEEN_EVERY or at >= ends:
        return None
    if at - row.seen_at >= SEEN_EVERY:
        with board.database.writing() as connection:
            connection.execute(update(session).where(session.c.token_hash == token_hash(token)).values(seen_at=at))
    return found


def end_session(board: Board, token: str) -> None:
    """Sign out. A token that is none, or has ended, changes nothing."""
    at = board.clock()
    with board.database.writing() as connection:
        mine = (session.c.token_hash == token_hash(token), session.c.ended_at.is_(None))
        account = connection.scalar(select(session.c.account).where(*mine))
        if account is not None:
            connection.execute(update(session).where(*mine).values(ended_at=at))
            trail.append(connection, at, account, "sign out", None, {})
