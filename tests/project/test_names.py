"""A package hands out the names that its ``__all__`` lists, and each of them is there and documented."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PACKAGES = sorted(
    ".".join(init.parent.relative_to(SOURCE).parts)
    for init in SOURCE.rglob("__init__.py")
    if "guidelines" not in init.parts
)


def test_there_are_packages_to_look_at() -> None:
    assert {"resecta", "resecta.cql", "resecta.guideline", "resecta.case", "resecta.advice"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_names_handed_out_are_sorted_and_exist(package: str) -> None:
    module = import_module(package)
    names = getattr(module, "__all__", [])
    assert sorted(set(names)) == sorted(names)
    for name in names:
        assert getattr(module, name) is not None


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_handed_out_is_documented(package: str) -> None:
    module = import_module(package)
    assert module.__doc__, f"{package} does not say what comes in and what goes out"
    for name in getattr(module, "__all__", []):
        value = getattr(module, name)
        if (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__.startswith("resecta"):
            assert value.__doc__, f"{package}.{name}"


def test_another_program_may_rely_on_these_names_of_resecta() -> None:
    import resecta

    assert resecta.__all__ == ["__version__", "assess", "load"]
    assert callable(resecta.load)
    assert callable(resecta.assess)
    with pytest.raises(AttributeError, match="no attribute 'asses'"):
        _ = resecta.asses  # type: ignore[attr-defined]  # misspelt on purpose


ONCE_SEVERAL = ("Builder", "Draft", "Facts", "Part", "Reading", "Row", "Side", "Step", "in_words", "plain")
"""Names that used to stand for two to five things each."""


@cache
def texts() -> Mapping[Path, str]:
    """Every file of the program."""
    return {file: file.read_text() for file in (SOURCE / "resecta").rglob("*.py")}


@pytest.mark.parametrize("name", ONCE_SEVERAL)
def test_a_name_that_meant_several_things_means_one(name: str) -> None:
    written = re.compile(rf"^(?:class |def )?{name}\b *(?=[(:=])", re.MULTILINE)
    files = [file for file, text in texts().items() if written.search(text)]
    otherwise = re.compile(rf"import .*\b(as {name}|{name} as)\b")
    renamed = [file for file, text in texts().items() if otherwise.search(text)]
    assert len(files) <= 1, files
    assert renamed == []
