"""What the files of a result say of themselves: by which guideline and engine they were made, and how many rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from resecta.cohort.engines import Engine
from resecta.cohort.source import TableFiles, TableFormat
from resecta.guideline.pack import Guideline

PREFIX = "resecta."
MADE_UP = ("synthetic", "seed")
SPARK_SCHEMA = b"org.apache.spark.sql.parquet.row.metadata"
"""Where Spark keeps what is said of a column: it lets nobody write beside it."""


def metadata_for(guideline: Guideline, engine: Engine, source: TableFiles) -> dict[str, str]:
    """What is written into a result of this table; that the patients are made up goes along."""
    made_up = {f"{PREFIX}{key}": value for key, value in metadata_of(source).items() if key in MADE_UP}
    return {
        **made_up,
        f"{PREFIX}guideline": guideline.id,
        f"{PREFIX}version": guideline.version,
        f"{PREFIX}digest": guideline.digest,
        f"{PREFIX}engine": f"{engine.name} {engine.version}",
    }


def metadata_of(source: TableFiles) -> dict[str, str]:
    """What a result says of itself, whichever engine wrote it; nothing of a table of somebody else."""
    if source.form is not TableFormat.PARQUET:
        return {}
    own: Mapping[bytes, bytes] = pq.read_metadata(source.files[0]).metadata or {}
    told = {key.decode(): value.decode() for key, value in own.items() if key.startswith(PREFIX.encode())}
    if not told and SPARK_SCHEMA in own:
        for field in json.loads(own[SPARK_SCHEMA])["fields"]:
            told |= {key: value for key, value in field["metadata"].items() if key.startswith(PREFIX)}
    return {key.removeprefix(PREFIX): value for key, value in told.items()}


def rows_of(path: Path) -> int:
    """The rows of a result."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    return sum(pq.read_metadata(file).num_rows for file in files)
