"""One broken overlay per message: a slip in it is one problem, at its own line, and none in the shipped files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from resecta.document import InputError
from resecta.guideline import load

pytestmark = pytest.mark.slow  # each loads a broken copy of the whole guideline

BROKEN = sorted((Path(__file__).parent / "bad_overlays").glob("*.yaml"))


def laid(folder: Path, **files: str) -> Path:
    """An overlay with these files: ``logic`` is logic.cql."""
    for name, text in files.items():
        (folder / ("logic.cql" if name == "logic" else f"{name}.yaml")).write_text(text + "\n", encoding="utf-8")
    return folder


def test_there_are_broken_overlays() -> None:
    """The folder is found: an empty one would pass everything below."""
    assert len(BROKEN) >= 10


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_one_slip_is_one_problem_at_its_own_line(path: Path, tmp_path: Path) -> None:
    recipe = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for file, text in recipe["files"].items():
        (tmp_path / file).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(overlays=[tmp_path])
    (problem,) = refused.value.problems
    assert str(problem.place) == f"{tmp_path}/{recipe['at']}"
    for words in recipe["says"]:
        assert words in f"{problem}\n"


def test_a_new_definition_that_the_overlay_uses_is_allowed(tmp_path: Path) -> None:
    """By another definition or by an entry, however near its name is to a shipped one."""
    logic = """define "Least future liver remnants": 40 '%'
define "Least future liver remnant": "Least future liver remnants"
define "Resectables": "Resectable"
"""
    site = laid(tmp_path, logic=logic, findings="resectable: {define: Resectables}")
    assert load(overlays=[site]).findings["resectable"].define == "Resectables"


def test_an_unused_new_definition_with_a_name_of_its_own_is_allowed(tmp_path: Path) -> None:
    site = laid(tmp_path, logic='define "Bed days of our ward": 12')
    assert "Bed days of our ward" in load(overlays=[site]).library.definitions


def test_two_misspelt_definitions_are_two_problems(tmp_path: Path) -> None:
    """One slip hides no other."""
    logic = 'define "Least future liver remnent": 60 \'%\'\ndefine "Resectible": true'
    with pytest.raises(InputError) as refused:
        load(overlays=[laid(tmp_path, logic=logic, constraints="chemotherapy: {weeks_in_a_month: four}")])
    assert len(refused.value.problems) == 3


def test_another_take_of_the_right_type_needs_only_its_own_keys(tmp_path: Path) -> None:
    """An overlay cannot take a key away, so those that belong to the shipped take fall away with it."""
    site = laid(tmp_path, elements="bilobar_liver_disease: {derive: {take: any now, now: [visible]}}")
    take = load(overlays=[site]).elements["bilobar_liver_disease"].derive
    assert take is not None
    assert take.name == "any now"


def test_months_may_stand_for_weeks_where_every_use_takes_both(tmp_path: Path) -> None:
    """Days and months never compare, but either moves a date."""
    site = laid(tmp_path, logic='define "Longest gap from radiotherapy to chemotherapy": 1 month')
    assert [one.id for one in load(overlays=[site]).departures] == ["Longest gap from radiotherapy to chemotherapy"]


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        ("findings.yaml", "adequate_remnant: {statements: [Q7]}"),
        ("findings.yaml", "adequate_remnant: {define: zzz}"),
        ("regimens.yaml", "folfox: {cap: zzz}"),
        ("notices.yaml", "emergency: {readings: [zzz]}"),
        ("guideline.yaml", "verdict: zzz"),
        ("logic.cql", '// @statement Q7\ndefine "Ours": true'),
    ],
)
def test_a_name_that_is_like_no_other_is_refused_with_a_mend_too(tmp_path: Path, file: str, entry: str) -> None:
    (tmp_path / file).write_text(f"{entry}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(overlays=[tmp_path])
    assert refused.value.problems
    assert all(problem.mend for problem in refused.value.problems)
