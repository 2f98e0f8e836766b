"""The command line as a whole: exit codes, one message for what is wrong, never a traceback, quiet about patients."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from resecta import cli
from resecta.cli.faults import FAULT_OF_OURS
from resecta.document.problem import InputError, Place, Problem

ROOT = Path(__file__).parents[2]
CASES = ROOT / "src/resecta/guidelines/rectal_liver_metastases/cases"
EXAMPLE = min(CASES.glob("*.yaml"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A whole process, as a person starts it."""
    command = [sys.executable, "-m", "resecta", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    """The exit code of a command that raises this."""

    @click.command()
    def command() -> None:
        raise error

    monkeypatch.setattr(cli, "resecta", command)
    monkeypatch.setattr(sys, "argv", ["resecta"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


def test_bad_input_is_explained_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Problem(
        Place("case.yaml", 3, 5, 2), '"WT" is not a KRAS status', 'did you mean "wild type"?', "  kras: WT"
    )
    assert fail_with(InputError([problem]), monkeypatch) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith('case.yaml:3:5: "WT" is not a KRAS status')
    assert "did you mean" in said.err


def test_a_file_that_cannot_be_opened_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(PermissionError(13, "Permission denied", "out/page.html"), monkeypatch) == 2
    assert capsys.readouterr().err == ("out/page.html: permission denied\n  change its permissions, or name another\n")


def test_a_fault_of_ours_names_its_place_and_keeps_the_patient_to_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(RuntimeError("Mrs Example, born 1953"), monkeypatch) == FAULT_OF_OURS
    said = capsys.readouterr().err
    assert "Mrs Example" not in said
    assert "Traceback" not in said
    assert "RuntimeError at" in said
    assert "test_command_line.py" in said


def test_a_case_file_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(InputError([Problem(Place("case.yaml", 1), 'unknown element "\x1b[2Jage"', "")]), monkeypatch)
    assert capsys.readouterr().err == 'case.yaml:1: unknown element "\\x1b[2Jage"\n'


@pytest.mark.parametrize(
    ("typed", "message", "mend"),
    [
        (["asses"], "resecta: there is no command asses", "did you mean assess?"),
        (["xyzzy"], "resecta: there is no command xyzzy", "commands: assess, case,"),
        (["guideline", "shw"], "resecta guideline: there is no command shw", "did you mean show?"),
        (["plan", "--stratgy", "x"], "resecta plan: there is no option --stratgy", "did you mean --strategy?"),
        (["compare", str(EXAMPLE)], "resecta compare: CASE_B is missing", "resecta compare --help explains"),
        (["plan", str(EXAMPLE), "--start", "soon"], "resecta plan: --start: 'soon' is no date", "--help explains"),
        (["assess", str(EXAMPLE), "--html"], "resecta: Option '--html' requires an argument", "--help explains"),
        (["guideline", "show", "resectabl"], "there is no part", "did you mean resectable?"),
        (["plan", str(EXAMPLE), "--strategy", "livr_first"], "is no strategy", "did you mean liver_first?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_on_the_command_line_is_told_in_one_style_with_its_mend(
    typed: list[str], message: str, mend: str
) -> None:
    done = run(*typed)
    assert done.returncode == 2
    assert done.stdout == ""
    first, *rest = done.stderr.splitlines()
    assert message in first
    assert not first.startswith(("Usage", "Error"))
    assert any(line.startswith("  ") and mend in line for line in rest)


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"set -o pipefail; {sys.executable} -m resecta assess {EXAMPLE} --json | head -c 10 >/dev/null"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode in {0, cli.PIPE_CLOSED}
    assert done.stderr == ""


def test_a_terminal_without_unicode_still_gets_an_answer() -> None:
    done = run("assess", str(EXAMPLE), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("variable", ["NO_COLOR", "TERM"])
def test_no_colour_where_none_is_wanted(variable: str) -> None:
    done = run("assess", str(EXAMPLE), FORCE_COLOR="", **{variable: "1" if variable == "NO_COLOR" else "dumb"})
    assert done.returncode == 0
    assert "\x1b[" not in done.stdout


def test_what_is_piped_is_plain_and_fits_eighty_columns() -> None:
    printed = run("assess", str(EXAMPLE)).stdout
    assert "\x1b" not in printed
    assert max(len(line) for line in printed.splitlines()) <= 80


# What a new user may hand in by mistake, or somebody else on purpose.
BAD_FILES = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "binary": bytes(range(256)) * 40,
    "null bytes": b"case: a\x00b\nassessed_on: 2026-01-01\n",
    "UTF-16": "case: A\nassessed_on: 2026-01-01\n".encode("utf-16"),
    "tabs": b"case: A\nfacts:\n\tage: 56\n",
    "a list": b"- case: A\n",
    "a duplicate key": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  age: 56\n  age: 65\n",
    "an alias": b"a: &a [x]\nb: [*a, *a]\ncase: A\n",
    "a laugh": b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n",
    "a tag": b"case: !!python/object/apply:os.system ['true']\n",
    "a hundred thousand brackets": b"case: " + b"[" * 100_000,
    "a misspelt element": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  furture_liver_remnant: 30\n",
    "a wrong unit": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  future_liver_remnant: {value: 30, unit: mL}\n",
    "a negative remnant": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  future_liver_remnant: -3\n",
    "a remnant as a fraction": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  future_liver_remnant: 0.3\n",
    "not a number": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  future_liver_remnant: .nan\n",
    "a day that is none": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  last_bevacizumab: 31.02.2026\n",
    "an abbreviation": b"case: A\nassessed_on: 2026-01-01\nfacts:\n  kras_status: WT\n",
    "no day of assessment": b"case: A\nfacts:\n  age: 56\n",
    "two lesions of one name": b"case: A\nassessed_on: 2026-01-01\nlesions:\n"
    b"- {id: a, segments: [2]}\n- {id: a, segments: [3]}\n",
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_bad_case_file_gets_one_readable_message(tmp_path: Path, content: bytes, suffix: str) -> None:
    file = tmp_path / f"case{suffix}"
    file.write_bytes(content)
    done = run("assess", str(file))
    assert done.returncode == 2, done.stderr
    assert str(file) in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 2000
    assert done.stdout == ""


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 2**20)
    done = run("assess", str(file))
    assert done.returncode == 2
    assert "MiB" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "nowhere.yaml"],
        ["assess"],
        ["assess", str(EXAMPLE), "--guideline", "no_such_guideline"],
        ["assess", str(EXAMPLE), "--overlay", "no_such_folder"],
        ["assess", str(EXAMPLE), "--explain", "no_such_conclusion"],
        ["assess", str(EXAMPLE), "--html", "/dev/null/page.html"],
        ["guideline", "check", "nowhere"],
        ["case", "check", "nowhere.yaml"],
        ["compare", str(EXAMPLE), "nowhere.yaml"],
        ["plan", "nowhere.yaml"],
        ["plan", str(EXAMPLE), "--strategy", "no_such_strategy"],
        ["cql", "eval", "1 +"],
    ],
    ids=" ".join,
)
def test_a_mistake_on_the_command_line_gets_one_readable_message(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_folder_without_case_files_says_so(tmp_path: Path) -> None:
    done = run("assess", str(tmp_path))
    assert done.returncode == 2
    assert "no case file" in done.stderr


def test_an_overlay_that_breaks_a_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logic.cql").write_text("define \"Least future liver remnant\": 'thirty'\n")
    done = run("assess", str(EXAMPLE), "--overlay", str(tmp_path))
    assert done.returncode == 2
    assert "logic.cql" in done.stderr
