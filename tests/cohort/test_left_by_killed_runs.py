"""What a run that was killed has left beside its output goes with a later run, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

from resecta.cli.cohort import _beside

DAY = 24 * 60 * 60


def left(folder: Path, name: str, days: float, *, holding: str = "") -> Path:
    """A folder of this name, last changed so many days ago."""
    made = folder / name
    made.mkdir()
    if holding:
        (made / holding).write_text("spilt", encoding="utf-8")
    os.utime(made, (time.time() - days * DAY,) * 2)
    return made


def test_an_empty_folder_goes_once_it_is_older_than_a_run(tmp_path: Path) -> None:
    old, young = left(tmp_path, ".resecta-abcdefgh", 8), left(tmp_path, ".resecta-running1", 6)
    full = left(tmp_path, ".resecta-spilling", 80, holding="spill")
    other = left(tmp_path, "resecta-results", 80)
    file = tmp_path / ".resecta-0123.part"
    file.write_bytes(b"half a table")
    os.utime(file, (0, 0))
    with _beside(tmp_path / "advice.parquet") as work:
        assert work.parent == tmp_path
        assert not old.exists()
        assert {*tmp_path.iterdir()} == {work, young, full, other, file}
    assert {*tmp_path.iterdir()} == {young, full, other, file}
