"""The sealed secrets of one-time codes, all at once: whether the keys open them, and sealing them with the newest."""

from __future__ import annotations

from sqlalchemy import select, update

from resecta.board import trail
from resecta.board.act import Board
from resecta.board.database import Database
from resecta.board.rights import SYSTEM
from resecta.board.seal import FILE, CannotOpenError, Seal
from resecta.board.tables import account
from resecta.document import InputError, Place, Problem


def require_openable(database: Database, seal: Seal) -> None:
    """Raise InputError where the keys do not open every secret: people could not sign in. Raises DatabaseGoneError."""
    _opened(database, seal)


def reseal(board: Board) -> int:
    """Seal every secret with the newest key, in one transaction, so that an older key can be thrown away; how many.

    Raises InputError where one cannot be opened; DatabaseGoneError.
    """
    seal = board.settings.seal
    secrets = _opened(board.database, seal)
    with board.database.writing() as connection:
        for id, (was, secret) in secrets.items():
            mine = (account.c.id == id, account.c.totp_secret == was)
            connection.execute(update(account).where(*mine).values(totp_secret=seal.close(id, secret)))
        trail.append(connection, board.clock(), SYSTEM.account, "seal anew", None, {"secrets": len(secrets)})
    return len(secrets)


def _opened(database: Database, seal: Seal) -> dict[str, tuple[str, str]]:
    """Account → its secret as it is sealed, and as it is."""
    with database.reading() as connection:
        rows = connection.execute(select(account.c.id, account.c.totp_secret).where(account.c.totp_secret.is_not(None)))
        found, closed = {}, 0
        for row in rows:
            try:
                found[row.id] = (row.totp_secret, seal.open(row.id, row.totp_secret))
            except CannotOpenError:
                closed += 1
    if closed:
        message = (
            f"{closed} of {closed + len(found)} secrets of one-time codes cannot be opened by the keys that are given"
        )
        mend = f"name the file with the key that sealed them in {FILE}, a newer one above it"
        raise InputError([Problem(Place(database.shown), message, mend)])
    return found
