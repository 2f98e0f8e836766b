"""A cohort assessed: tables in, the result and the rows that could not be read out, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis
import ibis.expr.types as ir

from resecta.cohort.conclusions import conclusions
from resecta.cohort.engines import FILE, ROW, Engine, Stage
from resecta.cohort.engines.engine import NotWrittenError, Progress
from resecta.cohort.events import events as read_events
from resecta.cohort.patients import CASE, Patients
from resecta.cohort.patients import patients as read_patients
from resecta.cohort.rejected import of_broken, of_cells, of_rows, rows_set_aside
from resecta.cohort.result import metadata_for, rows_of
from resecta.cohort.source import TableFiles
from resecta.cohort.takes import with_facts
from resecta.document import InputError, Place, Problem
from resecta.document.whole_file import whole_place
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RunTally:
    """How it went: rows assessed, rows set aside, cells that could not be read, the elements that the table lacks, and
    cases of the events that it lacks.
    """

    assessed: int
    set_aside: int
    cells: int
    absent: tuple[str, ...]
    strangers: int


@dataclass(frozen=True, slots=True)
class Tables:
    """Two tables as read: patients and, if there are any, their events, typed; the lines that are rejected; the
    elements that the patients' table lacks, and how many cases of the events it lacks.
    """

    patients: ir.Table
    events: ir.Table | None
    rejected: ir.Table
    absent: tuple[str, ...]
    strangers: int


@dataclass(frozen=True, slots=True)
class PreparedCohort:
    """A cohort ready to run: where the patients stand, the tables, and the query of the result."""

    source: TableFiles
    tables: Tables
    result: ir.Table


def prepare(
    guideline: Guideline,
    engine: Engine,
    source: TableFiles,
    events: TableFiles | None,
    mapping: Path | None = None,
    stage: Stage | None = None,
) -> PreparedCohort:
    """Read what can be read, set the rest aside, and lay out the query. ``stage``: where it is cut; as the engine does
    it if left out. Raises InputError and EngineError.
    """
    cut = engine.stage if stage is None else stage
    tables = read_tables(guideline, engine, source, events, mapping)
    past = None if tables.events is None else cut(tables.events)
    facts = with_facts(guideline, cut(tables.patients), past, cut)
    return PreparedCohort(source, tables, conclusions(guideline, facts, cut))


def read_tables(
    guideline: Guideline, engine: Engine, source: TableFiles, events: TableFiles | None, mapping: Path | None = None
) -> Tables:
    """Read what can be read and set the rest aside. Raises InputError and EngineError."""
    patients = read_patients(guideline, engine.table(source), source.named, mapping)
    if not engine.fetched(patients.table.limit(1)):
        raise InputError([Problem(Place(source.named), "the table holds no rows", "export it again")])
    bad = engine.kept(
        of_cells(patients.table, "patients", patients.sound, patients.cells, patients.together), "bad cells"
    )
    twice = engine.kept(_twice(patients), "bad cases")
    several = of_rows(twice, "patients", CASE, "the case stands in several rows", "keep one row of each case")
    lines = _with_broken(engine, source, "patients", [bad, several])
    rows = patients.table.filter(patients.sound) if _any(engine, bad) else patients.table
    facts = _without(engine, patients.facts(rows), twice)
    strangers, told = 0, None
    if events is not None:
        table = engine.table(events)
        known = read_events(guideline, table, facts, events.named)
        ill = engine.kept(of_cells(known.table, "events", known.sound, known.cells, known.together), "bad events")
        again = engine.kept(known.twice.semi_join(facts, known.twice["case"] == facts[CASE]), "events twice")
        of_events = [
            ill,
            of_rows(again, "events", CASE, "an event stands twice", "keep one of them"),
            of_rows(known.nobodys, "events", CASE, "an event without its case", "write case"),
        ]
        lines += _with_broken(engine, events, "events", of_events)
        facts = _without(engine, _without(engine, facts, ill), again)
        told = known.facts(known.table.filter(known.sound) if _any(engine, ill) else known.table)
        strangers = _strangers(engine, table, patients)
    rejected = engine.kept(ibis.union(*lines), "rejected")
    return Tables(facts, told, rejected, patients.absent, strangers)


def assess(
    guideline: Guideline, engine: Engine, prepared: PreparedCohort, outputs: tuple[Path, Path], progress: Progress
) -> RunTally:
    """Write the result and the rejected lines, in this order of the two ``outputs``."""
    metadata = metadata_for(guideline, engine, prepared.source)
    output, rejects = outputs
    with whole(output) as part, whole(rejects) as lines:
        engine.write(prepared.tables.rejected, lines, metadata, lambda _: None)
        engine.write(prepared.result, part, metadata, progress)
    tables = prepared.tables
    (cells,) = engine.fetched(tables.rejected.agg(n=tables.rejected.count()))
    apart = rows_set_aside(engine, tables.rejected)
    return RunTally(rows_of(output), apart, cells["n"], tables.absent, tables.strangers)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place for an engine to write to whose content becomes ``path`` at the end; an error or a stop on the way leaves
    what stood there before, and is told with this name.
    """
    with whole_place(path) as part:
        try:
            yield part
        except NotWrittenError as error:
            if error.path != part:
                raise
            raise NotWrittenError(path, error.why) from error


def _any(engine: Engine, table: ir.Table) -> bool:
    return bool(engine.fetched(table.limit(1)))


def _twice(patients: Patients) -> ir.Table:
    """The rows of cases that stand in several."""
    table = patients.table.select(case=patients.cells[CASE].value, file=FILE, row=ROW)
    several = table.group_by("case").agg(rows=table.count()).filter(lambda t: (t["rows"] > 1) & t["case"].notnull())
    return table.semi_join(several, "case").order_by("file", "row")


def _without(engine: Engine, rows: ir.Table, others: ir.Table) -> ir.Table:
    """The rows of other cases than these."""
    if not _any(engine, others):
        return rows
    cases = others.select(of_case="case").distinct()
    return rows.anti_join(cases, rows[CASE] == cases["of_case"])


def _with_broken(engine: Engine, source: TableFiles, name: str, lines: list[ir.Table]) -> list[ir.Table]:
    """The rejected lines of a table, with those that could not be split into cells."""
    unread = engine.unread(source)
    if unread is None or not _any(engine, unread):
        return lines
    return [*(engine.located(each, source) for each in lines), of_broken(unread, name)]


def _strangers(engine: Engine, events: ir.Table, patients: Patients) -> int:
    """How many cases of the events the table of patients lacks."""
    known = patients.table.select(of_case=patients.cells[CASE].value)
    cases = events.select(case=events[CASE].cast("string")).distinct().filter(lambda t: t["case"].notnull())
    count: int = engine.fetched(cases.anti_join(known, cases["case"] == known["of_case"]).agg(n=lambda t: t.count()))[
        0
    ]["n"]
    return count
