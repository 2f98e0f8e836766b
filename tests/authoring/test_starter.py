"""``resecta guideline init``: a small working guideline in a new folder, and never over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.authoring.coverage import cover
from resecta.authoring.starter import write_starter
from resecta.cli import resecta
from resecta.document import InputError
from resecta.guideline import load


def test_the_starter_is_sound(tmp_path: Path) -> None:
    """Two elements, one recommendation, one strategy, one case, and nothing to complain of."""
    files = write_starter(tmp_path / "mine")
    guideline = load(tmp_path / "mine")
    assert len(guideline.elements) == 2
    assert len(guideline.recommendations) == 1
    assert len(guideline.strategies) == 1
    assert len([file for file in files if file.parent.name == "cases"]) == 1


def test_the_starters_case_exercises_its_statement(tmp_path: Path) -> None:
    """A newcomer sees full coverage, and from then on what a new statement lacks."""
    write_starter(tmp_path / "mine")
    assert str(cover(load(tmp_path / "mine"))) == "1/1"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """Nothing is ever overwritten."""
    (tmp_path / "guideline.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="the folder is not empty"):
        write_starter(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["guideline.yaml"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """One readable message."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="this is a file"):
        write_starter(tmp_path / "taken")


@pytest.mark.slow
def test_the_starter_can_be_assessed_and_says_that_it_has_no_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guideline without drugs and without a schedule is a guideline."""
    monkeypatch.setenv("COLUMNS", "200")
    write_starter(tmp_path / "mine")
    (case,) = (tmp_path / "mine" / "cases").iterdir()
    pack = ["--guideline", str(tmp_path / "mine")]
    assert resecta.main(["assess", str(case), *pack], standalone_mode=False) == 0
    assert "Resection (S01)" in capsys.readouterr().out
    with pytest.raises(InputError, match="lays out no strategy in time"):
        resecta.main(["plan", str(case), *pack], standalone_mode=False)
