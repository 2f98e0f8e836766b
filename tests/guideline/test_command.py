"""``resecta guideline`` on the command line: what it prints, where, and the exit code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from resecta.cli import main

GOOD = Path(__file__).parent / "good"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``resecta guideline …``: exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["resecta", "guideline", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        captured = capsys.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return call


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A guideline with two problems."""
    shutil.copytree(GOOD, tmp_path / "pack")
    elements = tmp_path / "pack" / "elements.yaml"
    elements.write_text(
        elements.read_text().replace("unit: mm", "unit: mms").replace("judgement: true", "judgement: yes")
    )
    return tmp_path / "pack"


@pytest.mark.slow
def test_the_shipped_guideline_is_sound(run: Run) -> None:
    """Exit code 0 and one line."""
    code, out, err = run("check")
    assert code == 0
    assert out.startswith("rectal_liver_metastases 2.0.0: sound. 45 statements")
    assert (out.count("\n"), err) == (1, "")


def test_all_problems_are_printed_at_once(run: Run, broken: Path) -> None:
    """Like a compiler: place, line, caret, mend; a count at the end; exit code 1."""
    code, out, err = run("check", broken)
    assert (code, out) == (1, "")
    assert f"{broken}/elements.yaml:4:9: " in err
    assert "  4 |   unit: mms\n    |         ^^^\n" in err
    assert "write a UCUM code" in err
    assert err.endswith("2 problems in 1 file\n")


def test_problems_as_json(run: Run, broken: Path) -> None:
    """The same problems as data."""
    code, out, _ = run("check", broken, "--json")
    assert code == 1
    assert [(problem["line"], problem["column"]) for problem in json.loads(out)["problems"]] == [(4, 9), (15, 14)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "nowhere"),
        ("check", "--overlay", "nowhere"),
        ("coverage", "--guideline", "nowhere"),
        ("readings", "--guideline", "nowhere"),
        ("show", "nonsense"),
        ("show", "--guideline", "nowhere"),
        pytest.param(("show", "liver_first", "--html", "/nowhere/at/all.html"), marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_done_is_said_in_one_message(run: Run, arguments: tuple[str, ...]) -> None:
    """Exit code 2, nothing on standard output, never a traceback."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_readings_name_options_defaults_and_reasons(run: Run) -> None:
    """In the terminal and as JSON."""
    _, out, _ = run("readings", "--guideline", GOOD)
    assert "● 183 days. (the default)" in out
    assert "○ 365 days." in out
    assert "half_a_year" not in out, "a reader meets no id"
    assert "Half a year is a common habit" in out
    _, out, _ = run("readings", "--guideline", GOOD, "--json")
    (reading,) = json.loads(out)
    assert (reading["default"], reading["choice"]) == ("half_a_year", "half_a_year")


def test_coverage_ends_with_how_many_of_how_many(run: Run, tmp_path: Path) -> None:
    """Exit code 1 while a statement is not exercised."""
    code, out, _ = run("coverage", "--guideline", GOOD)
    assert code == 0
    assert "2/2 statements are used" in out
    shutil.copytree(GOOD, tmp_path / "pack", ignore=shutil.ignore_patterns("cases"))
    code, out, _ = run("coverage", "--guideline", tmp_path / "pack", "--json")
    assert code == 1
    assert json.loads(out)["covered"] == 0


def test_show_prints_source_condition_and_logic(run: Run) -> None:
    """What a clinician signs off, in the terminal."""
    code, out, _ = run("show", "resect", "--guideline", GOOD)
    assert code == 0
    assert "Resect a lesion of 30 mm or less" in out
    assert "Applies if: “Resectable”" in out
    assert '"Small enough" and "Fit for surgery"' in out


def test_show_writes_a_page(run: Run, tmp_path: Path) -> None:
    """One file, its path printed."""
    code, out, _ = run("show", "--guideline", GOOD, "--html", tmp_path / "page.html")
    assert (code, out) == (0, f"{tmp_path / 'page.html'}\n")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_init_writes_a_guideline_that_is_sound(run: Run, tmp_path: Path) -> None:
    """And refuses to write over it."""
    assert run("init", tmp_path / "mine")[0] == 0
    assert run("check", tmp_path / "mine")[0] == 0
    code, _, err = run("init", tmp_path / "mine")
    assert code == 2
    assert "the folder is not empty" in err
