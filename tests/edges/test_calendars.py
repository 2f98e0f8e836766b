"""Calendars give no patient away, and what was last is what happened last, wherever it stands in the file."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path
from typing import Any

import click
import pytest
from icalendar import Calendar
from tests.edges.program import EXAMPLE
from tests.timeline.patients import RESECTABLE, sheet

from resecta.case import case_from, read_case
from resecta.cli import resecta
from resecta.cli.plan import SITE_KEY
from resecta.guideline import Guideline
from resecta.timeline import Planner, assessment, assessment_to_json
from resecta.timeline.ics import to_ics

KEY = "sixteen signs or more, drawn at random"


def ids(content: bytes) -> list[str]:
    return [str(entry["uid"]) for entry in Calendar.from_ical(content).walk("VEVENT")]


def test_the_ids_of_a_calendar_cannot_be_guessed_from_a_case_id(shipped: Guideline) -> None:
    timeline = Planner(shipped, read_case(EXAMPLE, shipped)).plan("liver_first")
    one, other = (to_ics(timeline, sheet(site)) for site in (b"the one site", b"the other site"))
    assert not {*ids(one)} & {*ids(other)}
    guesses = (f"{timeline.case}\n{timeline.strategy}\n{event.id}" for event in timeline.events)
    assert not {f"{hashlib.sha256(each.encode()).hexdigest()[:32]}@resecta" for each in guesses} & {*ids(one)}
    assert to_ics(timeline, sheet(b"the one site")) == one


def written(folder: Path, name: str) -> list[str]:
    resecta.main(
        ["plan", str(EXAMPLE), "--strategy", "liver_first", "--ics", str(folder / name)], standalone_mode=False
    )
    return ids((folder / name).read_bytes())


@pytest.mark.slow
def test_the_site_names_its_value_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SITE_KEY, KEY)
    assert written(tmp_path, "a.ics") == written(tmp_path, "b.ics")
    assert SITE_KEY not in capsys.readouterr().err
    monkeypatch.delenv(SITE_KEY)
    assert not {*written(tmp_path, "a.ics")} & {*written(tmp_path, "b.ics")}
    assert f"set {SITE_KEY}" in capsys.readouterr().err


def test_a_value_that_can_be_guessed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SITE_KEY, "clinic")
    with pytest.raises(click.UsageError, match="can be guessed"):
        written(tmp_path, "a.ics")


EVENTS: list[dict[str, Any]] = [
    {"activity": "restaging", "date": "2026-01-20"},
    {"activity": "restaging", "date": "2026-04-07"},
    {"activity": "chemotherapy", "regimen": "folfox", "start": "2025-11-03", "end": "2025-12-15", "cycles": 3},
    {"activity": "chemotherapy", "regimen": "xelox", "start": "2026-02-02", "cycle_weeks": 3},
    {"activity": "short_course_radiotherapy", "start": "2025-10-06", "end": "2025-10-10"},
]


@pytest.mark.slow
def test_the_last_of_several_events_is_so_by_date_and_never_by_its_place_in_the_file(shipped: Guideline) -> None:
    facts = {
        key: value for key, value in RESECTABLE.items() if key not in ("pelvic_radiotherapy", "chemotherapy_months")
    }
    told = []
    for order in itertools.islice(itertools.permutations(EVENTS), 0, 120, 17):
        case = case_from({"case": "A", "assessed_on": "2026-04-14", "facts": facts, "events": list(order)}, shipped)
        told.append([each["timeline"] for each in assessment_to_json(assessment(shipped, case))["strategies"]])
    assert any(timeline is not None for timeline in told[0])
    assert all(each == told[0] for each in told)


def test_no_date_is_written_with_a_code_that_only_some_platforms_know(root: Path) -> None:
    odd = re.compile(r"%[-#_]\w|:%[^}\"']*(?:Y|G|s|e|k|l|P)\b")
    files = [path for path in (root / "src").rglob("*") if path.suffix in (".py", ".html", ".svg")]
    assert len(files) > 200
    assert [path.name for path in files if odd.search(path.read_text(encoding="utf-8"))] == []
