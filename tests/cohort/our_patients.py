"""Patients about the threshold of the remnant, and a table of them as ``resecta cohort assess`` writes it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from resecta.cohort.columns.column import SQL
from resecta.guideline import Guideline

DAY = datetime.date(2026, 6, 15)
ARROW = {
    "boolean": pa.bool_(),
    "int64": pa.int64(),
    "decimal(18,8)": pa.decimal128(18, 8),
    "string": pa.string(),
    "date": pa.date32(),
}
BETWEEN = ("30.00000001", "33", "35")
REMNANTS = (*BETWEEN, "28", "30", "35.00000001", "40", None)
MEASURED = (None, "semi-automatic", "manual")
FIT = {"primary_status": "in situ", "complete_resection_feasible": True, "segments_resected": 3}


def ours() -> list[dict[str, Any]]:
    """Remnants on and beside 30 and 35 %, measured, estimated or by no method that is told; a third of them knows no
    more.
    """
    several = [(one, method) for one in REMNANTS for method in (*MEASURED, "estimated")]
    return [
        {
            **(FIT if number % 3 else {}),
            "future_liver_remnant": None if remnant is None else Decimal(remnant),
            "remnant_volume_method": method,
        }
        for number, (remnant, method) in enumerate(several)
    ]


def result(guideline: Guideline, path: Path) -> str:
    """The path of a result by this guideline, as far as it tells facts."""
    rows = ours()
    parameters = guideline.library.parameters
    columns = {
        f"fact__{one.id}": pa.array([row.get(one.id) for row in rows], ARROW[SQL[parameters[one.name].type.name]])
        for one in guideline.elements.values()
    }
    table = pa.table({"assessed_on": pa.array([DAY] * len(rows), pa.date32()), **columns})
    pq.write_table(table.replace_schema_metadata({"resecta.digest": guideline.digest}), path)
    return str(path)
