"""Whether it is really them: name, password and code in; the account, a wait, or a refusal out.

A wrong try makes the next one wait, for this name from this address only: nobody can lock another person out.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from resecta.board import trail
from resecta.board.accounts import Account, account_by_id
from resecta.board.act import Board, act
from resecta.board.passwords import hashed, matches, step_of, token_hash
from resecta.board.rights import Action, Actor, NotFoundError
from resecta.board.seal import CannotOpenError, Seal
from resecta.board.tables import account, attempt, session
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass

REMEMBERED = datetime.timedelta(days=1)
"""How long a wrong try counts."""


@dataclass(frozen=True, slots=True)
class Proved:
    """Somebody has just shown who they are. A signature asks for one that is fresh. ``by``: "password", "password and
    code" or "provider".
    """

    account: Account
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not them, or it cannot be tried now: ``until`` says from when it can (None: at once). It is never said
    which of name, password and code was wrong.
    """

    until: datetime.datetime | None = None


def prove(board: Board, username: str, password: str, code: str, address: str) -> Proved | Refused:
    """Check name, password and, where the person has set it up, one-time code. ``address`` is where they sit.

    A code is taken once. The trail says what came of it.
    """
    at = board.clock()
    who = hashlib.sha256(username.strip().encode()).hexdigest()
    with board.database.reading() as connection:
        until = _waits_until(connection, board, who, address, at)
        row = connection.execute(select(account).where(account.c.username == username.strip())).one_or_none()
    if until is not None:
        return Refused(until)
    known = row if row is not None and row.active else None
    right = matches(password, None if known is None else known.password_hash, board.settings.password)
    with board.database.writing() as connection:
        if known is None or not right or not _takes_code(connection, board.settings.seal, known, code, at):
            return _refused(connection, board, who, address, at)
        connection.execute(delete(attempt).where(attempt.c.username_hash == who, attempt.c.address == address))
        trail.append(connection, at, known.id, "prove", None, {"by": _by(known)})
        return Proved(account_by_id(connection, known.id), at, _by(known))


def prove_by_provider(board: Board, subject: str) -> Proved | Refused:
    """The account that belongs to this issuer and subject, which the provider has just vouched for."""
    at = board.clock()
    with board.database.writing() as connection:
        row = connection.execute(select(account).where(account.c.subject == subject)).one_or_none()
        if row is None or not row.active:
            trail.append(connection, at, "", "refused: prove", None, {"by": "provider"})
            return Refused()
        trail.append(connection, at, row.id, "prove", None, {"by": "provider"})
        return Proved(account_by_id(connection, row.id), at, "provider")


def give_password(board: Board, actor: Actor, id: str, password: str) -> None:
    """An administrator gives a person a password, and takes a lost second factor away with it. Open sessions end.

    Raises InputError where it is too short, NotAllowedError, NotFoundError.
    """
    made = hashed(password, board.settings.password)
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        account_by_id(work.connection, id)
        work.connection.execute(
            update(account).where(account.c.id == id).values(password_hash=made, totp_secret=None, totp_step=None)
        )
        _end_sessions(work.connection, id, work.at)
        work.note(password_of=id)


def change_password(board: Board, proved: Proved, password: str, *, keep: str = "") -> None:
    """A person who has just shown who they are changes their password; their open sessions end, but that of the token
    ``keep``.

    Raises InputError where it is too short.
    """
    made, at = hashed(password, board.settings.password), board.clock()
    with board.database.writing() as connection:
        connection.execute(update(account).where(account.c.id == proved.account.id).values(password_hash=made))
        _end_sessions(connection, proved.account.id, at, keep)
        trail.append(connection, at, proved.account.id, "change password", None, {})


def set_up_code(board: Board, proved: Proved, secret: str, code: str) -> None:
    """From now on a one-time code of this secret is asked for; ``code`` shows that the person's device has it.

    The database keeps it sealed. Raises InputError where the code is not one of the secret, or the board has no key.
    """
    at, sealed = board.clock(), board.settings.seal.close(proved.account.id, secret)
    step = step_of(secret, code, at)
    if step is None:
        raise InputError([Problem(Place("code"), "this is not the code of now", "type the six digits that it shows")])
    with board.database.writing() as connection:
        values = {"totp_secret": sealed, "totp_step": step}
        connection.execute(update(account).where(account.c.id == proved.account.id).values(values))
        trail.append(connection, at, proved.account.id, "set up code", None, {})


def give_subject(board: Board, actor: Actor, id: str, subject: str | None) -> None:
    """Bind an account to issuer and subject of a provider; None unbinds. Raises NotAllowedError, NotFoundError."""
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        if work.connection.execute(update(account).where(account.c.id == id).values(subject=subject)).rowcount == 0:
            raise NotFoundError("there is no such account")
        work.note(subject_of=id)


def _waits_until(
    connection: Connection, board: Board, who: str, address: str, at: datetime.datetime
) -> datetime.datetime | None:
    mine = (attempt.c.username_hash == who, attempt.c.address == address)
    row = connection.execute(select(func.count(), func.max(attempt.c.at)).where(*mine)).one()
    count, last = row
    if not count:
        return None
    waits = board.settings.waits
    until: datetime.datetime = last + waits[min(count, len(waits)) - 1]
    return until if at < until else None


def _takes_code(connection: Connection, seal: Seal, row: Row[Any], code: str, at: datetime.datetime) -> bool:
    """Whether no code is asked for, or this is one that was never taken; it is taken now. A secret that no key opens
    has no code.
    """
    if row.totp_secret is None:
        return True
    try:
        step = step_of(seal.open(row.id, row.totp_secret), code, at)
    except CannotOpenError:
        return False
    if step is None:
        return False
    later = (account.c.totp_step.is_(None)) | (account.c.totp_step < step)
    return connection.execute(update(account).where(account.c.id == row.id, later).values(totp_step=step)).rowcount == 1


def _refused(connection: Connection, board: Board, who: str, address: str, at: datetime.datetime) -> Refused:
    connection.execute(delete(attempt).where(attempt.c.at < at - REMEMBERED))
    connection.execute(insert(attempt).values(username_hash=who, address=address, at=at))
    trail.append(connection, at, "", "refused: prove", None, {"who": who})
    return Refused(_waits_until(connection, board, who, address, at))


def _end_sessions(connection: Connection, id: str, at: datetime.datetime, keep: str = "") -> None:
    open_ = (session.c.account == id, session.c.ended_at.is_(None), session.c.token_hash != token_hash(keep))
    connection.execute(update(session).where(*open_).values(ended_at=at))


def _by(row: Row[Any]) -> str:
    return "password" if row.totp_secret is None else "password and code"
