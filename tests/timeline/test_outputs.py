"""What leaves the timeline: advice, calendar, picture and terminal; each says the same and gives no patient away."""

from __future__ import annotations

import datetime
import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from rich.console import Console
from tests.shipped import shipped_guideline
from tests.timeline.patients import RESECTABLE, SHORT_COURSE, Make, Plan, day, sheet

import resecta.advice
from resecta.case import read_case
from resecta.draw.imprint import imprint
from resecta.draw.timeline import WIDE, describe, flat, png, svg, svg_file
from resecta.draw.timeline_terminal import print_comparison, print_timeline
from resecta.guideline import Guideline, load
from resecta.timeline import Planner, SidesPlanner, assessment, assessment_to_json, timelines, to_json
from resecta.timeline.ics import Sheet, to_ics
from resecta.timeline.model import Timeline

NARROW = 340.0
SVG = "{http://www.w3.org/2000/svg}"
SHEET = sheet()
FOOT = "P1, as of a day"
BEVACIZUMAB = "bevacizumab_three_weeks_before_planned_surgery.yaml"


@pytest.fixture(scope="module")
def dated(make: Make, plan: Plan) -> Timeline:
    events = [SHORT_COURSE, {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-31"}]
    case = make(RESECTABLE, "2026-04-14", events, pelvic_radiotherapy=None, chemotherapy_months=None)
    return plan(case, "simultaneous_resection")


def test_an_advice_carries_the_timelines_of_open_strategies_only(guideline: Guideline, make: Make) -> None:
    case = make(RESECTABLE, "2026-03-09")
    strategies = assessment_to_json(assessment(guideline, case))["strategies"]
    for strategy in strategies:
        assert (strategy["timeline"] is not None) == (strategy["status"] in ("preferred", "option")), strategy["id"]
    assert [each["timeline"]["conflict"] for each in strategies if each["id"] == "simultaneous_resection"] == [None]


@pytest.mark.slow
def test_every_shipped_case_can_be_dated(guideline: Guideline) -> None:
    files = sorted(guideline.cases_path.glob("*.yaml"))
    assert files
    for file in files:
        case = read_case(file, guideline)
        advice = resecta.advice.assess(guideline, case)
        open_ones = [each.id for each in advice.strategies if each.status in ("preferred", "option")]
        if case.assessed_on is not None:
            assert set(timelines(guideline, case, advice)) == set(open_ones), file.name


@pytest.mark.slow
def test_every_timeline_keeps_the_schema(guideline: Guideline, root: Path) -> None:
    import json

    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads((root / "docs/schema/timeline.json").read_text()))
    for file in sorted(guideline.cases_path.glob("*.yaml")):
        case = read_case(file, guideline)
        for timeline in timelines(guideline, case, resecta.advice.assess(guideline, case)).values():
            validator.validate(to_json(timeline))


def test_every_strategy_names_the_activities_of_its_steps(guideline: Guideline) -> None:
    steps = guideline.schedule.steps
    for strategy in guideline.strategies.values():
        used = [steps[id].activity for id in strategy.constraints if id in steps]
        assert set(used) == set(strategy.activities), strategy.id


def test_every_entry_of_the_constraints_is_used(guideline: Guideline) -> None:
    used = {id for strategy in guideline.strategies.values() for id in strategy.constraints}
    assert set(guideline.schedule.entries) - used == {"hospital", "compared", "in_any_case", "said"}


@pytest.mark.slow
def test_a_site_that_changes_one_number_changes_advice_and_plan(
    guideline: Guideline, make: Make, tmp_path: Path
) -> None:
    changed = "library RectalLiverMetastases version '1.0.0'\n\n"
    changed += '// @statement S36\ndefine "Bevacizumab-free interval": 8 weeks\n'
    (tmp_path / "logic.cql").write_text(changed)
    site = load(overlays=[tmp_path])
    chemotherapy = {
        "activity": "chemotherapy",
        "regimen": "folfox",
        "cycles": 6,
        "start": "2026-03-14",
        "end": "2026-05-27",
    }
    facts = {"last_bevacizumab": "2026-05-25", "planned_operation": "2026-07-06", "chemotherapy_months": None}
    case = make(RESECTABLE, "2026-06-08", [chemotherapy], **facts)
    shipped = Planner(guideline, case).plan("simultaneous_resection")
    moved = Planner(site, case).plan("simultaneous_resection")
    assert shipped.constraint("bevacizumab_free").earliest == day("2026-07-06")
    assert moved.constraint("bevacizumab_free").earliest == day("2026-07-20")
    assert moved.conflict is not None
    assert "8 weeks (S36) is 20 July" in moved.conflict.text
    assert resecta.advice.assess(guideline, case).finding("bevacizumab_interval_kept").value is True
    assert resecta.advice.assess(site, case).finding("bevacizumab_interval_kept").value is False


def test_the_calendar_opens_elsewhere_and_holds_whole_days_ahead(dated: Timeline) -> None:
    calendar = Calendar.from_ical(to_ics(dated, SHEET))
    entries = list(calendar.walk("VEVENT"))
    ahead = [event for event in dated.events if event.done is None]
    assert [(str(entry["summary"]), entry["dtstart"].dt) for entry in entries] == [
        (event.label, event.proposed) for event in ahead
    ]
    for entry in entries:
        assert entry["dtstart"].params["VALUE"] == "DATE", "a whole day lies in no time zone"
        assert (entry["dtend"].dt - entry["dtstart"].dt).days == 1
        assert entry["dtstamp"].dt.tzinfo is not None
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_the_calendar_has_no_name_no_case_and_no_long_line(dated: Timeline) -> None:
    named = replace(dated, case="Erika Mustermann 1968")
    text = to_ics(named, SHEET)
    assert b"Mustermann" not in text
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert text == to_ics(named, SHEET), "the same plan is the same file"
    assert b"UID" in text
    assert to_ics(dated, SHEET) != text, "another case has other ids"


def entry(plan: Timeline, activity: str, on: Sheet = SHEET) -> Event:
    """The entry of an activity's first event ahead."""
    (label,) = {event.label for event in plan.events if event.activity == activity and event.done is None}
    entries = Calendar.from_ical(to_ics(plan, on)).walk("VEVENT")
    return next(each for each in entries if str(each["summary"]).endswith(label))


def test_a_later_plan_replaces_an_earlier_one_in_the_calendar(guideline: Guideline) -> None:
    """Same id, higher sequence, later stamp: by these a calendar program knows that the date has moved."""
    case = read_case(guideline.cases_path / BEVACIZUMAB, guideline)
    before = Planner(guideline, case).plan("simultaneous_resection")
    after = Planner(guideline, case).plan(
        "simultaneous_resection", what_if={"simultaneous_operation": day("2026-07-13")}
    )
    an_hour_later = replace(SHEET, written=SHEET.written + datetime.timedelta(hours=1))
    old = entry(before, "simultaneous_operation")
    new = entry(after, "simultaneous_operation", an_hour_later)
    assert old["dtstart"].dt != new["dtstart"].dt
    assert old["uid"] == new["uid"]
    assert old["sequence"] < new["sequence"]
    assert old["dtstamp"].dt < new["dtstamp"].dt


def test_an_entry_says_which_bound_gives_its_day_and_who_has_reviewed_the_guideline(guideline: Guideline) -> None:
    """6 July because of the bevacizumab interval, and of nothing else."""
    case = read_case(guideline.cases_path / BEVACIZUMAB, guideline)
    said = str(entry(Planner(guideline, case).plan("simultaneous_resection"), "simultaneous_operation")["description"])
    (reason,) = [line for line in said.splitlines() if line.startswith("Not before, because")]
    assert reason.endswith("(S36)")
    assert SHEET.imprint in said


def test_the_first_entry_says_what_may_collide_and_what_has_no_date(guideline: Guideline, make: Make) -> None:
    """Six weeks after a dose in May may lie after the operation booked for 1 July: the calendar holds no operation."""
    given = {"chemotherapy_months": 2, "chemotherapy_start": "2026-04-01", "last_bevacizumab": "2026-05"}
    case = make(RESECTABLE, "2026-06-01", planned_operation="2026-07-01", **given)
    plan = SidesPlanner(guideline, case).plans("simultaneous_resection").common
    assert plan is not None
    first, *others = Calendar.from_ical(to_ics(plan, SHEET)).walk("VEVENT")
    assert "the operation is planned on 1 July" in first["description"]
    (undated,) = [line for line in first["description"].splitlines() if "since no date is proposed: " in line]
    assert "Operation on rectum and liver" in undated
    assert not any("is planned on" in each["description"] for each in others)


def test_a_label_stands_in_the_calendar_and_leaves_the_ids_alone(dated: Timeline) -> None:
    labelled = replace(SHEET, label="P-17")
    entries = Calendar.from_ical(to_ics(dated, labelled)).walk("VEVENT")
    assert all(str(each["summary"]).startswith("P-17: ") for each in entries)
    plain = Calendar.from_ical(to_ics(dated, SHEET)).walk("VEVENT")
    assert [each["uid"] for each in entries] == [each["uid"] for each in plain]


def test_the_picture_is_sound_xml_with_a_description_and_names_every_item(dated: Timeline) -> None:
    for width in (WIDE, NARROW):
        root = ElementTree.fromstring(str(svg_file(dated, foot=FOOT, width=width)))  # noqa: S314 - our own picture
        assert root.find(f"{SVG}title") is not None
        described = root.find(f"{SVG}desc")
        assert described is not None
        assert described.text == describe(dated)
        items = [each for each in root.iter(f"{SVG}g") if each.get("tabindex") == "0"]
        assert len(items) > 15
        assert all(each.get("aria-label") for each in items)


def test_the_picture_shows_statements_and_every_label_fits(dated: Timeline) -> None:
    for width in (WIDE, NARROW):
        text = str(svg_file(dated, foot=FOOT, width=width))
        for statement in ("S14", "S15", "S16", "S17", "S22"):
            assert statement in text, statement
        assert "done 7 days late" in re.sub(r"<[^>]*>\s*", " ", text).replace("  ", " ")
        for x in re.findall(r'class="tl-label[^"]*" x="([^"]+)"', text):
            assert 0 <= float(x) <= width


def test_the_date_stands_first_and_bold_in_every_label_and_no_label_lies_under_todays_line(dated: Timeline) -> None:
    text = str(svg_file(dated, foot=FOOT))
    labels = re.findall(r'<text class="tl-label[^"]*"[^>]*>(.*?)</text>', text)
    assert len(labels) > 8
    first = re.compile(
        r'<tspan font-weight="650">(to )?[0-9]{1,2} [A-Z][a-z]{2}( – [0-9]{1,2} [A-Z][a-z]{2})?</tspan> .'
    )
    assert [label for label in labels if not first.match(label)] == []
    assert text.index('class="tl-today"') < text.index('class="tl-label')


def test_the_picture_labels_a_booked_day_that_cannot_be(guideline: Guideline) -> None:
    case = read_case(guideline.cases_path / BEVACIZUMAB, guideline)
    text = str(svg_file(Planner(guideline, case).plan("simultaneous_resection"), foot=FOOT))
    assert text.count("15 Jun</tspan> planned, not possible") == 1


def test_a_window_that_two_panels_share_is_named_in_the_first(dated: Timeline) -> None:
    text = str(svg_file(dated, replace(dated, strategy="other"), foot=FOOT))
    named = re.findall(r'<text class="tl-label-band"[^>]*>.*?</tspan> start 11 to 18 days after', text)
    assert len(named) == 1
    assert text.count('class="tl-shape tl-window"') == 2 * str(svg_file(dated, foot=FOOT)).count("tl-shape tl-window")


def test_the_picture_in_the_readme_is_fresh(root: Path, guideline: Guideline) -> None:
    """Renew: resecta plan docs/examples/to_be_planned.yaml --strategy liver_first --svg docs/pictures/timeline.svg."""
    case = read_case(root / "docs/examples/to_be_planned.yaml", guideline)
    timeline = Planner(guideline, case).plan("liver_first", resecta.advice.assess(guideline, case))
    foot = imprint(guideline, case.id, timeline.today)
    assert (root / "docs/pictures/timeline.svg").read_text(encoding="utf-8") == str(svg_file(timeline, foot=foot))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_picture_says_whose_it_is_by_which_guideline_and_that_nobody_has_reviewed_it(
    dated: Timeline, guideline: Guideline, width: float
) -> None:
    text = str(svg_file(dated, foot=imprint(guideline, dated.case, dated.today), width=width))
    root = ElementTree.fromstring(text)  # noqa: S314 - our own picture
    told = [each for each in root.iter(f"{SVG}text") if each.get("class") == "tl-imprint"]
    said = " ".join(str(each.text) for each in told)
    assert said.startswith(f"{dated.case}, as of {dated.today.day} ")
    assert f"({guideline.imprint}; " in said
    assert "not reviewed by clinicians" in said
    assert max(float(str(each.get("y"))) for each in told) < float(str(root.get("height")))


def test_a_page_gets_one_picture_of_all_its_plans(dated: Timeline) -> None:
    from dataclasses import replace

    text = str(svg(dated, replace(dated, strategy="other", title="The other way")))
    assert text.count("<svg") == 1
    assert dated.title in text
    assert "The other way" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_a_title_with_markup_stays_text(dated: Timeline) -> None:
    hostile = replace(dated, title="<script>alert(1)</script>")
    assert "<script" not in str(svg(hostile))


@pytest.mark.slow
def test_the_picture_for_print_needs_no_css_variables(dated: Timeline) -> None:
    assert "var(" not in flat(str(svg_file(dated, foot=FOOT)))
    assert png(dated, foot=FOOT)[:8] == b"\x89PNG\r\n\x1a\n"


def test_two_strategies_stand_on_one_axis(make: Make, plan: Plan) -> None:
    case = make({**RESECTABLE, "segments_resected": 4, "greatest_threat": "liver"}, "2026-02-02")
    text = str(svg_file(plan(case, "liver_first"), plan(case, "primary_first"), foot=FOOT))
    assert text.count('class="tl-title"') == 2
    assert text.count(">Feb 2026<") == 1


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_terminal_keeps_to_its_width(make: Make, plan: Plan, dated: Timeline, width: int) -> None:
    case = make({**RESECTABLE, "segments_resected": 4, "greatest_threat": "liver"}, "2026-02-02")
    for show, what in (
        (print_timeline, dated),
        (print_comparison, [plan(case, "liver_first"), plan(case, "primary_first")]),
    ):
        console = Console(file=io.StringIO(), width=width, force_terminal=False)
        show(what, console)  # type: ignore[operator]  # each with its own argument
        lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]  # a StringIO, a line above
        assert max(map(len, lines)) <= width
        assert not [line for line in lines if line.endswith("  ")]


