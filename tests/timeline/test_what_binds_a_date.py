"""A date cites the statements that bind it and no others, the same in every view; what rests on a figure says so."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from tests.timeline.patients import RESECTABLE, Make, Plan

from resecta.case import read_case
from resecta.draw.plan import plan_of
from resecta.draw.timeline import svg_file
from resecta.draw.timeline_list import NARROW
from resecta.draw.timeline_terminal import print_comparison, print_timeline
from resecta.draw.wording import wording
from resecta.guideline.pack import Guideline
from resecta.timeline import Assessment, Timeline, assessment
from resecta.timeline.model import FIGURE, TimedEvent

pytestmark = pytest.mark.slow
SHARED = Path(__file__).parents[2] / "src/resecta/guidelines/rectal_liver_metastases/cases"
TOO_NEAR = "V22"


@pytest.fixture(scope="module")
def assessed(guideline: Guideline) -> list[Assessment]:
    """The worked cases of the pack that have a story."""
    told = [path for path in sorted(SHARED.glob("*.yaml")) if not path.name.startswith("own_")]
    return [assessment(guideline, read_case(path, guideline)) for path in told]


def plans(assessed: list[Assessment]) -> Iterator[Timeline]:
    for each in assessed:
        for found in each.plans.values():
            yield from (side.timeline for side in found.sides)


def printed(timeline: Timeline, width: int, *others: Timeline) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    (print_comparison((timeline, *others), console) if others else print_timeline(timeline, console))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def operation(timeline: Timeline) -> TimedEvent:
    return next(event for event in timeline.events if event.proposed and "operation" in event.activity)


@pytest.fixture(scope="module")
def too_near(assessed: list[Assessment]) -> Timeline:
    found = next(each for each in assessed if each.case.id == TOO_NEAR)
    return found.plans["simultaneous_resection"].sides[0].timeline


def test_a_day_moved_by_the_interval_after_a_drug_cites_that_interval_and_not_the_step(too_near: Timeline) -> None:
    moved = operation(too_near)
    assert (moved.proposed and moved.proposed.isoformat(), moved.bound_by) == ("2026-07-06", ("S36",))
    assert set(moved.statements).isdisjoint(moved.bound_by)


def test_picture_list_page_and_terminal_cite_the_same_statement_beside_the_day(too_near: Timeline) -> None:
    label = operation(too_near).label
    assert re.search(rf">6 Jul</tspan> {label} \(S36\)<", str(svg_file(too_near, foot="x")))
    assert re.search(rf"{label} .* 6 Jul S36\n", printed(too_near, 80))
    assert "6 July 2026 (S36); window" in " ".join(printed(too_near, NARROW - 1).split())
    assert [e.bound_by for e in plan_of("x", too_near).events if e.label == label] == [("S36",)]


def test_every_statement_cited_with_a_day_belongs_to_a_bound_of_that_plan_that_ends_or_starts_there(
    assessed: list[Assessment],
) -> None:
    seen = 0
    for timeline in plans(assessed):
        for event in timeline.events:
            at = [one for one in timeline.constraints if event.id in (one.start, one.end)]
            known = {id for one in at for id in one.statements}
            for id in (*event.bound_by, *event.window_by):
                seen += 1
                assert id in known, (timeline.case, timeline.strategy, event.id, id)
    assert seen > 40


def test_a_day_that_its_target_placed_cites_the_target_and_one_pushed_off_it_does_not(
    assessed: list[Assessment],
) -> None:
    placed = pushed = 0
    for timeline in plans(assessed):
        for one in timeline.constraints:
            event = next((each for each in timeline.events if each.id == one.end and each.proposed), None)
            if event is None or one.kind != "target" or not one.statements or event.fixed or one.latest is None:
                continue
            if event.proposed == one.latest:
                placed += 1
                assert set(one.statements) <= set(event.bound_by), (timeline.case, timeline.strategy, event.id)
            elif event.earliest and one.latest < event.earliest:
                pushed += 1
                assert not set(one.statements) & set(event.bound_by), (timeline.case, timeline.strategy, event.id)
    assert placed
    assert pushed


def test_what_is_overdue_cites_the_window_that_it_has_missed(too_near: Timeline) -> None:
    restaging = too_near.event("restaging")
    assert (restaging.proposed, restaging.bound_by) == (too_near.today, ("S15",))


def test_a_figure_that_gave_way_is_no_reason_of_a_day(too_near: Timeline) -> None:
    restaging = too_near.event("restaging")
    assert restaging.proposed == too_near.today
    assert restaging.figure == ""
    assert not any("evaluation 7 weeks" in note.text for note in too_near.notes)


@pytest.mark.parametrize("width", [40, 80])
def test_a_day_that_rests_on_a_figure_of_the_site_is_hollow_and_the_figure_is_told(
    assessed: list[Assessment], width: int
) -> None:
    seen = 0
    for each in assessed:
        timelines = [side.timeline for found in each.plans.values() for side in found.sides]
        resting = {event.figure for timeline in timelines for event in timeline.events if event.figure}
        if not resting:
            continue
        text = printed(timelines[0], width, *timelines[1:])
        flowing = " ".join(text.split())
        assert FIGURE in text.rpartition(f"{FIGURE} planning")[0], each.case.id
        for figure in resting:
            seen += 1
            assert figure in flowing, (each.case.id, figure)
    assert seen > 20


def test_the_picture_marks_such_a_day_apart_from_other_proposals_and_says_why(too_near: Timeline) -> None:
    text = str(svg_file(too_near, foot="x"))
    figure = too_near.event("postoperative_chemotherapy.start").figure
    assert 'class="tl-shape proposed hollow' in text
    assert f"{FIGURE} Chemotherapy after the operation" in text
    assert figure
    assert figure in text
    assert f">x {wording().way['mark']}<" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_label_of_a_plan_is_cut_short(assessed: list[Assessment], width: int) -> None:
    for timeline in plans(assessed):
        text = printed(timeline, width)
        assert "…" not in text
        words = set(re.findall(r"[a-zA-Z]+", text))
        for event in timeline.events:
            if event.cycle is None and not event.id.endswith(".end"):
                assert set(re.findall(r"[a-zA-Z]+", event.label.partition(",")[0])) <= words, event.label


def test_an_operation_that_nothing_dates_says_so(make: Make, plan: Plan) -> None:
    relapse = make(RESECTABLE, "2026-06-08", recurrent_liver_disease=True)
    timeline = plan(relapse, "re_resection")
    operation_ = timeline.event("re_resection")
    assert (operation_.proposed, operation_.bound_by) == (timeline.today, ())
    assert any(note.text.startswith("Re-resection of the liver: on the first day") for note in timeline.notes)


def test_an_operation_that_a_statement_or_a_figure_dates_is_not_said_to_be_undated(assessed: list[Assessment]) -> None:
    for timeline in plans(assessed):
        bound = [e for e in timeline.events if e.proposed and (e.bound_by or e.figure or e.fixed)]
        for event in bound:
            assert not any(note.text.startswith(f"{event.label}: on the first day") for note in timeline.notes)
