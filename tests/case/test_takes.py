"""The takes as a table: rows of events, lesions and facts with what follows, one file per take. Whoever works takes out
(a case here, columns over tables elsewhere) is held to the same rows.

``gives`` lists the value, several values of a dispute, or nothing: unknown. Every file has a row with an event that
cannot be told to an episode and one with two events of a day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from resecta.case import Case, derived
from resecta.case.episode import Episode
from resecta.case.read import case_of
from resecta.cql.values import Value
from resecta.document import Mapping, Node, Scalar, Sequence, Source, Spot
from resecta.guideline import Guideline
from resecta.guideline.take_entries import KINDS_OF_TAKES

HERE = Path(__file__).parent / "takes"
DAY = "2026-06-08"
SPOT = Spot(Source("row", ()))
TABLES: dict[str, dict[str, Any]] = {
    file.stem.replace("_", " "): yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - it makes texts only
    for file in sorted(HERE.glob("*.yaml"))
}
ROWS = [
    pytest.param(table["element"], row, id=f"{name}: {row['it']}")
    for name, table in TABLES.items()
    for row in table["rows"]
]


def read(guideline: Guideline, row: dict[str, Any]) -> Case:
    """The row as a case: texts stay as they are written until the type that reads them asks."""
    parts = {key: row[key] for key in ("facts", "events", "lesions", "extrahepatic") if key in row}
    return case_of(_node({"assessed_on": DAY, **parts}), guideline)


def _node(value: Any) -> Node:
    if isinstance(value, dict):
        entries = {key: _node(item) for key, item in value.items()}
        return Mapping(entries, {key: Scalar(key, quoted=True, spot=SPOT) for key in entries}, SPOT)
    if isinstance(value, list):
        return Sequence(tuple(_node(item) for item in value), SPOT)
    return Scalar(value, quoted=False, spot=SPOT)


def values_of(guideline: Guideline, element: str, texts: list[str]) -> list[Value]:
    """The values that the texts of a row say, read as the case file reads them."""
    return [read(guideline, {"facts": {element: text}}).facts[element].value for text in texts]


def test_every_take_has_its_table() -> None:
    assert set(TABLES) == {take.name for take in KINDS_OF_TAKES}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_of_its_take_and_has_an_undated_event_and_two_of_one_day(shipped: Guideline, name: str) -> None:
    table = TABLES[name]
    take = shipped.elements[table["element"]].derive
    assert take is not None
    assert take.name == name
    cases = [read(shipped, row) for row in table["rows"]]
    assert any(Episode.UNDATED in derived(shipped, case.recorded).episodes for case in cases)
    assert any(len({event.start for event in case.events}) < len(case.events) for case in cases)


@pytest.mark.parametrize(("element", "row"), ROWS)
def test_a_row(shipped: Guideline, element: str, row: dict[str, Any]) -> None:
    case = read(shipped, row)
    sides = next((dispute.sides for dispute in case.disputes if dispute.element == element), ())
    fact = case.facts.get(element)
    found = [side.value for side in sides] if fact is None else [fact.value]
    assert found == values_of(shipped, element, row["gives"])
