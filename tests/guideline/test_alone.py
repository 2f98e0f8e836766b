"""A folder with a ``guideline.yaml`` is a guideline of its own, or an overlay that changes that file too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from resecta.cli import main
from resecta.cli.difference import _loaded
from resecta.document import InputError
from resecta.guideline.alone import is_overlay

GOOD = Path(__file__).parent / "good"
CASE = GOOD / "cases" / "small_lesion.yaml"


def written(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / ("logic.cql" if name == "logic" else f"{name}.yaml")).write_text(text, encoding="utf-8")
    return folder


def changed(folder: Path, before: str, after: str) -> Path:
    """The good guideline with one text of its guideline.yaml changed."""
    shutil.copytree(GOOD, folder)
    header = folder / "guideline.yaml"
    text = header.read_text(encoding="utf-8")
    assert before in text
    header.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def test_an_overlay_may_change_the_head_of_a_guideline_and_stays_an_overlay(tmp_path: Path) -> None:
    assert is_overlay(written(tmp_path / "head", guideline="version: 9.9.9\n"))
    assert is_overlay(written(tmp_path / "all", guideline="title: Ours\n", elements="{}\n", logic="library Ours\n"))
    assert is_overlay(written(tmp_path / "none", findings="resectable: {if_true: Ours}\n"))


def test_a_guideline_is_none_whatever_it_lacks(tmp_path: Path) -> None:
    """So that a slip in it is told, and not mended by laying it over another."""
    assert not is_overlay(GOOD)
    assert not is_overlay("good")
    assert not is_overlay(changed(tmp_path / "without_title", "title: ", "# "))
    assert not is_overlay(changed(tmp_path / "without_id", "id: ", "# "))
    assert not is_overlay(written(tmp_path / "emptied", guideline="{}\n"))
    assert not is_overlay(written(tmp_path / "a_list", guideline="[]\n"))


def test_a_folder_with_an_id_and_without_the_files_is_refused_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "half", guideline="title: Ours\nid: ours\n", elements="{}\n")
    with pytest.raises(InputError) as refused:
        is_overlay(folder)
    (problem,) = refused.value.problems
    assert (Path(problem.place.file).name, problem.place.line) == ("guideline.yaml", 2)
    assert problem.message == "this gives a guideline of its own, and its folder lacks logic.cql"
    assert "leaves the id out" in problem.mend


def test_compare_and_diff_lay_such_an_overlay_over_the_first_guideline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = written(tmp_path / "site", guideline="version: 9.9.9\n")
    options = ["--guideline", str(GOOD), "--guideline-b", str(site), "--json"]
    monkeypatch.setattr("sys.argv", ["resecta", "compare", str(CASE), str(CASE), *options])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    assert left.value.code in (0, None), printed.err
    compared = json.loads(printed.out)
    assert [compared[side]["guideline"]["version"] for side in ("before", "after")] == ["0.1.0", "9.9.9"]
    base, guideline = _loaded(str(site), str(GOOD))
    assert (base, guideline.id, guideline.version) == (str(GOOD), "small_good", "9.9.9")
    assert [one.id for one in guideline.departures] == ["version"]
