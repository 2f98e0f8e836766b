"""A status is a member of its enumeration, never a word written out: what shows and asks spells none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from resecta.guideline.status import WAITING, Status

SOURCE = Path(__file__).parents[2] / "src/resecta"
FILES = [file for part in ("cli", "draw", "authoring", "interview") for file in sorted((SOURCE / part).rglob("*.py"))]
# The names of the keys under which a pack gives conditions: words of the file, not statuses.
KEYS = {"draw/explain.py", "authoring/mutation/entries.py"}


def name(file: Path) -> str:
    return str(file.relative_to(SOURCE))


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("file", [file for file in FILES if name(file) not in KEYS], ids=name)
def test_no_status_is_written_out(file: Path) -> None:
    written = [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and node.value in set(Status)
    ]
    assert written == []


def test_which_statuses_wait_is_told_once() -> None:
    assert {Status.UNDETERMINED, Status.BLOCKED} == set(WAITING)
    together = re.compile(r"Status\.(UNDETERMINED|BLOCKED)\)?, (str\()?Status\.(UNDETERMINED|BLOCKED)\b")
    assert [name(file) for file in SOURCE.rglob("*.py") if together.search(file.read_text())] == []
