"""An overlay brings properties of its own; what cannot be met or answered is said, and never taken for proved."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.shipped import shipped_guideline

from resecta.cql.values import Date
from resecta.guideline import load
from resecta.guideline.properties import read_properties
from resecta.proof.checked import CheckedClaim, Result
from resecta.proof.prove import prove
from resecta.proof.record import Described

pytestmark = pytest.mark.slow

LATER = Path(__file__).parents[2] / "docs/examples/later_evidence"
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


def found(folder: Path, logic: str, properties: str, seconds: float = 30.0) -> CheckedClaim:
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


def test_later_evidence_changes_no_status_and_no_finding_of_any_patient() -> None:
    guideline = load(overlays=[LATER])
    own = ("later_evidence_changes_no_status", "later_evidence_changes_no_verdict")
    asked = [one for one in read_properties(guideline, [LATER]) if one.id in own]
    found = {one.property.id: one.finding.result for one in prove(guideline, asked, 60.0)}
    assert found == dict.fromkeys(own, Result.PROVED)


def test_each_notice_of_later_evidence_is_shown_to_somebody_and_none_says_again_what_the_source_has() -> None:
    guideline = load(overlays=[LATER])
    own = ("every_answer_is_reached", "no_two_definitions_alike")
    asked = [one for one in read_properties(guideline, [LATER]) if one.id in own]
    found = {one.property.id: (one.finding.result, one.finding.says) for one in prove(guideline, asked, 60.0)}
    assert found == dict.fromkeys(own, (Result.PROVED, ()))


def test_later_evidence_that_closes_a_regimen_is_refuted_by_a_patient(tmp_path: Path) -> None:
    shutil.copytree(LATER, tmp_path / "later")
    logic = tmp_path / "later" / "logic.cql"
    closes = 'define "KRAS mutant": "KRAS status" = \'mutant\' or "RAS status" = \'mutant\'\n'
    logic.write_text(logic.read_text(encoding="utf-8") + closes, encoding="utf-8")
    guideline = load(overlays=[tmp_path / "later"])
    own = [one for one in read_properties(guideline, [tmp_path / "later"]) if one.id.endswith("changes_no_status")]
    (outcome,) = prove(guideline, own, 60.0)
    assert outcome.finding.result is Result.REFUTED
    assert outcome.finding.case is not None
    assert outcome.finding.case["facts"]["kras_status"] == "wild type"


def test_a_patient_is_asked_of_the_shipped_guideline_without_what_only_the_overlay_knows() -> None:
    shipped, later = shipped_guideline(), load(overlays=[LATER])
    known = Described({"kras_status": "wild type"}, Date(2026, 1, 1))
    patient = known.with_fact("ras_status", "mutant")
    assert "ras_status" in set(later.elements) - set(shipped.elements)
    assert patient.seen_by(shipped) == known
    assert patient.seen_by(later) == patient


def test_later_evidence_shows_no_figure_and_says_that_nobody_has_checked_it() -> None:
    shipped = shipped_guideline().notices
    for id, notice in load(overlays=[LATER]).notices.items():
        if id not in shipped:
            assert "ot yet checked" in notice.text, id
            assert not re.search(r"\d+(\.\d+)?( %| v | mo\b)|HR ", notice.text), id


def test_a_property_that_no_patient_can_meet_is_not_proved(tmp_path: Path) -> None:
    finding = found(tmp_path, SAME, NEVER_MET)
    assert finding.result is Result.REFUTED
    assert finding.case is None
    assert "No patient with Age 150" in finding.says[0]


def test_no_answer_in_time_is_unknown_and_not_proved(tmp_path: Path) -> None:
    assert found(tmp_path, SAME, UNCHANGED, seconds=0.0).result is Result.UNKNOWN


def test_an_overlay_may_bring_properties_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "properties.yaml").write_text("nobody_left_out:\n  claim: answered\n  title: Nobody is left out.\n")
    own = {one.id for one in read_properties(load(overlays=[tmp_path]), [tmp_path])}
    assert own - {one.id for one in read_properties(shipped_guideline(), [])} == {"nobody_left_out"}
