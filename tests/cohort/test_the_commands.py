"""``resecta cohort`` from the outside: what goes wrong is one message with the mend, and nothing half done stays."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from resecta.cli.cohort import cohort
from resecta.cohort.assess import whole
from resecta.cohort.engines.engine import NotWrittenError
from resecta.document import InputError, ResectaError

pytestmark = pytest.mark.slow

DAY = datetime.date(2026, 6, 8)


def assess(folder: Path, *more: str) -> str:
    """What a run says; raises what it raises."""
    arguments = ["assess", str(folder / "in.parquet"), "--output", str(folder / "out.parquet"), *more]
    return CliRunner().invoke(cohort, arguments, catch_exceptions=False).output


def table(folder: Path, **columns: list[object]) -> None:
    rows = max(len(column) for column in columns.values())
    pq.write_table(pa.table({"assessed_on": [DAY] * rows, **columns}), folder / "in.parquet")


def test_rows_that_cannot_be_read_are_set_aside_with_cell_and_mend(tmp_path: Path) -> None:
    remnant = [40.0, 0.34, 140.0, None, 33.0, 33.0]
    kras = ["mutant", "mutant", "wt", None, "mutant", "mutant"]
    table(tmp_path, case=["a", "b", "c", "d", "e", "e"], future_liver_remnant=remnant, kras_status=kras, ward=[1] * 6)
    said = assess(tmp_path)
    assert "2 rows assessed, 4 set aside" in said
    result = pq.read_table(tmp_path / "out.parquet")
    assert sorted(result["case"].to_pylist()) == ["a", "d"]
    assert result["ward"].to_pylist() == [1, 1]
    assert b"resecta.digest" in result.schema.metadata
    rejected = pq.read_table(tmp_path / "out.parquet.rejected.parquet").to_pylist()
    told = {(row["row"], row["case"], row["column"], row["problem"]) for row in rejected}
    assert told == {
        (2, "b", "future_liver_remnant", "not plausible"),
        (3, "c", "future_liver_remnant", "above its largest value, 100"),
        (3, "c", "kras_status", "not one of its values"),
        (5, "e", "case", "the case stands in several rows"),
        (6, "e", "case", "the case stands in several rows"),
    }
    assert all(row["mend"] for row in rejected)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_table_without_case_or_day_names_both(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Case number": ["a"]}), tmp_path / "in.parquet")
    with pytest.raises(ResectaError, match="no column assessed_on") as raised:
        assess(tmp_path)
    assert "no column case" in str(raised.value)


def test_a_column_of_another_type_is_named(tmp_path: Path) -> None:
    table(tmp_path, case=["a"], kras_status=[3])
    with pytest.raises(ResectaError, match="the column kras_status holds numbers, not a text"):
        assess(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "a Git-LFS pointer, not the table"),
        (b"PAR1 and then it ended", "its end is missing"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_whole_table_is_named_before_anything_runs(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "in.parquet").write_bytes(content)
    with pytest.raises(ResectaError, match=message):
        assess(tmp_path)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    schema = pa.schema({"case": pa.string(), "assessed_on": pa.date32()})
    pq.write_table(schema.empty_table(), tmp_path / "in.parquet")
    with pytest.raises(ResectaError, match="holds no rows"):
        assess(tmp_path)


def test_a_run_that_is_stopped_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    path.write_text("of the last run")

    def stopped() -> None:
        with whole(path) as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [each.name for each in tmp_path.iterdir()] == ["out.parquet"]
    assert path.read_text() == "of the last run"


def test_a_table_is_never_written_over_what_is_read(tmp_path: Path) -> None:
    table(tmp_path, case=["a"])
    before = (tmp_path / "in.parquet").read_bytes()
    (tmp_path / "link.parquet").symlink_to("in.parquet")
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "part-0.parquet").write_bytes(before)
    for source, output in (("in.parquet", "link.parquet"), ("parts", "parts"), ("parts", "parts/part-0.parquet")):
        with pytest.raises(InputError, match="would be written over"):
            CliRunner().invoke(
                cohort, ["assess", str(tmp_path / source), "--output", str(tmp_path / output)], catch_exceptions=False
            )
    assert (tmp_path / "in.parquet").read_bytes() == (parts / "part-0.parquet").read_bytes() == before


def test_a_folder_of_other_things_is_no_place_for_a_table(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other things than a table"), whole(tmp_path) as part:
        part.write_text("never reached")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_of_parts_takes_the_place_of_an_older_one_and_of_a_file(tmp_path: Path) -> None:
    for name in ("folder", "file"):
        if name == "file":
            (tmp_path / name).write_text("of the last run")
        else:
            (tmp_path / name).mkdir()
            (tmp_path / name / "part-0.parquet").write_text("of the last run")
        with whole(tmp_path / name) as part:
            part.mkdir()
            (part / "part-1.parquet").write_text("of this run")
        assert [each.name for each in (tmp_path / name).iterdir()] == ["part-1.parquet"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]


def test_of_two_tables_the_one_that_cannot_be_written_is_named_and_neither_is_left(tmp_path: Path) -> None:
    def write_one_of_two() -> None:
        with whole(tmp_path / "out") as out, whole(tmp_path / "rejected") as other:
            other.write_text("done")
            raise NotWrittenError(out, "no room")

    with pytest.raises(NotWrittenError) as raised:
        write_one_of_two()
    assert str(raised.value) == f"{tmp_path / 'out'}: the table could not be written. no room"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["assess {table} --output {place}", "synthesise 1 --output {place}"])
def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path, command: str) -> None:
    table(tmp_path, case=["a"])
    place = tmp_path / "in.parquet" / "out.parquet"
    words = command.format(table=tmp_path / "in.parquet", place=place).split()
    with pytest.raises(InputError, match="nothing can be written here"):
        CliRunner().invoke(cohort, words, catch_exceptions=False)
