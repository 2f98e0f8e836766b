"""The wheel without extras, in a clean environment, on the oldest and on the newest Python: every command runs, or says
which part it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.project.smoke import COMMANDS, NEEDING, environment, failures, pythons, wheel

from resecta.cli import resecta

pytestmark = pytest.mark.slow
PYTHONS = [(version, python) for version, python in pythons() if python is not None]  # `make smoke` names the others


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("python", [python for _, python in PYTHONS], ids=[version for version, _ in PYTHONS])
def test_every_command_runs_from_the_wheel_or_says_which_part_it_lacks(
    built: Path, python: Path, tmp_path: Path
) -> None:
    inside = environment(python, built, tmp_path / "venv")
    assert list(failures(inside, tmp_path / "work")) == []


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command by its words."""
    if not isinstance(command, click.Group):
        yield " ".join(words)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, (*words, name))


def test_there_is_a_python_to_run_the_wheel_on() -> None:
    assert PYTHONS


def test_the_smoke_holds_every_command() -> None:
    lines = [*COMMANDS, *NEEDING]
    missed = [name for name in commands(resecta) if not any(f"{line} ".startswith(f"{name} ") for line in lines)]
    assert missed == []
