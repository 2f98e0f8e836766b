"""Every example of every ``--help`` runs as it stands, beside the files that it names."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
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


EXAMPLES = list(examples(resecta))


def lay_out(folder: Path, words: list[str]) -> list[str]:
    """Make the files that the example reads; its words, with patterns filled in as a shell would."""
    filled = []
    for place, word in enumerate(words):
        path = folder / word.rstrip("/")
        if words[place - 1] in WRITTEN or word.startswith("-"):
            pass
        elif word in ("case.yaml", "monday.yaml", "friday.yaml"):
            shutil.copy(ROOT / "docs/examples" / ("friday.yaml" if word == "case.yaml" else word), path)
        elif word.startswith("cases"):
            (folder / "cases").mkdir(exist_ok=True)
            shutil.copy(ROOT / "docs/examples/monday.yaml", folder / "cases")
        elif word.endswith("_guideline/"):
            write_starter(path)
        elif word.endswith("_hospital/"):
            shutil.copytree(ROOT / "docs/examples/our_hospital", path)
        elif word == "expressions.json":
            path.write_text(json.dumps(["1 + 1", "1 +"]))
        filled += sorted(str(each.relative_to(folder)) for each in folder.glob(word)) if "*" in word else [word]
    return filled


def test_there_are_examples_of_every_group() -> None:
    assert len(EXAMPLES) > 20
    assert {line.split()[1] for line in EXAMPLES} == {"assess", "case", "compare", "plan", "guideline", "cql"}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_a_help_runs(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = lay_out(tmp_path, shlex.split(example)[1:])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    code = resecta.main(words, prog_name="resecta", standalone_mode=False)
    assert code in (None, 0, 1), "done, or the answer is no"
    written = [words[place + 1] for place, word in enumerate(words) if word in WRITTEN and "case" not in words[:1]]
    assert [name for name in written if not (tmp_path / name).exists()] == []
