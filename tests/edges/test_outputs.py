"""What a command writes is written whole or not at all, and never over what it reads."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.edges.program import CASE, COMMAND, EXAMPLE, PLANNED, run

from resecta.cli.faults import told_fault
from resecta.cli.outputs import refuse_inputs
from resecta.cli.signals import ENDING, Stopped, ending_in_order, undisturbed
from resecta.document import InputError
from resecta.document.whole_file import write_whole

PAGE = b"yesterday's page"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    return file


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.suffix == ".part"]


def test_a_file_is_written_with_the_mode_that_any_file_has(tmp_path: Path) -> None:
    write_whole(tmp_path / "whole", b"x")
    (tmp_path / "any").write_bytes(b"x")
    assert (tmp_path / "whole").stat().st_mode == (tmp_path / "any").stat().st_mode
    assert leftovers(tmp_path) == []


def test_a_file_that_is_replaced_keeps_its_mode(page: Path) -> None:
    page.chmod(0o640)
    write_whole(page, b"x")
    assert page.stat().st_mode & 0o777 == 0o640
    assert page.read_bytes() == b"x"


def test_a_link_stays_a_link_and_its_file_is_written(page: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.html"
    link.symlink_to(page)
    write_whole(link, b"x")
    assert link.is_symlink()
    assert page.read_bytes() == b"x"


def test_a_terminal_or_the_null_device_takes_what_is_written() -> None:
    write_whole(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(), "a folder"),
        (os.mkfifo, "a pipe"),
        (lambda path: path.symlink_to(path), "could not be written"),
        (lambda path: path.symlink_to("/dev/full"), "no space left"),
        (lambda path: path.symlink_to("nowhere/page.html"), "make the folder"),
    ],
    ids=["folder", "pipe", "circle of links", "full device", "folder that is not there"],
)
def test_what_is_no_place_for_a_file_is_refused_by_name(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    make(tmp_path / "page.html")
    with pytest.raises(InputError, match=message) as told:
        write_whole(tmp_path / "page.html", b"x")
    assert str(tmp_path / "page.html") in str(told.value)
    assert leftovers(tmp_path) == []


def test_an_interrupted_write_leaves_the_old_page_and_nothing_beside_it(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(page, b"today's page")
    assert page.read_bytes() == PAGE
    assert leftovers(page.parent) == []


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A folder with room for a small page, and what a process does first to have it: a small disk where the machine
    lets us mount one, else a limit on the size of files.
    """
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(folder)]
    if shutil.which("mount") and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        yield folder, lambda: None
        subprocess.run(["umount", str(folder)], check=True)
    else:
        yield folder, limit_files


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))


@pytest.mark.parametrize("by", ["disk", "limit"])
def test_a_full_disk_keeps_the_old_page_and_the_rest_is_tried(
    full: tuple[Path, Callable[[], None]], tmp_path: Path, by: str
) -> None:
    folder, before = full if by == "disk" else (tmp_path, limit_files)
    svg, ics = folder / "plan.svg", folder / "plan.ics"
    svg.write_bytes(PAGE)
    done = run("plan", PLANNED, "--strategy", "liver_first", "--svg", svg, "--ics", ics, "--json", before=before)
    assert done.returncode == 2, done.stderr
    assert f"{svg}: the file could not be written" in done.stderr
    assert f"nothing has changed in {folder}" in done.stderr
    assert svg.read_bytes() == PAGE
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert done.stdout.startswith("{")
    assert leftovers(folder) == []


