"""Assess every decision's case again, by the guideline that was kept with it: is the advice what it was?"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import select

from resecta.board.database import Database
from resecta.board.packs import reopened
from resecta.board.snapshots import advice_again, snapshot_in
from resecta.board.tables import decision, snapshot
from resecta.document import InputError
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision; ``version`` of Resecta made its advice. ``differs``: where it is another now, by its path in
    the JSON, or why it could not be made again; None where it is the same.
    """

    decision: str
    version: str
    differs: str | None


def replay(database: Database) -> Iterator[Replayed]:
    """Every decision, the earliest first. Raises DatabaseGoneError."""
    with database.reading() as connection:
        guideline = cache(lambda digest: reopened(connection, digest))
        rows = connection.execute(
            select(snapshot).join(decision, decision.c.id == snapshot.c.decision).order_by(decision.c.proposed_at)
        )
        for row in rows.yield_per(20):
            try:
                kept = snapshot_in(row)
                differs = difference(kept.advice, advice_again(guideline(kept.pack), kept.case))
            except (InputError, LookupError, ValueError, zlib.error) as error:
                differs = f"it cannot be made again: {type(error).__name__}"
            yield Replayed(row.decision, row.version, differs)


def difference(before: Any, after: Any, path: str = "") -> str | None:
    """The path of the first place where two plain values differ; None where they are equal."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            here = f"{path}.{key}" if path else key
            if key not in before or key not in after:
                return here
            if (found := difference(before[key], after[key], here)) is not None:
                return found
        return None
    if isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            return path
        pairs = enumerate(zip(before, after, strict=True))
        return next((found for at, pair in pairs if (found := difference(*pair, f"{path}[{at}]")) is not None), None)
    return None if before == after and type(before) is type(after) else path
