"""A Spark cluster of two worker processes on this machine: the command on it says what it says on DuckDB, and a worker
that is killed in the middle changes nothing.

Run by hand (``python -m tests.cohort.on_a_cluster``): two workers and a driver take more than a test may. It prints
seconds and exits with 1 where a row differs.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pyspark

HOME = Path(pyspark.__file__).parent
PATIENTS = 500
OPTIONS = (
    "--driver-memory 2g --executor-memory 1g --conf spark.driver.host=127.0.0.1"
    " --conf spark.driver.bindAddress=127.0.0.1 --conf spark.sql.shuffle.partitions=4 pyspark-shell"
)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a master with two workers of one core each, and the workers."""
    log = folder / "master.log"
    master = _started("master.Master", ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"], log)
    workers: list[subprocess.Popen[bytes]] = []
    try:
        address = _said(log, r"spark://127\.0\.0\.1:\d+")
        for place in range(2):
            words = ["--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            own = folder / f"worker-{place}"
            workers.append(
                _started("worker.Worker", [*words, "--work-dir", str(own), address], folder / f"worker-{place}.log")
            )
        for place in range(2):
            _said(folder / f"worker-{place}.log", "Successfully registered with master")
        yield address, workers
    finally:
        for process in (*workers, master):
            process.terminate()
        for process in (*workers, master):
            process.wait()


def _started(what: str, words: list[str], log: Path) -> subprocess.Popen[bytes]:
    command = [str(HOME / "bin/spark-class"), f"org.apache.spark.deploy.{what}", *words]
    environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_DAEMON_MEMORY": "512m"}
    with log.open("wb") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)


def _said(log: Path, what: str) -> str:
    """What a log says sooner or later."""
    for _ in range(1200):
        found = re.search(what, log.read_text(encoding="utf-8", errors="replace"))
        if found is not None:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(f"{log} never said {what}")


def assess(folder: Path, output: str, *words: str) -> subprocess.Popen[str]:
    """The command on the patients of the folder, begun."""
    line = ["assess", "people.parquet", "--events", "past.parquet", "--output", output, *words]
    return _resecta(folder, line)


def _resecta(folder: Path, line: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "resecta", "cohort", *line]
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": OPTIONS}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)


def done(run: subprocess.Popen[str]) -> float:
    """Wait for the end of a run: seconds."""
    start = time.monotonic()
    said = run.communicate()[1]
    if run.returncode:
        raise RuntimeError(said)
    return time.monotonic() - start


def differing(folder: Path, output: str) -> int:
    """How many rows of a result are not those of DuckDB's."""
    tables = [pq.read_table(folder / name).sort_by("case") for name in ("duck.parquet", output)]
    one, other = (table.select(tables[0].column_names).to_pylist() for table in tables)
    return abs(len(one) - len(other)) + sum(left != right for left, right in zip(one, other, strict=False))


def main() -> int:
    """Run it on DuckDB, on the cluster, and on the cluster while it loses a worker."""
    with tempfile.TemporaryDirectory(prefix="resecta-cluster-") as name:
        folder = Path(name)
        made = ["synthesise", str(PATIENTS), "--output", "people.parquet", "--events", "past.parquet"]
        done(_resecta(folder, made))
        done(assess(folder, "duck.parquet"))
        with cluster(folder) as (address, workers):
            seconds = done(assess(folder, "cluster", "--engine", "spark", "--master", address))
            wrong = differing(folder, "cluster")
            sys.stdout.write(f"{PATIENTS} patients on two workers: {seconds:.0f} s, {wrong} rows differ\n")
            run = assess(folder, "loss", "--engine", "spark", "--master", address)
            while not any(folder.glob(".resecta-*/stage_*/part-*")):  # the first stage is written: in the middle
                if run.poll() is not None:
                    break
                time.sleep(0.2)
            _kill(workers[1])
            lost = done(run)
            wrong_too = differing(folder, "loss")
        sys.stdout.write(f"with one worker killed in the middle: {lost:.0f} s from then on, {wrong_too} rows differ\n")
    return 1 if wrong or wrong_too else 0


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """The worker and what it runs: its executor."""
    children = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=False).stdout
    for process in (*map(int, children.split()), worker.pid):
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
