"""DuckDB says of every row and every patient what the reader of one case says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cohort.agreement import (
    differing_facts,
    differing_missing,
    differing_patients,
    differing_rows,
    differing_takes,
    excused_rows,
)

from resecta.case import case_from
from resecta.cohort.engines import Engine
from resecta.guideline import Guideline, load

GOOD = Path(__file__).parents[1] / "guideline" / "good"

pytestmark = pytest.mark.slow


def test_every_row_of_the_language_comes_out_but_those_that_no_table_can_say(duck: Engine, tmp_path: Path) -> None:
    found = differing_rows(duck, tmp_path)
    assert {title: sorted(rows) for title, rows in found.items()} == excused_rows(), found


def test_every_row_of_the_takes_comes_out(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    assert differing_takes(shipped, duck, tmp_path) == []


def test_what_counts_from_a_day_that_is_denied_and_said_is_told_on_every_side(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    course = {"activity": "chemotherapy", "start": "2026-01-02"}
    restaging = {"activity": "restaging", "date": "2026-03-08"}
    cases = {
        f"start {start}, first restaging {first}, {len(events)} events": case_from(
            {
                "assessed_on": "2026-06-08",
                "facts": {
                    "metastasis_timing": "synchronous",
                    "chemotherapy_months": 0,
                    "chemotherapy_start": start,
                    "first_restaging": first,
                },
                "events": events,
            },
            shipped,
        )
        for start in (None, "2025-11-18", "2026-04-01")
        for first in (None, "2025-10-13", "2026-03-08")
        for events in ([restaging], [course, restaging])
    }
    told = {"first_restaging" in {dispute.element for dispute in case.disputes} for case in cases.values()}
    assert told == {True, False}
    assert differing_facts(shipped, duck, tmp_path, cases, "first_restaging") == []


def test_random_patients_with_events_come_out_as_one_by_one(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    assert differing_patients(shipped, duck, tmp_path, count=1500, seed=7)[:5] == []


@pytest.mark.parametrize("seed", [3])
def test_a_column_that_a_table_lacks_is_unknown_in_every_row(
    shipped: Guideline, duck: Engine, tmp_path: Path, seed: int
) -> None:
    assert differing_patients(shipped, duck, tmp_path, count=300, seed=seed, columns=0.3)[:5] == []


def test_the_same_facts_are_missing_in_the_same_order_and_windows_missed_as_in_the_advice(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    assert differing_missing(shipped, duck, tmp_path, count=300, seed=11)[:3] == []


@pytest.mark.parametrize("with_events", [True, False])
def test_a_stated_0_denies_what_follows_from_no_event_too(duck: Engine, tmp_path: Path, with_events: bool) -> None:
    """Elements that are only stated, of a guideline of which the engine has never heard."""
    (tmp_path / "site").mkdir()
    new = (
        "doses_missed: {name: Doses missed, type: Integer, minimum: 0, maximum: 9, question: How many?, "
        "zero_denies: [day_missed]}\n"
        "day_missed: {name: Day missed, type: Date, done: true, question: When?}\n"
    )
    (tmp_path / "site" / "elements.yaml").write_text(new, encoding="utf-8")
    logic = 'parameter "Doses missed" Integer\nparameter "Day missed" Date\n'
    (tmp_path / "site" / "logic.cql").write_text(logic, encoding="utf-8")
    guideline = load(GOOD, [tmp_path / "site"])
    events = [{"activity": "drug", "start": "2026-01-02", "end": "2026-01-09"}] if with_events else []
    facts = [{"doses_missed": count, "day_missed": day} for count in (None, 0, 2) for day in (None, "2026-01-05")]
    cases = {
        str(stated): case_from({"assessed_on": "2026-06-08", "facts": stated, "events": events}, guideline)
        for stated in facts
    }
    assert any(case.disputes for case in cases.values())
    for id in ("doses_missed", "day_missed"):
        assert differing_facts(guideline, duck, tmp_path, cases, id) == []
