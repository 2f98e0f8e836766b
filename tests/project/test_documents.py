"""The documents cannot go stale: examples are run, commands, links and paths exist, and nothing is left out.

A fenced block whose first line is ``$ …`` is run from the top of the project, and its output compared; ``…`` alone on
a line stands for any lines. A ``python`` block is run, unless its fence says ``python sketch``; what it prints stands
in lines that begin with ``# → ``. Other blocks are shown only.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from resecta.cli import resecta

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(?P<language>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    body: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def examples() -> list[Example]:
    """Every fenced block of every page."""
    found = []
    for page in PAGES:
        text = page.read_text()
        for match in FENCE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(Example(str(page.relative_to(ROOT)), line, match["language"].strip(), match["body"]))
    return found


EXAMPLES = examples()
SESSIONS = [example for example in EXAMPLES if example.body.startswith("$ ")]
PROGRAMS = [example for example in EXAMPLES if example.language == "python"]


def commands(command: click.Command = resecta, path: tuple[str, ...] = ("resecta",)) -> list[tuple[str, ...]]:
    """Every command of the program by its path: ("resecta", "case", "check")."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [path, *(found for name, below in inner if below for found in commands(below, (*path, name)))]


def run(command: str) -> str:
    """What a command line prints, errors included, in a terminal of 80 columns without colours."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


def pattern(expected: str) -> re.Pattern[str]:
    """The expected lines, trailing blanks aside, with ``…`` alone on a line for any lines."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + r"[ ]*\n" for line in expected.splitlines()
    ]
    return re.compile("".join(lines))


def test_there_are_examples_to_run() -> None:
    assert len(SESSIONS) >= 5
    assert len(PROGRAMS) >= 1


@pytest.mark.parametrize("example", SESSIONS, ids=str)
def test_a_command_prints_what_the_page_says(example: Example) -> None:
    for session in re.split(r"^\$ ", example.body, flags=re.MULTILINE)[1:]:
        command, _, expected = session.partition("\n")
        printed = run(command).strip("\n") + "\n"
        assert pattern(expected.strip("\n")).fullmatch(printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize("example", PROGRAMS, ids=str)
def test_a_program_of_the_pages_runs(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example.body, str(example), "exec"), {"__name__": "example"})  # noqa: S102 - our own pages
    said = re.findall(r"^# → (.*)$", example.body, re.MULTILINE)
    assert printed.getvalue().splitlines() == said


def test_every_command_in_the_pages_exists() -> None:
    known = set(commands())
    groups = {path for path in known if any(other[:-1] == path for other in known)}
    unknown = []
    for page in PAGES:
        for line in re.findall(r"(?:^\$ |`)(resecta(?: [^`\n|&;]*)?)", page.read_text(), re.MULTILINE):
            words = shlex.split(line.replace("…", "").replace("'", ""))
            path: tuple[str, ...] = ("resecta",)
            for word in words[1:]:
                if path not in groups or word.startswith("-"):
                    break
                path = (*path, word)
            if path not in known:
                unknown.append(f"{page.name}: {line}")
    assert unknown == []


def test_every_command_is_documented() -> None:
    reference = (ROOT / "docs/reference/cli.md").read_text()
    missing = [" ".join(path) for path in commands() if f"## `{' '.join(path)}`" not in reference]
    assert missing == []


@pytest.mark.parametrize(
    "script",
    [
        "make_cli_reference.py",
        "make_glossary.py",
        "make_routes_page.py",
        "make_safety_page.py",
        "make_security_page.py",
        "make_status_page.py",
    ],
)
def test_a_page_that_is_made_is_what_the_program_says(script: str) -> None:
    program = [sys.executable, str(ROOT / "docs/reference" / script), "--check"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_make_docs_runs_every_script_that_writes_a_page() -> None:
    run = re.findall(r"docs/reference/(\w+\.py)", (ROOT / "Makefile").read_text())
    assert sorted(run) == sorted(script.name for script in (ROOT / "docs/reference").glob("*.py"))


def test_every_link_leads_somewhere() -> None:
    dead = []
    for page in PAGES:
        text = FENCE.sub("", page.read_text())
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            file = target.partition("#")[0]
            if file and "://" not in file and not file.startswith("mailto:") and not (page.parent / file).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


NAMED = re.compile(r"(?:src|tests|docs|benchmarks|\.ci)/[\w./-]*\w/?")
HOUSE = [ROOT / "docs/architecture.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs/decisions").glob("*.md")]


def test_every_path_that_a_page_names_exists() -> None:
    named = {(page, path) for page in PAGES for path in re.findall(f"`({NAMED.pattern})`", page.read_text())}
    assert len(named) > 50
    gone = [f"{page.relative_to(ROOT)}: {path}" for page, path in sorted(named) if not (ROOT / path).exists()]
    assert gone == []


def test_every_file_that_a_page_about_the_house_names_exists() -> None:
    """By the end of its path: these pages speak of ``reasons.py`` where they have named its folder before."""
    held = [file for folder in ("src", "tests", "docs") for file in (ROOT / folder).rglob("*.*")]
    ends = {"/".join(file.parts[-length:]) for file in held for length in (1, 2, 3)}
    top = {file.name for file in ROOT.iterdir()}
    named = re.compile(r"`([\w./-]+\.(?:py|yaml|cql|lark))`|`((?:[A-Z]+\.md|Makefile|pyproject\.toml))`")
    gone = [
        f"{page.relative_to(ROOT)}: {file or above}"
        for page in HOUSE
        for file, above in named.findall(page.read_text())
        if not (above in top if above else file in ends or (ROOT / file).exists())
    ]
    assert gone == []


def test_the_architecture_answers_eleven_questions_by_pointing_at_files() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    answers = re.findall(r"^(\d+)\. \*\*(.+?\?)\*\*(.*?)(?=^\d+\. |^## )", page, re.DOTALL | re.MULTILINE)
    assert [int(number) for number, _, _ in answers] == list(range(1, 12))
    for _, question, answer in answers:
        assert re.search(rf"`({NAMED.pattern}|[A-Z]+\.md|Makefile|pyproject\.toml)`", answer), question


def test_the_architecture_names_every_reader_of_the_core() -> None:
    """By its file or its folder: a new way to compute cannot come in beside a page that knows of fewer."""
    page = (ROOT / "docs/architecture.md").read_text()
    readers = [
        file
        for file in (ROOT / "src").rglob("*.py")
        if re.search(r"^class .*CoreVisitor\[", file.read_text(), re.MULTILINE)
    ]
    assert len(readers) > 8
    assert [file.name for file in readers if f"{file.name}`" not in page and f"{file.parent.name}/`" not in page] == []


@pytest.mark.slow
def test_every_document_that_a_docstring_or_comment_names_exists() -> None:
    cited = re.compile(rf"{NAMED.pattern}|[\w/-]+\.md")
    seen, gone = 0, set()
    for file in sorted((ROOT / "src").rglob("*.py")):
        for name in cited.findall(file.read_text()):
            seen += 1
            if not (ROOT / name).exists():
                gone.add(str(file.relative_to(ROOT)))
    assert seen > 10
    assert gone == set()


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text()
    assert [
        page.name for page in sorted(folder.glob("*.md")) if page.name != "README.md" and page.name not in listed
    ] == []
