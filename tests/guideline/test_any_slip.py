"""Whatever is slipped into a guideline, wherever: one slip is one problem in words, or means something; never two, and
never a fault of ours.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.guideline.slips import logic_read_once, slips

from resecta.document import InputError
from resecta.guideline import checked

pytestmark = pytest.mark.slow

GOOD = Path(__file__).parent / "good"
FILES = sorted(file.name for file in GOOD.glob("*.yaml"))


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small guideline."""
    shutil.copytree(GOOD, tmp_path / "pack", ignore=shutil.ignore_patterns("cases"))
    monkeypatch.setattr(checked, "read_logic", logic_read_once())
    return tmp_path / "pack"


@pytest.mark.parametrize("file", FILES)
def test_one_slip_is_one_problem(file: str, pack: Path) -> None:
    told, passed, apart = 0, [], []
    for slip in slips(GOOD / file):
        (pack / file).write_text(slip.text, encoding="utf-8")
        try:
            checked.checked(pack, ())
        except InputError as refused:
            told += 1
            if len(refused.problems) != 1 or not refused.problems[0].mend:
                apart.append(f"{slip}\n{refused}")
        else:
            passed += [str(slip)] if slip.always else []
    assert told > 10
    assert apart == []
    assert passed == []
