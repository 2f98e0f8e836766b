"""Whatever is refused of a case file is refused with its mend: the bad input of the field, one file each."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.case import read_case
from resecta.document import InputError
from resecta.guideline import Guideline

HEAD = "case: x\nassessed_on: 2026-06-30\n"
COURSE = "activity: chemotherapy, start: 2026-03-01, end: 2026-04-01"
REFUSED = {
    "a month 13": ("facts: {last_restaging: 2026-13}", "MM from 01 to 12"),
    "a day in month 13": ("events: [{activity: restaging, date: 2026-13-01}]", "the month is 01 to 12"),
    "the year 0": ("facts: {last_restaging: 0000}", "the year has four digits"),
    "a month of one digit": ("facts: {last_restaging: 2026-3}", "write 2026-03"),
    "a course that ends before it starts": (
        "events: [{activity: chemotherapy, start: 2026-05-01, end: 2026-04-01}]",
        "exchange the two dates",
    ),
    "an untreatable lesion with a resection's margin": (
        "lesions: [{id: a, segments: [5], plan: untreatable, margin: R0}]",
        "leave the margin out",
    ),
    "unfinished surgery without a date": (
        "events: [{activity: liver_operation, unfinished: true}]",
        "write date: YYYY-MM-DD",
    ),
    "a remnant larger than the liver": (
        "facts: {future_liver_remnant_volume: 1800, total_liver_volume: 1500}",
        "check the three volumes",
    ),
    "a tumour larger than the liver": (
        "facts: {future_liver_remnant_volume: 400, total_liver_volume: 1500, tumour_volume: 1600}",
        "check the three volumes",
    ),
    "cycles of no week": (f"events: [{{{COURSE}, cycle_weeks: 0}}]", "write a value from 1 to 12"),
    "fewer than no cycles": (f"events: [{{{COURSE}, cycles: -1}}]", "write a value from 0 to 60"),
    "disease outside the liver without a site": ("extrahepatic: [{disease: resectable}]", "write site:"),
    "a percentage as a fraction": ("facts: {future_liver_remnant: 0.34}", "write 34 for 34 %"),
    "an ECOG beyond the scale": ("facts: {ecog_performance_status: 5}", "write a value from 0 to 4"),
    "a key that is like no other": ("facts: {banana: 1}", "known: age, sex, "),
    "a truth in other words": ("facts: {perforation: perhaps}", "write true or false"),
    "a list where a mapping stands": ("facts: [age]", "write key: value"),
    "a mapping where a list stands": ("events: {activity: restaging}", "square brackets"),
    "an event without what it was": ("events: [{activity: other, date: 2026-03}]", "add what: …"),
    "an event that was nothing": ("events: [{activity: other, date: 2026-03, what: ' '}]", "write what it was"),
    "an event that was null": ("events: [{activity: other, date: 2026-03, what: null}]", "write what it was"),
    "a regimen without a name": (f"events: [{{{COURSE}, regimen: ''}}]", "write what it was, or leave it out"),
    "a bracket that is not closed": ("facts: {age: 5", "check quotes, brackets and indentation"),
    "a century too many": ("facts: {last_restaging: 1526-03-01}", "check the years"),
    "a course of a century": (
        "events: [{activity: chemotherapy, start: 1890-03-01, end: 2026-04-01}]",
        "check the years",
    ),
}


def problems(path: Path, guideline: Guideline) -> list[tuple[str, str]]:
    """The message and the mend of everything that is refused."""
    with pytest.raises(InputError) as refused:
        read_case(path, guideline)
    return [(problem.message, problem.mend) for problem in refused.value.problems]


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_field_gets_wrong_is_refused_with_its_mend(shipped: Guideline, tmp_path: Path, what: str) -> None:
    text, mend = REFUSED[what]
    path = tmp_path / "bad.yaml"
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")
    found = problems(path, shipped)
    assert all(each for _, each in found), found
    assert any(mend in each for _, each in found), found


@pytest.mark.parametrize("name", ["bad.yaml", "bad.json"])
@pytest.mark.parametrize("text", ["", "\n", "null", "[]", '"text"', "{", "{} {}", '{"a" 1}', "[1"])
def test_what_is_no_case_at_all_is_refused_with_its_mend(
    shipped: Guideline, tmp_path: Path, text: str, name: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert all(mend for _, mend in problems(path, shipped))


def test_an_empty_file_is_told_where_a_case_to_fill_in_comes_from(shipped: Guideline, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    ((message, mend),) = problems(path, shipped)
    assert message == "the file is empty"
    assert "resecta case template" in mend
