"""What was known and advised when a decision was made: kept whole, to be shown and proved again at any time."""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, select

from resecta import __version__
from resecta.board import canonical
from resecta.board.act import Work
from resecta.board.case_document import case_document
from resecta.board.entry import Entry
from resecta.board.packs import Pack, keep_pack
from resecta.board.tables import snapshot
from resecta.case import case_from
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass
from resecta.timeline import Assessment, assessment, assessment_to_json

Render: TypeAlias = Callable[[Assessment], str]
"""Makes the page of an assessment: HTML that needs nothing else."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The case of a day as a case file has it, the advice as JSON, the page, and what made them: the digest of the
    kept files (``pack``), the guideline's own digest and the version of Resecta. ``entries_digest`` tells whether
    anything was recorded since.
    """

    day: datetime.date
    entries_digest: str
    case: Mapping[str, Any]
    advice: Mapping[str, Any]
    page: str
    pack: str
    guideline_digest: str
    version: str


def take_snapshot(
    entries: Iterable[Entry], *, patient: str, day: datetime.date, pack: Pack, render: Render
) -> Snapshot:
    """Assess what stands on this day, and keep what comes of it. Raises InputError where a plan has no length."""
    known = tuple(entries)
    case = case_document(known, assessed_on=day, case=patient)
    assessed = assessment(pack.guideline, case_from(case, pack.guideline))
    return Snapshot(
        day,
        entries_digest(known),
        canonical.read(canonical.write(case)),
        json.loads(canonical.write(assessment_to_json(assessed))),
        render(assessed),
        pack.digest,
        pack.guideline.digest,
        __version__,
    )


def advice_again(guideline: Guideline, case: Mapping[str, Any]) -> Mapping[str, Any]:
    """The advice of a kept case by this guideline, as it would be kept now."""
    assessed = assessment(guideline, case_from(case, guideline))
    kept: Mapping[str, Any] = json.loads(canonical.write(assessment_to_json(assessed)))
    return kept


def entries_digest(entries: Iterable[Entry]) -> str:
    """One text for all that stands: another once anything is recorded, superseded or withdrawn."""
    return canonical.digest(sorted(one.id for one in entries))


def keep_snapshot(work: Work, decision: str, taken: Snapshot, pack: Pack) -> None:
    """Keep it with its decision and the files of its guideline, in the transaction of an act."""
    keep_pack(work, pack)
    values = {
        "decision": decision,
        "day": taken.day,
        "entries_digest": taken.entries_digest,
        "case_json": canonical.write(taken.case),
        "advice_json": canonical.write(taken.advice),
        "page": zlib.compress(taken.page.encode()),
        "pack": taken.pack,
        "guideline_digest": taken.guideline_digest,
        "version": taken.version,
    }
    work.add(snapshot, values)


def snapshot_of(connection: Connection, decision: str) -> Snapshot:
    """The snapshot of a decision."""
    return snapshot_in(connection.execute(select(snapshot).where(snapshot.c.decision == decision)).one())


def snapshot_in(row: Row[Any]) -> Snapshot:
    """The snapshot in a row of the table. Raises ValueError or zlib.error where it was damaged."""
    return Snapshot(
        row.day,
        row.entries_digest,
        canonical.read(row.case_json),
        json.loads(row.advice_json),
        zlib.decompress(row.page).decode(),
        row.pack,
        row.guideline_digest,
        row.version,
    )
