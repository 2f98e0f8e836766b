"""The page about the language is the one that the tables make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_reference_page_is_what_the_tables_say(root: Path) -> None:
    script = root / "docs" / "reference" / "make_language_reference.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_chapter_stands_on_the_page(root: Path) -> None:
    page = (root / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    chapters = [path.name for path in sorted((root / "tests" / "cql" / "spec").iterdir()) if path.is_dir()]
    named = [name for name in chapters if not name.startswith("__")]
    assert len(named) == 10
    for name in named:
        assert f"\n## {name.capitalize()}\n" in page