def test_a_folder_of_cases_on_a_full_disk_names_each_that_is_not_written(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    cases.mkdir()
    answers.mkdir()
    for name in ("a", "b"):
        (cases / f"{name}.yaml").write_text(CASE)
        (answers / f"{name}.json").write_text('{"case":"yesterday"}')
    done = run("assess", cases, "--json", "--output", answers, before=limit_files)
    assert done.returncode == 2
    assert done.stderr.count("could not be written: file too large") == 2
    assert "0 assessed, 2 refused, 0 left out." in done.stderr
    assert {path.read_text() for path in answers.iterdir()} == {'{"case":"yesterday"}'}


def alias(kind: str, case: Path) -> Path:
    """Another name for a file."""
    other = case.with_name("page.html")
    if kind == "symlink":
        other.symlink_to(case)
    elif kind == "hard link":
        other.hardlink_to(case)
    else:
        other = case.parent / "sub" / ".." / case.name
        (case.parent / "sub").mkdir()
    return other


@pytest.mark.parametrize("kind", ["symlink", "hard link", "detour"])
@pytest.mark.parametrize("command", ["assess --html", "compare --html", "plan --svg", "plan --ics", "guideline show"])
def test_no_command_writes_over_one_of_its_inputs(tmp_path: Path, kind: str, command: str) -> None:
    from resecta.cli import resecta

    case, overlay = tmp_path / "case.yaml", tmp_path / "overlay"
    case.write_text(CASE)
    overlay.mkdir()
    (overlay / "findings.yaml").write_text(CASE)
    source = overlay / "findings.yaml" if command == "guideline show" else case
    other = alias(kind, source)
    arguments = {
        "assess --html": ["assess", case, "--html", other],
        "compare --html": ["compare", EXAMPLE, case, "--html", other],
        "plan --svg": ["plan", case, "--svg", other],
        "plan --ics": ["plan", case, "--ics", other],
        "guideline show": ["guideline", "show", "--overlay", overlay, "--html", other],
    }[command]
    with pytest.raises(InputError, match="would be written over"):
        resecta.main([str(each) for each in arguments], standalone_mode=False)
    assert source.read_text() == CASE


def test_what_is_read_from_a_folder_is_an_input_and_a_page_in_it_is_none(tmp_path: Path) -> None:
    (tmp_path / "logic.cql").write_text("x")
    (tmp_path / "page.html").write_text("x")
    refuse_inputs([tmp_path / "page.html", tmp_path / "new.json"], [tmp_path])
    with pytest.raises(InputError, match="read from"):
        refuse_inputs([tmp_path / "logic.cql"], [tmp_path])


def test_two_outputs_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two outputs"):
        refuse_inputs([tmp_path / "a", tmp_path / "b" / ".." / "a"], [])


@pytest.mark.parametrize(
    "line",
    [
        "assess nowhere.yaml --html {}",
        "compare nowhere.yaml nowhere.yaml --html {}",
        "explain nowhere.yaml --why-not liver_first --html {}",
        "plan nowhere.yaml --svg {}",
        "plan nowhere.yaml --ics {}",
        "guideline show --html {}",
        "case new --output {}",
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "circle of links", "link into no folder", "no folder", "too long a name"])
def test_what_is_no_place_for_a_file_is_refused_before_any_work(
    tmp_path: Path, kind: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from resecta.authoring import document
    from resecta.cli import resecta

    out = tmp_path / "out"
    if kind == "pipe":
        os.mkfifo(out)
    elif "link" in kind:
        out.symlink_to(out if kind == "circle of links" else tmp_path / "nowhere/out")
    else:
        out = tmp_path / ("nowhere/out" if kind == "no folder" else "x" * 300)
    monkeypatch.setattr(document, "describe", None)
    with pytest.raises((InputError, OSError)) as told:
        resecta.main([word.format(out) for word in line.split()], standalone_mode=False)
    assert told_fault(told.value)[0].startswith(f"{out}: ")
    assert capsys.readouterr().out == ""


def test_what_the_system_refuses_is_told_with_the_mend() -> None:
    told = told_fault(OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), "x"))
    assert told == ("x: file name too long\n  give a shorter name", 2)


def counting(number: signal.Signals, counted: list[str]) -> None:
    with undisturbed():
        os.kill(os.getpid(), number)
        counted.append("within")
    counted.append("after")


@pytest.fixture
def as_a_program_begins() -> Iterator[None]:
    """Signals end a program as Python has it end; Spark, once it has run in a process, has its own way."""
    before = {number: signal.getsignal(number) for number in ENDING}
    for number in ENDING:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("as_a_program_begins")
