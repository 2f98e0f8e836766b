from __future__ import annotations

import sys
from pathlib import Path

import pytest

from resecta.guideline import load
from resecta.guideline.pack import Guideline

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return load()
