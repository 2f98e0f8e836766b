"""The schedule of a guideline as typed values, and what a site may change in it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from resecta.guideline import Guideline, load
from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.model import Limit, Minimum, Never, Recurrence, Window
from resecta.guideline.schedule.reference import At, Before, Every, First, Last, Rest, Through, reference_of

CASE = "bevacizumab_three_weeks_before_planned_surgery.yaml"


def overlay(folder: Path, **files: str) -> Path:
    """A site with these YAML files."""
    site = folder / "site"
    site.mkdir()
    for name, text in files.items():
        (site / f"{name}.yaml").write_text(text, encoding="utf-8")
    return site


def test_an_entry_is_a_value_of_its_kind(shipped: Guideline) -> None:
    entries = shipped.schedule.entries
    free = entries["bevacizumab_free"]
    assert isinstance(free, Minimum)
    assert (free.start, free.end) == (At("bevacizumab"), Every("operation"))
    assert (free.at_least, free.when) == ("Bevacizumab-free interval", None)
    assert free.unless_planned == "Planned operation is an emergency"
    assert isinstance(entries["evaluation"], Window)
    assert isinstance(entries["rectal_delay"], Limit)
    assert isinstance(entries["reassessments"], Recurrence)
    with pytest.raises(FrozenInstanceError):
        free.label = ""  # type: ignore[misc]  # that it cannot be set is what is tested


def test_what_is_not_written_is_none(shipped: Guideline) -> None:
    decision = shipped.schedule.steps["decision"]
    assert (decision.when, decision.cycles, decision.sittings, decision.planned, decision.over_once) == (None,) * 5
    assert isinstance(shipped.schedule.steps["long_course"].when, Never)
    assert shipped.schedule.calendar.country is None


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("restaging", At("restaging")),
        ("short_course.end", At("short_course", "end")),
        ("first operation", First("operation")),
        ("last local treatment", Last("local treatment")),
        ("every operation", Every("operation")),
        ("first", At("first")),
    ],
)
def test_a_reference_is_read_once_and_written_back(text: str, reference: object) -> None:
    assert reference_of(text) == reference
    assert str(reference) == text


def test_first_last_and_every_of_one_tag_are_different_values() -> None:
    assert len({First("operation"), Last("operation"), Every("operation")}) == 3


def test_cycles_say_how_far_they_go(shipped: Guideline) -> None:
    steps = shipped.schedule.steps
    assert steps["chemotherapy"].cycles == Before(First("operation"))
    assert steps["conversion"].cycles == Through(Last("restaging"))
    assert steps["postoperative_chemotherapy"].cycles == Rest()


def test_a_length_written_out_is_a_span(shipped: Guideline) -> None:
    amid = shipped.schedule.entries["evaluation_amid"]
    assert getattr(amid, "about", None) == Duration(days=49)


def test_a_step_says_which_of_its_points_a_reference_means(shipped: Guideline) -> None:
    steps = shipped.schedule.steps
    course, operation, cycles = steps["short_course"], steps["liver_operation"], steps["conversion"]
    assert course.means(At("short_course")) == ("end",)
    assert course.means(At("short_course", "start")) == ("start",)
    assert operation.means(Every("operation")) == operation.means(First("liver")) == ("day",)
    assert cycles.means(First("systemic")) == ("start",)
    assert cycles.means(Every("systemic")) == cycles.means(At("conversion")) == cycles.means(Last("liver")) == ()


@pytest.mark.slow
def test_a_site_chooses_its_theatre_days_and_its_country(tmp_path: Path) -> None:
    site = overlay(tmp_path, constraints="hospital: {country: DE, region: BY, days: {theatre: [Tuesday, thursday]}}\n")
    guideline = load(overlays=[site])
    assert guideline.schedule.calendar.days["theatre"] == ("tuesday", "thursday")
    assert (guideline.schedule.calendar.country, guideline.schedule.calendar.region) == ("DE", "BY")
    assert any(departure.file == "constraints.yaml" for departure in guideline.departures)


@pytest.mark.slow
def test_orders_that_never_hold_at_once_make_no_circle(tmp_path: Path) -> None:
    """One way while a definition is true, the other while another is: a plan has one of them at a time."""
    entries = """
one_way: {kind: precedence, from: liver_operation, to: rectal_operation, while: Synchronous, text: The liver first.}
other_way: {kind: precedence, from: rectal_operation, to: liver_operation, while: Metachronous, text: The rectum first.}
"""
    strategies = "liver_first: {constraints: [decision, liver_operation, rectal_operation, one_way, other_way]}\n"
    load(overlays=[overlay(tmp_path, constraints=entries, strategies=strategies)])


@pytest.mark.slow
def test_events_of_one_day_make_no_circle(tmp_path: Path) -> None:
    """Each not before the other: on the same day both hold."""
    entries = """
with_it: {kind: window, from: ablation, to: liver_operation, at_least: 0 days, at_most: 0 days, text: On one day.}
"""
    ids = "decision, liver_operation, ablation, ablation_with_operation, with_it"
    strategies = f"resection_with_ablation: {{constraints: [{ids}]}}\n"
    load(overlays=[overlay(tmp_path, constraints=entries, strategies=strategies)])


@pytest.fixture
def misspelt(tmp_path: Path) -> Path:
    """The overlay that once moved a liver operation from 6 July to 15 June without a word."""
    return overlay(tmp_path, constraints="bevacizumab_free: {from: bevacizumabb}\n")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("assess {case} --overlay {site}", 2),
        ("assess {case} --json --overlay {site}", 2),
        ("plan {case} --overlay {site}", 2),
        ("compare {case} {case} --guideline-b {site}", 2),
        ("guideline mutate --overlay {site}", 2),
        ("guideline check --overlay {site}", 1),
    ],
)
def test_every_command_refuses_a_step_misspelt(command: str, code: int, misspelt: Path, shipped: Guideline) -> None:
    arguments = command.format(case=shipped.cases_path / CASE, site=misspelt).split()
    done = subprocess.run([sys.executable, "-m", "resecta", *arguments], capture_output=True, text=True)
    assert done.returncode == code
    assert 'site/constraints.yaml:1:26: "bevacizumabb" is no step of constraints.yaml' in done.stderr
    assert "did you mean bevacizumab?" in done.stderr
    assert done.stdout == ""


def test_problems_as_data_name_the_place(misspelt: Path) -> None:
    arguments = ["guideline", "check", "--json", "--overlay", str(misspelt)]
    done = subprocess.run([sys.executable, "-m", "resecta", *arguments], capture_output=True, text=True)
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["line"], problem["column"], problem["mend"]) == (1, 26, "did you mean bevacizumab?")


def test_every_step_of_the_shipped_guideline_has_a_kind_of_day(shipped: Guideline) -> None:
    steps = shipped.schedule.steps.values()
    assert steps
    assert {step.days for step in steps} <= set(shipped.schedule.calendar.days)
