"""``resecta plan`` as a person types it: what is printed, what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resecta.cli.plan import plan
from resecta.document import InputError
from resecta.guideline import Guideline


@pytest.fixture(scope="module")
def cases(guideline: Guideline) -> Path:
    return guideline.cases_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(plan, [str(argument) for argument in arguments])


def case(cases: Path, begin: str) -> Path:
    return min(cases.glob(f"{begin}*.yaml"))


def test_all_open_strategies_stand_side_by_side(cases: Path) -> None:
    done = run(case(cases, "liver_is"))
    assert done.exit_code == 0
    for text in ("Liver first", "Primary first", "Length of the whole course", "Days off chemotherapy"):
        assert text in done.output
    assert max(map(len, done.output.splitlines())) <= 80


DELAY = "Weeks until the first day of systemic treatment (S39, S40)"


def test_how_radiotherapy_delays_systemic_treatment_is_told_before_either_has_begun(cases: Path) -> None:
    assert DELAY in run(case(cases, "synchronous_resectable"), "--strategy", "simultaneous_resection").output


def test_one_strategy_in_full(cases: Path) -> None:
    done = run(case(cases, "bevacizumab"), "--strategy", "simultaneous_resection")
    told = " ".join(done.output.split())
    assert told.count("Do not operate on 15 June 2026: last bevacizumab 25 May 2026; not before 6 July 2026 (S36)") == 1
    assert told.count("The first evaluation was due by 9 May 2026; none is on record (S15)") == 1
    assert "overdue by" not in told
    assert DELAY not in done.output  # chemotherapy has begun


def test_json_holds_the_contract_and_the_questions_asked(cases: Path) -> None:
    done = run(case(cases, "liver_is"), "--json", "--what-if", "liver_operation=2026-07-06", "--start", "2026-02-09")
    printed = json.loads(done.output)
    assert printed["what_if"] == {"liver_operation": "2026-07-06"}
    assert printed["start"] == "2026-02-09"
    assert [strategy["id"] for strategy in printed["strategies"]] == ["liver_first", "primary_first"]
    events = printed["strategies"][0]["timeline"]["events"]
    assert [event["proposed"] for event in events if event["activity"] == "liver_operation"] == ["2026-07-06"]


def test_calendar_and_picture_are_written(cases: Path, tmp_path: Path) -> None:
    file = case(cases, "liver_is")
    assert (
        run(file, "--strategy", "liver_first", "--ics", tmp_path / "a.ics", "--svg", tmp_path / "a.svg").exit_code == 0
    )
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_a_strategy_that_is_not_open_is_not_planned(cases: Path) -> None:
    done = run(case(cases, "same_threat"), "--strategy", "liver_first")
    assert done.exit_code == 1
    assert "Liver first is not open to this patient (Contraindicated): " in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--what-if", "liver_operation"], "write EVENT=DATE"),
        (["--what-if", "liver_operation=2026-02-30"], "is no date"),
        (["--what-if", "liver_operation=2026-W10-1"], "is no date"),
        (["--start", "tomorrow"], "is no date"),
        (["--region", "BY"], "goes with --country"),
        (["--ics", "plan.ics"], "takes one strategy"),
    ],
)
def test_a_slip_of_the_pen_is_named(cases: Path, arguments: list[str], message: str) -> None:
    done = run(case(cases, "liver_is"), *arguments)
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--strategy", "liver_frist"], "did you mean liver_first"),
        (["--what-if", "liver_op=2026-07-06"], "did you mean liver_operation"),
        (["--start", "2020-01-01"], "before the day of assessment"),
        (["--country", "XX"], "no public holidays are known"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_mend(cases: Path, arguments: list[str], message: str) -> None:
    done = run(case(cases, "liver_is"), *arguments)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_hazards_stand_above_the_plans(cases: Path) -> None:
    done = run(case(cases, "bevacizumab"))
    assert done.output.startswith("✗ Do not operate on 15 June 2026: last bevacizumab 25 May 2026;")


def test_in_an_emergency_nothing_is_dated_and_no_calendar_written(cases: Path, tmp_path: Path) -> None:
    text = case(cases, "same_threat").read_text(encoding="utf-8")
    emergency = tmp_path / "case.yaml"
    emergency.write_text(
        text.replace("primary_bleeding: transfused", "primary_bleeding: uncontrolled"), encoding="utf-8"
    )
    done = run(emergency, "--strategy", "primary_first", "--ics", tmp_path / "a.ics")
    assert done.exit_code == 0
    assert "EMERGENCY: Uncontrolled bleeding." in done.output
    assert "No dated plan in an emergency: Uncontrolled bleeding." in " ".join(done.output.split())
    assert not (tmp_path / "a.ics").exists()


def test_an_undecided_way_is_laid_out_on_request_and_says_what_it_hangs_on(cases: Path, tmp_path: Path) -> None:
    text = case(cases, "same_threat").read_text(encoding="utf-8")
    unknown = tmp_path / "case.yaml"
    unknown.write_text(text.replace("  extrahepatic_disease: none\n", ""), encoding="utf-8")
    done = run(unknown, "--strategy", "primary_first")
    assert done.exit_code == 0
    said = " ".join(done.output.split())
    assert "Primary first: not decided yet. To be settled: whether there is disease outside the liver." in said
    assert "Liver operation" in said
    assert "Not decided yet. First to be settled: whether there is disease" in run(unknown).output


def test_forty_columns_drop_nothing(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run(case(cases, "liver_is")).output.splitlines()
    assert max(map(len, lines)) <= 40
    said = " ".join(" ".join(lines).split())
    assert "…" not in said
    for text in ("Length of the whole course", "End of chemotherapy before the operation", "Liver first, preferred"):
        assert text in said
