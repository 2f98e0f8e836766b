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
KEYS = ("hazard", "sequence", "harm", "control", "test")


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
    assert all(isinstance(hazard[key], str) and hazard[key].strip() for key in KEYS[:-1])
    assert hazard["test"]


@pytest.mark.parametrize("id", HAZARDS)
def test_every_test_that_a_hazard_names_is_one_of_the_suite(id: str) -> None:
    gone = []
    for named in HAZARDS[id]["test"]:
        file, _, test = named.partition("::")
        path = ROOT / "tests" / file
        if not path.is_file() or not path.name.startswith("test_") or test not in collected(path):
            gone.append(named)
    assert gone == []
