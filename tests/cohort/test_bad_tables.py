"""Tables as they come: every fault is one message with its mend, or a row set aside; none stops the run in silence."""

from __future__ import annotations

import datetime
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resecta.cohort.assess import read_tables
from resecta.cohort.engines import opened
from resecta.cohort.rejected import rows_set_aside
from resecta.cohort.source import find
from resecta.document import ResectaError
from resecta.guideline import Guideline

HEADER = "case,assessed_on,kras_status,age,ward\n"
SOUND = "a,2026-01-01,mutant,50,North\n"
EVENTS = "case,activity,date,start,end,episode\n"


def read(guideline: Guideline, folder: Path, table: bytes, events: str | None = None) -> dict[str, Any]:
    """The cases that are read, and of each rejected line case, column and problem."""
    (folder / "in.csv").write_bytes(table)
    past = None
    if events is not None:
        (folder / "events.csv").write_text(EVENTS + events)
        past = find(str(folder / "events.csv"))
    with opened("duckdb", folder) as engine:
        tables = read_tables(guideline, engine, find(str(folder / "in.csv")), past)
        lines = engine.fetched(tables.rejected)
        assert all(line["mend"] for line in lines)
        return {
            "cases": [row["case"] for row in engine.fetched(tables.patients.select("case").order_by("case"))],
            "rejected": sorted((line["case"] or "", line["column"], line["problem"]) for line in lines),
            "rows": sorted(line["row"] for line in lines),
            "mends": {line["mend"] for line in lines},
            "set aside": rows_set_aside(engine, tables.rejected),
            "strangers": tables.strangers,
        }


def test_a_line_in_another_encoding_is_set_aside_even_where_its_cell_is_only_carried_along(
    shipped: Guideline, tmp_path: Path
) -> None:
    table = (HEADER + SOUND).encode() + "b,2026-01-01,mutant,51,Süd\n".encode("latin-1") + b"c,2026-01-01,,52,x\n"
    found = read(shipped, tmp_path, table)
    assert found["cases"] == ["a", "c"]
    ((_, _, problem),) = found["rejected"]
    assert "not utf-8" in problem


def test_dates_in_three_forms_are_read_in_one_and_set_aside_in_the_others(shipped: Guideline, tmp_path: Path) -> None:
    table = HEADER + SOUND + "b,01.02.2026,mutant,50,x\nc,02/01/2026,mutant,50,x\nd,20260101,mutant,50,x\n"
    found = read(shipped, tmp_path, table.encode())
    assert found["cases"] == ["a"]
    assert found["rejected"] == [(case, "assessed_on", "not a day such as 2026-05-25") for case in "bcd"]


def test_a_line_with_too_few_or_too_many_cells_is_told_once(shipped: Guideline, tmp_path: Path) -> None:
    found = read(shipped, tmp_path, (HEADER + SOUND + "b,2026-01-01\nc,2026-01-01,mutant,50,x,y\n").encode())
    assert found["cases"] == ["a"]
    assert len(found["rejected"]) == 2


def test_a_rejected_row_is_numbered_among_all_lines_also_behind_lines_that_cannot_be_split(
    shipped: Guideline, tmp_path: Path
) -> None:
    short, old, twice = "x,2026-01-01\n", "a,2026-01-01,mutant,1000,x\n", "t,2026-01-01,,,x\n"
    table = HEADER + old + short + old.replace("a,", "b,") + short * 2 + 's,2026-01-01,,50,"two\nlines"\n' + twice + old
    events = "s,restaging,2026-02-01,,,\ns,restaging\ns,liver_surgery,2025-01-01,,,\n"
    found = read(shipped, tmp_path, (table + twice).encode(), events)
    cells, several, broken, of_events = [1, 3, 8], [1, 7, 8, 9], [2, 4, 5], [1, 2, 3]
    assert found["rows"] == sorted([*cells, *several, *broken, *of_events])


def test_a_fraction_of_a_percentage_is_told_with_the_percentage(shipped: Guideline, tmp_path: Path) -> None:
    table = HEADER.replace("age", "future_liver_remnant") + "a,2026-01-01,,0.34,x\nb,2026-01-01,,0.305,x\n"
    found = read(shipped, tmp_path, table.encode())
    said = "this looks like a fraction: write {0} for {0} %"
    assert found["mends"] == {said.format("34"), said.format("30.5")}


