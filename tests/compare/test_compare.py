"""Two states of one patient: what changed, and which facts made the difference."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.shipped import shipped_guideline

from resecta.advice.compare import BeforeAndAfter, CaseUnderGuideline, compare
from resecta.case import case_from
from resecta.cli import resecta
from resecta.draw.comparison import fact_lines, to_json, verdict_line, words_lines
from resecta.draw.comparison import render as comparison_page
from resecta.guideline.pack import Guideline

FACTS: dict[str, Any] = {
    "age": 58,
    "sex": "female",
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "primary_pain": "none",
    "metastasis_timing": "synchronous",
    "liver_metastases_count": 2,
    "complete_resection_feasible": True,
    "segments_resected": 4,
    "future_liver_remnant": 45,
    "extrahepatic_disease": "none",
    "greatest_threat": "liver",
    "kras_status": "wild type",
}


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return shipped_guideline()


def _case(id: str = "P1", day: str = "2026-03-09", **facts: Any) -> dict[str, Any]:
    return {"case": id, "assessed_on": day, "facts": {**FACTS, **facts}}


def _compared(guideline: Guideline, before: dict[str, Any], after: dict[str, Any]) -> BeforeAndAfter:
    return compare(*(CaseUnderGuideline(guideline, case_from(case, guideline)) for case in (before, after)))


def _because(comparison: BeforeAndAfter, kind: str, id: str) -> tuple[str, ...]:
    return next(each.because for each in comparison.conclusions if (each.kind, each.id) == (kind, id))


def test_two_equal_states_differ_in_nothing(guideline: Guideline) -> None:
    comparison = _compared(guideline, _case(), _case())
    assert comparison.facts == ()
    assert comparison.conclusions == ()
    assert comparison.same_patient


def test_the_fact_that_made_the_difference_is_named_alone(guideline: Guideline) -> None:
    comparison = _compared(guideline, _case(), _case(primary_bleeding="transfused", kras_status="mutant", age=59))
    assert _because(comparison, "strategy", "liver_first") == ("primary_bleeding",)
    assert _because(comparison, "regimen", "add_cetuximab") == ("kras_status",)


def test_facts_that_only_together_make_the_difference_are_named_together(guideline: Guideline) -> None:
    before = _case(complete_resection_feasible=False, future_liver_remnant=20)
    after = _case(complete_resection_feasible=True, future_liver_remnant=45, age=59, kras_status="mutant")
    comparison = _compared(guideline, before, after)
    made_by = _because(comparison, "finding", "resectable")
    assert set(made_by) == {"complete_resection_feasible", "future_liver_remnant"}


def test_no_named_fact_is_idle(guideline: Guideline) -> None:
    before, after = _case(), _case(primary_bleeding="transfused", segments_resected=2, kras_status=None, age=80)
    comparison = _compared(guideline, before, after)
    changed = {change.element for change in comparison.facts}
    assert comparison.conclusions
    for conclusion in comparison.conclusions:
        assert conclusion.because
        assert set(conclusion.because) <= changed


def test_a_fact_in_dispute_has_changed(guideline: Guideline) -> None:
    opinions = [{"by": "Dr A", "value": "liver"}, {"by": "Dr B", "value": "primary"}]
    comparison = _compared(guideline, _case(), _case(greatest_threat={"opinions": opinions}))
    assert [change.element for change in comparison.facts] == ["greatest_threat"]
    assert set(comparison.facts[0].after.disputed) == {"liver", "primary"}


def test_a_date_known_to_its_month_is_told_as_written_and_what_hangs_on_it_by_its_name(guideline: Guideline) -> None:
    restagings = [
        {"activity": "restaging", "date": "2025-12", "result": "stable"},
        {"activity": "restaging", "date": "2025-12-10", "result": "response"},
    ]
    comparison = _compared(guideline, _case(), {**_case(), "events": restagings})
    changed = {line.name: line.after for line in fact_lines(guideline, comparison)}
    assert changed["Last restaging"] == "December 2025"
    assert changed["Restaging result"] == "not settled: hangs on restaging (December 2025)"
    told = {change["element"]: change["after"] for change in to_json(comparison)["facts"]}
    assert told["last_restaging"] == "2025-12"
    assert told["restaging_result"] == {"hangs_on": ["restaging"]}


def test_the_day_alone_may_change_a_conclusion(guideline: Guideline) -> None:
    events = [{"activity": "short_course_radiotherapy", "start": "2026-03-02", "end": "2026-03-06"}]
    before, after = _case(day="2026-03-10", chemotherapy_months=0), _case(day="2026-04-20", chemotherapy_months=0)
    comparison = _compared(guideline, {**before, "events": events}, {**after, "events": events})
    assert _because(comparison, "finding", "chemotherapy_started_in_window") == ("assessed_on",)


@pytest.mark.parametrize("other", [_case(id="P2"), _case(sex="male")], ids=["another name", "another sex"])
def test_two_patients_are_said_to_be_two(guideline: Guideline, other: dict[str, Any]) -> None:
    comparison = _compared(guideline, _case(), other)
    assert not comparison.same_patient
    assert "not two states of one patient" in comparison.remarks[0]


def _files(folder: Path, *cases: dict[str, Any]) -> list[str]:
    names = []
    for number, case in enumerate(cases):
        file = folder / f"{number}.json"
        file.write_text(json.dumps(case), encoding="utf-8")
        names.append(str(file))
    return names


def test_the_command_prints_what_made_the_difference(tmp_path: Path) -> None:
    files = _files(tmp_path, _case(), _case(primary_bleeding="transfused"))
    run = CliRunner().invoke(resecta, ["compare", *files])
    assert run.exit_code == 0, run.output
    assert "Primary bleeding: none → transfused" in run.output
    assert "Liver first: Preferred → Contraindicated" in run.output
    assert "made by Primary bleeding" in run.output


def test_the_command_prints_json(tmp_path: Path) -> None:
    files = _files(tmp_path, _case(), _case(primary_bleeding="transfused"))
    run = CliRunner().invoke(resecta, ["compare", *files, "--json"])
    said = json.loads(run.stdout)
    assert said["same_patient"] is True
    assert said["facts"] == [{"element": "primary_bleeding", "before": "none", "after": "transfused"}]
    assert {"kind": "strategy", "id": "liver_first", "before": "preferred", "after": "contraindicated"}.items() <= next(
        each.items() for each in said["conclusions"] if each["id"] == "liver_first"
    )


@pytest.mark.slow
def test_the_command_writes_a_page(tmp_path: Path) -> None:
    files = _files(tmp_path, _case(id="<b>P1"), _case(id="<b>P2", primary_bleeding="transfused"))
    page = tmp_path / "difference.html"
    run = CliRunner().invoke(resecta, ["compare", *files, "--html", str(page)])
    assert run.exit_code == 0, run.output
    html = page.read_text(encoding="utf-8")
    assert "Contraindicated" in html
    assert "not two states of one patient" in html
    assert "<b>P1" not in html
    assert "<script" not in html


def test_one_patient_under_two_guidelines_names_the_guideline(guideline: Guideline) -> None:
    from dataclasses import replace

    other = replace(guideline, digest="another")
    case = case_from(_case(), guideline)
    comparison = compare(CaseUnderGuideline(guideline, case), CaseUnderGuideline(other, case))
    assert [change.element for change in comparison.facts] == ["guideline"]


def test_a_page_that_cannot_be_written_is_one_message_and_exit_code_2(tmp_path: Path) -> None:
    files = _files(tmp_path, _case(), _case())
    run = subprocess.run(
        [sys.executable, "-m", "resecta", "compare", *files, "--html", str(tmp_path / "missing" / "page.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "missing" in run.stderr
    assert "Traceback" not in run.stderr


def test_no_placeholder_of_the_pack_reaches_the_reader(guideline: Guideline) -> None:
    comparison = _compared(guideline, _case(), _case(future_liver_remnant=20))
    page = comparison_page(guideline, comparison)
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


@pytest.mark.slow
def test_one_patient_under_a_site_s_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "site"
    overlay.mkdir()
    (overlay / "logic.cql").write_text("define \"Least future liver remnant\": 50 '%'\n", encoding="utf-8")
    file = _files(tmp_path, _case())[0]
    run = CliRunner().invoke(resecta, ["compare", file, file, "--guideline-b", str(overlay)])
    assert run.exit_code == 0, run.output
    assert "Adequate liver remnant: Yes → No" in run.output
    assert "made by Guideline" in run.output


def test_a_comparison_opens_with_what_became_of_the_verdict(guideline: Guideline) -> None:
    moved = _compared(guideline, _case(), _case(greatest_threat="primary"))
    assert verdict_line(guideline, moved) == (
        "The verdict has changed. With curative intent, the guideline prefers primary first. "
        "Before: With curative intent, the guideline prefers liver first."
    )
    stands = _compared(guideline, _case(), _case(age=59))
    assert verdict_line(guideline, stands) == (
        "The verdict stands. With curative intent, the guideline prefers liver first."
    )


BOOKED = {"chemotherapy_months": 2, "chemotherapy_start": "2026-01-05", "planned_operation": "2026-04-20"}


def test_a_date_that_a_dispute_opens_is_said_otherwise_though_the_conclusion_stands(guideline: Guideline) -> None:
    """No status of the recommendation moves; its dates do, and a hazard stands above the verdict."""
    second = _case(**BOOKED, last_bevacizumab="2026-03-02")
    second["events"] = [{"activity": "bevacizumab", "date": "2026-03-09"}]
    comparison = _compared(guideline, _case(**BOOKED, last_bevacizumab="2026-03-02"), second)
    assert ("recommendation", "bevacizumab_free_interval") not in {(one.kind, one.id) for one in comparison.conclusions}
    (words,) = [each for each in comparison.reworded if each.id == "bevacizumab_free_interval"]
    assert words.gone == ("Last dose on 2 March 2026; elective surgery not before 13 April 2026.",)
    assert words.new == (
        ("Last dose on 2 March 2026 or 9 March 2026; elective surgery not before 13 April 2026 or 20 April 2026."),
    )


def test_a_hazard_that_came_is_told_in_every_view(guideline: Guideline) -> None:
    comparison = _compared(
        guideline,
        _case(**BOOKED, last_bevacizumab="2026-03-02"),
        _case(**{**BOOKED, "planned_operation": "2026-04-12"}, last_bevacizumab="2026-03-02"),
    )
    hazard = "Do not operate on 12 April 2026: last bevacizumab 2 March 2026; not before 13 April 2026."
    assert to_json(comparison)["hazards"] == {"gone": [], "new": [hazard]}
    assert hazard in comparison_page(guideline, comparison)
    assert next(words_lines(guideline, comparison)).new == (hazard,)


def test_what_is_not_told_is_not_said_otherwise(guideline: Guideline) -> None:
    """A strategy that is closed in both states has words too, which nobody reads."""
    comparison = _compared(guideline, _case(segments_resected=4), _case(segments_resected=5))
    assert {each.kind for each in comparison.reworded} == {"finding"}
