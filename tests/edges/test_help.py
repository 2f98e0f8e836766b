"""Every example of every ``--help`` runs as it stands, beside the files that it names."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.edges.program import ROOT

from resecta.authoring.starter import write_starter
from resecta.cli import resecta

pytestmark = pytest.mark.slow

WRITTEN = {"--output", "--html", "--svg", "--ics"}


def examples(command: click.Command) -> Iterator[str]:
    """The lines of the epilogs of a command and of those below it."""
    for line in (command.epilog or "").splitlines():
        if line.startswith("  resecta "):
            yield line.partition("     ")[0].strip()  # what follows says what it does
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from examples(below)


# What needs a server of PostgreSQL is run with one in tests/web/test_on_postgresql.py.
EXAMPLES = [line for line in examples(resecta) if "postgresql://" not in line]


TABLES = {
    "patients.parquet": {"case": ["P1"], "assessed_on": [datetime.date(2026, 3, 9)], "kras_status": ["wild type"]},
    "events.parquet": {"case": ["P1"], "activity": ["bevacizumab"], "date": [datetime.date(2026, 3, 1)]},
}


def _table(path: Path, columns: dict[str, list[object]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)


def _result(folder: Path) -> None:
    """What an old guideline says of a table."""
    _starter(folder / "old_guideline")
    _table(folder / "table.parquet", TABLES["patients.parquet"])
    words = ["table.parquet", "--guideline", "old_guideline", "--output", "advice.parquet"]
    with contextlib.chdir(folder):
        assert resecta.main(["cohort", "assess", *words], prog_name="resecta", standalone_mode=False) in (0, None)


def _two_revisions(folder: Path) -> None:
    """A guideline in a repository of its own, as it was and as it is."""
    write_starter(folder / "our_guideline")
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder))
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "One"), ("commit", "-qm", "Two", "--allow-empty")):
        subprocess.run([*git, *words], check=True)


MAPPING = "case: case\nassessed_on: assessed_on\nelements:\n  kras_status: {column: RAS, values: {W: wild type}}\n"


def _registry(folder: Path) -> None:
    (folder / "registry").mkdir()
    (folder / "registry" / "first.csv").write_text("case,assessed_on,RAS\nP1,2026-03-09,W\n")


def _cases(folder: Path) -> None:
    (folder / "cases").mkdir()
    shutil.copy(ROOT / "docs/examples/monday.yaml", folder / "cases")


def _board(folder: Path) -> None:
    """A board's database with a key, an anchor and a backup beside it."""
    from resecta.board import open_database
    from resecta.board.anchor import drop_anchor, make_key
    from resecta.board.backup import back_up
    from resecta.board.schema import upgrade

    if (folder / "board.db").exists():
        return
    database = open_database(f"sqlite:///{folder}/board.db")
    upgrade(database)
    make_key(folder / "anchor.key")
    (folder / "anchors.jsonl").write_text(drop_anchor(database, folder / "anchor.key"))
    back_up(database, folder / "friday.backup")
    database.close()


def _starter(path: Path) -> None:
    if not path.exists():
        write_starter(path)


def make(folder: Path, word: str) -> None:
    """Make the file or folder that this word of an example names; nothing where it names none."""
    path = folder / word.rstrip("/")
    makers: dict[str, Callable[[], object]] = {
        "case.yaml": lambda: shutil.copy(ROOT / "docs/examples/friday.yaml", path),
        "monday.yaml": lambda: shutil.copy(ROOT / "docs/examples/monday.yaml", path),
        "friday.yaml": lambda: shutil.copy(ROOT / "docs/examples/friday.yaml", path),
        "expressions.json": lambda: path.write_text(json.dumps(["1 + 1", "1 +"])),
        "advice.parquet": lambda: _result(folder),
        "ours.yaml": lambda: path.write_text(MAPPING),
        "HEAD~1:our_guideline": lambda: _two_revisions(folder),
        **dict.fromkeys(("sqlite:///board.db", "friday.backup", "anchors.jsonl"), partial(_board, folder)),
        **{name: partial(_table, path, columns) for name, columns in TABLES.items()},
    }
    beginnings = {"cases": _cases, "registry": _registry}
    endings: dict[str, Callable[[], object]] = {
        "_guideline/": lambda: _starter(path),
        "_hospital/": lambda: shutil.copytree(ROOT / "docs/examples/our_hospital", path),
    }
    maker = makers.get(word) or next((made for end, made in endings.items() if word.endswith(end)), None)
    begun = next((made for start, made in beginnings.items() if word.startswith(start)), None)
    if maker is not None:
        maker()
    elif begun is not None:
        begun(folder)


def lay_out(folder: Path, words: list[str]) -> list[str]:
    """Make the files that the example reads; its words, with patterns filled in as a shell would."""
    filled = []
    for place, word in enumerate(words):
        if words[place - 1] not in WRITTEN and not word.startswith("-"):
            make(folder, word)
        filled += sorted(str(each.relative_to(folder)) for each in folder.glob(word)) if "*" in word else [word]
    return filled


def test_there_are_examples_of_every_group() -> None:
    assert len(EXAMPLES) > 20
    assert {line.split()[1] for line in EXAMPLES} == {
        *("assess", "case", "compare", "plan", "guideline", "cql", "cohort", "explain", "db", "serve")
    }


def answered(application: Starlette, **_: object) -> None:
    """In place of the server, which ends by a signal only: what it would serve answers."""
    assert TestClient(application).get("/healthz").status_code == 200


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_a_help_runs(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = lay_out(tmp_path, shlex.split(example)[1:])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(uvicorn, "run", answered)
    code = resecta.main(words, prog_name="resecta", standalone_mode=False)
    assert code in (None, 0, 1), "done, or the answer is no"
    written = [words[place + 1] for place, word in enumerate(words) if word in WRITTEN and "case" not in words[:1]]
    assert [name for name in written if not (tmp_path / name).exists()] == []
