"""An overlay brings properties of its own; what cannot be met or answered is said, and never taken for proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.guideline import load
from resecta.guideline.properties import read_properties
from resecta.proof.outcome import Finding, Result
from resecta.proof.prove import prove

pytestmark = pytest.mark.slow

UNCHANGED = """
this_site_changes_no_status:
  claim: unchanged
  title: No status is another than without this overlay.
  of: [strategy, recommendation, regimen]
"""
NEVER_MET = """
nobody_is_150:
  claim: threshold
  title: At 150 years something changes.
  truth: Fitness in question
  of: Age
  at: '150'
  true_where: at or above
"""
SAME = 'define "Primary out": not ("Primary status" = \'in situ\')\n'
OTHER = "define \"Least future liver remnant\": 31 '%'\n"


def found(folder: Path, logic: str, properties: str, seconds: float = 30.0) -> Finding:
    (folder / "logic.cql").write_text(logic, encoding="utf-8")
    (folder / "properties.yaml").write_text(properties, encoding="utf-8")
    guideline = load(overlays=[folder])
    own = [one for one in read_properties(guideline, [folder]) if f"\n{one.id}:" in properties]
    (outcome,) = prove(guideline, own, seconds)
    return outcome.finding


def test_an_overlay_that_means_the_same_is_proved_to_change_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, SAME, UNCHANGED).result is Result.PROVED


def test_an_overlay_that_changes_a_status_is_refuted_by_a_patient(tmp_path: Path) -> None:
    finding = found(tmp_path, OTHER, UNCHANGED)
    assert finding.result is Result.REFUTED
    assert finding.case is not None
    assert 30 < finding.case["facts"]["future_liver_remnant"] <= 31


def test_a_property_that_no_patient_can_meet_is_not_proved(tmp_path: Path) -> None:
    finding = found(tmp_path, SAME, NEVER_MET)
    assert finding.result is Result.REFUTED
    assert finding.case is None
    assert "No patient with Age 150" in finding.says[0]


def test_no_answer_in_time_is_unknown_and_not_proved(tmp_path: Path) -> None:
    assert found(tmp_path, SAME, UNCHANGED, seconds=0.0).result is Result.UNKNOWN
