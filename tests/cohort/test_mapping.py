"""A mapping says everything about a foreign column; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resecta.cohort.assess import read_tables
from resecta.cohort.engines import Engine, opened
from resecta.cohort.mapping import read_mapping
from resecta.cohort.mapping.propose import propose
from resecta.cohort.patients import patients
from resecta.cohort.source import find
from resecta.document import InputError
from resecta.guideline import Guideline

pytestmark = pytest.mark.slow

TABLE = """\
patient_id,mdt_date,RAS,mets,longest,incidence,fraction_day,hospital
p1,01.03.2026,W,ONE,3.2,2025-10-01,20,A
p2,02.03.2026,M,FIVE_OR_MORE,999,2025-10-02,NA,B
p3,3/3/2026,Q,,0,,5,B
"""
RULES = """\
case: patient_id
assessed_on: {column: mdt_date, date: DD.MM.YYYY}
elements:
  kras_status: {column: RAS, values: {W: wild type, M: null}, missing: [U, N]}
  multiple_liver_metastases: {column: mets, values: {ONE: false, TWO: true, FIVE_OR_MORE: true}}
  liver_metastases_count: {column: mets, values: {ONE: '1', TWO: '2', FIVE_OR_MORE: null}}
  largest_liver_metastasis: {column: longest, unit: cm, missing: ['999']}
  last_radiotherapy_fraction: {column: fraction_day, missing: [NA], days_from: incidence}
