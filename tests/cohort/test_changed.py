"""How many of our patients a change of guideline concerns: as many as are told otherwise one by one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cohort.our_patients import BETWEEN, DAY, MEASURED, ours, result

from resecta.advice.reasoning import parameters
from resecta.cohort.audit.differences import ours as told_of
from resecta.cohort.changed import Changed, changed
from resecta.cohort.engines import Engine
from resecta.cohort.source import find
from resecta.cql import Date, Quantity
from resecta.document import InputError
from resecta.guideline import Guideline, load
from resecta.guideline.status import ConclusionKind

pytestmark = pytest.mark.slow


def overlaid(folder: Path, percent: int) -> Guideline:
    folder.mkdir()
    text = f"define \"Least future liver remnant\": {percent} '%'\n"
    (folder / "logic.cql").write_text(text, encoding="utf-8")
    return load(overlays=[folder])


@pytest.fixture(scope="module")
def at_35(tmp_path_factory: pytest.TempPathFactory) -> Guideline:
    return overlaid(tmp_path_factory.mktemp("at") / "35", 35)


@pytest.fixture(scope="module")
def counted(shipped: Guideline, at_35: Guideline, duck: Engine, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    return changed(duck, find(result(shipped, tmp_path_factory.mktemp("ours") / "out.parquet")), shipped, at_35)


def one_by_one(guideline: Guideline, row: dict[str, Any]) -> dict[tuple[ConclusionKind, str], Any]:
    facts = {id: value for id, value in row.items() if value is not None}
    if "future_liver_remnant" in facts:
        facts["future_liver_remnant"] = Quantity(facts["future_liver_remnant"], "%")
    values = guideline.logic.values(parameters(guideline, facts, Date.of(DAY)))
    return {(kind, id): values[define] for kind, id, define in guideline.answers}


def test_as_many_change_as_are_told_otherwise_one_by_one(
    shipped: Guideline, at_35: Guideline, counted: Changed
) -> None:
    told: Counter[Any] = Counter()
    affected = 0
    for row in ours():
        before, after = one_by_one(shipped, row), one_by_one(at_35, row)
        changes = [(*at, value, after[at]) for at, value in before.items() if value != after[at]]
        told.update(changes)
        affected += bool(changes)
    assert affected > 0
    assert (counted.rows, counted.affected, dict(counted.changes)) == (len(ours()), affected, dict(told))


def test_from_30_to_35_percent_exactly_those_with_a_measured_remnant_between_are_affected(counted: Changed) -> None:
    assert counted.affected == len(BETWEEN) * len(MEASURED)


def test_a_guideline_held_against_itself_changes_nobody(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    found = changed(duck, find(result(shipped, tmp_path / "out.parquet")), shipped, shipped)
    assert (found.rows, found.affected, dict(found.changes)) == (len(ours()), 0, {})


def test_a_count_below_the_least_is_left_out_and_what_would_give_it_away(counted: Changed) -> None:
    assert counted.affected == 9
    assert told_of(counted, 5).affected == 9
    assert told_of(counted, 10).affected is None
    for least in range(1, 12):
        told = told_of(counted, least)
        for row in {at[:2] for at in counted.changes}:
            shown = [told.of(at) for at in counted.changes if at[:2] == row]
            assert all(count is None or count >= least for count in shown)
            hidden = [at for at in counted.changes if at[:2] == row and told.of(at) is None]
            rest = counted.affected - sum(counted.changes[at] for at in counted.changes if at[:2] == row)
            assert len(hidden) != 1 or rest > 0 or told.affected is None


def test_a_table_that_is_no_result_of_either_guideline_is_refused(
    shipped: Guideline, at_35: Guideline, duck: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"case": ["a"]}), path)
    with pytest.raises(InputError, match="no result of resecta cohort assess"):
        changed(duck, find(str(path)), shipped, at_35)
    other = overlaid(tmp_path / "40", 40)
    with pytest.raises(InputError, match="by another guideline than these two"):
        changed(duck, find(result(other, path)), shipped, at_35)


def test_facts_that_a_result_lacks_or_has_of_another_type_are_all_named(
    shipped: Guideline, at_35: Guideline, duck: Engine, tmp_path: Path
) -> None:
    path = result(shipped, tmp_path / "out.parquet")
    table = pq.read_table(path).drop_columns(["fact__age", "fact__segments_resected"])
    pq.write_table(table.append_column("fact__segments_resected", pa.array(["3"] * table.num_rows)), path)
    with pytest.raises(InputError) as refused:
        changed(duck, find(path), shipped, at_35)
    assert "no column fact__age" in str(refused.value)
    assert "the column fact__segments_resected holds string, not int64" in str(refused.value)
