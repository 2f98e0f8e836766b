from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.shipped import shipped_guideline

from resecta.guideline.pack import Guideline

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return shipped_guideline()
