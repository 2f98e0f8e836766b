"""DuckDB: embedded, on all cores, with a limit of memory beyond which it works on disk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import FILE, ROW, Engine, EngineError, NotWrittenError, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.engines.watched import watched
from resecta.cohort.header import separator_of
from resecta.cohort.source import TableFiles, TableFormat

MEMORY = "3GiB"
"""What the engine may use before it works on disk."""
FULL = "No space left on device"
LOOK = 0.2
"""Seconds between two looks at how far a query is."""


class Duck(Engine):
    """One database of a run; nothing of it outlives it. ``work``: where it works once memory is full."""

    name = "duckdb"

    def __init__(self, work: Path) -> None:
        self._backend = ibis.duckdb.connect(
            ":memory:", memory_limit=MEMORY, temp_directory=str(work), preserve_insertion_order=True
        )
        self.version = duckdb.__version__
        self._work = work
        self._rejects: dict[TableFiles, tuple[str, ...]] = {}
        self._numbers = itertools.count()

    def table(self, source: TableFiles) -> ir.Table:
        files = [str(file) for file in source.files]
        with _errors(source.named):
            match source.form:
                case TableFormat.PARQUET:
                    return self._of_parquet(files, FILE)
                case TableFormat.CSV:
                    copies = [self._split(source, file) for file in source.files]
                    return self._of_parquet([str(copy) for copy in copies], "copy").drop("copy")
                case TableFormat.DELTA:
                    return self._unnumbered(source, self._backend.read_delta(files[0]))
                case TableFormat.ICEBERG:
                    self._backend.raw_sql("LOAD iceberg")
                    table = self._seen(f"SELECT * FROM iceberg_scan({_quoted(files[0])})")  # noqa: S608 - the path is quoted
                    return self._unnumbered(source, table)

    def _of_parquet(self, files: list[str], named: str) -> ir.Table:
        """``named``: the column that tells the file."""
        told = f'*, file_row_number + 1 AS "{ROW}"'
        listed = ", ".join(map(_quoted, files))
        cells = f"SELECT {told} FROM read_parquet([{listed}], union_by_name = true, filename = {_quoted(named)})"  # noqa: S608 - the paths are quoted
        return self._seen(cells)

    def _seen(self, cells: str) -> ir.Table:
        """A query as a table."""
        view = f"input_{next(self._numbers)}"
        self._backend.raw_sql(f"CREATE TEMP VIEW {view} AS {cells}")
        return self._backend.table(view, database=("temp", "main"))

    def _unnumbered(self, source: TableFiles, table: ir.Table) -> ir.Table:
        return table.mutate(**{FILE: ibis.literal(source.named), ROW: ibis.null("int64")})

    def _split(self, source: TableFiles, file: Path) -> Path:
        """A CSV copied as texts, split once and all of it: a line is found to be broken in the columns that are read.
        Nothing of its form is guessed, or each file of a folder could be guessed otherwise.
        """
        name = f"copy_{next(self._numbers)}"
        self._rejects[source] = (*self._rejects.get(source, ()), name)
        form = (
            f"header = true, skip = 0, delim = {_quoted(separator_of(file))}, quote = '\"', escape = '\"', comment = ''"
        )
        kept = f"store_rejects = true, rejects_table = 'bad_{name}', rejects_scan = 'scan_{name}', rejects_limit = 0"
        told = f'*, {_quoted(str(file))} AS "{FILE}"'
        cells = f"SELECT {told} FROM read_csv({_quoted(str(file))}, all_varchar = true, {form}, {kept})"  # noqa: S608 - the path is quoted
        path = self._work / f"{name}.parquet"
        self._backend.raw_sql(f"COPY ({cells}) TO {_quoted(str(path))} (FORMAT parquet)")
        return path

    def kept(self, table: ir.Table, name: str) -> ir.Table:
        with _errors(name):
            self._backend.raw_sql(f'CREATE TEMP TABLE "{name}" AS {self.sql(table)}')
        return self._backend.table(name, database=("temp", "main"))

    def fetched(self, table: ir.Table) -> list[dict[str, Any]]:
        with _errors("a query"):
            rows: list[dict[str, Any]] = self._backend.con.sql(self.sql(table)).to_arrow_table().to_pylist()
        return rows

    def write(self, table: ir.Table, path: Path, metadata: Mapping[str, str], progress: Progress) -> None:
        told = ", ".join(f"{_quoted(key)}: {_quoted(value)}" for key, value in metadata.items())
        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{told}}}"
        self._backend.raw_sql("SET preserve_insertion_order = false")  # order costs memory, and a row has its case
        try:
            self._run(f"COPY ({self.sql(table)}) TO {_quoted(str(path))} ({options})", progress)
        except duckdb.Error as error:
            raise NotWrittenError(path, _in_words(error)) from error
        self._backend.raw_sql("SET preserve_insertion_order = true")

    def _run(self, sql: str, progress: Progress) -> None:
        con = self._backend.con
        watched(
            lambda: con.execute(sql),
            lambda: progress(max(con.query_progress(), 0) / 100),
            con.interrupt,
            LOOK,
        )

    def sql(self, table: ir.Table) -> str:
        with layered():
            return str(self._backend.compile(table))

    def unread(self, source: TableFiles) -> ir.Table | None:
        lines = [
            self._broken(name, file)
            for name, file in zip(self._rejects.get(source, ()), source.files, strict=False)  # none but of a CSV
        ]
        return ibis.union(*lines) if len(lines) > 1 else lines[0] if lines else None

    def located(self, lines: ir.Table, source: TableFiles) -> ir.Table:
        """The i-th line of a file that could not be split (counted from 0) is number r of all: r - i - 1 others stand
        before it, and each that stands behind is i + 1 further down than among those that were read.
        """
        unread = self.unread(source)
        if unread is None:
            return lines
        before = ibis.row_number().over(group_by="file", order_by="row")
        broken = unread.distinct(on=("file", "row")).mutate(before=before)
        marks = broken.group_by(of=broken["file"], first=broken["row"] - broken["before"]).agg(
            further=broken["before"].max() + 1
        )
        beside = lines.asof_join(marks, lines["row"] >= marks["first"], predicates=lines["file"] == marks["of"])
        return beside.mutate(row=beside["row"] + beside["further"].fill_null(0)).select(lines.columns)

    def _broken(self, name: str, file: Path) -> ir.Table:
        found = self._backend.table(f"bad_{name}", database=("temp", "main"))
        lines = found.group_by(row=found["line"].cast("int64") - 1, value=found["csv_line"])
        told = lines.agg(problem=found["error_message"].min())
        return told.select("row", "value", "problem", file=ibis.literal(str(file)))

    def close(self) -> None:
        self._backend.disconnect()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _errors(what: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise EngineError(f"{what}: {_in_words(error)}") from error


def _in_words(error: BaseException) -> str:
    """The first line of what the engine says: what follows it quotes the query or the data."""
    if FULL in str(error):
        return "The disk is full: make room, or name another place"
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    broken = ".parquet" in first and ("Footer" in first or "Failed to read" in first)
    lacks = "extension" in first
    damaged = "\n  the file is damaged: copy or export it again" if broken else ""
    unread = "\n  install the extension of DuckDB that reads this form, or export the table as Parquet" if lacks else ""
    return f"DuckDB could not go on: {first}{damaged}{unread}"
