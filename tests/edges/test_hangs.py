"""Nothing hangs: what never ends is refused before it is opened, and what is absurd before it is counted."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.timeline.patients import RESECTABLE

from resecta.case import case_from, read_case
from resecta.cql import evaluate_expression, parse_expression
from resecta.document import InputError, read_source
from resecta.guideline import Guideline, load
from resecta.timeline import SidesPlanner, assessment

PATIENT = {key: value for key, value in RESECTABLE.items() if key not in ("pelvic_radiotherapy", "chemotherapy_months")}
AT_MOST = 2.0
"""Seconds for any one of these."""


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < AT_MOST


def special(kind: str, path: Path) -> Path:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
        os.chdir(here)
    else:
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_never_ends_is_refused_as_a_case(shipped: Guideline, tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match=f"this is a {kind}, not a file"):
        read_case(special(kind, tmp_path / "case.yaml"), shipped)


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
@pytest.mark.parametrize("name", ["logic.cql", "findings.yaml"])
def test_what_never_ends_is_refused_in_an_overlay(tmp_path: Path, kind: str, name: str) -> None:
    special(kind, tmp_path / name)
    with pytest.raises(InputError, match=f"this is a {kind}, not a file"):
        load(overlays=[tmp_path])


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_never_ends_is_refused_as_a_pack_or_an_overlay(tmp_path: Path, kind: str) -> None:
    path = special(kind, tmp_path / "pack")
    with pytest.raises(InputError, match="a guideline is a directory"):
        load(path)
    with pytest.raises(InputError, match="an overlay is a directory"):
        load(overlays=[path])


def test_a_file_that_becomes_a_pipe_while_it_is_looked_at_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")
    as_file = (tmp_path / "file").stat()
    monkeypatch.setattr(Path, "stat", lambda _: as_file)
    assert stat.S_ISREG((tmp_path / "pipe").stat().st_mode)
    with pytest.raises(InputError, match="this is a pipe"):
        read_source(tmp_path / "pipe")


@pytest.mark.parametrize("day", ["9999-12-31", "9999-01-01", "9760-01-01", "0240-12-31", "0001-01-01"])
def test_a_day_near_the_end_of_the_calendar_is_refused(shipped: Guideline, day: str) -> None:
    with pytest.raises(InputError, match="too near the end of the calendar"):
        case_from({"assessed_on": day, "facts": PATIENT}, shipped)


@pytest.mark.parametrize("day", ["9759-12-31", "0241-01-01"])
@pytest.mark.parametrize("activity", ["chemotherapy", "short_course_radiotherapy"])
def test_the_last_day_that_is_read_can_be_planned_from(shipped: Guideline, day: str, activity: str) -> None:
    events = [{"activity": activity, "start": day, **({"regimen": "folfox"} if activity == "chemotherapy" else {})}]
    case = case_from({"assessed_on": day, "facts": PATIENT, "events": events}, shipped)
    assert assessment(shipped, case).plans


def test_a_plan_of_a_hundred_years_is_laid_in_time_and_a_longer_one_refused(shipped: Guideline) -> None:
    import datetime

    facts = {**PATIENT, "planned_operation": "2145-03-01"}
    events = [{"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-01"}]
    case = case_from({"assessed_on": "2026-03-09", "facts": facts, "events": events}, shipped)
    assert assessment(shipped, case).plans
    far = datetime.date(9999, 12, 31)
    with pytest.raises(InputError, match="more than 120 years"):
        SidesPlanner(shipped, case, start=far)
    with pytest.raises(InputError, match="more than 120 years"):
        SidesPlanner(shipped, case).plans("simultaneous_resection", None, {"liver_operation": far})


@pytest.mark.parametrize(
    ("field", "count"), [("cycles", 10**14), ("cycle_weeks", 10**14), ("cycle_weeks", 0), ("cycles", -1)]
)
def test_a_course_is_no_longer_than_any_course_can_be(shipped: Guideline, field: str, count: int) -> None:
    event = {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-01-05", field: count}
    with pytest.raises(InputError, match=f"{field} {count} is (above|below)"):
        case_from({"assessed_on": "2026-03-09", "facts": PATIENT, "events": [event]}, shipped)


UNITS = ["10*99999999.m", "10*-99999999.m", "m99.m99.m99.m99", "(m99)99", "10^9999", "9" * 99, "m" * 5000, "(" * 90]


@pytest.mark.parametrize("unit", UNITS)
def test_an_absurd_unit_is_no_unit_of_a_fact(shipped: Guideline, unit: str) -> None:
    facts = {"largest_liver_metastasis": {"value": 4, "unit": unit}}
    with pytest.raises(InputError, match="is not a unit"):
        case_from({"assessed_on": "2026-03-09", "facts": facts}, shipped)


@pytest.mark.parametrize("unit", ["10*99999999.m", "9" * 99, "(" * 90])
def test_an_absurd_unit_is_no_unit_of_the_language(unit: str) -> None:
    with pytest.raises(InputError):
        evaluate_expression(parse_expression(f"1 '{unit}' > 2 'm'"))


LOGIC = "library RectalLiverMetastases version '1.0.0'\n\n// @statement S36\n"
INTERVAL = 'define "Bevacizumab-free interval": '
MONTHS = 'define "Perioperative months in total": '
ABSURD: dict[str, tuple[str, str, str]] = {
    "sittings": ("constraints.yaml", "short_course: {sittings: 100000}", "not within 1 to 100"),
    "no sittings": ("constraints.yaml", "short_course: {sittings: 0}", "not within 1 to 100"),
    "cycles of nothing": ("regimens.yaml", "folfox: {cycle_weeks: 0}", "not within 1 to 52"),
    "cycles of ages": ("regimens.yaml", "folfox: {cycle_weeks: 1000000}", "not within 1 to 52"),
    "a million months": ("logic.cql", f"{LOGIC}{MONTHS}1000000.0", "no farther than 10 years"),
    "a million weeks": ("logic.cql", f"{LOGIC}{INTERVAL}1000000 weeks", "no farther than 10 years"),
    "half a week": ("logic.cql", f"{LOGIC}{INTERVAL}6.5 weeks", "no length of time that a plan can count"),
    "hours": ("logic.cql", f"{LOGIC}{INTERVAL}1008 hours", "no length of time that a plan can count"),
    "weeks of UCUM": ("logic.cql", f"{LOGIC}{INTERVAL}6 'wk'", "no length of time that a plan can count"),
    "nothing": ("logic.cql", f"{LOGIC}{INTERVAL}0 weeks", "keeps nothing apart"),
    "hours for some": ("logic.cql", f'{LOGIC}{INTERVAL}if "Age" > 70 then 1008 hours else 6 weeks', "1008 hours"),
    "less than nothing for some": (
        "logic.cql",
        f'{LOGIC}{INTERVAL}case when "Age" > 70 then -8 weeks else 6 weeks end',
        "-8 weeks: a length of time is not negative",
    ),
    "nothing for some": ("logic.cql", f'{LOGIC}{INTERVAL}if "Age" > 70 then 0 weeks else 6 weeks', "for some patients"),
    "reckoned": ("logic.cql", f'{LOGIC}{INTERVAL}1 week * ToDecimal("Age")', "reckons with facts of the patient"),
    "written, half": ("constraints.yaml", "bevacizumab_free: {at_least: 6.5 weeks}", "no length of time"),
    "written, ages": ("constraints.yaml", "bevacizumab_free: {at_least: 9999999 weeks}", "too long"),
    "written, digits": ("constraints.yaml", f"bevacizumab_free: {{at_least: {'9' * 5000} years}}", "too long"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("file", "text", "message"), ABSURD.values(), ids=ABSURD)
def test_a_length_or_number_that_no_plan_can_count_is_refused_at_load(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    (tmp_path / file).write_text(f"{text}\n")
    with pytest.raises(InputError, match=message):
        load(overlays=[tmp_path])


@pytest.mark.slow
def test_a_length_that_is_chosen_by_facts_is_counted_for_every_patient(tmp_path: Path) -> None:
    (tmp_path / "logic.cql").write_text(f'{LOGIC}{INTERVAL}if "Age" > 70 then 8 weeks else 6 weeks\n')
    site = load(overlays=[tmp_path])
    for age in (50, 80, None):
        facts: dict[str, Any] = {**PATIENT, "age": age, "last_bevacizumab": "2026-03-02"}
        assert assessment(site, case_from({"assessed_on": "2026-03-09", "facts": facts}, site)).plans


@pytest.mark.slow
def test_months_that_only_facts_make_absurd_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "logic.cql").write_text(f'{LOGIC}{MONTHS}ToDecimal("Age") * 100000.0\n')
    site = load(overlays=[tmp_path])
    case = case_from({"assessed_on": "2026-03-09", "facts": {**PATIENT, "age": 75}}, site)
    with pytest.raises(InputError, match="let it give from 0 to 120 months"):
        assessment(site, case)
