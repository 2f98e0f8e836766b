"""What a plan cannot lay out, or cannot date, is said by the plan itself, and with its own reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.timeline.patients import RESECTABLE, UNRESECTABLE, Make, Plan

import resecta.advice
from resecta.cli.plan import plan as plan_command
from resecta.guideline import Guideline
from resecta.timeline.model import Timeline

OUT = {"primary_status": "resected", "primary_r0_resectable": True, "rectal_operation": "2026-05-05"}
RECTUM = "the further rectal operation that R0 asks for"
TWO_CLOCKS = {
    "pelvic_radiotherapy": "long course",
    "pelvic_radiotherapy_dose": 50,
    "last_radiotherapy_fraction": "2026-04-20",
    "last_bevacizumab": "2026-06-01",
    "chemotherapy_months": None,
    "planned_operation": "2026-06-25",
}


def omitted(timeline: Timeline) -> list[str]:
    return [note.text for note in timeline.notes if note.leaves_out and "further rectal operation" in note.text]


@pytest.mark.parametrize("margin", ["R1", "R2"])
@pytest.mark.parametrize(
    ("strategy", "more"),
    [
        ("primary_first", {}),
        ("liver_resection_alone", {"metastasis_timing": "metachronous"}),
        ("re_resection", {"recurrent_liver_disease": True, "liver_operation": "2025-06-01"}),
    ],
)
def test_a_further_rectal_operation_that_no_bound_places_is_named_by_the_plan_and_the_plan_has_no_length(
    make: Make, plan: Plan, strategy: str, more: dict[str, object], margin: str
) -> None:
    timeline = plan(make(RESECTABLE, "2026-06-08", **OUT, **more, primary_resection_margin=margin), strategy)
    (said,) = omitted(timeline)
    assert RECTUM in said
    assert next(figure.days for figure in timeline.figures if figure.label == "Length of the whole course") is None


def test_nothing_is_said_of_a_further_rectal_operation_where_the_margin_is_clear(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-06-08", **OUT, primary_resection_margin="R0"), "primary_first")
    assert omitted(timeline) == []


def test_whether_the_rectum_needs_a_further_operation_hangs_on_a_margin_that_nobody_recorded(
    make: Make, plan: Plan
) -> None:
    (said,) = omitted(plan(make(RESECTABLE, "2026-06-08", **OUT), "primary_first"))
    assert "margin" in said
    assert RECTUM not in said


def test_two_bounds_that_collide_behind_a_set_date_are_said_beside_the_date(make: Make, plan: Plan) -> None:
    # 20 April + 10 weeks is 29 June; 1 June + 6 weeks is 13 July; 25 June can stand for neither
    conflict = plan(make(RESECTABLE, "2026-06-08", **TWO_CLOCKS), "simultaneous_resection").conflict
    assert conflict is not None
    assert conflict.undates
    assert conflict.said.startswith("Do not operate on 25 June 2026")
    assert "last fraction 20 April + 10 weeks (S24) is 29 June at the latest: no day is left" in conflict.said
    assert "29 June" in conflict.said_below(
        ["Do not operate on 25 June 2026: last bevacizumab 1 June 2026; not before 13 July 2026"]
    )


@pytest.mark.parametrize(
    ("restagings", "overdue"), [(["2026-02-10"], True), (["2026-02-10", "2026-05-20"], False), ([], True)]
)
def test_finding_and_plan_agree_on_a_reassessment_after_a_restaging_of_no_known_episode(
    guideline: Guideline, make: Make, plan: Plan, restagings: list[str], overdue: bool
) -> None:
    """What came before the course of this episode is of no count for it, whatever its episode (A08)."""
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-16"}]
    events += [{"activity": "restaging", "date": day, "result": "stable"} for day in restagings]
    out = {"metastasis_timing": "metachronous", "chemotherapy_months": None}
    case = make(UNRESECTABLE, "2026-07-01", events, **out)
    assert resecta.advice.assess(guideline, case).finding("restaging_overdue").value is overdue
    late = [each.event for each in plan(case, "conversion_chemotherapy").deviations]
    assert late == (["reassessment"] if overdue else [])


def test_what_counts_from_a_first_cycle_has_no_day_where_no_cycle_fits(make: Make, plan: Plan) -> None:
    """The operation is no step of the way, and two days off: no chemotherapy is laid out, and so no re-assessment."""
    case = make(UNRESECTABLE, "2026-06-08", planned_operation="2026-06-10")
    timeline = plan(case, "conversion_chemotherapy")
    assert [event for event in timeline.events if event.activity == "chemotherapy"] == []
    assert {event.day for event in timeline.events if event.activity == "restaging"} == {None}
    (said,) = [note.text for note in timeline.notes if note.leaves_out and "Re-assessment 1" in note.text]
    assert "none fits before the operation" in said


def test_a_plan_of_local_treatment_that_has_no_form_says_that_it_lays_out_none(make: Make, plan: Plan) -> None:
    said = "the local treatment of the primary itself"
    silent = {"primary_pain": "none", "other_primary_symptom": False}
    for facts, told in ((silent, True), ({"primary_pain": "severe"}, False)):
        timeline = plan(make(UNRESECTABLE, "2026-06-08", **facts), "local_treatment_then_chemotherapy")
        assert any(said in note.text and note.statements == ("S35",) for note in timeline.notes) is told


def test_no_date_while_this_stands_follows_a_collision_that_is_printed(tmp_path: Path) -> None:
    facts = {**RESECTABLE, **TWO_CLOCKS}
    lines = [f"  {key}: {str(value).lower() if isinstance(value, bool) else value}" for key, value in facts.items()]
    file = tmp_path / "two_clocks.yaml"
    kept = [line for line in lines if not line.endswith(": None")]
    file.write_text("\n".join(["case: T", "assessed_on: 2026-06-08", "facts:", *kept]))
    told = " ".join(CliRunner().invoke(plan_command, [str(file), "--strategy", "primary_first"]).output.split())
    assert told.index("no day is left for the rectal operation") < told.index("No date while this stands")


@pytest.mark.slow
def test_what_can_be_dated_in_any_case_has_no_heading_where_all_of_it_differs_by_side(tmp_path: Path) -> None:
    file = tmp_path / "disputed.yaml"
    file.write_text(
        "case: T\nassessed_on: 2026-06-08\nfacts:\n  primary_status: in situ\n  metastasis_timing: synchronous\n"
        "  pelvic_radiotherapy: short course\n  last_radiotherapy_fraction: 2026-05-22\n"
        "events:\n  - {activity: short_course_radiotherapy, start: 2026-05-25, end: 2026-05-29}\n"
    )
    told = " ".join(CliRunner().invoke(plan_command, [str(file)]).output.split())
    assert "What differs by side is left out here" in told
    assert "What can be dated in any case" not in told


@pytest.mark.slow
def test_a_patient_of_whom_only_months_are_known_gets_remarks_and_no_empty_chart(tmp_path: Path) -> None:
    file = tmp_path / "months.yaml"
    file.write_text(
        "case: T\nassessed_on: 2026-06-08\nfacts: {primary_status: resected, metastasis_timing: metachronous}\n"
        "events:\n  - {activity: rectal_operation, date: 2023}\n  - {activity: chemotherapy, start: 2026-03}\n"
    )
    drawn = CliRunner().invoke(plan_command, [str(file), "--svg", str(tmp_path / "plan.svg")])
    assert drawn.exception is None or isinstance(drawn.exception, SystemExit)
    done = CliRunner().invoke(plan_command, [str(file)])
    assert done.exit_code == 0
    assert "Left out of this plan" in done.output
    assert "What can be dated in any case" not in done.output


def test_no_days_without_treatment_are_counted_to_an_operation_that_has_no_day(make: Make, plan: Plan) -> None:
    """The liver operation is set; of the rectal one no day is told, since nobody recorded the last bevacizumab."""
    events = [
        {"activity": "short_course_radiotherapy", "start": "2026-01-05", "end": "2026-01-09"},
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-22", "cycles": 8},
        {"activity": "restaging", "date": "2026-03-10"},
    ]
    unknown = {"pelvic_radiotherapy": None, "chemotherapy_months": None}
    timeline = plan(make(RESECTABLE, "2026-06-08", events, **unknown, planned_operation="2026-07-08"), "liver_first")
    assert timeline.event("rectal_operation").day is None
    assert not any("days without systemic treatment" in note.text for note in timeline.notes)


def test_steps_without_a_date_are_named_once_for_one_reason(make: Make, plan: Plan) -> None:
    facts = {"pelvic_radiotherapy": "short course", "chemotherapy_months": None, "chemotherapy_start": "2026-04"}
    timeline = plan(make(RESECTABLE, "2026-06-08", **facts, greatest_threat="liver"), "liver_first")
    reasons = [note.text.partition("): ")[0] for note in timeline.notes if note.text.startswith("No date is proposed")]
    assert len(reasons) == len({*reasons}) > 0
