"""What is asked of an engine, and which one is opened."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resecta.document import ResectaError
from resecta.document.extras import SPARK, TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from resecta.cohort.source import TableFiles

FILE, ROW = "file of the row", "row of the file"
"""Two columns beside those of a table: the file in which a row stands, and its number there, from 1; null where the
engine does not know it.
"""
Progress = Callable[[float], None]
"""Told from time to time how much of a query is done, from 0 to 1."""
Stage = Callable[["ir.Table"], "ir.Table"]
"""Where a long query may be cut: the same table, worked out so far or as it was laid out."""


def as_laid(table: ir.Table) -> ir.Table:
    """No cut: the whole is one query."""
    return table


class EngineError(ResectaError):
    """An engine could not run a query; says what and, where one can tell, the mend."""


class NotWrittenError(EngineError):
    """A table could not be written to ``path``."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: the table could not be written. {why}")
        self.path, self.why = path, why


class NotInstalledError(ResectaError):
    """A program is missing that an engine needs, and that no extra of the package brings."""


class Engine(ABC):
    """Runs queries over tables that need not fit into memory."""

    name: str
    version: str

    @abstractmethod
    def table(self, source: TableFiles) -> ir.Table:
        """The table of a source, with FILE and ROW; the columns of its files are put together by their names, and the
        cells of a CSV are texts. Raises EngineError.
        """

    @abstractmethod
    def kept(self, table: ir.Table, name: str) -> ir.Table:
        """A small result, worked out once."""

    def stage(self, table: ir.Table) -> ir.Table:
        """The table, worked out so far where the engine cannot carry the whole as one query. Raises EngineError."""
        return as_laid(table)

    @abstractmethod
    def fetched(self, table: ir.Table) -> list[dict[str, Any]]:
        """The rows of a small result."""

    @abstractmethod
    def write(self, table: ir.Table, path: Path, metadata: Mapping[str, str], progress: Progress) -> None:
        """A large result as Parquet with this metadata. Raises NotWrittenError."""

    @abstractmethod
    def sql(self, table: ir.Table) -> str:
        """The query in the engine's SQL."""

    @abstractmethod
    def unread(self, source: TableFiles) -> ir.Table | None:
        """Lines of a CSV that it could not split into cells: file, row, value, problem; None of another form."""

    def located(self, lines: ir.Table, source: TableFiles) -> ir.Table:
        """Lines with a ``file`` and a ``row``, each counted among all of its file, those of ``unread`` as well."""
        return lines

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind."""


@contextmanager
def opened(name: str, work: Path, master: str | None = None) -> Iterator[Engine]:
    """An engine for one run. ``work``: a folder for what does not fit into memory.

    Raises InputError where the part that it needs is not installed, and NotInstalledError without Java.
    """
    (SPARK if name == "spark" else TABLES).require(name)
    engine: Engine
    if name == "spark":
        from resecta.cohort.engines.spark import Spark

        engine = Spark(work, master)
    else:
        from resecta.cohort.engines.duck import Duck

        engine = Duck(work)
    try:
        yield engine
    finally:
        engine.close()
