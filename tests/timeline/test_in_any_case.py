"""While no way is decided, or where none is open, what stands whichever is chosen is dated, and nothing else."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from tests.timeline.difficult import patient
from tests.timeline.patients import RESECTABLE, Make

import resecta.advice
from resecta.case import Case, case_from
from resecta.draw.timeline_list import SPAN, event_mark
from resecta.draw.timeline_terminal import print_timeline
from resecta.guideline import Guideline
from resecta.timeline import SidesPlanner, assessment, standing
from resecta.timeline.model import Timeline

UNDECIDED = {"primary_tumour_site": "rectum", "primary_status": "in situ", "metastasis_timing": "synchronous"}
SHORT = {"activity": "short_course_radiotherapy", "start": "2026-02-23", "end": "2026-02-27"}
LONG = {
    "activity": "long_course_chemoradiotherapy",
    "start": "2026-04-01",
    "end": "2026-05-06",
    "dose": {"value": 50.4, "unit": "Gy"},
}
SIX = {"activity": "chemotherapy", "start": "2026-02-02", "end": "2026-04-20", "cycles": 6, "regimen": "folfox"}
TODAY = "2026-06-08"


def in_any_case(guideline: Guideline, case: Case) -> Timeline:
    found = standing(SidesPlanner(guideline, case))
    assert found is not None
    return found


def windows(timeline: Timeline) -> dict[str, tuple[str | None, str | None, tuple[str, ...]]]:
    def iso(day: datetime.date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        event.id: (iso(event.earliest), iso(event.latest), event.window_by)
        for event in timeline.events
        if event.done is None
    }


def test_the_limit_after_short_course_and_the_interval_after_bevacizumab_date_an_undecided_case(
    guideline: Guideline, make: Make
) -> None:
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, [SHORT], last_bevacizumab="2026-05-25"))
    assert windows(timeline) == {
        "rectal_operation": ("2026-07-06", "2026-08-27", ("S36", "S22")),
        "liver_operation": ("2026-07-06", None, ("S36",)),
    }


def test_the_window_after_chemoradiation_dates_an_undecided_case(guideline: Guideline, make: Make) -> None:
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, [LONG]))
    assert windows(timeline) == {"rectal_operation": ("2026-06-10", "2026-07-15", ("S24",))}


def test_what_is_left_of_six_months_is_dated_once_both_sites_are_operated_and_no_way_is_open(
    guideline: Guideline, make: Make
) -> None:
    done = [
        {"activity": "rectal_operation", "date": "2026-05-18"},
        {"activity": "liver_operation", "date": "2026-05-25"},
    ]
    out = {**RESECTABLE, "chemotherapy_months": None, "primary_status": "resected", "primary_resection_margin": "R0"}
    case = make(out, TODAY, [SIX, *done])
    assert not any(one.status.open for one in resecta.advice.assess(guideline, case).strategies)
    timeline = in_any_case(guideline, case)
    cycles = [event for event in timeline.events if event.proposed is not None and event.cycle is not None]
    assert [event.cycle for event in cycles] == [7, 8, 9, 10, 11, 12]
    assert {one.statements for one in timeline.constraints} == {("S17",)}


def test_no_operation_is_proposed_on_a_day_before_a_way_is_chosen(guideline: Guideline, make: Make) -> None:
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, [SHORT], last_bevacizumab="2026-05-25"))
    assert [event.id for event in timeline.events if event.proposed is not None] == []


def test_what_differs_between_the_sides_of_a_dispute_does_not_stand(guideline: Guideline, make: Make) -> None:
    given = {"activity": "bevacizumab", "date": "2026-06-01"}
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, [SHORT, given], last_bevacizumab="2026-05-25"))
    assert [one.id for one in timeline.constraints] == ["rectal_delay"]
    assert any("the day of the last bevacizumab" in note.text for note in timeline.notes)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_every_day_that_stands_in_any_case_stands_in_the_plan_of_every_way_still_possible(
    guideline: Guideline, first: int
) -> None:
    held = 0
    for seed in range(first, first + 20):
        raw = patient(seed)
        raw["facts"].pop("complete_resection_feasible", None)
        case = case_from(raw, guideline)
        advice = resecta.advice.assess(guideline, case)
        planner = SidesPlanner(guideline, case)
        timeline = standing(planner)
        if timeline is None or advice.emergency:
            continue
        possible = [
            one.id for one in advice.strategies if not one.status.closed and guideline.strategies[one.id].constraints
        ]
        for id in possible:
            for side in planner.plans(id, advice).sides:
                dated = {(one.id, one.earliest, one.latest) for one in side.timeline.constraints}
                ids = {one.id for one in side.timeline.constraints}
                for one in timeline.constraints:
                    if one.id in ids and one.kind != "total":
                        held += 1
                        assert (one.id, one.earliest, one.latest) in dated, (seed, id, one.id)
    assert held


def test_the_command_prints_it_and_how_to_ask_for_a_way(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from resecta.cli import resecta as command

    path = tmp_path / "case.yaml"
    told = {
        "case": "T",
        "assessed_on": TODAY,
        "facts": {**UNDECIDED, "last_bevacizumab": "2026-05-25"},
        "events": [SHORT],
    }
    path.write_text(json.dumps(told))
    printed = CliRunner().invoke(command, ["plan", str(path)])
    assert printed.exit_code == 0
    text = " ".join(printed.output.split())
    assert "From 6 July 2026. (S36)" in text
    assert "27 July to 27 August. (S22)" in text
    assert "--strategy with one of" in text
    told_json = json.loads(CliRunner().invoke(command, ["plan", str(path), "--json"]).output)
    assert told_json["strategies"] == []
    ids = [one["id"] for one in told_json["in_any_case"]["timeline"]["constraints"]]
    assert sorted(set(ids)) == ["bevacizumab_free", "rectal_delay"]


def test_the_page_of_an_undecided_case_lists_these_days(make: Make, guideline: Guideline) -> None:
    from resecta.draw.plan import plans

    case = make(UNDECIDED, TODAY, [SHORT], last_bevacizumab="2026-05-25")
    (dated,) = plans(assessment(guideline, case))
    told = {event.label: event.window for event in dated.events if not event.done}
    assert told["Rectal operation"] == "6 July 2026 to 27 August 2026 (S36, S22)"
    assert told["Liver operation"] == "from 6 July 2026 (S36)"


def test_what_has_a_window_and_no_day_is_marked_as_a_window_and_not_as_proposed(
    guideline: Guideline, make: Make
) -> None:
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, [SHORT], last_bevacizumab="2026-05-25"))
    operations = [event for event in timeline.events if "operation" in event.activity]
    assert [event_mark(event, timeline) for event in operations] == [SPAN, SPAN]


def test_an_interval_that_has_passed_is_no_day_to_wait_for(guideline: Guideline, make: Make) -> None:
    timeline = in_any_case(guideline, make(UNDECIDED, TODAY, last_bevacizumab="2026-01-12"))
    assert timeline.constraints == ()
    assert windows(timeline) == {}


def test_a_way_laid_out_before_it_is_decided_has_the_windows_that_stand_whatever_is_found(
    guideline: Guideline, make: Make
) -> None:
    case = make(UNDECIDED, TODAY, [SHORT], last_bevacizumab="2026-05-25")
    advice = resecta.advice.assess(guideline, case)
    timeline = SidesPlanner(guideline, case).plans("primary_first", advice).common
    assert timeline is not None
    told = windows(timeline)
    assert told["rectal_operation"] == ("2026-07-06", "2026-08-27", ("S36", "S22"))
    assert told["liver_operation"] == ("2026-07-06", None, ("S36",))
    assert timeline.event("rectal_operation").proposed is None


@pytest.mark.parametrize(
    ("width", "said"), [(80, "≤ 27 Aug S22"), (40, "until 27 August 2026 (S22): Rectal operation")]
)
def test_a_last_day_alone_is_printed_too(guideline: Guideline, make: Make, width: int, said: str) -> None:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    print_timeline(in_any_case(guideline, make(UNDECIDED, TODAY, [SHORT])), console)
    assert isinstance(console.file, io.StringIO)
    assert said in " ".join(console.file.getvalue().split())
