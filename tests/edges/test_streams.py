"""Closed streams, readers that go away and options that exclude each other: a word, a page, never a traceback."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import click
import pytest
from tests.edges.program import EXAMPLE, shell
from tests.timeline.patients import RESECTABLE

from resecta.case import case_from
from resecta.cli import resecta
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.timeline import SidesPlanner

CASE = "docs/examples/friday.yaml"
PIPE_CLOSED = 141


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("resecta assess {} | head -1", {PIPE_CLOSED}),
        ("resecta assess {} --json | head -c1", {0, PIPE_CLOSED}),
        ("resecta guideline show | true", {PIPE_CLOSED}),
        ("resecta plan {} | true", {PIPE_CLOSED}),
        ("resecta compare {} {} | true", {PIPE_CLOSED}),
        ("resecta case template | true", {PIPE_CLOSED}),
        ("resecta assess {} >&-", {PIPE_CLOSED}),
        ("resecta cql eval 1 >&-", {PIPE_CLOSED}),
        ("resecta assess {} 2>&- <&-", {0}),
        ("resecta assess {} 2>/dev/full <&-", {0}),
        ("resecta assess nowhere.yaml 2>&-", {2}),
        ("resecta assess nowhere.yaml 2>/dev/full", {2}),
        ("resecta case new <&-", {0}),
        ("resecta assess {} >/dev/full", {2}),
        ("resecta assess {} --json >/dev/full", {2}),
        ("resecta --help >&-", {PIPE_CLOSED}),
    ],
)
def test_a_stream_that_is_closed_is_no_fault(line: str, codes: set[int]) -> None:
    done = shell("set -o pipefail; " + line.replace("{}", CASE))
    assert done.returncode in codes, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"])
def test_the_page_is_written_whoever_listens(tmp_path: Path, streams: str) -> None:
    page = tmp_path / "page.html"
    done = shell(f"resecta assess {CASE} --html '{page}' --json {streams}")
    assert "Traceback" not in done.stderr
    assert page.read_text(encoding="utf-8").endswith("</html>")


def test_a_folder_is_written_though_nobody_reads_what_is_said(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "aa.yaml").write_text("x")
    done = shell(f"set -o pipefail; resecta assess '{tmp_path}' --json --output '{tmp_path}/out' 2>&1 | true")
    assert done.returncode == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]


def test_a_pager_that_quits_is_no_fault() -> None:
    done = shell(f"set -o pipefail; resecta assess {CASE} | LESSSECURE=1 sed 1q")
    assert done.returncode in {0, PIPE_CLOSED}
    assert done.stderr == ""


def test_a_process_that_a_command_forks_off_ends_without_a_word(tmp_path: Path) -> None:
    done = shell(f"resecta guideline init '{tmp_path}/ours' && resecta guideline mutate --guideline '{tmp_path}/ours'")
    assert done.returncode in {0, 1}
    assert done.stderr == ""


def call(*arguments: object) -> None:
    resecta.main([str(argument) for argument in arguments], standalone_mode=False)


def test_an_explanation_as_json_is_json(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call("assess", EXAMPLE, "--explain", "adequate_remnant", "--json")
    printed = json.loads(capsysbinary.readouterr().out)
    assert (printed["kind"], printed["id"]) == ("finding", "adequate_remnant")
    assert printed["tree"]["value"] is True
    assert printed["tree"]["parts"]


def test_a_ladder_explained_as_json_says_which_rung_decides(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call("assess", EXAMPLE, "--explain", "liver_first", "--json")
    rungs = json.loads(capsysbinary.readouterr().out)["rungs"]
    assert [rung["answer"] for rung in rungs if rung["decides"]] == ["preferred"]
    assert rungs[-1]["condition"] is None


@pytest.mark.parametrize("option", ["--html", "--output"])
def test_an_explanation_has_no_page(tmp_path: Path, option: str) -> None:
    with pytest.raises(click.UsageError, match="--explain has no page"):
        call("assess", EXAMPLE, "--explain", "adequate_remnant", "--json", option, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("argument", [["assess", ""], ["compare", EXAMPLE, ""], ["assess", EXAMPLE, "--overlay", ""]])
def test_an_empty_name_is_an_error_and_not_the_folder_one_is_in(argument: list[object]) -> None:
    with pytest.raises(click.UsageError, match="the name is empty"):
        call(*argument)


def test_two_what_ifs_on_one_event_are_refused() -> None:
    dates = ["--what-if", "liver_operation=2026-07-06", "--what-if", "liver_operation=2026-07-06"]
    with pytest.raises(click.UsageError, match="two dates for one event"):
        call("plan", EXAMPLE, "--strategy", "liver_first", *dates)


@pytest.mark.parametrize("other", ["rectal_operation", "simultaneous_operation"])
def test_two_names_of_one_event_are_one_event(shipped: Guideline, other: str) -> None:
    planner = SidesPlanner(shipped, case_from({"assessed_on": "2026-03-09", "facts": RESECTABLE}, shipped))
    days = {"liver_operation": datetime.date(2026, 7, 6), other: datetime.date(2026, 7, 13)}
    with pytest.raises(InputError, match=f"liver_operation and {other} are one event of this plan"):
        planner.plans("simultaneous_resection", None, days)


@pytest.mark.parametrize("strategy", [["--strategy", "liver_first"], []])
def test_a_what_if_on_what_is_not_in_the_plan_is_refused(strategy: list[str]) -> None:
    with pytest.raises(InputError, match="is no event of this plan"):
        call("plan", EXAMPLE, *strategy, "--what-if", "simultaneous=2026-08-03")