def test_the_files_of_a_folder_are_put_together_by_the_names_of_their_columns(
    shipped: Guideline, tmp_path: Path
) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "1.csv").write_text("case,assessed_on,age\na,2026-01-01,50\n")
    (folder / "2.csv").write_text("age;case;assessed_on;segments_resected\n60;b;2026-01-01;3\n")
    with opened("duckdb", tmp_path) as engine:
        tables = read_tables(shipped, engine, find(str(folder)), None)
        rows = engine.fetched(tables.patients.order_by("case"))
    assert [(row["case"], row["age"], row["segments_resected"]) for row in rows] == [("a", 50, None), ("b", 60, 3)]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (HEADER.replace("ward", "wärd").encode("latin-1"), "in.csv:1: the header is not written in UTF-8"),
        ((HEADER + SOUND).encode("utf-16"), "in.csv:1: the file is written in UTF-16"),
        (HEADER.replace("ward", "age").encode() + SOUND.encode(), 'in.csv:1: the column "age" stands twice'),
        (HEADER.replace("ward", "Age").encode() + SOUND.encode(), 'the column "age" stands twice, as "age" and "Age"'),
        (("# exported\n" + HEADER + SOUND).encode(), "in.csv:1: a remark stands where the header is wanted"),
        (HEADER.replace("ward", "Intent").encode() + SOUND.encode(), "the names of columns of the result: Intent"),
        (HEADER.encode(), "the table holds no rows"),
        (HEADER.replace("case", "Case").encode() + SOUND.encode(), "did you mean Case"),
    ],
)
def test_a_header_that_cannot_be_meant_is_one_message(
    shipped: Guideline, tmp_path: Path, table: bytes, message: str
) -> None:
    with pytest.raises(ResectaError, match=message):
        read(shipped, tmp_path, table)


def test_patients_whose_events_cannot_be_read_or_stand_twice_are_set_aside_and_events_of_others_counted(
    shipped: Guideline, tmp_path: Path
) -> None:
    people = HEADER + "".join(f"{case},2026-01-01,mutant,50,x\n" for case in "abcd")
    events = (
        "a,liver_operation,2025-12-01,,,\n" * 2
        + "b,liver_surgery,2025-12-01,,,\n"
        + "c,restaging,2025-12-01,,,\nc,restaging,2025-12-02,,,\n"
        + "z,restaging,2025-12-01,,,\nz,restaging,2025-12-01,,,\n,restaging,2025-12-01,,,\n"
    )
    found = read(shipped, tmp_path, people.encode(), events)
    assert found["cases"] == ["c", "d"]
    assert found["rejected"] == [
        ("", "case", "an event without its case"),
        ("a", "case", "an event stands twice"),
        ("b", "activity", "not one of its values"),
    ]
    assert found["strangers"] == 1
    assert found["set aside"] == 2


def test_columns_that_differ_by_a_large_letter_alone_are_refused_in_parquet_too(tmp_path: Path) -> None:
    pq.write_table(pa.table({"case": ["a"], "age": [50], "Age": [60]}), tmp_path / "in.parquet")
    with pytest.raises(ResectaError, match='the column "age" stands twice, as "age" and "Age"'):
        find(str(tmp_path / "in.parquet"))


def test_a_column_in_which_nothing_is_written_is_unknown_in_every_row(shipped: Guideline, tmp_path: Path) -> None:
    day, nothing = [datetime.date(2026, 1, 1)], pa.nulls(1)
    table = pa.table({"case": ["a"], "assessed_on": day, "age": nothing, "kras_status": nothing, "ward": nothing})
    pq.write_table(table, tmp_path / "in.parquet")
    with opened("duckdb", tmp_path) as engine:
        tables = read_tables(shipped, engine, find(str(tmp_path / "in.parquet")), None)
        (row,) = engine.fetched(tables.patients)
        assert engine.fetched(tables.rejected) == []
    assert (row["case"], row["age"], row["kras_status"]) == ("a", None, None)


@pytest.mark.parametrize("damage", ["middle", "page"])
def test_a_parquet_file_that_is_damaged_inside_is_named_with_the_mend(
    shipped: Guideline, tmp_path: Path, damage: str
) -> None:
    path, rows = tmp_path / "in.parquet", 20_000
    day = [datetime.date(2026, 1, 1)] * rows
    pq.write_table(pa.table({"case": [str(n) for n in range(rows)], "assessed_on": day}), path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2] + raw[-4:] if damage == "middle" else raw[:200] + bytes(2800) + raw[3000:])
    with opened("duckdb", tmp_path) as engine, pytest.raises(ResectaError, match=r"in\.parquet.*\n.*export it again"):
        read_tables(shipped, engine, find(str(path)), None)


# ------------------------------------------------------------------ a run that does not come to its end


def synthesise(folder: Path, count: int, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "resecta", "cohort", "synthesise", str(count), "--output", "out.parquet"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, **options)


def begun(folder: Path, run: subprocess.Popen[str]) -> None:
    """Wait until the run writes."""
    while not any(part.stat().st_size for part in folder.glob(".resecta-*.part")):
        assert run.poll() is None, run.stderr
        time.sleep(0.05)


@pytest.mark.slow
def test_a_disk_that_is_full_is_one_message_and_nothing_is_left(tmp_path: Path) -> None:
    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    run = synthesise(tmp_path, 20_000, preexec_fn=small_disk)
    said = run.communicate()[1].strip()
    assert run.returncode == 2, said
    assert "out.parquet: the table could not be written" in said
    assert len(said.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_ctrl_c_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    run = synthesise(tmp_path, 20_000_000)
    begun(tmp_path, run)
    run.send_signal(signal.SIGINT)
    assert run.communicate()[1].strip() == "Stopped."
    assert run.returncode == 128 + signal.SIGINT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    run = synthesise(tmp_path, 20_000_000)
    begun(tmp_path, run)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith(".")] == []
    again = synthesise(tmp_path, 10)
    assert again.communicate()[1].startswith("Made up 10 patients")
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith(".")] == ["out.parquet"]
