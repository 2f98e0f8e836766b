"""Spark: the same queries on a cluster, or on this machine. Its plan holds the engine's own functions and no Python."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import FILE, ROW, Engine, EngineError, NotInstalledError, NotWrittenError, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.engines.watched import watched
from resecta.cohort.header import separator_of
from resecta.cohort.source import TableFiles, TableFormat

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

LOCAL = "local[*]"
DRIVER_MEMORY = "2g"
"""Of the program that plans the queries, where no setting from outside says otherwise: Spark's own 1g is too little."""
LOOK = 0.5
"""Seconds between two looks at how far a query is."""
GROUP = "resecta"
BROKEN, PROBLEM = "broken line", "what is wrong with it"
OTHER_CELLS, NOT_UTF_8 = "the line has other cells than the header", "the line holds signs that are no UTF-8"
NO_SIGN = "\ufffd"
"""What stands in a text for bytes that were no sign of it."""


class Spark(Engine):
    """One session of a run. ``master``: the cluster; this machine if left out. ``work``: where it keeps its own files.

    Settings that are given to Spark from outside (spark-defaults.conf, spark-submit) stand, but for the two that the
    logic needs: errors are errors (ANSI), and dates are those of one calendar.
    """

    name = "spark"

    def __init__(self, work: Path, master: str | None) -> None:
        if shutil.which("java") is None:
            raise NotInstalledError("Spark needs Java 17 or newer: install it, and see that `java` is found")
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_DRIVER_MEMORY", DRIVER_MEMORY)
        self._work = work
        builder = SparkSession.builder.appName("resecta cohort").config("spark.ui.showConsoleProgress", "false")
        settings = {
            "spark.sql.ansi.enabled": "true",
            "spark.sql.csv.parser.columnPruning.enabled": "false",  # every cell of a line is looked at
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
            "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
            "spark.sql.warehouse.dir": str(work / "warehouse"),
            "spark.local.dir": str(work),
        }
        if master is None or master.startswith("local"):
            settings |= {
                "spark.ui.enabled": "false",
                "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1",
            }
        for key, value in settings.items():
            builder = builder.config(key, value)
        self._session = builder.master(master or LOCAL).getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._backend = ibis.pyspark.connect(self._session)
        self.version = self._session.version
        self._numbers = itertools.count()
        self._broken: dict[TableFiles, str] = {}

    def table(self, source: TableFiles) -> ir.Table:
        files = [str(file.resolve()) for file in source.files]
        name = f"input_{next(self._numbers)}"
        from pyspark.sql import functions as on

        with _errors(source.named):
            reader = self._session.read
            match source.form:
                case TableFormat.PARQUET:
                    read = reader.option("mergeSchema", "true").parquet(*files)
                    frame = read.withColumns({FILE: _file(), ROW: on.col("_metadata.row_index") + 1})
                case TableFormat.CSV:
                    frame = self._of_csv(source)
                case TableFormat.DELTA:
                    frame = _unnumbered(source, reader.format("delta").load(files[0]))
                case TableFormat.ICEBERG:
                    frame = _unnumbered(source, reader.format("iceberg").load(files[0]))
            frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def _of_csv(self, source: TableFiles) -> DataFrame:
        """The cells as texts; lines with more or fewer of them than the header, or signs that are no UTF-8, are kept
        apart. A cell may run over several lines, so that a file is read by one task.
        """
        from pyspark import StorageLevel
        from pyspark.sql import functions as on

        files = [self._split(file) for file in source.files]
        read = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), files)
        frame = read.persist(StorageLevel.DISK_ONLY)  # Spark refuses to ask a file for its broken lines alone
        name = self._broken[source] = f"broken_{next(self._numbers)}"
        frame.where(on.col(PROBLEM).isNotNull()).createOrReplaceTempView(name)
        return frame.where(on.col(PROBLEM).isNull()).drop(PROBLEM, BROKEN)

    def _split(self, file: Path) -> DataFrame:
        """One CSV, split by the same rules as on DuckDB, with what is wrong with a line."""
        from pyspark.sql import functions as on

        path, between = str(file.resolve()), separator_of(file)
        plain = self._session.read.options(header=True, sep=between, quote='"', escape='"', multiLine=True)
        schema = plain.csv(path).schema.add(BROKEN, "string")
        read = plain.schema(schema).option("columnNameOfCorruptRecord", BROKEN).csv(path)
        cells = [on.col(_ticked(name)) for name in read.columns if name != BROKEN]
        whole = on.coalesce(on.col(BROKEN), on.concat_ws(between, *cells))
        problem = on.when(on.col(BROKEN).isNotNull(), OTHER_CELLS).when(whole.contains(NO_SIGN), NOT_UTF_8)
        told = {PROBLEM: problem, BROKEN: whole, FILE: on.lit(str(file)), ROW: on.monotonically_increasing_id() + 1}
        empty = [on.when(cell != "", cell).alias(name) for cell, name in zip(cells, read.columns, strict=False)]
        return read.select(*empty, *(column.alias(name) for name, column in told.items()))

    def kept(self, table: ir.Table, name: str) -> ir.Table:
        return self._written(table, name)

    def stage(self, table: ir.Table) -> ir.Table:
        """Spark serialises the plan of a query for each of its tasks, the expressions of all layers with it: as one
        query the guideline takes gigabytes of the driver. Each stage on disk begins a plan of its own.
        """
        return self._written(table, "a stage")

    def _written(self, table: ir.Table, name: str) -> ir.Table:
        view = f"stage_{next(self._numbers)}"
        path = str((self._work / view).resolve())
        with _errors(name):
            self._session.sql(self.sql(table)).write.parquet(path)
            self._session.read.parquet(path).createOrReplaceTempView(view)
        return self._backend.table(view)

    def fetched(self, table: ir.Table) -> list[dict[str, Any]]:
        with _errors("a query"):
            return [row.asDict(recursive=True) for row in self._session.sql(self.sql(table)).collect()]

    def write(self, table: ir.Table, path: Path, metadata: Mapping[str, str], progress: Progress) -> None:
        frame = self._session.sql(self.sql(table))
        frame = frame.withMetadata(frame.columns[0], dict(metadata))
        try:
            self._run(lambda: frame.write.mode("overwrite").parquet(str(path.resolve())), progress)
        except EngineError as error:
            raise NotWrittenError(path, str(error)) from error

    def _run(self, work: Any, progress: Progress) -> None:
        context = self._session.sparkContext

        def run() -> None:
            context.setJobGroup(GROUP, "resecta cohort", interruptOnCancel=True)
            work()

        with _errors("the result"):
            watched(run, lambda: progress(_done(context.statusTracker())), context.cancelAllJobs, LOOK)

    def sql(self, table: ir.Table) -> str:
        with layered():
            return str(self._backend.compile(table))

    def unread(self, source: TableFiles) -> ir.Table | None:
        name = self._broken.get(source)
        if name is None:
            return None
        found = self._backend.table(name)
        return found.select(file=FILE, row=ROW, value=BROKEN, problem=PROBLEM)

    def close(self) -> None:
        from py4j.protocol import Py4JError

        with suppress(Py4JError, OSError):  # a signal to the whole group has ended Java already
            self._session.stop()


def _file() -> Column:
    """The file in which a row stands, as a path."""
    from pyspark.sql import functions as on

    return on.regexp_replace(on.url_decode(on.col("_metadata.file_path")), "^file:/+", "/")


def _unnumbered(source: TableFiles, frame: DataFrame) -> DataFrame:
    from pyspark.sql import functions as on

    return frame.withColumns({FILE: on.lit(source.named), ROW: on.lit(None).cast("bigint")})


def _ticked(name: str) -> str:
    """A column whose name may have a point in it."""
    return "`" + name.replace("`", "``") + "`"


def _done(tracker: Any) -> float:
    """The share of tasks that are done, of the stages at work."""
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    tasks = sum(stage.numTasks for stage in stages if stage is not None)
    return sum(stage.numCompletedTasks for stage in stages if stage is not None) / tasks if tasks else 0.0


@contextmanager
def _errors(what: str) -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EngineError(f"{what}: Spark could not go on: {first}") from error
