"""The audit trail: one link for every change and every reading of a patient, each bound to the one before it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from resecta.board import canonical
from resecta.board.moment import written
from resecta.board.tables import trail, trail_head
from resecta.lazy_dataclass import dataclass

BEFORE_THE_FIRST = "0" * 64
"""What the first link is bound to."""
_HEAD = 1


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the trail. ``detail`` names what was touched and holds the digest of what was written, never a
    clinical value; ``hash`` is the SHA-256 over ``previous`` and the canonical text of all the rest.
    """

    number: int
    at: datetime.datetime
    account: str
    action: str
    patient: str | None
    detail: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def hash_due(self) -> str:
        """The hash that this content must have."""
        content = canonical.write(
            {
                "number": self.number,
                "at": written(self.at),
                "account": self.account,
                "action": self.action,
                "patient": self.patient,
                "detail": self.detail,
            }
        )
        return hashlib.sha256(f"{self.previous}\n{content}".encode()).hexdigest()


def append(
    connection: Connection,
    at: datetime.datetime,
    account: str,
    action: str,
    patient: str | None,
    detail: Mapping[str, Any],
) -> Link:
    """Add one link, in the caller's transaction. Others who append wait here until that transaction ends."""
    head = take_turn(connection)
    bare = Link(head.number + 1, at, account, action, patient, detail, head.hash, "")
    made = Link(bare.number, at, account, action, patient, detail, head.hash, bare.hash_due)
    connection.execute(
        insert(trail).values(
            number=made.number,
            at=at,
            account=account,
            action=action,
            patient=patient,
            detail_json=canonical.write(detail),
            previous=made.previous,
            hash=made.hash,
        )
    )
    connection.execute(update(trail_head).where(trail_head.c.id == _HEAD).values(number=made.number, hash=made.hash))
    return made


def take_turn(connection: Connection) -> Row[Any]:
    """Wait until no other transaction is at work, and keep others waiting until this one ends; the trail's head.

    SQLite's writers do so by themselves; on PostgreSQL the lock on this one row does it, so that nobody ever waits in a
    circle.
    """
    return connection.execute(select(trail_head).where(trail_head.c.id == _HEAD).with_for_update()).one()


def begin(connection: Connection) -> None:
    """The head of a trail that has no link yet."""
    connection.execute(insert(trail_head).values(id=_HEAD, number=0, hash=BEFORE_THE_FIRST))


def link_of(row: Row[Any]) -> Link:
    """The link in a row of the table. Raises ValueError where its detail is no JSON."""
    return Link(
        row.number,
        row.at,
        row.account,
        row.action,
        row.patient,
        canonical.read(row.detail_json),
        row.previous,
        row.hash,
    )
