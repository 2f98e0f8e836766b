"""``make bench``: every benchmark of this folder, its figures beside their goals. Exit code 1 if a goal is not met.

A benchmark is a module with ``TITLE`` and ``measure() -> list[Line]``. ``python benchmarks assess`` runs only that one.
"""

import ast
import sys
from importlib import import_module
from pathlib import Path

from table import show

HERE = Path(__file__).parent


def is_benchmark(file: Path) -> bool:
    """Whether a module measures something; told from its text, so that the others are not run."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == "measure" for node in ast.parse(file.read_text()).body
    )


def main() -> None:
    there = [file.stem for file in sorted(HERE.glob("*.py")) if is_benchmark(file)]
    missed = []
    for name in sys.argv[1:] or there:
        module = import_module(name)
        lines = module.measure()
        show(module.TITLE, lines)
        missed += [line.what for line in lines if line.met is False]
    if missed:
        sys.exit("\nNot met: " + "; ".join(missed))


if __name__ == "__main__":
    main()
