"""A guideline without strategies, facts from events, or the day of the assessment in its logic, over a table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

FILES = {
    "guideline.yaml": """\
id: heights
title: Heights
version: 0.1.0
date: 2026-01-01
jurisdiction: none
intended_use: Invented for the tests.
statements:
  S01: {section: Height, kind: reason, quote: 'Above 180 is tall.', says: Above 180 is tall}
scope: Never
cap: Never
unfit: Never
verdict: tall
""",
    "elements.yaml": """\
height: {name: Height, type: Integer, question: How tall?, noun: the height, statements: [S01]}
""",
    "logic.cql": """\
library Heights
parameter "Height" Integer
define "Never": false
define "Tall": "Height" > 180
""",
    "findings.yaml": """\
tall: {title: Tall, define: Tall, if_true: Tall., if_false: Small., if_unknown: Open., statements: [S01]}
""",
    "activities.yaml": "visit: {title: Visit, lane: ward}\n",
}
PEOPLE = "case,assessed_on,height\n1,2026-05-01,170\n2,2026-05-01,183\n3,2026-05-01,\n"
EVENTS = "case,activity,date\n1,visit,2026-04-01\n"


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "resecta", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ},
    )
    assert done.returncode == 0, done
    return done.stdout


def test_it_is_assessed_and_its_changes_are_counted(tmp_path: Path) -> None:
    for name in ("heights", "site"):
        (tmp_path / name).mkdir()
    for file, text in FILES.items():
        (tmp_path / "heights" / file).write_text(text, encoding="utf-8")
    (tmp_path / "site" / "logic.cql").write_text('define "Tall": "Height" > 185\n', encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    options = ("--events", "events.csv", "--output", "out.parquet", "--guideline", "heights")
    run(tmp_path, "cohort", "assess", "people.csv", *options)
    told = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert {row["case"]: row["finding__tall"] for row in told} == {"1": False, "2": True, "3": None}
    found = json.loads(
        run(tmp_path, "guideline", "diff", "heights", "site", "--cohort", "out.parquet", "--least", "1", "--json")
    )
    assert [(one["id"], one["patients"]) for one in found["changes"]] == [("tall", 1)]
