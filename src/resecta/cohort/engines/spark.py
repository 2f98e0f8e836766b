"""Spark: the same queries on a cluster, or on this machine. Its plan holds the engine's own functions and no Python."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines.engine import Engine, EngineError, NotInstalled, Progress
from resecta.cohort.engines.layered import layered
from resecta.cohort.source import Form, Source

LOCAL = "local[*]"
LOOK = 0.5
"""Seconds between two looks at how far a query is."""
GROUP = "resecta"


class Spark(Engine):
    """One session of a run. ``master``: the cluster; this machine if left out. ``work``: where it keeps its own files.

    Settings that are given to Spark from outside (spark-defaults.conf, spark-submit) stand, but for the two that the
    logic needs: errors are errors (ANSI), and dates are those of one calendar.
    """

    name = "spark"

    def __init__(self, work: Path, master: str | None) -> None:
        if shutil.which("java") is None:
            raise NotInstalled("Spark needs Java 17 or newer: install it, and see that `java` is found")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("resecta cohort").config("spark.ui.showConsoleProgress", "false")
        settings = {
            "spark.sql.ansi.enabled": "true",
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

    def table(self, source: Source) -> ir.Table:
        files = [str(file.resolve()) for file in source.files]
        name = f"input_{next(self._numbers)}"
        with _errors(source.named):
            reader = self._session.read
            match source.form:
                case Form.PARQUET:
                    frame = reader.option("mergeSchema", "true").parquet(*files)
                case Form.CSV:
                    frame = reader.csv(files, header=True, sep="\t" if files[0].endswith(".tsv") else ",")
                case Form.DELTA:
                    frame = reader.format("delta").load(files[0])
                case Form.ICEBERG:
                    frame = reader.format("iceberg").load(files[0])
            frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def row_number(self) -> ir.IntegerValue:
        return ibis.null("int64")  # rows of a distributed table have no order

    def kept(self, table: ir.Table, name: str) -> ir.Table:
        with _errors(name):
            frame = self._session.sql(self.sql(table)).cache()
            view = f"kept_{next(self._numbers)}"  # a view's name is one word
            frame.createOrReplaceTempView(view)
            frame.count()
        return self._backend.table(view)

    def fetched(self, table: ir.Table) -> list[dict[str, Any]]:
        with _errors("a query"):
            return [row.asDict(recursive=True) for row in self._session.sql(self.sql(table)).collect()]

    def write(self, table: ir.Table, path: Path, metadata: Mapping[str, str], progress: Progress) -> None:
        frame = self._session.sql(self.sql(table))
        frame = frame.withMetadata(frame.columns[0], dict(metadata))
        self._run(lambda: frame.write.mode("overwrite").parquet(str(path.resolve())), progress)

    def _run(self, work: Any, progress: Progress) -> None:
        """The work on a thread of its own, so that a person can watch it and stop it."""
        failed: list[BaseException] = []
        context = self._session.sparkContext

        def run() -> None:
            try:
                context.setJobGroup(GROUP, "resecta cohort", interruptOnCancel=True)
                with _errors("the result"):
                    work()
            except EngineError as error:
                failed.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(LOOK)
                progress(_done(context.statusTracker()))
        except BaseException:
            context.cancelAllJobs()
            thread.join()
            raise
        if failed:
            raise failed[0]

    def sql(self, table: ir.Table) -> str:
        with layered():
            return str(self._backend.compile(table))

    def unread(self) -> ir.Table | None:
        return None

    def close(self) -> None:
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
