"""The session shown in the documentation is what the program says today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_recorded_session_is_up_to_date(root: Path) -> None:
    program = [sys.executable, str(root / "docs/reference/record_interview.py"), "--check"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
