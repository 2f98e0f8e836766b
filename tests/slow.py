"""Which tests ``make quick`` leaves out: those that open a browser, try many random cases or start other programs, and
those that ask a database: the cohort's, and those of the board and its server.

Found by looking at what a test, its fixtures and the functions of the tests that it calls name; a test that takes more
than a tenth of a second for another reason says so itself (``pytest.mark.slow``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

ASK_A_DATABASE = {"board", "cohort", "web"}
"""Folders of ``tests``."""
ASK_NONE = {"test_rights.py", "test_suppression.py", "test_forms.py"}
"""Their files that are read all the same, so that something of each package is tried."""
TAKES_TIME = {"subprocess", "pexpect", "multiprocessing", "given", "random", "Random"}


@cache
def is_left_out_whole(path: Path) -> bool:
    """Whether nothing in a module of tests is quick, so that it need not even be imported."""
    if path.suffix != ".py":
        return False
    if path.parent.name in ASK_A_DATABASE and path.name not in ASK_NONE:
        return True
    return "\npytestmark = pytest.mark.slow" in path.read_text(encoding="utf-8")


def is_slow(item: pytest.Function) -> bool:
    """Whether the test is left out by where it stands, or by what it uses."""
    fixtures = item._fixtureinfo.name2fixturedefs
    if is_left_out_whole(item.path):
        return True
    if "browser" in fixtures or getattr(item.obj, "is_hypothesis_test", False):
        return True
    functions = [item.function, *(each.func for found in fixtures.values() for each in found)]
    return any(_takes_time(function) for function in functions)


@cache
def _takes_time(function: Any) -> bool:
    """Whether a function names what takes time: asked once for all the rows of a test."""
    return any(name in TAKES_TIME for name in _names(function, set()))


def _names(thing: Any, seen: set[int]) -> Iterator[str]:
    """Every name in a function and in the functions and classes of the tests that it names, modules by their own."""
    if isinstance(thing, ModuleType):
        yield thing.__name__
    elif isinstance(thing, type):
        for method in vars(thing).values():
            yield from _names(method, seen)
    elif isinstance(thing, FunctionType) and id(thing) not in seen:
        seen.add(id(thing))
        for name in _of(thing.__code__):
            yield name
            named = thing.__globals__.get(name)
            if isinstance(named, ModuleType) or getattr(named, "__module__", "").startswith(("tests.", "test_")):
                yield from _names(named, seen)


def _of(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _of(constant)
