"""DuckDB: embedded, on all cores, with a limit of memory beyond which it works on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import Engine, EngineError, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.engines.watched import watched
from resecta.cohort.source import Form, Source

MEMORY = "3GiB"
"""What the engine may use before it works on disk."""
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
        self._rejects: dict[Source, str] = {}

    def table(self, source: Source) -> ir.Table:
        files = [str(file) for file in source.files]
        with _errors(source.named):
            match source.form:
                case Form.PARQUET:
                    return self._backend.read_parquet(files, union_by_name=True)
                case Form.CSV:
                    return self._of_csv(source, files)
                case Form.DELTA:
                    return self._backend.read_delta(files[0])
                case Form.ICEBERG:
                    self._backend.raw_sql("LOAD iceberg")
                    return self._backend.sql(f"SELECT * FROM iceberg_scan({_quoted(files[0])})")  # noqa: S608 - the path is quoted

    def _of_csv(self, source: Source, files: list[str]) -> ir.Table:
        """The cells as texts, split once and all of them: a line is found to be broken in the columns that are read."""
        number = len(self._rejects)
        rejects = self._rejects[source] = f"rejects_{number}"
        listed = ", ".join(map(_quoted, files))
        options = (
            f"store_rejects = true, rejects_table = '{rejects}', rejects_scan = 'scans_{number}', rejects_limit = 0"
        )
        cells = f"SELECT * FROM read_csv([{listed}], header = true, all_varchar = true, {options})"  # noqa: S608 - the paths are quoted
        path = self._work / f"{rejects}.parquet"
        self._backend.raw_sql(f"COPY ({cells}) TO {_quoted(str(path))} (FORMAT parquet)")
        return self._backend.read_parquet(path)

    def row_number(self) -> ir.IntegerValue:
        return ibis.row_number() + 1

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
        self._run(f"COPY ({self.sql(table)}) TO {_quoted(str(path))} ({options})", progress)
        self._backend.raw_sql("SET preserve_insertion_order = true")

    def _run(self, sql: str, progress: Progress) -> None:
        con = self._backend.con
        with _errors("the result"):
            watched(
                lambda: con.execute(sql),
                lambda: progress(max(con.query_progress(), 0) / 100),
                con.interrupt,
                LOOK,
            )

    def sql(self, table: ir.Table) -> str:
        with layered():
            return str(self._backend.compile(table))

    def unread(self, source: Source) -> ir.Table | None:
        name = self._rejects.get(source)
        if name is None:
            return None
        found = self._backend.table(name, database=("temp", "main"))
        lines = found.group_by(row=found["line"].cast("int64") - 1, value=found["csv_line"])
        return lines.agg(problem=found["error_message"].min())

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
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    broken = ".parquet" in first and ("Footer" in first or "Failed to read" in first)
    mend = "\n  the file is damaged: copy or export it again" if broken else ""
    return f"DuckDB could not go on: {first}{mend}"
