"""The program as a whole process, and the cases that the attacks are made of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "resecta"]
CASE = "case: A\nassessed_on: 2026-03-09\nfacts:\n  age: 58\n  sex: female\n"
"""A small case that is sound."""
EXAMPLE = ROOT / "docs/examples/friday.yaml"
PLANNED = ROOT / "docs/examples/to_be_planned.yaml"


def run(
    *arguments: str | os.PathLike[str], before: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A whole process; ``before`` runs in it before the program starts."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        timeout=120,
        env={**os.environ, **environment},
        preexec_fn=before,
    )


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line for bash, in which ``resecta`` is the program."""
    program = f'resecta() {{ "{sys.executable}" -m resecta "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", program + line],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
