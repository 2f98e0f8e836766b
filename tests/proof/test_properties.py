"""What must hold for every possible patient is proved of the shipped guideline, and refuted of broken ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from resecta.advice import assess
from resecta.case import case_from
from resecta.guideline import Guideline, load
from resecta.guideline.properties import Property, read_properties
from resecta.proof.checked import CheckedProperty, Result
from resecta.proof.prove import prove

pytestmark = pytest.mark.slow

BROKEN: dict[str, dict[str, str]] = yaml.load(
    Path(__file__).with_name("broken.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
WITHOUT_A_PATIENT = {"every_answer_is_reached", "no_two_definitions_alike"}
"""What these say is that there is no such patient: nobody can show it."""


def outcome(guideline: Guideline, id: str) -> CheckedProperty:
    (found,) = prove(guideline, [one for one in read_properties(guideline) if one.id == id])
    return found


def overlaid(files: dict[str, str], folder: Path) -> Guideline:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(overlays=[folder])


@pytest.fixture(scope="module")
def properties(shipped: Guideline) -> tuple[Property, ...]:
    return read_properties(shipped)


def test_every_property_of_the_shipped_guideline_is_proved(
    shipped: Guideline, properties: tuple[Property, ...]
) -> None:
    outcomes = list(prove(shipped, properties))
    assert {one.property.id: (one.finding.result, one.finding.says) for one in outcomes} == {
        one.id: (Result.PROVED, ()) for one in properties
    }


def test_there_is_a_broken_overlay_for_every_property(properties: tuple[Property, ...]) -> None:
    assert set(BROKEN) == {one.id for one in properties}


@pytest.mark.parametrize("id", BROKEN)
def test_a_broken_overlay_is_refuted_by_a_case_that_can_be_assessed(id: str, tmp_path: Path) -> None:
    guideline = overlaid(BROKEN[id], tmp_path)
    finding = outcome(guideline, id).finding
    assert finding.result is Result.REFUTED
    assert finding.says
    if id in WITHOUT_A_PATIENT:
        assert finding.case is None
        return
    assert finding.case is not None
    case = case_from(finding.case, guideline)
    assert not case.disputes
    assess(guideline, case)


def test_a_counterexample_has_few_facts_and_round_numbers(tmp_path: Path) -> None:
    guideline = overlaid(BROKEN["liver_first_never_over_a_bleeding_or_obstructed_primary"], tmp_path)
    found = facts(outcome(guideline, "liver_first_never_over_a_bleeding_or_obstructed_primary"))
    assert len(found) <= 3
    assert found["primary_obstruction"] == "diverted"


def test_the_first_counterexample_against_35_percent_is_the_next_value_above_30(tmp_path: Path) -> None:
    guideline = overlaid(BROKEN["remnant_of_30_percent"], tmp_path)
    found = outcome(guideline, "remnant_of_30_percent")
    assert {id: str(value) for id, value in facts(found).items()} == {"future_liver_remnant": "30.00000001"}


def test_a_turned_conclusion_names_the_fact_that_turns_it(tmp_path: Path) -> None:
    guideline = overlaid(BROKEN["knowledge_is_monotone"], tmp_path)
    finding = outcome(guideline, "knowledge_is_monotone").finding
    assert "finding:adequate_remnant turns from true to false" in " ".join(finding.says)
    assert finding.case is not None
    assert finding.case["facts"] == {}


def facts(found: CheckedProperty) -> dict[str, Any]:
    assert found.finding.case is not None
    return dict(found.finding.case["facts"])
