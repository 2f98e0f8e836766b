"""DuckDB: embedded, on all cores, with a limit of memory beyond which it works on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import Engine, EngineError, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.source import Form, Source

MEMORY = "3GiB"
"""What the engine may use before it works on disk."""
LOOK = 0.2
"""Seconds between two looks at how far a query is."""
REJECTS = "reject_errors"


class Duck(Engine):
    """One database of a run; nothing of it outlives it. ``work``: where it works once memory is full."""

    name = "duckdb"

    def __init__(self, work: Path) -> None:
        self._backend = ibis.duckdb.connect(
            ":memory:", memory_limit=MEMORY, temp_directory=str(work), preserve_insertion_order=True
        )
        self.version = duckdb.__version__
        self._has_csv = False

    def table(self, source: Source) -> ir.Table:
        files = [str(file) for file in source.files]
        with _errors(source.named):
            match source.form:
                case Form.PARQUET:
                    return self._backend.read_parquet(files, union_by_name=True)
                case Form.CSV:
                    self._has_csv = True
                    return self._backend.read_csv(
                        files, header=True, all_varchar=True, store_rejects=True, rejects_limit=0
                    )
                case Form.DELTA:
                    return self._backend.read_delta(files[0])
                case Form.ICEBERG:
                    self._backend.raw_sql("LOAD iceberg")
                    return self._backend.sql(f"SELECT * FROM iceberg_scan({_quoted(files[0])})")  # noqa: S608 - the path is quoted

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
        """The query on a thread of its own, so that a person can watch it and stop it."""
        failed: list[BaseException] = []

        def work() -> None:
            try:
                self._backend.con.execute(sql)
            except duckdb.Error as error:
                failed.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(LOOK)
                progress(max(self._backend.con.query_progress(), 0) / 100)
        except BaseException:
            while thread.is_alive():  # an interrupt between two steps of the query is lost: ask again
                self._backend.con.interrupt()
                thread.join(LOOK)
            raise
        if failed:
            raise EngineError(_in_words(failed[0])) from failed[0]

    def sql(self, table: ir.Table) -> str:
        with layered():
            return str(self._backend.compile(table))

    def unread(self) -> ir.Table | None:
        if not self._has_csv:
            return None
        found = self._backend.table(REJECTS, database=("temp", "main"))
        return found.select(
            row=found["line"].cast("int64") - 1,
            column=found["column_name"],
            value=found["csv_line"],
            problem=found["error_message"],
        ).distinct()

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
    return f"DuckDB could not go on: {first}"
