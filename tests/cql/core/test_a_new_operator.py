"""A new operator touches at most six files, and forgetting one of them is noticed: shown by adding one to a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

CHANGES = yaml.load(Path(__file__).with_name("new_operator.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
FILES = [change["file"] for change in CHANGES]
MADE = "docs/reference/language.md"
"""The page that `make docs` writes from the tables."""
TESTS = ["tests/cql/spec/test_spec.py", "tests/cql/core/test_operators.py"]
COPIED = ["src/resecta/cql", "src/resecta/document", "tests/cql/spec"]


def copy(root: Path, folder: Path, files: Sequence[str]) -> None:
    """The language and its tables in a folder of their own, with these files changed."""
    for part in COPIED:
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for module in ("__init__.py", "lazy_dataclass.py"):
        shutil.copy(root / "src/resecta" / module, folder / "src/resecta")
    (folder / "tests/cql/core").mkdir()
    shutil.copy(root / "tests/cql/core/test_operators.py", folder / "tests/cql/core")
    for change in CHANGES:
        if change["file"] in files:
            file = folder / change["file"]
            text = file.read_text(encoding="utf-8")
            behind = change["behind"] or text
            assert text.count(behind) == 1, f"{change['file']} no longer holds {behind!r} once"
            file.write_text(text.replace(behind, behind + change["add"]), encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy, which sees the copy alone."""
    environment = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def run_tests(folder: Path) -> subprocess.CompletedProcess[str]:
    plain = ["-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider", "--import-mode=importlib"]
    return run(folder, "-m", "pytest", *plain, "-rA", "-k", "StartsWith or every_function", *TESTS)


def test_a_new_operator_touches_at_most_six_files_and_contributing_names_them(root: Path) -> None:
    assert len({*FILES, MADE}) == len(FILES) + 1 <= 6
    said = (root / "CONTRIBUTING.md").read_text()
    part = said[said.index("**A new operator") :].partition("\n- ")[0]
    named = set(re.findall(r"`([\w/]+\.\w+)`", part))
    tables = {"tests/cql/spec/" if file.startswith("tests/cql/spec/") else file for file in FILES}
    assert {*tables, MADE} == {*named, "tests/cql/spec/"}
    assert "`tests/cql/spec/`" in part


def test_the_new_operator_is_read_computed_and_worded(root: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    copy(root, before, [])
    assert "StartsWith is not a function" in run(before, "-c", ASK).stderr
    after = tmp_path / "after"
    copy(root, after, FILES)
    asked = run(after, "-c", ASK)
    assert asked.stdout.splitlines() == ["True", "The beginning of Name with mut"], asked.stderr
    done = run_tests(after)
    assert done.returncode == 0, done.stdout
    for engine in ("plain", "fast", "possible"):
        assert re.search(rf"^PASSED .*\[comparison: StartsWith-{engine}\]", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("forgotten", FILES)
def test_a_file_that_is_forgotten_fails_a_test(root: Path, tmp_path: Path, forgotten: str) -> None:
    copy(root, tmp_path, [file for file in FILES if file != forgotten])
    done = run_tests(tmp_path)
    assert done.returncode != 0
    assert re.search(r"STARTS_WITH|StartsWith", done.stdout)


ASK = """
from resecta.cql import Logic, check, parse_library
from resecta.cql.words import in_words
library = check(parse_library("parameter Name String\\ndefine It: StartsWith(Name, 'mut')", "new.cql"))
print(Logic(library).values({"Name": "mutant"})["It"])
print(in_words(library.definitions["It"].expression, library).removesuffix(" is true"))
"""
