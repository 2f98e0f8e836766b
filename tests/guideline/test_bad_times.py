"""One overlay per message: the shipped guideline with one fault in what it says of time is refused, in these words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from resecta.document import InputError
from resecta.guideline import load
from resecta.guideline.whereabouts import DEFAULT, SHIPPED

pytestmark = pytest.mark.slow  # each loads a broken copy of the whole guideline

PLACE = re.compile(r"(?<=\.yaml):\d+:\d+")
GUTTER = re.compile(r"^ +\d* \|", re.MULTILINE)
RECIPES = sorted((Path(__file__).parent / "bad_times").glob("*.yaml"))


def refused(recipe: dict[str, Any], folder: Path) -> str:
    """What loading the shipped guideline with the overlay says, by the names ``site`` and ``pack``.

    The numbers of the pack's own lines are left out: they move with every entry that is added.
    """
    site = folder / "site"
    site.mkdir()
    for file, text in recipe["site"].items():
        (site / file).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(overlays=[site])
    shipped = SHIPPED / DEFAULT
    text = str(error.value).replace(str(site), "site").replace(str(shipped.relative_to(Path.cwd())), "pack")
    return GUTTER.sub("  |", PLACE.sub("", text)) if text.startswith("pack") else text


def test_there_are_recipes() -> None:
    """The folder is found: an empty one would pass everything below."""
    assert len(RECIPES) > 35


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_fault_in_the_schedule_is_one_problem_in_these_words(path: Path, tmp_path: Path) -> None:
    recipe = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert refused(recipe, tmp_path) == recipe["says"].rstrip("\n")
