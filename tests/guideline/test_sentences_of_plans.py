"""A guideline that lays out steps says once what its plans say beside their dates."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resecta.document import InputError
from resecta.guideline import load
from resecta.guideline.whereabouts import find


def shipped_without_or_twice(folder: Path, *, times: int) -> Path:
    """The shipped guideline with the entry ``said`` so many times, each under another name."""
    pack = folder / "pack"
    shutil.copytree(find(None), pack)
    file = pack / "constraints.yaml"
    before, said, after = file.read_text(encoding="utf-8").partition("said:\n")
    entry, blank, rest = after.partition("\n\n")
    copies = [f"said_{number}:\n{entry}\n" for number in range(times)]
    file.write_text(before + "".join(copies) + blank + rest, encoding="utf-8")
    assert said
    assert "kind: sentences" in entry
    return pack


@pytest.mark.slow
def test_steps_without_sentences_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing says what a plan says beside its dates") as refused:
        load(shipped_without_or_twice(tmp_path, times=0))
    (problem,) = refused.value.problems
    assert problem.place.file.endswith("constraints.yaml")
    assert problem.mend is not None
    assert "kind sentences" in problem.mend


@pytest.mark.slow
def test_sentences_that_stand_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a second time, beside said_0"):
        load(shipped_without_or_twice(tmp_path, times=2))
