"""Frozen means frozen: a value that is made does not change. What gathers while it works is named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # every file of the source is read

SOURCE = Path(__file__).parents[2] / "src" / "resecta"
GATHERING = {
    "advice/told.py": {"ToldReasons"},
    "board/act.py": {"Work"},
    "board/verify.py": {"_Seen"},
    "cli/many.py": {"_Tally"},
    "cql/syntax/parser.py": {"Parser"},
    "document/build.py": {"_Open"},
    "draw/timeline_shapes.py": {"Lane"},
    "timeline/course.py": {"Course", "Point"},
    "timeline/network.py": {"Network"},
    "timeline/solve.py": {"Solution", "_Attempt"},
    "web/limits.py": {"_Bucket"},
}


def test_every_dataclass_is_frozen_but_those_that_gather() -> None:
    found: dict[str, set[str]] = {}
    frozen = 0
    for path in SOURCE.rglob("*.py"):
        for name, is_frozen in _dataclasses(ast.parse(path.read_text())):
            frozen += is_frozen
            if not is_frozen:
                found.setdefault(path.relative_to(SOURCE).as_posix(), set()).add(name)
    assert frozen > 300
    assert found == GATHERING


def _dataclasses(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            called = call.func if call is not None else decorator
            if isinstance(called, ast.Name) and called.id == "dataclass":
                keywords = [] if call is None else call.keywords
                yield node.name, any(word.arg == "frozen" and ast.unparse(word.value) == "True" for word in keywords)
