"""What is refused still counts as named: one fault in a guideline is one problem, however often it is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.guideline.slips import logic_read_once

from resecta.document import InputError
from resecta.guideline import checked, load
from resecta.guideline.whereabouts import DEFAULT, SHIPPED

pytestmark = pytest.mark.slow  # each loads a broken copy of the whole guideline

PACK = SHIPPED / DEFAULT
REQUIRED_HEADER = ("title", "version", "scope", "cap", "unfit", "verdict")
ENTRIES = (
    ("settings.yaml", "A08"),
    ("elements.yaml", "future_liver_remnant"),
    ("activities.yaml", "chemotherapy"),
    ("findings.yaml", "resectable"),
    ("notices.yaml", "fitness_not_in_criteria"),
    ("recommendations.yaml", "total_mesorectal_excision"),
    ("strategies.yaml", "liver_first"),
    ("regimens.yaml", "folfox"),
    ("constraints.yaml", "bevacizumab"),
    ("constraints.yaml", "liver_operation"),
    ("constraints.yaml", "hospital"),
)
"""One that others name, from every file."""


def problems(folder: Path) -> list[str]:
    """What loading says of a pack with a fault."""
    with pytest.raises(InputError) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


READ_ONCE = logic_read_once()


@pytest.fixture(autouse=True)
def _logic_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fault of these stands in the logic."""
    monkeypatch.setattr(checked, "read_logic", READ_ONCE)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(PACK, tmp_path / "pack", ignore=shutil.ignore_patterns("cases"))
    return tmp_path / "pack"


def written(file: Path) -> dict[str, object]:
    """A file's content with every scalar as text, as it stands there."""
    content: dict[str, object] = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 - text only
    return content


@pytest.mark.parametrize("key", REQUIRED_HEADER)
def test_a_missing_key_of_the_header_is_one_problem(key: str, pack: Path) -> None:
    file = pack / "guideline.yaml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (problem,) = problems(pack)
    assert f'the guideline lacks the key "{key}"' in problem


@pytest.mark.parametrize(("file", "id"), ENTRIES)
def test_an_entry_that_is_no_mapping_is_one_problem(file: str, id: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(f"{id}: word\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(overlays=[tmp_path])
    assert [problem.message for problem in refused.value.problems] == [
        "a mapping (key: value) is expected here, not a single value"
    ]


def keys() -> Iterator[tuple[str, str, str]]:
    """Every key of these entries."""
    for file, id in ENTRIES:
        entry = written(PACK / file)[id]
        assert isinstance(entry, dict)
        for key in entry:
            yield file, id, key


@pytest.mark.parametrize(("file", "id", "key"), tuple(keys()))
def test_a_value_of_the_wrong_kind_is_one_problem(file: str, id: str, key: str, tmp_path: Path) -> None:
    """A text or number becomes a list of lists, a list or mapping a word: nobody can read either."""
    entry = written(PACK / file)[id]
    assert isinstance(entry, dict)
    wrong = "[[x]]" if isinstance(entry[key], str) else "word"
    (tmp_path / file).write_text(f"{id}: {{{key}: {wrong}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(overlays=[tmp_path])
    assert len(refused.value.problems) == 1, str(refused.value)


GUTTED = {
    "- word\n": "a mapping (key: value) is expected here, not a list",
    "[]\n": "a mapping (key: value) is expected here, not a list",
    "": "the file is empty",
    "{}\n": "there is not one",
}
"""What is left of a file, and the words of the one problem."""


@pytest.mark.parametrize("left", GUTTED)
@pytest.mark.parametrize("file", sorted({file for file, _ in ENTRIES} - {"notices.yaml"}))
def test_a_file_of_which_nothing_is_left_is_one_problem(file: str, left: str, pack: Path) -> None:
    (pack / file).write_text(left, encoding="utf-8")
    (problem,) = problems(pack)
    assert GUTTED[left] in problem


def test_a_head_of_which_nothing_is_left_lacks_its_keys_in_one_problem(pack: Path) -> None:
    (pack / "guideline.yaml").write_text("{}\n", encoding="utf-8")
    (problem,) = problems(pack)
    assert 'the guideline lacks the keys "id", "title"' in problem


def test_without_recommendations_the_statements_that_they_used_are_told_once(pack: Path) -> None:
    """No other part names a recommendation: the file is the place."""
    (pack / "recommendations.yaml").write_text("{}\n", encoding="utf-8")
    (problem,) = problems(pack)
    assert "recommendations.yaml:1:1: there is not one recommendation, and nothing uses S44, S45" in problem


SECOND = Path(__file__).parent / "second"


@pytest.mark.parametrize("left", GUTTED)
@pytest.mark.parametrize("file", sorted(file.name for file in SECOND.glob("*.yaml")))
def test_nor_is_it_more_in_another_guideline(
    file: str, left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    shutil.copytree(SECOND, tmp_path / "pack", ignore=shutil.ignore_patterns("cases"))
    (tmp_path / "pack" / file).write_text(left, encoding="utf-8")
    if left == "{}\n" and file in ("notices.yaml", "recommendations.yaml"):
        assert load(tmp_path / "pack").id == "squeaking_door"  # nothing names an entry of it
    else:
        assert len(problems(tmp_path / "pack")) == 1


SLIPS = {
    "the days of the calendar": ("constraints.yaml", "\n  days:\n", "\n  das:\n", '"das" is not a key of a calendar'),
    "a course that is none": ("constraints.yaml", "\n  sittings: 5\n", "\n", 'has no point "end" and no point "start"'),
    "what tells an episode": ("guideline.yaml", "\nepisode_days:", "\nepisde_days:", "did you mean episode_days?"),
    "a field that no event has": ("elements.yaml", "of: unfinished", "of: unfinshed", 'nor one "ablation" has no'),
    "the id of an activity": ("activities.yaml", "\nrestaging:\n", "\nRestaging:\n", "cannot be the id of an activity"),
    "choices under a misspelt key": ("activities.yaml", "choices: [response", "choces: [response", "mean choices?"),
}
"""Slip → file, what stands there, what is written instead, and words of the one problem."""


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_on_which_much_rests_is_one_problem(slip: str, pack: Path) -> None:
    file, right, wrong, words = SLIPS[slip]
    text = (pack / file).read_text(encoding="utf-8")
    assert right in text
    (pack / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (problem,) = problems(pack)
    assert words in problem
