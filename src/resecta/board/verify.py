"""Whether the trail is whole, and all that it names as well: a database in, the first broken link out.

It finds what was altered, dropped, inserted, put in another order or cut off. Whoever can rewrite every link and the
head is found by an anchor that was kept elsewhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import field

from sqlalchemy import Connection, Row, select

from resecta.board.anchor import Anchor
from resecta.board.database import Database
from resecta.board.kept_rows import KEPT, digests
from resecta.board.tables import trail, trail_head
from resecta.board.trail import BEFORE_THE_FIRST, Link, link_of
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong, and with which link (None: with something that no link names)."""

    link: int | None
    words: str


@dataclass(frozen=True, slots=True)
class TrailCheck:
    """``links`` that were looked at, and the first that is ``broken``; ``remarks``: where the clock was set back."""

    links: int
    broken: Broken | None
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    """What the walk has seen: the last link, what links say of rows, and the hashes at the anchors."""

    last: Link | None = None
    rows: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    anchored: dict[int, str] = field(default_factory=dict)


def verify(database: Database, anchors: tuple[Anchor, ...] = ()) -> TrailCheck:
    """Walk the trail from its beginning, then compare all that it names with what stands in the tables.

    Raises DatabaseGoneError.
    """
    seen = _Seen()
    with database.reading() as connection:
        broken = next(_faults(connection, anchors, seen), None)
    return TrailCheck(0 if seen.last is None else seen.last.number, broken, tuple(seen.remarks))


def _faults(connection: Connection, anchors: tuple[Anchor, ...], seen: _Seen) -> Iterator[Broken]:
    wanted = {anchor.number for anchor in anchors}
    for row in connection.execute(select(trail).order_by(trail.c.number)).yield_per(1000):
        yield from _link_faults(row, seen, wanted)
    yield from _end_faults(connection, seen)
    yield from _anchor_faults(anchors, seen)
    yield from _row_faults(connection, seen)


def _link_faults(row: Row[tuple[object, ...]], seen: _Seen, wanted: set[int]) -> Iterator[Broken]:
    due = 1 if seen.last is None else seen.last.number + 1
    if row.number != due:
        yield Broken(due, f"link {due} is missing; the next that is there is {row.number}")
        return
    try:
        link = link_of(row)
        altered = link.hash_due != link.hash
    except (ValueError, TypeError):
        yield Broken(due, f"link {due} was altered: it cannot be read")
        return
    if link.previous != (BEFORE_THE_FIRST if seen.last is None else seen.last.hash):
        yield Broken(due, f"link {due} does not follow the one before it: one of them was put there or exchanged")
    if altered:
        yield Broken(due, f"link {due} was altered")
    if seen.last is not None and link.at < seen.last.at:
        back = seen.last.at - link.at
        seen.remarks.append(f"the clock was set back by {_length(back)} between links {due - 1} and {due}")
    for table, key, digest in link.detail.get("rows", ()):
        seen.rows[table, key] = (digest, link.number)
    if link.number in wanted:
        seen.anchored[link.number] = link.hash
    seen.last = link


def _end_faults(connection: Connection, seen: _Seen) -> Iterator[Broken]:
    head = connection.execute(select(trail_head)).one_or_none()
    number, hash = (0, BEFORE_THE_FIRST) if seen.last is None else (seen.last.number, seen.last.hash)
    if head is None:
        yield Broken(number + 1, "the head of the trail is missing")
    elif head.number > number:
        yield Broken(number + 1, f"the trail ends at link {number}, and had {head.number}: its end was cut off")
    elif (head.number, head.hash) != (number, hash):
        yield Broken(number, f"the head of the trail is at link {head.number}, and the trail ends at {number}")


def _anchor_faults(anchors: tuple[Anchor, ...], seen: _Seen) -> Iterator[Broken]:
    for anchor in sorted(anchors, key=lambda one: one.number):
        found = seen.anchored.get(anchor.number, BEFORE_THE_FIRST)
        if anchor.number and anchor.number not in seen.anchored:
            yield Broken(anchor.number, f"link {anchor.number} is missing: the anchor of {anchor.at.date()} names it")
        elif found != anchor.hash:
            words = f"link {anchor.number} is not the one that the anchor of {anchor.at.date()} names"
            yield Broken(anchor.number, f"{words}: the trail was written anew")


def _row_faults(connection: Connection, seen: _Seen) -> Iterator[Broken]:
    """The earliest link whose row was altered or removed; then rows that no link names."""
    altered: list[Broken] = []
    strangers: list[Broken] = []
    missing = dict(seen.rows)
    for name, table in KEPT.items():
        for key, digest in digests(connection, table):
            known = missing.pop((name, key), None)
            if known is None:
                strangers.append(Broken(None, f"{name} {key} was put there: no link names it"))
            elif known[0] != digest:
                altered.append(Broken(known[1], f"{name} {key}, written by link {known[1]}, was altered"))
    altered.extend(
        Broken(number, f"{name} {key}, written by link {number}, was removed")
        for (name, key), (_, number) in missing.items()
    )
    yield from sorted(altered, key=lambda one: one.link or 0)
    yield from strangers


def _length(span: datetime.timedelta) -> str:
    hours, seconds = divmod(int(span.total_seconds()), 3600)
    return f"{hours} h {seconds // 60} min" if hours else f"{seconds // 60} min {seconds % 60} s"
