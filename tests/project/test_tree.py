"""What stands in the tree: files a reader can hold in mind, and nothing of the machine that they were written on."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in two parts, so that this file does not find itself.
OF_A_MACHINE = re.compile(
    "|".join(
        [
            "/wor" + "k/",
            "/roo" + "t/",
            "/home/" + r"\w",
            "pypi" + r"\.org",
            "registry\\.npm" + "js",
            "files\\.python" + "hosted",
        ]
    )
)
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def tracked() -> list[Path]:
    """The files of the project: what git holds, or would hold after the next ``git add``."""
    listed = subprocess.check_output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    return sorted(ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file())


FILES = tracked()
PYTHON = [file for file in FILES if file.suffix == ".py"]
SOURCE = [file for file in PYTHON if file.is_relative_to(ROOT / "src")]


def name(file: Path) -> str:
    """A file's place in the project, for a test's name."""
    return str(file.relative_to(ROOT))


def test_there_are_files_to_look_at() -> None:
    assert len(SOURCE) > 40


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name(file)}:{text.count(chr(10), 0, match.start()) + 1}"
        for file in FILES
        for text in [file.read_bytes().decode("utf-8", "ignore")]
        for match in OF_A_MACHINE.finditer(text)
    ]
    assert found == []


def test_no_file_is_a_drawer() -> None:
    assert [name(file) for file in PYTHON if DRAWERS & {*file.relative_to(ROOT).parts[:-1], file.stem}] == []


@pytest.mark.slow
@pytest.mark.parametrize("file", SOURCE, ids=name)
def test_a_file_has_one_idea_and_says_it(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= 400
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_an_excuse_gives_its_reason() -> None:
    excuse = re.compile(r"#\s*(noqa|type: ignore|pragma)(?P<rest>.*)")
    bare = []
    for file in PYTHON:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            found = excuse.search(line)
            if found and not re.search(r"[a-z]{2,} [a-z]{2,}", re.sub(r"\[.*?\]", "", found["rest"])):
                bare.append(f"{name(file)}:{number}")
    assert bare == []


def test_no_test_is_skipped() -> None:
    skip = re.compile(r"pytest\." + r"(skip|mark\.skip|mark\.xfail|importorskip)")
    assert [name(file) for file in PYTHON if file.name != "test_tree.py" and skip.search(file.read_text())] == []


OF_PYTHON = {"Generic", "NamedTuple", "ABC"}
"""What others wrote and a class of ours may rest on without being called by it."""


def imported(tree: ast.Module) -> set[str]:
    """The names that a file has from others: they call a class of ours by methods of which our text never speaks."""
    found: set[str] = set()
    for node in ast.walk(tree):
        ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("resecta")
        if isinstance(node, ast.Import | ast.ImportFrom) and not ours:
            found.update(alias.asname or alias.name for alias in node.names)
    return found - OF_PYTHON


def rests_on(node: ast.ClassDef) -> set[str]:
    """The first words of a class's bases: ``click`` of ``click.Group``."""
    return {re.split(r"\W", ast.unparse(base))[0] for base in node.bases}


def is_command(node: ast.FunctionDef) -> bool:
    """Whether a function is called from the command line, by the name that its decorator gives it."""
    return any(isinstance(way, ast.Call) and ast.unparse(way.func).endswith(".command") for way in node.decorator_list)


def defined(body: Iterable[ast.stmt], others: set[str]) -> Iterator[str]:
    """The functions, classes, methods and fields that stand here, but those that ``others`` call."""
    for node in body:
        match node:
            case ast.ClassDef():
                yield node.name
                if not rests_on(node) & others:
                    yield from defined(node.body, others)
            case ast.FunctionDef() if not is_command(node):
                yield node.name
            case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
                yield name


@pytest.mark.slow
def test_whatever_is_written_is_used_or_told_of() -> None:
    """A function, class, method, field or constant that stands nowhere but where it is defined: neither the
    program nor a page names it.
    """
    told = [file for file in FILES if file.suffix in {".py", ".html", ".svg", ".lark", ".md", ".toml"}]
    read = [file for file in told if not file.is_relative_to(ROOT / "tests") and file.name != "CHANGELOG.md"]
    spoken = Counter(word for file in read for word in re.findall(r"\w+", file.read_text()))
    trees = [(file, ast.parse(file.read_text())) for file in SOURCE]
    names = [(file, one) for file, tree in trees for one in defined(tree.body, imported(tree))]
    assert len(names) > 3000
    own = re.compile(r"__\w+__|visit_\w+")
    assert [f"{name(file)}: {one}" for file, one in names if spoken[one] < 2 and not own.fullmatch(one)] == []


def own_statements(function: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, without the functions within it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            yield from own_statements(node)


def leaves_unasserted(nodes: Iterable[ast.AST]) -> bool:
    """Whether a ``return`` stands in a block that has asserted nothing before it."""
    blocks = [block for node in nodes for block in (getattr(node, "body", []), getattr(node, "orelse", []))]
    for block in (block for block in blocks if isinstance(block, list)):
        for place, statement in enumerate(block):
            if isinstance(statement, ast.Return) and not any(
                isinstance(b, ast.Assert | ast.With) for b in block[:place]
            ):
                return True
    return False


@pytest.mark.slow
def test_no_test_passes_by_leaving_early() -> None:
    """A case that a test is not about is left out where the cases are chosen, or by ``assume``; never by a return."""
    tests = [
        (file, node)
        for file in PYTHON
        if file.is_relative_to(ROOT / "tests")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert len(tests) > 400
    assert [
        f"{name(file)}: {test.name}" for file, test in tests if leaves_unasserted([*own_statements(test), test])
    ] == []
