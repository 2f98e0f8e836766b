"""Each hazard of ``docs/safety/hazards.yaml`` says what stands against it, and names tests that the suite runs."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HAZARDS: dict[str, dict[str, Any]] = yaml.load(
    (ROOT / "docs/safety/hazards.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
SCALE: dict[str, Any] = yaml.safe_load((ROOT / "docs/safety/scale.yaml").read_text(encoding="utf-8"))
KEYS = ("hazard", "sequence", "harm", "severity", "likelihood", "control", "owner", "test")
WRITTEN = ("hazard", "sequence", "harm", "control")


def collected(file: Path) -> set[str]:
    """The tests that the suite collects from a file, by name."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_hazards_are_numbered_without_a_gap_so_that_none_can_be_deleted_unseen() -> None:
    assert list(HAZARDS) == [f"H{number:02}" for number in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) >= 20


@pytest.mark.parametrize("id", HAZARDS)
def test_a_hazard_says_how_it_comes_about_whom_it_hurts_and_what_stands_against_it(id: str) -> None:
    hazard = HAZARDS[id]
    assert tuple(key for key in hazard if key != "closed") == KEYS
    assert all(isinstance(hazard[key], str) and hazard[key].strip() for key in WRITTEN)
    assert hazard["test"]


@pytest.mark.parametrize("id", HAZARDS)
def test_a_hazard_is_scored_by_the_scale_before_and_after_its_control_and_has_an_owner(id: str) -> None:
    hazard = HAZARDS[id]
    likely = hazard["likelihood"]
    assert hazard["severity"] in SCALE["severity"]
    assert list(likely) == ["before", "after"]
    assert likely["after"] in SCALE["likelihood"]
    assert likely["before"] in SCALE["likelihood"]
    assert likely["after"] <= likely["before"], "a control never makes a hazard likelier"
    assert hazard["owner"] in SCALE["owners"]


def test_the_level_of_risk_grows_with_severity_and_with_likelihood() -> None:
    rows = [SCALE["levels"][step] for step in sorted(SCALE["likelihood"])]
    assert all(len(row) == len(SCALE["severity"]) and row == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows, strict=True))
    assert {level for row in rows for level in row} == {*SCALE["level"]}


@pytest.mark.parametrize("id", HAZARDS)
def test_every_test_that_a_hazard_names_is_one_of_the_suite(id: str) -> None:
    gone = []
    for named in HAZARDS[id]["test"]:
        file, _, test = named.partition("::")
        path = ROOT / "tests" / file
        if not path.is_file() or not path.name.startswith("test_") or test not in collected(path):
            gone.append(named)
    assert gone == []
