"""Spark: the same queries on a cluster, or on this machine. Its plan holds the engine's own functions and no Python."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import Engine, EngineError, NotInstalledError, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.engines.watched import watched
from resecta.cohort.source import Form, Source

LOCAL = "local[*]"
DRIVER_MEMORY = "2g"
"""Of the program that plans the queries, where no setting from outside says otherwise: Spark's own 1g is too little."""
LOOK = 0.5
"""Seconds between two looks at how far a query is."""
GROUP = "resecta"
BROKEN = "broken line"


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
        self._broken: dict[Source, str] = {}

    def table(self, source: Source) -> ir.Table:
        files = [str(file.resolve()) for file in source.files]
        name = f"input_{next(self._numbers)}"
        with _errors(source.named):
            reader = self._session.read
            match source.form:
                case Form.PARQUET:
                    frame = reader.option("mergeSchema", "true").parquet(*files)
                case Form.CSV:
                    frame = self._of_csv(source, files)
                case Form.DELTA:
                    frame = reader.format("delta").load(files[0])
                case Form.ICEBERG:
                    frame = reader.format("iceberg").load(files[0])
            frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def _of_csv(self, source: Source, files: list[str]) -> Any:
        """The cells as texts; the lines that have more or fewer of them than the header are kept apart."""
        from pyspark import StorageLevel

        sep = "\t" if files[0].endswith(".tsv") else ","
        schema = self._session.read.csv(files, header=True, sep=sep).schema.add(BROKEN, "string")
        read = self._session.read.csv(files, schema, header=True, sep=sep, columnNameOfCorruptRecord=BROKEN)
        frame = read.persist(StorageLevel.DISK_ONLY)  # Spark refuses to ask a file for its broken lines alone
        broken = self._broken[source] = f"broken_{next(self._numbers)}"
        frame.where(frame[BROKEN].isNotNull()).createOrReplaceTempView(broken)
        return frame.where(frame[BROKEN].isNull()).drop(BROKEN)

    def row_number(self) -> ir.IntegerValue:
        return ibis.null("int64")  # rows of a distributed table have no order

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
        self._run(lambda: frame.write.mode("overwrite").parquet(str(path.resolve())), progress)

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

    def unread(self, source: Source) -> ir.Table | None:
        name = self._broken.get(source)
        if name is None:
            return None
        found = self._backend.table(name)
        return found.select(
            row=ibis.null("int64"),
            value=found[BROKEN],
            problem=ibis.literal("the line has other cells than the header"),
        )

    def close(self) -> None:
        from py4j.protocol import Py4JError

        with suppress(Py4JError, OSError):  # a signal to the whole group has ended Java already
            self._session.stop()


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