"""
COLUMNS = ("id", "day", "RAS", "KRAS", "longest", "begun")


@pytest.fixture
def read(shipped: Guideline, duck: Engine, tmp_path: Path) -> dict[str, dict[str, object]]:
    (tmp_path / "table.csv").write_text(TABLE)
    (tmp_path / "rules.yaml").write_text(RULES)
    found = patients(shipped, duck.table(find(str(tmp_path / "table.csv"))), "table.csv", tmp_path / "rules.yaml")
    values = {name: cells.value for name, cells in found.cells.items()}
    sound = {f"sound {name}": cells.sound for name, cells in found.cells.items()}
    rows = duck.fetched(found.table.select(**values, **sound, hospital="hospital"))
    return {str(row["case"]): row for row in rows}


def test_a_ras_mutant_is_not_said_to_be_a_kras_mutant(read: dict[str, dict[str, object]]) -> None:
    assert read["p1"]["kras_status"] == "wild type"
    assert read["p2"]["kras_status"] is None
    assert read["p2"]["sound kras_status"]


def test_five_or_more_are_several_and_no_number(read: dict[str, dict[str, object]]) -> None:
    assert read["p2"]["multiple_liver_metastases"] is True
    assert read["p2"]["liver_metastases_count"] is None
    assert read["p1"]["liver_metastases_count"] == 1


def test_a_declared_token_is_missing_and_0_is_not(read: dict[str, dict[str, object]]) -> None:
    assert read["p2"]["largest_liver_metastasis"] is None
    assert read["p3"]["largest_liver_metastasis"] == 0


def test_an_undeclared_token_is_an_error(read: dict[str, dict[str, object]]) -> None:
    assert not read["p3"]["sound kras_status"]


def test_a_unit_is_converted(read: dict[str, dict[str, object]]) -> None:
    assert read["p1"]["largest_liver_metastasis"] == 32


def test_days_are_counted_from_their_anchor_and_without_one_they_are_an_error(
    read: dict[str, dict[str, object]],
) -> None:
    assert str(read["p1"]["last_radiotherapy_fraction"]) == "2025-10-21"
    assert not read["p3"]["sound last_radiotherapy_fraction"]


def test_a_day_that_is_written_otherwise_is_an_error_and_not_guessed(read: dict[str, dict[str, object]]) -> None:
    assert str(read["p1"]["assessed_on"]) == "2026-03-01"
    assert not read["p3"]["sound assessed_on"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  kras_status: {column: RAS, values: {W: wildtype}}", "did you mean wild type?"),
        ("  kras_state: RAS", "did you mean kras_status?"),
        ("  kras_status: Ras", r'table.csv has no column "Ras"[^?]*did you mean RAS\?'),
        ("  kras_status: {column: KRAS, days_from: {column: beginning}}", "known: id, day, RAS, KRAS, longest, begun"),
        ("  kras_status: [RAS, KRAS]", "two columns are mapped to kras_status"),
        ("  largest_liver_metastasis: {column: longest, unit: mL}", "give it in mm"),
        ("  chemotherapy_start: {column: begun, date: D.M.Y}", "is no way to write a day"),
        ("  kras_status: {column: RAS, values: {U: mutant}, missing: [U]}", "under values and under missing"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_the_mend(
    shipped: Guideline, tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(f"case: id\nassessed_on: day\nelements:\n{line}\n")
    with pytest.raises(InputError, match=message) as raised:
        read_mapping(path, shipped, "table.csv", COLUMNS)
    assert ":4:" in str(raised.value)


def test_a_column_that_the_table_lacks_is_told_together_with_what_else_is_wrong(
    shipped: Guideline, tmp_path: Path
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("case: number\nassessed_on: day\nelements:\n  kras_state: RAS\n  age: years\n")
    with pytest.raises(InputError) as raised:
        read_mapping(path, shipped, "table.csv", COLUMNS)
    assert [problem.place.line for problem in raised.value.problems] == [1, 4, 5]


def test_a_column_of_another_type_is_told_with_its_table_and_its_line_of_the_mapping(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    table, path = tmp_path / "table.parquet", tmp_path / "rules.yaml"
    columns = {"id": ["a"], "day": [1], "RAS": [True], "begun": [2.5], "KRAS": [3]}
    pq.write_table(pa.table(columns), table)
    path.write_text(
        "case: id\nassessed_on: day\nelements:\n  kras_status:\n    column: KRAS\n    missing: [U]\n"
        "  last_radiotherapy_fraction: {column: begun, days_from: RAS}\n"
    )
    with pytest.raises(InputError) as raised:
        patients(shipped, duck.table(find(str(table))), "table.parquet", path)
    told = {problem.place.line: problem.message for problem in raised.value.problems}
    assert told == {
        2: "table.parquet: the column day holds numbers, not a day such as 2026-05-25",
        5: "table.parquet: the column KRAS holds numbers, not a text",
        7: "table.parquet: the column RAS holds true and false, not a day such as 2026-05-25",
    }


def test_a_proposed_mapping_is_one(shipped: Guideline, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("case,assessed_on,kras status,age,shoe size\n1,2026-01-01,mutant,60,42\n")
    text = propose(shipped, find(str(tmp_path / "table.csv")))
    (tmp_path / "rules.yaml").write_text(text)
    mapping = read_mapping(tmp_path / "rules.yaml", shipped, "table.csv", ["case", "assessed_on", "kras status", "age"])
    assert {"kras_status", "age"} <= set(mapping.elements)
    assert "shoe size" in text.splitlines()[-1]


def test_a_cell_that_does_not_read_is_told_with_its_own_column(shipped: Guideline, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE)
    (tmp_path / "rules.yaml").write_text(RULES)
    with opened("duckdb", tmp_path) as engine:
        source = find(str(tmp_path / "table.csv"))
        lines = engine.fetched(read_tables(shipped, engine, source, None, tmp_path / "rules.yaml").rejected)
    assert {(line["case"], line["column"]) for line in lines} == {
        ("p3", "RAS"),
        ("p3", "mdt_date"),
        ("p3", "fraction_day"),
    }


def test_a_mapping_is_proposed_alike_for_a_table_in_either_form_and_names_the_words_that_are_no_numbers(
    shipped: Guideline, tmp_path: Path
) -> None:
    columns = {"case": ["1", "2"], "ecog": ["1", "X"], "kras": ["mut", "W"], "metastases_count": ["ONE", "TWO"]}
    (tmp_path / "table.csv").write_text("case;ecog;kras;metastases_count\n1;1;mut;ONE\n2;X;W;TWO\n")
    pq.write_table(pa.table(columns), tmp_path / "table.parquet")
    texts = {propose(shipped, find(str(tmp_path / f"table.{form}"))) for form in ("csv", "parquet")}
    (text,) = texts
    assert "case: 'case'" in text
    assert "its words for nothing recorded: 'X'?" in text
    assert "'mut': 'mutant'" in text
    assert "'TWO': null" in text