def test_piped_output_holds_no_colour(dated: Timeline) -> None:
    console = Console(file=io.StringIO(), width=80)
    print_timeline(dated, console)
    assert "\x1b" not in console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO, a line above


def test_an_assessment_imports_neither_calendars_nor_holidays(root: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, resecta.advice, resecta.guideline, resecta.case, resecta.timeline as t\n"
        "g = resecta.guideline.load(); c = resecta.case.read_case(sys.argv[1], g)\n"
        "t.assessment(g, c)\n"
        "print([m for m in ('icalendar', 'holidays', 'numpy', 'jinja2') if m in sys.modules])"
    )
    file = min(shipped_guideline().cases_path.glob("short*.yaml"))
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


def test_json_and_model_say_the_same(dated: Timeline) -> None:
    shape = to_json(dated)
    assert [event["label"] for event in shape["events"]] == [event.label for event in dated.events]
    assert shape["deviations"][0]["days"] == dated.deviations[0].days


@pytest.mark.parametrize("width", [80, 40])
def test_plans_that_date_nothing_are_compared_in_no_table(make: Make, plan: Plan, width: int) -> None:
    def printed(**facts: object) -> str:
        case = make(RESECTABLE, "2026-06-08", **facts)
        console = Console(file=io.StringIO(), width=width, color_system=None)
        print_comparison([plan(case, "liver_first"), plan(case, "primary_first")], console)
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    assert "Length of the whole course" in printed()
    undated = printed(chemotherapy_months=2, pelvic_radiotherapy="long course", pelvic_radiotherapy_dose=50)
    assert "Length of the whole course" not in undated
    assert "Days off" not in undated
