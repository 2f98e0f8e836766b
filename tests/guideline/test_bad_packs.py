"""One broken pack per message: the small good guideline with one place changed must be refused in words that help to
mend it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from resecta.document import InputError
from resecta.guideline import load

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "bad").glob("*.yaml"))


def broken_pack(recipe: dict[str, Any], folder: Path) -> Path:
    """The good guideline with the changes of the recipe."""
    pack = folder / "pack"
    shutil.copytree(HERE / "good", pack)
    for change in recipe["changes"]:
        file = pack / change["file"]
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        assert change["from"] in text, f"{change['file']} no longer holds {change['from']!r}"
        file.write_text(text.replace(change["from"], change["to"], 1), encoding="utf-8")
    return pack


def test_there_are_broken_packs() -> None:
    """The folder is found: an empty one would pass everything below."""
    assert len(BROKEN) > 40


def test_the_good_guideline_is_sound() -> None:
    """What the recipes break is sound before."""
    assert load(HERE / "good").id == "small_good"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_pack_is_refused_in_words_that_help(path: Path, tmp_path: Path) -> None:
    """Place, offending text and mend stand in the message, and nothing that is not wrong is complained of."""
    recipe = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    with pytest.raises(InputError) as refused:
        load(broken_pack(recipe, tmp_path))
    message = str(refused.value)
    for words in recipe["says"]:
        assert words in message
    assert len(refused.value.problems) == recipe.get("problems", 1), message
