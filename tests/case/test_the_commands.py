"""The commands as a newcomer meets them: what is wrong is said once, and never as a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from resecta.case import case_from, read_case
from resecta.case.template import template_of
from resecta.cli import main
from resecta.cql.values import Date
from resecta.guideline import Guideline

SOUND = "case: A\nassessed_on: 2026-06-01\nfacts: {kras_status: mutant, metastasis_timing: synchronous}\n"


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program as it is started, but in this process: starting Python forty times would cost half a minute."""

    def start(*words: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["resecta", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        return Done(int(left.value.code or 0), shown.out, shown.err)

    return start


BAD = {
    "empty": b"",
    "binary": bytes(range(256)),
    "fifty megabytes": b"a" * 50_000_000,
    "tabs": b"case: A\nfacts:\n\tage: 58\n",
    "duplicate keys": b"case: A\nassessed_on: 2026-06-01\nfacts: {age: 58, age: 60}\n",
    "on as a key": b"assessed_on: 2026-06-01\nevents: [{activity: bevacizumab, on: 2026-05-01}]\n",
    "no for false": b"assessed_on: 2026-06-01\nfacts: {perforation: no}\n",
    "billion laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "nested brackets": b"facts: " + b"[" * 100_000,
    "NaN": b"assessed_on: 2026-06-01\nfacts: {future_liver_remnant: .nan}\n",
    "UTF-16": SOUND.encode("utf-16"),
    "null bytes": b"case: A\0\n",
    "wrong unit": b"assessed_on: 2026-06-01\nfacts: {largest_liver_metastasis: {value: 4, unit: kg}}\n",
    "negative remnant": b"assessed_on: 2026-06-01\nfacts: {future_liver_remnant: -5}\n",
    "remnant as a fraction": b"assessed_on: 2026-06-01\nfacts: {future_liver_remnant: 0.3}\n",
    "no such day": b"assessed_on: 31.02.2026\n",
    "misspelt element": b"assessed_on: 2026-06-01\nfacts: {futur_liver_remnant: 30}\n",
    "two lesions with one id": b"assessed_on: 2026-06-01\nlesions: [{id: a}, {id: a}]\n",
    "no day": b"case: A\nfacts: {}\n",
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_input_is_one_readable_message_and_exit_code_2(run: Run, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(BAD[fault])
    done = run("assess", file)
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith(str(file))
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 900


def test_a_missing_file(run: Run, tmp_path: Path) -> None:
    done = run("case", "check", tmp_path / "nothing.yaml")
    assert (done.returncode, "there is no such file" in done.stderr) == (2, True)


def test_an_unknown_guideline(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(SOUND)
    done = run("case", "check", file, "--guideline", "lung")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_check_agrees_with_what_is_expected(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(SOUND + "expected: {regimens: {add_cetuximab: [contraindicated]}, findings: {synchronous: true}}\n")
    done = run("case", "check", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1/1 cases agree" in done.stdout


def test_check_prints_each_difference_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(SOUND + "expected: {regimens: {add_cetuximab: option, folfix: option}, silents: []}\n")
    done = run("case", "check", file)
    assert done.returncode == 1
    assert "regimens add_cetuximab: expected option, found contraindicated" in done.stdout
    assert "regimens folfix: expected an id among the regimens, found did you mean folfox?" in done.stdout
    assert "expected silents: expected a key that can be compared, found did you mean silent?" in done.stdout
    assert "0/1 cases agree" in done.stdout


def test_check_goes_on_after_a_file_it_cannot_read(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(SOUND)
    bad.write_text("facts: [")
    done = run("case", "check", bad, good)
    assert done.returncode == 2
    assert "1/2 cases agree" in done.stdout


def test_the_template_is_itself_a_case_in_which_nothing_is_known(run: Run, shipped: Guideline, tmp_path: Path) -> None:
    text = run("case", "template").stdout
    assert text == template_of(shipped)
    file = tmp_path / "new.yaml"
    file.write_text(text, encoding="utf-8")
    case = read_case(file, shipped)
    assert (dict(case.facts), case.events, case.lesions, case.disputes) == ({}, (), (), ())
    for element in shipped.elements.values():
        assert f"\n  {element.id}:\n" in text
        assert all(choice in text for choice in element.choices)


def test_a_guideline_without_a_quantity_or_context_has_a_template_too(shipped: Guideline) -> None:
    plain = {id: element for id, element in shipped.elements.items() if element.type != "Quantity"}
    text = template_of(replace(shipped, elements=plain, context=()))
    assert "#   age: {value: …, date: YYYY-MM-DD, source: CT report}" in text
    assert "context" not in text


def test_check_takes_a_folder(run: Run, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yml", "notes.txt"):
        (tmp_path / name).write_text(SOUND)
    done = run("case", "check", tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2/2 cases agree with what they expect, 1 left out.")
    (tmp_path / "empty").mkdir()
    assert "this folder holds no case file" in run("case", "check", tmp_path / "empty").stderr


@pytest.mark.slow
def test_two_thousand_events_and_five_hundred_lesions_are_read(shipped: Guideline, tmp_path: Path) -> None:
    lines = [SOUND, "lesions:"]
    lines += [f"- {{id: m{number}, segments: [5], size: {number % 90}, now: visible}}" for number in range(500)]
    months = [f"{year}-{month:02}" for year in range(2020, 2026) for month in range(1, 13)]
    lines += ["events:", *(f"- {{activity: bevacizumab, date: {m}-{day:02}}}" for m in months for day in range(1, 29))]
    file = tmp_path / "long.yaml"
    file.write_text("\n".join(lines))
    case = read_case(file, shipped)
    assert (len(case.events), len(case.lesions)) == (2016, 500)
    assert case.facts["last_bevacizumab"].value == Date(2025, 12, 28)


def test_forty_rough_dates_are_read(shipped: Guideline) -> None:
    months = [f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13)][:40]
    events = [{"activity": "restaging", "date": month, "result": "stable"} for month in months]
    case = case_from({"assessed_on": "2026-06-01", "events": events}, shipped)
    assert len(case.approximate) == 40
