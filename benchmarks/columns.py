"""A dozen definitions over a table on DuckDB: made from the guideline, hand-written as SQL, and per patient in
cql-execution. All three say the same, and the benchmark compares it.

Set RESECTA_BENCH_ROWS to the number of rows (10^5 if left out).
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import ibis

import elm
from definitions import ask_peer, facts_of_cases
from resecta.cohort.columns import fact
from resecta.cohort.columns.column import SQL
from resecta.cohort.conclusions import logic_of
from resecta.cohort.engines import Engine, opened
from resecta.cohort.layers import below, with_definitions
from resecta.cohort.source import find
from resecta.cohort.synthetic import synthesise
from resecta.guideline import Guideline, load
from table import Line

TITLE = "A dozen definitions over a table of patients, beside SQL by hand and cql-execution"
PASSES = 5
BY_HAND = """
WITH first AS (
  SELECT *,
    primary_status = 'in situ' AS "Primary in place",
    CASE WHEN extrahepatic_disease = 'indeterminate' THEN NULL
         ELSE extrahepatic_disease IN ('none', 'resectable') END AS "No unresectable extrahepatic disease",
    future_liver_remnant IS NOT NULL AND COALESCE(method = 'estimated', FALSE) AS "Remnant only estimated",
    primary_bleeding IN ('relevant', 'transfused', 'uncontrolled') AS "Relevant bleeding",
    primary_obstruction IN ('impending', 'complete') AS "Relevant obstruction",
    primary_bleeding IN ('minor', 'unspecified') AS "Minor bleeding",
    primary_obstruction IN ('passable stenosis', 'unspecified', 'diverted') AS "Minor obstruction",
    COALESCE(liver_first_cleared, FALSE) AS "Liver first cleared by the board"
  FROM (SELECT *, CAST(NULL AS VARCHAR) AS method FROM '{file}')
), second AS (
  SELECT *, future_liver_remnant IS NOT NULL AND NOT "Remnant only estimated" AS "Remnant measured" FROM first
)
SELECT "case", "Primary in place", "No unresectable extrahepatic disease", "Remnant only estimated", "Remnant measured",
  "Remnant measured" AND future_liver_remnant = 30 AS "Remnant on the threshold",
  "Relevant bleeding", "Relevant obstruction", "Minor bleeding", "Minor obstruction",
  "Liver first cleared by the board",
  "Primary in place" AND ("Relevant bleeding" OR "Relevant obstruction"
    OR (("Minor bleeding" OR "Minor obstruction") AND NOT "Liver first cleared by the board")) AS "Liver first barred"
FROM second
"""
SAME_EVERYWHERE = "Least future liver remnant"


def measure() -> list[Line]:
    """Seconds of a processor for each, the ratio to SQL by hand, and how many times faster than the peer it is."""
    rows = int(os.environ.get("RESECTA_BENCH_ROWS", "100000"))
    guideline = load()
    with tempfile.TemporaryDirectory() as folder, opened("duckdb", Path(folder)) as engine:
        file = Path(folder) / "patients.parquet"
        synthesise(guideline, engine, rows, 1, (file, None), lambda _: None)
        ours = _ours(guideline, engine, file)
        theirs = BY_HAND.format(file=file)
        _compare(engine, ours, theirs)
        made, hand = (_seconds(engine, _written(sql, Path(folder) / "out.parquet")) for sql in (ours, theirs))
        told = _seconds(engine, _counted(ours))
    lines = [
        Line(f"{rows:,} rows, made from the guideline", made, "s"),
        Line(f"{rows:,} rows, SQL by hand", hand, "s"),
        Line("made against by hand", made / hand, "×", 1.5),
    ]
    peer = ask_peer([{name: facts.get(name) for name in elm.FACTS} for facts in facts_of_cases(guideline)])
    if peer is None:
        print("npm is not installed: no comparison with cql-execution")
        return lines
    each = peer["microseconds"]
    return [
        *lines,
        Line("one patient in cql-execution, the library read already", each, "µs"),
        Line("one patient here, from a table into a table", 1e6 * made / rows, "µs"),
        Line("times faster than cql-execution", each / (1e6 * made / rows), "×", 100, at_least=True),
        Line("one patient here, nothing written (nor does the peer)", 1e6 * told / rows, "µs"),
        Line("times faster than cql-execution, nothing written", each / (1e6 * told / rows), "×"),
    ]


def _ours(guideline: Guideline, engine: Engine, file: Path) -> str:
    table = engine.table(find(str(file)))
    definitions = below(logic_of(guideline), elm.DOZEN)
    types = {name: parameter.type for name, parameter in guideline.library.parameters.items()}
    facts = {
        element.name: fact(
            table[id] if id in table.columns else ibis.null(SQL[element.type]), types[element.name], element.unit
        )
        for id, element in guideline.elements.items()
    }
    done, made = with_definitions(table, definitions, facts, {"case", *map("define {}".format, elm.DOZEN)})
    told = {name: made[name].value for name in elm.DOZEN if name != SAME_EVERYWHERE}
    return engine.sql(done.select("case", **told))


def _compare(engine: Engine, ours: str, theirs: str) -> None:
    differing = f"SELECT count(*) FROM (({ours}) EXCEPT ({theirs}))"  # noqa: S608 - both are ours
    assert engine._backend.con.sql(differing).fetchall() == [(0,)], "SQL by hand says something else"


def _written(sql: str, path: Path) -> str:
    return f"COPY ({sql}) TO '{path}' (FORMAT parquet)"


def _counted(sql: str) -> str:
    """Every answer worked out and none written, as the peer does it: how many are true."""
    names = ", ".join(f'sum("{name}"::int)' for name in elm.DOZEN if name != SAME_EVERYWHERE)
    return f"SELECT {names} FROM ({sql})"  # noqa: S608 - the names are ours


def _seconds(engine: Engine, sql: str) -> float:
    """The least processor time of a pass in seconds, all cores together: whatever else the machine does meanwhile."""
    least = float("inf")
    for _ in range(PASSES):
        start = time.process_time()
        engine._backend.con.execute(sql).fetchall()
        least = min(least, time.process_time() - start)
    return least
