"""A loaded guideline: what other parts of the program may count on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from resecta.guideline import Guideline, load
from resecta.guideline.model import Direction
from resecta.guideline.whereabouts import SHIPPED

GOOD = Path(__file__).parent / "good"


@pytest.fixture(scope="module")
def good() -> Guideline:
    return load(GOOD)


def test_by_id_by_path_and_by_default_it_is_the_same_guideline(shipped: Guideline) -> None:
    assert load("rectal_liver_metastases").digest == shipped.digest
    assert load(SHIPPED / "rectal_liver_metastases").digest == shipped.digest


def test_collections_keep_the_order_of_their_files(good: Guideline) -> None:
    assert list(good.elements) == ["lesion_size", "fit_for_surgery", "gene_status", "last_dose", "planned_operation"]
    assert list(good.findings) == ["resectable", "interval_kept"]


def test_names_lead_to_ids_and_back(good: Guideline) -> None:
    assert good.element_names["gene_status"] == "Gene status"
    assert good.element_ids["Gene status"] == "gene_status"


def test_what_is_absent_has_its_empty_value(good: Guideline) -> None:
    recommendation = good.recommendations["resect"]
    assert recommendation.direction is Direction.DO
    assert (recommendation.notes, recommendation.beyond_scope, recommendation.if_disputed) == ((), False, None)
    assert good.elements["fit_for_surgery"].minimum is None
    assert good.findings["resectable"].window is None


def test_definitions_name_the_statements_they_compute(good: Guideline) -> None:
    assert good.definition_statements("Mutant") == ("S02",)
    assert good.definition_statements("Never") == ()


def test_the_logic_runs(good: Guideline) -> None:
    facts = {"Fit for surgery": False}
    assert good.logic.values(facts)["Resectable"] is False
    assert good.logic(facts).value("Resectable") is False


def test_nothing_in_it_can_be_changed(good: Guideline) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        good.title = "Another"  # type: ignore[misc]  # that it cannot is the test


def test_every_entry_knows_its_place(shipped: Guideline) -> None:
    entries = [
        *shipped.statements.values(),
        *shipped.readings.values(),
        *shipped.elements.values(),
        *shipped.findings.values(),
        *shipped.recommendations.values(),
        *shipped.strategies.values(),
        *shipped.regimens.values(),
    ]
    assert len(entries) > 150
    assert all(entry.place.line for entry in entries)
