"""What a plan does with what is unknown, disputed, done or set: one rule a test."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.shipped import shipped_guideline
from tests.timeline.difficult import patient
from tests.timeline.patients import RESECTABLE, SHORT_COURSE, UNRESECTABLE, Make, Plan, day

import resecta.advice
from resecta.case import case_from
from resecta.cli import resecta as resecta_command
from resecta.guideline import Guideline, load
from resecta.timeline import Planner, SidesPlanner, assessment, assessment_to_json, plans_of
from resecta.timeline.model import Timeline

STAGED = {**RESECTABLE, "segments_resected": 4, "greatest_threat": "liver"}


def said(timeline: Timeline, *words: str) -> bool:
    """Whether one remark has all of these words."""
    return any(all(word in note.text for word in words) for note in timeline.notes)


def ahead(timeline: Timeline, activity: str) -> list[datetime.date]:
    return [event.proposed for event in timeline.events if event.activity == activity and event.proposed is not None]


def test_a_bound_whose_condition_is_unknown_is_named_and_dates_nothing(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", metastasis_timing=None), "primary_first")
    assert said(timeline, "Left out", "whether the metastases are synchronous", "Evaluation 6 to 8 weeks")
    assert said(
        timeline, "No date is proposed", "whether the metastases are synchronous", "Rectal operation", "Liver operation"
    )
    assert ahead(timeline, "rectal_operation") == ahead(timeline, "liver_operation") == []
    assert timeline.constraint("hepatectomy_about").statements == ("S09",), "S09 belongs to it, whatever the timing"


@pytest.mark.slow
def test_a_length_that_hangs_on_an_unknown_fact_never_raises_and_dates_nothing(make: Make, tmp_path: Path) -> None:
    logic = "library RectalLiverMetastases version '2.0.0'\n\n// @statement S36\n"
    logic += 'define "Bevacizumab-free interval": if "Age" is null then null as Quantity else 6 weeks\n'
    (tmp_path / "logic.cql").write_text(logic)
    site = load(overlays=[tmp_path])
    case = make(RESECTABLE, "2026-06-08", last_bevacizumab="2026-05-25", chemotherapy_months=None)
    timeline = Planner(site, case).plan("simultaneous_resection")
    assert said(timeline, "Left out", "(the age)", "from the last bevacizumab")
    assert ahead(timeline, "simultaneous_operation") == []


@pytest.mark.parametrize("kind", ["short course", "long course"])
def test_radiotherapy_known_by_a_fact_alone_is_never_proposed_again(make: Make, plan: Plan, kind: str) -> None:
    for last in (None, "2026-02-20"):
        case = make(RESECTABLE, "2026-03-09", pelvic_radiotherapy=kind, last_radiotherapy_fraction=last)
        timeline = plan(case, "simultaneous_resection")
        assert ahead(timeline, "short_course_radiotherapy") == ahead(timeline, "long_course_chemoradiotherapy") == []
        if last is None:
            assert said(timeline, "given, day not recorded")


def test_stated_months_count_and_do_not_start_again_at_the_first_cycle(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", chemotherapy_months=3), "simultaneous_resection")
    assert said(timeline, "Chemotherapy: given, day not recorded")
    assert "6 of 12 cycles given" in timeline.constraint("perioperative_total").text
    assert not [event for event in timeline.events if event.cycle == 1]


def test_a_course_after_the_operation_that_is_over_is_never_said_to_be_under_way(make: Make, plan: Plan) -> None:
    facts: dict[str, object] = {
        "recurrent_liver_disease": True,
        "primary_status": "resected",
        "primary_resection_margin": "R0",
        "complete_resection_feasible": False,
        "clearance_with_ablation_feasible": True,
        "ablation_accepted_as_clearance": True,
        "chemotherapy_months": None,
    }
    course = {"activity": "postoperative_chemotherapy", "regimen": "folfox", "start": "2024-11-11", "cycles": 6}
    told = [
        plan(make(RESECTABLE, "2026-05-18", events=[{**course, **end}], **facts), "resection_with_ablation")
        for end in ({"end": "2025-03-20"}, {})
    ]
    assert [said(timeline, "under way; how it goes on") for timeline in told] == [False, True]


def test_a_running_course_goes_on_from_its_cycles(make: Make, plan: Plan) -> None:
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-02", "cycles": 3}]
    timeline = plan(make(RESECTABLE, "2026-04-08", events, chemotherapy_months=None), "simultaneous_resection")
    assert min(event.cycle for event in timeline.events if event.cycle is not None and event.proposed) == 4


def test_cycles_after_the_operation_are_numbered_over_the_whole_treatment(make: Make, plan: Plan) -> None:
    out = {"primary_status": "resected", "primary_resection_margin": "R0", "chemotherapy_months": None}
    events = [
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2025-10-01", "end": "2025-12-20", "cycles": 6},
        {"activity": "rectal_operation", "date": "2026-02-10"},
        {"activity": "postoperative_chemotherapy", "regimen": "folfox", "start": "2026-04-02", "cycles": 2},
    ]
    begun = plan(make(STAGED, "2026-06-08", events, **out), "primary_first").event("postoperative_chemotherapy.start")
    assert (begun.cycle, begun.label) == (7, "Chemotherapy after the operation, cycle 7")


@pytest.mark.parametrize(("written", "days"), [("capox", 21), ("CAPOX", 21), ("Capox", 21), ("FOLFOX", 14)])
def test_cycles_go_on_at_the_length_of_the_regimen_however_it_is_written(
    make: Make, plan: Plan, written: str, days: int
) -> None:
    events = [{"activity": "chemotherapy", "regimen": written, "start": "2026-03-02", "cycles": 3}]
    timeline = plan(make(RESECTABLE, "2026-03-24", events, chemotherapy_months=None), "simultaneous_resection")
    ahead = [event.day for event in timeline.events if event.cycle is not None and event.proposed and event.day]
    assert (ahead[-1] - ahead[-2]).days == days


def test_no_cycle_runs_through_a_course_of_radiotherapy_that_is_under_way(make: Make, plan: Plan) -> None:
    events = [{"activity": "long_course_chemoradiotherapy", "start": "2026-03-02"}]
    case = make(UNRESECTABLE, "2026-03-09", events, pelvic_radiotherapy=None)
    timeline = plan(case, "conversion_chemotherapy")
    # 25 sittings from Monday 2 March end on Friday 3 April
    assert timeline.event("long_course.end").proposed == day("2026-04-03")
    assert min(ahead(timeline, "chemotherapy")) == day("2026-04-06")


def test_with_the_rectum_out_the_rest_follows_the_last_operation_by_date(make: Make, plan: Plan) -> None:
    case = make(
        STAGED,
        "2026-03-09",
        primary_status="resected",
        primary_resection_margin="R0",
        rectal_operation="2026-02-20",
    )
    timeline = plan(case, "primary_first")
    liver = timeline.event("liver_operation").proposed
    assert liver == day("2026-05-20"), "three months after the rectum"
    assert liver is not None
    assert min(ahead(timeline, "postoperative_chemotherapy")) > liver
    assert max(ahead(timeline, "chemotherapy")) < liver


def test_an_emergency_frees_the_planned_operation_and_no_other(make: Make, plan: Plan) -> None:
    case = make(
        STAGED,
        "2026-06-08",
        last_bevacizumab="2026-06-01",
        chemotherapy_months=None,
        planned_operation="2026-06-10",
        operation_urgency="emergency",
    )
    timeline = plan(case, "liver_first")
    assert timeline.event("liver_operation").proposed == day("2026-06-10")
    assert timeline.event("rectal_operation").proposed is not None
    assert timeline.event("rectal_operation").proposed >= day("2026-07-13")  # type: ignore[operator]  # asserted above
    assert said(timeline, "The emergency operation of 10 June 2026 comes 9 days after the last bevacizumab")


def test_s36_binds_a_stoma_too(make: Make, plan: Plan) -> None:
    facts = {"last_bevacizumab": "2026-06-01", "chemotherapy_months": None, "primary_obstruction": "impending"}
    timeline = plan(make(UNRESECTABLE, "2026-06-08", **facts), "local_treatment_then_chemotherapy")
    assert timeline.event("stoma").proposed == day("2026-07-13")
    assert timeline.constraint("bevacizumab_free").earliest == day("2026-07-13")


def test_bevacizumab_respects_an_operation_that_is_no_step_of_the_strategy(make: Make, plan: Plan) -> None:
    case = make(UNRESECTABLE, "2026-03-09", proposed_biologic="bevacizumab", planned_operation="2026-05-11")
    timeline = plan(case, "conversion_chemotherapy")
    doses = [event.proposed for event in timeline.events if event.beside and event.proposed is not None]
    assert max(doses) == day("2026-03-23")
    assert max(ahead(timeline, "chemotherapy")) <= day("2026-05-11")
    assert said(timeline, "planned on 11 May", "no step of this strategy")
    assert not said(timeline, "no operation is planned")
    assert "Last dose: 30 March at the latest, 6 weeks before" in timeline.constraint("bevacizumab_free").text


@pytest.mark.parametrize("planned", ["2026-06-16", "2026-06"])
def test_a_planned_day_is_that_of_no_step_while_nobody_knows_which_operation_comes_next(
    make: Make, plan: Plan, planned: str
) -> None:
    case = make(RESECTABLE, "2026-05-02", primary_status=None, primary_resection_margin="R0", planned_operation=planned)
    staged, at_once = plan(case, "primary_first"), plan(case, "simultaneous_resection")
    assert staged.event("liver_operation").day is None
    for timeline in (staged, at_once):
        assert said(
            timeline, "An operation is planned", "which step of this plan it is", "the primary is still in place"
        )
        assert not said(timeline, "no step of this strategy")
    if planned == "2026-06-16":  # here the liver comes first, whatever there is to be done after it
        assert plan(case, "liver_first").event("liver_operation").day == day(planned)


def test_what_has_not_begun_gives_way_to_a_day_that_the_board_has_set(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", planned_operation="2026-03-20"), "simultaneous_resection")
    assert timeline.conflict is None
    assert timeline.event("simultaneous_operation").proposed == day("2026-03-20")
    assert said(timeline, "Not begun, and left out", "20 March", "Short-course radiotherapy", "Chemotherapy")
    assert ahead(timeline, "short_course_radiotherapy") == ahead(timeline, "chemotherapy") == []
    assert "0 before the operation, 12 after it" in timeline.constraint("perioperative_total").text


def test_a_planned_day_that_has_passed_is_no_plan(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", planned_operation="2026-03-02"), "simultaneous_resection")
    assert timeline.event("simultaneous_operation").fixed == ""
    assert timeline.event("simultaneous_operation").proposed == day("2026-06-24")


def test_the_second_stage_is_planned_and_not_on_the_next_day(make: Make, plan: Plan) -> None:
    events = [{"activity": "liver_operation", "date": "2026-03-06"}]
    timeline = plan(make(STAGED, "2026-03-09", events, liver_surgery_unfinished=True), "liver_first")
    assert timeline.event("liver_operation").done == day("2026-03-06")
    second = timeline.event("second_stage").proposed
    assert second is not None
    assert (second - day("2026-03-06")).days >= 42


def test_what_is_done_is_not_planned_again(make: Make, plan: Plan) -> None:
    timeline = plan(make(STAGED, "2026-03-09", liver_operation="2026-02-20"), "liver_first")
    assert ahead(timeline, "liver_operation") == []
    assert ahead(timeline, "rectal_operation") != []


def test_two_operations_set_close_together_are_said(make: Make, plan: Plan) -> None:
    timeline = plan(
        make(STAGED, "2026-03-09"), "liver_first", liver_operation="2026-07-06", rectal_operation="2026-07-08"
    )
    assert said(timeline, "Liver operation and rectal operation lie 2 days apart", "planning figure of this site")


def test_what_rests_on_a_planning_figure_says_so_and_cites_no_statement(make: Make, plan: Plan) -> None:
    timeline = plan(make(STAGED, "2026-03-09"), "liver_first")
    rectum = timeline.event("rectal_operation")
    assert "planning figure of this site" in rectum.figure.lower()
    assert [note.statements for note in timeline.notes if note.text == rectum.figure] == [()]
    after = [event for event in timeline.events if event.activity == "postoperative_chemotherapy"]
    assert after
    assert all("S17" not in event.statements for event in after), "S17 counts months and gives them no place"


def test_a_staged_course_says_how_long_it_leaves_without_systemic_treatment(make: Make, plan: Plan) -> None:
    timeline = plan(make(STAGED, "2026-03-09"), "liver_first")
    last_before, first_after = (
        timeline.event("chemotherapy.end").day,
        timeline.event("postoperative_chemotherapy.start").day,
    )
    assert last_before is not None
    assert first_after is not None
    gap = (first_after - last_before).days
    assert said(timeline, f"there are {gap} days without systemic treatment", "no further cycle would fit")


@pytest.mark.slow
def test_a_site_may_let_chemotherapy_go_on_between_the_operations(make: Make, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("A12: {choice: between_and_after}\n")
    site = load(overlays=[tmp_path])
    timeline = Planner(site, make(STAGED, "2026-03-09")).plan("primary_first")
    rectum, liver = timeline.event("rectal_operation").day, timeline.event("liver_operation").day
    assert rectum is not None
    assert liver is not None
    between = [event.day for event in timeline.events if "between" in event.label and event.day is not None]
    assert between
    assert all(rectum < each < liver for each in between)
    assert len([event for event in timeline.events if event.cycle is not None]) == 12


@pytest.mark.slow
def test_the_other_place_is_told_beside_it_as_long_as_it_would_be(make: Make, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("A12: {choice: between_and_after}\n")
    case = make(STAGED, "2026-03-09")
    after = Planner(shipped_guideline(), case).plan("primary_first")
    between = Planner(load(overlays=[tmp_path]), case).plan("primary_first")
    told = [
        re.findall(r"(\d+) days,? ", note.text)
        for each in (after, between)
        for note in each.notes
        if "A12" in note.readings
    ]
    lengths = [[int(number) for number in found] for found in told]
    assert len(lengths) == 2
    assert said(between, "is the choice of this site")
    assert lengths[0][0] == lengths[1][-1], "what each says of the other is what the other says of itself"
    assert lengths[0][-1] == lengths[1][0] < lengths[0][0]


def test_a_step_that_nobody_knows_of_hides_every_date_that_it_would_move(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", pelvic_radiotherapy=None), "simultaneous_resection")
    assert ahead(timeline, "chemotherapy") == ahead(timeline, "simultaneous_operation") == []
    assert said(timeline, "No date is proposed", "(whether and how the pelvis was irradiated)", "Chemotherapy")
    assert [figure for figure in timeline.figures if figure.days is not None] == []


def test_a_drug_that_may_have_been_given_hides_only_operations_within_its_interval(make: Make, plan: Plan) -> None:
    running = [{"activity": "chemotherapy", "start": "2026-02-24", "cycles": 1}]
    far = plan(make(RESECTABLE, "2026-03-09", running, chemotherapy_months=None), "simultaneous_resection")
    assert ahead(far, "simultaneous_operation") == [day("2026-05-25")], "six weeks after today are over by then"
    assert said(far, "Left out", "(the day of the last bevacizumab)", "At least 6 weeks from the last bevacizumab")
    begun = [{"activity": "chemotherapy", "start": "2026-01-05", "cycles": 4}]
    near = plan(make(RESECTABLE, "2026-03-09", begun, chemotherapy_months=None), "simultaneous_resection")
    assert ahead(near, "simultaneous_operation") == []
    assert said(near, "No date is proposed", "(the day of the last bevacizumab)", "Operation on rectum and liver")


def test_what_is_placed_before_a_step_without_a_date_has_none_either(make: Make, plan: Plan) -> None:
    facts = {"primary_status": "resected", "primary_resection_margin": "R0"}
    timeline = plan(make(STAGED, "2026-03-09", **facts), "primary_first")
    assert timeline.event("rectal_operation").label == "Rectal operation: done, day not recorded"
    assert timeline.event("liver_operation").day is timeline.event("restaging_before_hepatectomy").day is None


def test_a_record_that_does_not_fit_together_is_said(make: Make, plan: Plan) -> None:
    events = [
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-02-02", "end": "2026-02-20", "cycles": 6},
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-02-16"},
    ]
    timeline = plan(make(RESECTABLE, "2026-03-09", events, chemotherapy_months=None), "simultaneous_resection")
    assert said(timeline, "Two courses of one kind overlap", "2 February to 20 February", "since 16 February")
    assert said(timeline, "6 cycles, one every 14 days, do not fit its dates")


DISPUTED: dict[str, Any] = {"last_bevacizumab": "2026-05-25", "chemotherapy_months": None}
DOSE = [{"activity": "bevacizumab", "date": "2026-06-05"}]


def test_a_disputed_date_is_planned_for_each_side(guideline: Guideline, make: Make) -> None:
    case = make(RESECTABLE, "2026-06-08", [SHORT_COURSE, *DOSE], **DISPUTED, pelvic_radiotherapy=None)
    assessed = assessment(guideline, case)
    plans = assessed.plans["simultaneous_resection"]
    earliest = {side.side: side.timeline.constraint("bevacizumab_free").earliest for side in plans.sides}
    assert {text.split(" (")[0]: date for text, date in earliest.items()} == {
        "if right: last bevacizumab 25 May 2026": day("2026-07-06"),
        "if right: last bevacizumab 5 June 2026": day("2026-07-17"),
    }
    shape = assessment_to_json(assessed)
    (timeline,) = [each["timeline"] for each in shape["strategies"] if each["id"] == "simultaneous_resection"]
    assert timeline is None
    assert any("to be settled: the day of the last bevacizumab" in remark for remark in shape["remarks"])


def test_a_dispute_that_no_plan_hangs_on_leaves_the_common_plan(guideline: Guideline, make: Make) -> None:
    opinions = [{"by": "A", "value": "liver"}, {"by": "B", "value": "primary"}]
    case = make(RESECTABLE, "2026-06-08", greatest_threat={"opinions": opinions})
    assert case.disputes
    plans = plans_of(guideline, case, resecta.advice.assess(guideline, case))
    assert plans["simultaneous_resection"].common is not None


@pytest.mark.slow
def test_the_command_heads_each_plan_by_its_side_and_writes_no_calendar(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    facts = {id: value for id, value in {**RESECTABLE, **DISPUTED}.items() if value is not None}
    file.write_text(json.dumps({"case": "T", "assessed_on": "2026-06-08", "facts": facts, "events": DOSE}))
    strategy = ["--strategy", "simultaneous_resection"]
    done = CliRunner().invoke(resecta_command, ["plan", str(file), *strategy])
    text = " ".join(done.output.split())
    assert "if right: last bevacizumab 25 May 2026" in text
    assert "if right: last bevacizumab 5 June 2026" in text
    done = CliRunner().invoke(
        resecta_command, ["plan", str(file), *strategy, "--ics", str(tmp_path / "a.ics")], standalone_mode=False
    )
    assert done.return_value == 1
    assert not (tmp_path / "a.ics").exists()


def test_a_plan_with_a_collision_is_not_written_as_a_calendar(guideline: Guideline, tmp_path: Path) -> None:
    file = guideline.cases_path / "bevacizumab_three_weeks_before_planned_surgery.yaml"
    target = tmp_path / "a.ics"
    done = CliRunner().invoke(
        resecta_command,
        ["plan", str(file), "--strategy", "simultaneous_resection", "--ics", str(target)],
        standalone_mode=False,
    )
    assert done.return_value == 1
    assert "not before 6 July 2026 (S36)" in done.output
    assert not target.exists()


def test_an_operation_before_chemotherapy_does_not_end_the_evaluation(make: Make, plan: Plan) -> None:
    """S15 counts from the first cycle: with the liver out before it, the evaluation is still to come."""
    liver = {"activity": "liver_operation", "date": "2026-02-09"}
    timeline = plan(make(RESECTABLE, "2026-03-09", [liver]), "liver_first")
    (restaging,), (first, *_) = ahead(timeline, "restaging"), ahead(timeline, "chemotherapy")
    assert 42 <= (restaging - first).days <= 56
    assert timeline.constraint("evaluation").statements == ("S15",)


def test_an_operation_after_chemotherapy_ends_the_evaluation(make: Make, plan: Plan) -> None:
    events = [
        {"activity": "chemotherapy", "start": "2026-01-05", "end": "2026-02-02", "cycles": 3},
        {"activity": "liver_operation", "date": "2026-02-23"},
    ]
    case = make(RESECTABLE, "2026-03-09", events, chemotherapy_months=None)
    assert ahead(plan(case, "liver_first"), "restaging") == []


def test_where_nobody_knows_whether_the_operation_came_first_the_evaluation_is_left_out_by_name(
    make: Make, plan: Plan
) -> None:
    case = make(
        RESECTABLE, "2026-03-09", [{"activity": "liver_operation", "date": "2026-02-23"}], chemotherapy_months=3
    )
    assert said(plan(case, "liver_first"), "Left out", "(the first day of chemotherapy)", "Restaging")


def test_a_first_stage_on_a_day_not_recorded_leaves_the_second_and_hides_no_later_date(make: Make, plan: Plan) -> None:
    timeline = plan(make(RESECTABLE, "2026-03-09", liver_surgery_unfinished=True), "primary_first")
    assert "second stage" in timeline.event("second_stage").label
    assert said(timeline, "Liver operation: done, day not recorded", "not proposed again")
    assert len(ahead(timeline, "liver_operation")) == 1
    assert ahead(timeline, "postoperative_chemotherapy"), "it follows the second stage, whenever the first was"


def test_the_day_of_the_board_hangs_on_nothing(make: Make, plan: Plan) -> None:
    case = make(RESECTABLE, "2026-03-09", pelvic_radiotherapy="long course", last_radiotherapy_fraction="2026-01-12")
    timeline = plan(case, "simultaneous_resection")
    assert said(timeline, "No date is proposed", "Operation on rectum and liver")
    assert not said(timeline, "No date is proposed", "Decision of the board")
    assert ahead(timeline, "decision") == [timeline.today]


def test_a_side_shows_no_operation_on_the_day_that_it_does_not_take(guideline: Guideline, make: Make) -> None:
    """An operation with two dates is one operation; a first stage before it is another."""
    events = [
        {"activity": "liver_operation", "date": "2026-01-12", "unfinished": True},
        {"activity": "liver_operation", "date": "2026-02-16"},
    ]
    case = make(RESECTABLE, "2026-03-09", events, liver_operation="2026-02-23")
    plans = plans_of(guideline, case, resecta.advice.assess(guideline, case))["liver_first"]
    done = [
        [str(event.done) for event in side.timeline.events if event.activity == "liver_operation" and event.done]
        for side in plans.sides
    ]
    assert done == [["2026-01-12", "2026-02-23"], ["2026-01-12", "2026-02-16"]]


def test_the_board_word_on_a_day_leaves_no_other_day_in_the_plan(make: Make, plan: Plan) -> None:
    operated = [{"activity": "liver_operation", "date": "2026-02-16"}]
    case = make(RESECTABLE, "2026-03-09", operated, liver_operation={"value": "2026-02-23", "settled": True})
    done = [event.done for event in plan(case, "liver_first").events if event.activity == "liver_operation"]
    assert done == [day("2026-02-23")]


def test_a_running_course_that_is_no_step_of_the_strategy_is_said(make: Make, plan: Plan) -> None:
    events = [{"activity": "chemotherapy", "start": "2026-02-02", "cycles": 2, "regimen": "folfox"}]
    out = {"primary_status": "resected", "primary_resection_margin": "R0", "metastasis_timing": "metachronous"}
    case = make(RESECTABLE, "2026-03-09", events, **out, chemotherapy_months=None)
    assert said(plan(case, "liver_resection_alone"), "Chemotherapy: under way")
    events[0]["end"] = "2026-03-01"
    events[0]["episode"] = "current"
    assert not said(
        plan(make(RESECTABLE, "2026-03-09", events, **out, chemotherapy_months=None), "liver_resection_alone"),
        "under way",
    )


def test_a_first_cycle_that_waits_for_radiotherapy_begins_on_a_working_day(make: Make, plan: Plan) -> None:
    """The course that runs ends on a Friday; the next day is a Saturday."""
    running = [{"activity": "short_course_radiotherapy", "start": "2026-03-09"}]
    case = make(UNRESECTABLE, "2026-03-11", running, pelvic_radiotherapy=None)
    assert ahead(plan(case, "conversion_chemotherapy"), "chemotherapy")[0] == day("2026-03-16")


def test_an_evaluation_that_cannot_come_before_a_booked_second_operation_is_said_and_costs_no_cycle(
    make: Make, plan: Plan
) -> None:
    out = {"primary_status": "resected", "primary_resection_margin": "R0", "rectal_operation": "2026-02-09"}
    timeline = plan(make(RESECTABLE, "2026-03-09", **out, planned_operation="2026-04-13"), "primary_first")
    assert said(timeline, "Not kept by the dates that are set", "Evaluation 6 to 8 weeks")
    assert len([each for each in ahead(timeline, "chemotherapy") if each < day("2026-04-13")]) == 3
    free = plan(make(RESECTABLE, "2026-03-09", **out), "primary_first")
    assert not said(free, "Not kept by the dates that are set")


def test_what_follows_cycles_of_unknown_number_has_no_number(make: Make, plan: Plan) -> None:
    unknown = {"pelvic_radiotherapy": None, "liver_surgery_unfinished": True, "liver_operation": "2026-02-23"}
    out = {"primary_status": "resected", "primary_resection_margin": "R0", "planned_operation": "2026-04-13"}
    timeline = plan(make(RESECTABLE, "2026-03-09", **unknown, **out), "primary_first")
    labels = [event.label for event in timeline.events if event.activity == "postoperative_chemotherapy"]
    assert labels
    assert not any(character.isdigit() for label in labels for character in label)


RECTUM_OUT = {
    **RESECTABLE,
    "primary_status": "resected",
    "primary_resection_margin": "R0",
    "chemotherapy_months": None,
    "last_bevacizumab": "2026-05-11",
}
AFTER_THE_RECTUM: list[dict[str, Any]] = [
    {"activity": "rectal_operation", "date": "2026-03-02"},
    {
        "activity": "postoperative_chemotherapy",
        "start": "2026-04-13",
        "end": "2026-05-25",
        "cycles": 4,
        "regimen": "folfox",
    },
]


def test_the_liver_is_dated_by_the_rectum_where_chemotherapy_has_only_followed_it(make: Make, plan: Plan) -> None:
    timeline = plan(make(RECTUM_OUT, "2026-06-08", AFTER_THE_RECTUM), "primary_first")
    liver = timeline.event("liver_operation")
    assert (liver.proposed, liver.bound_by) == (day("2026-06-22"), ("S36",))
    assert timeline.constraint("hepatectomy_about").latest == day("2026-06-02")


def test_what_is_left_of_the_total_follows_the_operation_ahead_though_a_course_between_has_ended(
    make: Make, plan: Plan
) -> None:
    timeline = plan(make(RECTUM_OUT, "2026-06-08", AFTER_THE_RECTUM), "primary_first")
    liver = timeline.event("liver_operation").proposed
    cycles = [event for event in timeline.events if event.cycle is not None and event.proposed is not None]
    assert liver is not None
    assert [event.cycle for event in cycles] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert all(event.proposed is not None and event.proposed > liver for event in cycles)
    assert "about 6 weeks after the operation" in cycles[0].figure


def test_a_target_for_the_first_operation_is_met_by_the_one_that_was_done_since(make: Make, plan: Plan) -> None:
    before = {"activity": "chemotherapy", "start": "2025-12-01", "end": "2026-01-26", "cycles": 5, "regimen": "folfox"}
    timeline = plan(make(RECTUM_OUT, "2026-06-08", [before, *AFTER_THE_RECTUM]), "primary_first")
    target = timeline.constraint("operation_about")
    assert (target.end, target.actual, target.slack_days) == ("rectal_operation", day("2026-03-02"), 1)


def test_no_remark_of_a_plan_calls_a_fact_by_its_field_name(guideline: Guideline) -> None:
    names = {element.name for element in guideline.elements.values() if element.noun and " " in element.name}
    told = 0
    for seed in range(0, 60, 2):
        case = case_from(patient(seed), guideline)
        for plans in plans_of(guideline, case, resecta.advice.assess(guideline, case)).values():
            for note in (note for side in plans.sides for note in side.timeline.notes if note.leaves_out):
                told += 1
                facts = note.text.partition("(")[2].partition("):")[0].split("; ")
                assert names.isdisjoint(facts), note.text
    assert told > 20


def test_a_bound_on_an_operation_that_is_over_waits_for_no_fact(make: Make, plan: Plan) -> None:
    case = make({**RECTUM_OUT, "pelvic_radiotherapy": None}, "2026-06-08", AFTER_THE_RECTUM)
    timeline = plan(case, "primary_first")
    assert not said(timeline, "Left out", "after full-dose chemoradiation")


def test_the_plan_of_a_side_is_headed_by_the_answer_in_the_words_of_the_guideline(
    guideline: Guideline, make: Make
) -> None:
    both = {"primary_status": "in situ", "segments_resected": 4}
    case = make(RESECTABLE, "2026-06-08", [{"activity": "rectal_operation", "date": "2026-05-04"}], **both)
    assert case.disputes
    planner = SidesPlanner(guideline, case)
    heads = {side.side.partition(" (")[0] for side in planner.plans("primary_first").sides}
    assert heads == {"if right: the primary in place", "if right: the primary resected"}


def test_what_a_spacing_counts_from_an_operation_without_a_day_has_none_either(plan: Plan, make: Make) -> None:
    facts = {"pelvic_radiotherapy": None, "chemotherapy_months": None, "segments_resected": 4}
    events = [
        SHORT_COURSE,
        {"activity": "chemotherapy", "start": "2026-03-20", "end": "2026-05-01", "cycles": 4},
        {"activity": "liver_operation", "date": "2026-05-28", "unfinished": True},
    ]
    timeline = plan(make(RESECTABLE, "2026-06-08", events, **facts), "primary_first")
    undated = {event.label for event in timeline.events if event.done is None and event.day is None}
    assert "Rectal operation" in undated, "the last bevacizumab, of which nobody knows the day, may move it"
    assert not [event.label for event in timeline.events if event.proposed and "second stage" in event.label]


UNMEASURED = "How long a cycle of FOLFOXIRI lasts is not recorded"


@pytest.mark.parametrize(("weeks", "said_so"), [({}, True), ({"cycle_weeks": 2}, False), ({"cycle_weeks": 3}, False)])
def test_cycles_of_a_regimen_that_nobody_knows_are_counted_as_the_plan_s_own_and_said_to_be(
    make: Make, plan: Plan, weeks: dict[str, int], said_so: bool
) -> None:
    course = {"activity": "chemotherapy", "start": "2026-01-05", "end": "2026-02-27", "cycles": 4}
    case = make(RESECTABLE, "2026-06-08", [{**course, "regimen": "FOLFOXIRI", **weeks}], chemotherapy_months=None)
    timeline = plan(case, "simultaneous_resection")
    assert said(timeline, UNMEASURED, "cycles of 14 days (4 of them)") is said_so


def test_beside_a_regimen_that_nobody_knows_the_others_count_by_their_own_length(make: Make, plan: Plan) -> None:
    courses = [("2026-01-05", "2026-03-25", 4, "capox"), ("2026-03-30", "2026-04-10", 1, "FOLFOXIRI")]
    ended = [
        {"activity": "chemotherapy", "start": start, "end": end, "cycles": cycles, "regimen": regimen}
        for start, end, cycles, regimen in courses
    ]
    running = {"activity": "chemotherapy", "start": "2026-04-13", "cycles": 1, "regimen": "folfox"}
    case = make(RESECTABLE, "2026-04-14", [*ended, running], chemotherapy_months=None)
    # four cycles of three weeks are six of two
    assert said(plan(case, "simultaneous_resection"), UNMEASURED, "cycles of 14 days (8 of them)")
