"""A name that ends as a folder's does is none for a file: refused before any work, wherever a file is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.edges.program import EXAMPLE, PLANNED

from resecta.cli import options, resecta
from resecta.document import InputError

COMMANDS = [
    ["assess", EXAMPLE, "--html"],
    ["compare", EXAMPLE, EXAMPLE, "--html"],
    ["explain", EXAMPLE, "--html"],
    ["plan", PLANNED, "--svg"],
    ["plan", PLANNED, "--strategy", "liver_first", "--ics"],
    ["guideline", "show", "--html"],
    ["case", "new"],
    ["case", "new", "--output"],
    ["cohort", "assess", EXAMPLE, "--output"],
    ["cohort", "audit", EXAMPLE, "--html"],
    ["cohort", "synthesise", "3", "--output"],
    ["cohort", "synthesise", "3", "--output", "x.parquet", "--events"],
    ["db", "backup", "--output"],
    ["db", "key", "--output"],
    ["db", "seal-key", "--output"],
]
TAKE_A_FILE = ("--html", "--svg", "--ics", "--output")
TAKES_A_FOLDER = ("assess", "--output")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command)))
def test_it_is_refused_by_every_command_that_writes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[object]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        resecta.main([*map(str, command), "new/"], standalone_mode=False)
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.mend) == ("new/", "name a file, in that folder or another")
    assert problem.message == "this is the name of a folder, and a file is to be written"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["new//", "new/.", "new/.."])
def test_so_is_one_that_only_says_so_in_another_way(name: str) -> None:
    with pytest.raises(InputError, match="is the name of a folder"):
        resecta.main(["guideline", "show", "--html", name], standalone_mode=False)


def test_no_option_that_takes_a_file_is_left_out() -> None:
    wrong = [path for path, kind in outputs(resecta) if kind is not options.FILE_TO_WRITE and path != TAKES_A_FOLDER]
    assert wrong == []


def outputs(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every option of a command, and of those below it, that is called as what takes a file, and its type."""
    for parameter in command.params:
        if parameter.opts[0] in TAKE_A_FILE:
            yield (*path, parameter.opts[0]), parameter.type
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from outputs(below, *path, name)
