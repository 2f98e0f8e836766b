"""A folder of cases loses nobody: every file is assessed under a name of its own, refused, or named as left out."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

import click
import pytest
from tests.edges.program import CASE, run

from resecta.cli import batch, many, resecta
from resecta.cli import case as commands
from resecta.cli.assess import assessed_file
from resecta.cli.found import find_cases
from resecta.document import InputError
from resecta.guideline import Guideline

NAMELESS = CASE.removeprefix("case: A\n")


def names(*paths: Path) -> list[str]:
    return [file.name for file in find_cases(paths).files]


def write(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(NAMELESS)


def test_equal_stems_keep_their_endings(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "a.json", "a.yml", "b.yaml")
    assert names(tmp_path) == ["a.json", "a.yaml", "a.yml", "b"]


def test_names_that_some_disks_take_for_one_are_kept_apart(tmp_path: Path) -> None:
    write(tmp_path, "A.yaml", "a.yaml", "caf\u00e9.yaml", "cafe\u0301.yaml")
    assert len({name.casefold() for name in names(tmp_path)}) == 4


def test_a_name_that_is_no_utf_8_is_kept_apart_from_one_that_spells_its_bytes(tmp_path: Path) -> None:
    write(tmp_path, os.fsdecode(b"caf\xe9.yaml"), "caf\\xe9.yaml")
    assert len({file.id for file in find_cases([tmp_path]).files}) == 2


def test_endings_in_capitals_and_folders_in_folders_are_found(tmp_path: Path) -> None:
    write(tmp_path, "a.YAML", "b.Json", "ward/a.yaml", "ward/night/c.yml", ".yaml")
    assert names(tmp_path) == [".yaml", "a", "b", "ward/a", "ward/night/c"]


@pytest.mark.parametrize("blank", ["''", "'  '", "null", "~"])
def test_a_case_whose_own_name_is_blank_has_that_of_its_file(shipped: Guideline, tmp_path: Path, blank: str) -> None:
    (tmp_path / "a.yaml").write_text(f"case: {blank}\n{NAMELESS}")
    (file,) = find_cases([tmp_path]).files
    assert assessed_file(shipped, file).case.id == "a"


def test_the_same_name_from_two_folders_gets_a_number(tmp_path: Path) -> None:
    write(tmp_path, "x/a.yaml", "y/a.yaml")
    assert names(tmp_path / "x", tmp_path / "y") == ["a.yaml", "a.yaml-2"]


def test_what_is_no_case_file_is_named_with_why(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "notes.txt", ".git/config.yaml", "elsewhere/b.yaml")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    left_out = {Path(each.path).name: (each.why, each.lost) for each in find_cases([tmp_path]).left_out}
    assert left_out == {
        "notes.txt": ("a case file ends in .yaml, .yml, .json", False),
        ".git": ("a hidden folder", False),
        "link": ("a link to a folder, which is not followed", True),
    }


def test_a_file_that_is_given_twice_is_assessed_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    found = find_cases([tmp_path, tmp_path / "a.yaml"])
    assert [file.name for file in found.files] == ["a"]
    assert [each.why for each in found.left_out] == ["given twice"]


def test_an_empty_folder_beside_a_full_one_is_told_and_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path, "full/a.yaml")
    (tmp_path / "empty").mkdir()
    found = find_cases([tmp_path / "empty", tmp_path / "full"])
    assert len(found.files) == 1
    assert found.lost


def test_the_answers_of_an_earlier_run_are_no_cases(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "advice/a.json")
    assert [file.name for file in find_cases([tmp_path], tmp_path / "advice").files] == ["a"]


def test_answers_do_not_go_among_the_cases(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    done = run("assess", tmp_path, "--json", "--output", tmp_path)
    assert done.returncode == 2
    assert "answers would lie among them" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_answers_go_into_a_folder_and_a_file_in_its_place_is_named_with_the_mend(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    (tmp_path / "answers").write_text("kept")
    done = run("assess", tmp_path / "a.yaml", "--json", "--output", tmp_path / "answers")
    assert done.returncode == 2
    assert "answers: this is a file; the answers go into a folder\n  name another folder" in done.stderr
    assert (tmp_path / "answers").read_text() == "kept"


def test_a_link_to_nowhere_is_refused_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("gone.yaml")
    done = run("assess", tmp_path / "a.yaml")
    assert done.returncode == 2
    assert "a.yaml: this is a link to a file that is not there\n  mend the link" in done.stderr


def nasty(folder: Path) -> dict[str, int]:
    """Two hundred files of every kind; how many of them should be assessed, refused and left out."""
    count = {"assessed": 0, "refused": 0, "left out": 0}

    def put(name: bytes, content: bytes, outcome: str) -> None:
        path = os.fsencode(folder) + b"/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - a name that is no text
        with open(path, "wb") as file:  # noqa: PTH123 - the same
            file.write(content)
        count[outcome] += 1

    sound = NAMELESS.encode()
    for number in range(60):
        put(f"sound/{number}.yaml".encode(), sound, "assessed")
    for name in (b"same.yaml", b"same.yml", b"SAME.YAML", b"caf\xe9.yaml", b"caf\xe8.yaml", b"\xff\xfe.json.yaml"):
        put(name, sound, "assessed")
    for name in ("caf\u00e9.yaml", "cafe\u0301.yaml", " .yaml", "-json.yaml", "a\nb.yaml", "\x1b[2J.yaml", ".yaml"):
        put(name.encode(), sound, "assessed")
    for name in (b"x" * 240 + b".yaml", b"y" * 250 + b".yaml", b"deep/" * 20 + b"a.yaml", b"own.yaml", b"twin.yaml"):
        put(name, CASE.encode(), "assessed")
    put(b"same.json", json.dumps({"assessed_on": "2026-03-09"}).encode(), "assessed")
    broken = [b"", b"\x00" * 9, b"\xff\xfe", b"case: [", b"- a", b"{}", sound + b"x: 1\n", b'{"case":"A"}', b"\t", b"#"]
    for number in range(100):
        put(f"broken/{number}.{'json' if number % 3 else 'yaml'}".encode(), broken[number % len(broken)], "refused")
    for name in (b"notes.txt", b"scan.pdf", b"a.yaml~", b".hidden/a.yaml", b"noending"):
        put(name, sound, "left out")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        listening.bind("socket.json")
        os.chdir(here)
    (folder / "circle").symlink_to(folder)
    count["refused"] += 5
    count["left out"] += 1
    return count


@pytest.mark.parametrize(
    "locale",
    [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "POSIX", "LANG": ""}],
    ids=["as it is", "C without UTF-8", "POSIX"],
)
def test_every_one_of_two_hundred_nasty_files_is_accounted_for(tmp_path: Path, locale: dict[str, str]) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    cases.mkdir()
    count = nasty(cases)
    assert sum(count.values()) >= 180
    done = run("assess", cases, "--json", "--output", answers, **locale)
    assert done.returncode == 2
    told = ", ".join(f"{number} {what}" for what, number in count.items())
    assert done.stderr.splitlines()[-1] == f"{told}."
    assert "Traceback" not in done.stderr
    assert not [sign for sign in done.stderr if not sign.isprintable() and sign != "\n"]
    written = [path for path in answers.rglob("*") if path.is_file()]
    assert len(written) == count["assessed"]
    ids = [json.loads(path.read_bytes())["case"] for path in written]
    assert len([id for id in ids if id != "A"]) == len({id for id in ids if id != "A"}), "an id of its own for each"
    assert done.stderr.count("Left out: ") == count["left out"]


def test_json_lines_hold_every_case_whatever_its_name(tmp_path: Path) -> None:
    nasty(tmp_path)
    done = run("assess", tmp_path, "--json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert f"{len(lines)} assessed, " in done.stderr


def test_an_answer_of_yesterday_does_not_outlive_its_case(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    write(cases, "a.yaml", "b.yaml")
    assert run("assess", cases, "--json", "--output", answers).returncode == 0
    (answers / "c.json").write_text('{"case":"C"}')
    (answers / "notes.json").write_text("mine")
    (cases / "a.yaml").write_text("facts: [")
    done = run("assess", cases, "--json", "--output", answers)
    assert done.returncode == 2
    assert f"Removed {answers / 'a.json'}" in done.stderr
    assert sorted(path.name for path in answers.iterdir()) == ["b.json", "c.json", "notes.json"]


def test_a_name_too_long_for_an_answer_stops_no_other_case(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    write(cases, "a.yaml", f"{'b' * 251}.yml", "c.yaml")
    done = run("assess", cases, "--json", "--output", answers)
    assert done.returncode == 2
    assert f"{'b' * 251}.json: the file could not be written: file name too long" in done.stderr
    assert done.stderr.splitlines()[-1] == "2 assessed, 1 refused, 0 left out."
    (cases / f"{'b' * 251}.yml").write_text("facts: [")
    assert run("assess", cases, "--json", "--output", answers).stderr.endswith("2 assessed, 1 refused, 0 left out.\n")


def test_an_answer_of_yesterday_that_cannot_be_taken_away_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    cases, answers = tmp_path / "cases", tmp_path / "answers"
    write(cases, "a.yaml", "b.yaml")
    answers.mkdir()
    (answers / "a.json").write_text('{"case":"a"}')
    (cases / "a.yaml").write_text("facts: [")
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(many, "_write", lambda *_: None)
    assert resecta.main(["assess", str(cases), "--json", "--output", str(answers)], standalone_mode=False) == 2
    told = capsys.readouterr().err
    assert f"The answer of an earlier run is still there: {answers / 'a.json'}: permission denied" in told
    assert told.endswith("1 assessed, 1 refused, 0 left out.\n")


def test_an_answer_is_taken_away_though_its_name_has_changed(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    write(cases, "a.yaml", "b.yaml")
    run("assess", cases, "--json", "--output", answers)
    (cases / "a.json").write_text("{}")
    (cases / "a.yaml").write_text("facts: [")
    run("assess", cases, "--json", "--output", answers)
    assert [path.name for path in answers.iterdir()] == ["b.json"]


def ends(guideline: Guideline, file: Path) -> bytes:
    """Ends its process at one file, and fails by a fault of ours at another."""
    if file.name == "05":
        os.kill(os.getpid(), signal.SIGKILL)
    if file.name == "09":
        raise ZeroDivisionError
    return f"{guideline.id} {file.name}".encode()


def test_a_process_that_is_ended_and_a_fault_of_ours_stop_nothing(
    shipped: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_cores", lambda: 2)
    files = [Path(f"{number:02}") for number in range(24)]
    with batch.made_of(shipped, files, ends) as results:
        made = list(results)
    told = {file.name: one for file, one in zip(files, made, strict=True) if one.problem is not None}
    assert {name: one.code for name, one in told.items()} == {"05": 2, "09": 70}
    assert "the process that assessed it was ended" in str(told["05"].problem)
    assert "ZeroDivisionError" in str(told["09"].problem)
    assert all(one.text.endswith(file.name.encode()) for file, one in zip(files, made, strict=True) if not one.problem)


def test_a_folder_that_cannot_be_read_may_hide_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.yaml", "closed/b.yaml")
    real = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = find_cases([tmp_path])
    assert [each.why for each in found.left_out] == ["this folder cannot be read: Permission denied"]
    assert found.lost


def test_case_check_counts_and_names_what_it_leaves_out_and_goes_on_after_any_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "a.yaml", "b.yaml", "c.yaml", "notes.txt")
    (tmp_path / "b.yaml").write_text("facts: [")
    real = commands._compared

    def failing(guideline: Guideline, file: Path) -> tuple[list[str], str]:
        if file.name == "a.yaml":
            raise ZeroDivisionError
        return real(guideline, file)

    monkeypatch.setattr(commands, "_compared", failing)
    assert resecta.main(["case", "check", str(tmp_path)], standalone_mode=False) == 70
    told = capsys.readouterr()
    assert "notes.txt: a case file ends in" in told.err
    assert "ZeroDivisionError" in told.err
    assert told.out.splitlines()[-1] == "1/3 cases agree with what they expect, 2 refused, 1 left out."


@pytest.mark.parametrize("argument", ["", " "])
@pytest.mark.parametrize(
    "command",
    [
        *("assess {}", "plan {}", "case check {}", "assess x.yaml --html {}", "cohort map {}", "cohort coverage {}"),
        *("explain {} --why-not liver_first", "guideline diff {} x", "guideline diff x {}", "guideline check {}"),
        *("plan x.yaml --country DE --region {}", "serve --host {}", "serve --database {}", "serve --time-zone {}"),
    ],
)
def test_an_empty_name_is_no_file(command: str, argument: str) -> None:
    words = [argument if part == "{}" else part for part in command.split(" ")]
    with pytest.raises(click.UsageError, match="the name is empty"):
        resecta.main(words, standalone_mode=False)


def test_no_case_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no case file"):
        find_cases([tmp_path])
