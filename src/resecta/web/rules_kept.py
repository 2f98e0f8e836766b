"""How often each rule of the guideline was kept, counted over all patients on whom a board has decided.

The reader of cohorts counts, where it is installed. It takes half a minute of a processor, so that it works in a
process of its own, and what it found is kept in memory until it is counted again.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from resecta.board.packs import Pack, written
from resecta.case import case_from
from resecta.document.extras import CHARTS, TABLES
from resecta.lazy_dataclass import dataclass
from resecta.web import logs

if TYPE_CHECKING:
    from resecta.case.model import Case

PATIENCE_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Counting:
    """It is being counted."""

    since: datetime.datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """A page, complete in itself; how many patients it counts, and how many are apart because a date of theirs is known
    to its month only, which no table holds.
    """

    at: datetime.datetime
    page: str
    patients: int
    apart: int


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be counted; the log says where."""

    at: datetime.datetime


Count: TypeAlias = Counting | Counted | Failed
Documents: TypeAlias = Sequence[Mapping[str, Any]]


class RulesKept:
    """The last count of each set of teams. One is made at a time."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._counts: dict[frozenset[str], Count] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    @property
    def is_possible(self) -> bool:
        """Whether the reader of cohorts is installed."""
        return TABLES.is_installed and CHARTS.is_installed

    def of(self, teams: Collection[str]) -> Count | None:
        """The last count of these teams."""
        return self._counts.get(frozenset(teams))

    def begin(self, teams: Collection[str], cases: Documents, at: datetime.datetime) -> threading.Thread | None:
        """Count these cases of these teams in the background, on the day of ``at``; None where it is at it already."""
        key = frozenset(teams)
        with self._lock:
            if isinstance(self._counts.get(key), Counting):
                return None
            self._counts[key] = Counting(at)
        thread = threading.Thread(target=self._count, args=(key, cases, at), daemon=True)
        thread.start()
        return thread

    def _count(self, key: frozenset[str], cases: Documents, at: datetime.datetime) -> None:
        try:
            with self._turn:
                self._counts[key] = _counted(self._pack, cases, at)
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: the page must not say for ever that it is being counted
            logs.failed("rules not counted", type(error).__name__, "")
            self._counts[key] = Failed(at)


def _counted(pack: Pack, documents: Documents, at: datetime.datetime) -> Counted:
    from resecta.cohort.tables_of_cases import approximate

    cases = [case_from(document, pack.guideline) for document in documents]
    whole = {str(number): case for number, case in enumerate(cases, 1) if not approximate(case)}
    with tempfile.TemporaryDirectory(prefix="resecta-") as top, written(pack.files) as folders:
        page = _page(pack, whole, at.astimezone().date(), Path(top), folders)
    return Counted(at, page, len(whole), len(cases) - len(whole))


def _page(pack: Pack, cases: Mapping[str, Case], day: datetime.date, top: Path, folders: Sequence[Path]) -> str:
    import pyarrow.parquet as pq

    from resecta.cohort.tables_of_cases import events, patients

    people, past, result, page = (
        str(top / name) for name in ("patients.parquet", "events.parquet", "result.parquet", "page.html")
    )
    pq.write_table(patients(pack.guideline, cases, day), people)
    pq.write_table(events(pack.guideline, cases), past)
    laid = ["--guideline", str(folders[0]), *(part for one in folders[1:] for part in ("--overlay", str(one)))]
    _run("assess", people, "--events", past, "--output", result, *laid)
    _run("audit", result, "--html", page, *laid)
    return Path(page).read_text(encoding="utf-8")


def _run(*words: str) -> None:
    """A command of Resecta itself. What it says may quote a record, and is not kept."""
    command = [sys.executable, "-m", "resecta", "cohort", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)  # noqa: S603 - no shell reads it
