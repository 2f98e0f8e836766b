"""What plans say beside their dates: the usual sentences, or a guideline's own, said once."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from resecta.document import InputError
from resecta.guideline import load
from resecta.guideline.schedule.schedule import Schedule
from resecta.guideline.schedule.sentences import usual
from resecta.guideline.whereabouts import find

OWN = "said:\n  eased: 'Did not fit: {bound}.'\n"


def laid_over(folder: Path, constraints: str) -> Path:
    folder.mkdir()
    (folder / "constraints.yaml").write_text(constraints, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_guideline_says_in_its_own_words_what_it_likes_and_the_rest_as_usual(tmp_path: Path) -> None:
    said = load(overlays=[laid_over(tmp_path / "ours", OWN)]).schedule.sentences
    assert said.eased == "Did not fit: {bound}."
    others = [field.name for field in fields(said) if field.name not in ("id", "eased", "place")]
    assert {getattr(said, name) == getattr(usual(), name) for name in others} == {True}


def test_a_guideline_without_sentences_of_its_own_has_the_usual_ones() -> None:
    assert replace(load().schedule.sentences, id="", place=usual().place) == usual()
    assert Schedule({}).sentences == usual()


@pytest.mark.slow
def test_the_usual_sentences_have_the_places_that_a_guideline_may_write(tmp_path: Path) -> None:
    """Written out by a guideline itself they are read, and found to be the same."""
    texts = (find(None).parents[1] / "guideline/schedule/sentences.yaml").read_text(encoding="utf-8")
    written = "".join(f"  {line}\n" for line in texts.splitlines() if line and not line.startswith("#"))
    said = load(overlays=[laid_over(tmp_path / "all", f"said:\n{written}")]).schedule.sentences
    names = [field.name for field in fields(said) if field.name not in ("id", "place")]
    assert [getattr(said, name) for name in names] == [getattr(usual(), name) for name in names]


@pytest.mark.slow
def test_a_sentence_with_a_place_of_another_is_refused(tmp_path: Path) -> None:
    slip = OWN.replace("{bound}", "{steps}")
    with pytest.raises(InputError, match="is no place of this text"):
        load(overlays=[laid_over(tmp_path / "slip", slip)])


@pytest.mark.slow
def test_sentences_that_stand_twice_are_refused(tmp_path: Path) -> None:
    twice = "in_other_words:\n  kind: sentences\n"
    with pytest.raises(InputError, match="a second time, beside said"):
        load(overlays=[laid_over(tmp_path / "twice", twice)])
