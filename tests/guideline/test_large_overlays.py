"""However many definitions a site adds, and in whatever order, they load."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from resecta.document import misspelt
from resecta.guideline.checked import checked

pytestmark = pytest.mark.slow

GOOD = Path(__file__).parent / "good"


def loaded(folder: Path, definitions: Iterable[str]) -> frozenset[str]:
    """The names that the small guideline has with these beside its own."""
    (folder / "logic.cql").write_text("\n".join(definitions) + "\n", encoding="utf-8")
    return frozenset(checked(GOOD, (folder,)).own_definitions)


def test_a_long_row_of_definitions_loads_when_each_stands_before_the_one_it_needs(tmp_path: Path) -> None:
    row = [f'define "Step {number}": "Step {number + 1}" + 1' for number in range(1200)]
    assert "Step 1200" in loaded(tmp_path, [*row, 'define "Step 1200": 1'])


def test_what_a_definition_can_be_is_told_once_however_many_ways_lead_there(tmp_path: Path) -> None:
    """Forty choices, one behind the other, are two to the fortieth ways to two values."""
    choice = 'if "Resectable" then "Choice {0}" else "Choice {0}"'
    rows = [f'define "Choice {number + 1}": {choice.format(number)}' for number in range(40)]
    assert "Choice 40" in loaded(tmp_path, ['define "Choice 0": if "Resectable" then 1 else 2', *rows])


def test_a_name_is_a_slip_of_another_and_not_of_itself() -> None:
    assert misspelt("surgery", ("surgery", "Surgery")) == "Surgery"
    assert misspelt("surgery", ("surgery", "pathology")) is None