@pytest.mark.parametrize("number", ENDING)
def test_a_signal_waits_until_what_is_written_is_counted(number: signal.Signals) -> None:
    counted: list[str] = []
    with ending_in_order(), pytest.raises(Stopped) as stopped:
        counting(number, counted)
    assert counted == ["within"]
    assert stopped.value.code == 128 + number


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_folder_with_the_number_of_answers_written(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    cases.mkdir()
    for place in range(300):
        (cases / f"{place:03}.yaml").write_bytes(EXAMPLE.read_bytes())
    running = subprocess.Popen(
        [*COMMAND, "assess", str(cases), "--json", "--output", str(answers)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not (answers.is_dir() and any(answers.glob("*.json"))) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(running.pid, number)
    _, told = running.communicate(timeout=60)
    written = sorted(answers.iterdir())
    assert running.returncode == code
    assert told.strip() == f"Stopped. {len(written)} of 300 answers were written."
    assert 0 < len(written) < 300
    assert {path.suffix for path in written} == {".json"}
    assert all(path.read_bytes().endswith(b"}\n") for path in written)
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_an_interview_that_cannot_keep_an_answer_prints_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    done = subprocess.run(
        [*COMMAND, "case", "new", "--output", str(file)],
        input="P-17\n",
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4)),
    )
    assert done.returncode == 2
    assert f"{file}: the file could not be written" in done.stderr
    assert "case: P-17" in done.stdout
    assert not file.exists()


def two_cases(folder: Path) -> Path:
    (folder / "cases").mkdir()
    for name in ("a", "b"):
        (folder / f"cases/{name}.yaml").write_text(CASE)
    return folder / "cases"


def refused_answers(folder: Path, cases: list[Path], into: Path) -> str:
    """What is said of answers that are refused before any work; every file stays as it was."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as told:
        assess_into(cases, into)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return str(told.value)


def assess_into(cases: list[Path], into: Path) -> int:
    from resecta.cli import resecta

    arguments = ["assess", *map(str, cases), "--json", "--output", str(into)]
    return int(resecta.main(arguments, standalone_mode=False))


@pytest.mark.parametrize("kind", ["link", "link to a link", "hard link"])
def test_no_answer_of_a_folder_is_written_over_a_case_through_a_link(tmp_path: Path, kind: str) -> None:
    cases, answers = two_cases(tmp_path), tmp_path / "answers"
    answers.mkdir()
    if kind == "hard link":
        (answers / "a.json").hardlink_to(cases / "b.yaml")
    else:
        (answers / "a.json").symlink_to("there" if kind == "link to a link" else cases / "b.yaml")
        (answers / "there").symlink_to(cases / "b.yaml")
    told = refused_answers(tmp_path, [cases], answers)
    assert f"{answers / 'a.json'}: this answer would be written over what is read from {cases / 'b.yaml'}" in told


def test_no_answer_is_written_over_a_case_of_another_folder_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "first/ward").mkdir(parents=True)
    (tmp_path / "second/ward").mkdir(parents=True)
    (tmp_path / "first/ward/a.yaml").write_text(CASE)
    (tmp_path / "second/ward/a.json").write_text('{"case":"B","assessed_on":"2026-03-09"}')
    told = refused_answers(tmp_path, [tmp_path / "first", tmp_path / "second/ward"], tmp_path / "second")
    assert f"would be written over what is read from {tmp_path / 'second/ward/a.json'}" in told


def test_an_answer_that_is_taken_away_is_never_a_case_of_another_folder(tmp_path: Path) -> None:
    for name in ("first/ward/a.yaml", "first/ward/a.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("facts: [")
    other = tmp_path / "second/ward/a.json"
    other.parent.mkdir(parents=True)
    other.write_text('{"case":"B","assessed_on":"2026-03-09"}')
    assert assess_into([tmp_path / "first", other.parent], tmp_path / "second") == 2
    assert other.read_text() == '{"case":"B","assessed_on":"2026-03-09"}'


def test_two_answers_are_not_written_into_one_file_through_a_link(tmp_path: Path) -> None:
    cases, answers = two_cases(tmp_path), tmp_path / "answers"
    answers.mkdir()
    (answers / "a.json").symlink_to("b.json")
    assert "two answers would be written into one file" in refused_answers(tmp_path, [cases], answers)


def test_a_circle_of_links_is_no_folder_for_answers(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for into in (tmp_path / "loop", tmp_path / "loop/x"):
        with pytest.raises(InputError, match="name another folder for the answers"):
            assess_into([EXAMPLE], into)


def test_a_pipe_in_the_place_of_an_answer_is_not_waited_for(tmp_path: Path) -> None:
    cases, answers = two_cases(tmp_path), tmp_path / "answers"
    answers.mkdir()
    os.mkfifo(answers / "a.json")
    (cases / "a.yaml").write_text("facts: [")
    assert assess_into([cases], answers) == 2
    assert (answers / "b.json").is_file()
