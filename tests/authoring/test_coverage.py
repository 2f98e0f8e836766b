"""Coverage: a statement counts where something that advises uses it and a case decides that."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shipped import shipped_guideline

from resecta.authoring.coverage import as_data, cover
from resecta.guideline import load

GOOD = Path(__file__).parent.parent / "guideline" / "good"


def test_a_statement_that_no_case_exercises_is_not_covered(tmp_path: Path) -> None:
    """Without cases everything is used and nothing exercised."""
    import shutil

    shutil.copytree(GOOD, tmp_path / "pack")
    shutil.rmtree(tmp_path / "pack" / "cases")
    coverage = cover(load(tmp_path / "pack"))
    assert str(coverage) == "0/2"
    assert not coverage.complete
    assert all(row.used and not row.cases for row in coverage.rows)


def test_naming_a_statement_in_an_element_is_no_use_of_it() -> None:
    """An element explains where it comes from; it computes nothing."""
    rows = {row.statement: row for row in cover(load(GOOD)).rows}
    assert "strategy:resection" in rows["S01"].used
    assert not any(by.startswith("element:") for row in rows.values() for by in row.used)


@pytest.mark.slow
def test_the_shipped_guideline_is_covered() -> None:
    """All 45 statements are used, and exercised by the guideline's own cases."""
    data = as_data(cover(shipped_guideline()))
    assert [row["statement"] for row in data["rows"] if not (row["used"] and row["cases"])] == []
    assert data["covered"] == data["statements"] == 45
