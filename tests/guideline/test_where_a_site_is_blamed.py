"""What an overlay makes wrong is told in the overlay, at what it wrote, and not in the guideline below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.document import InputError, Problem
from resecta.guideline import load

GOOD = Path(__file__).parent / "good"
SLIPS = {
    "the default option": (
        "settings.yaml",
        "A01: {default: one_year}\n",
        "settings.yaml:1:16",
        "write choice: one_year in place of it",
    ),
    "the default of the logic": (
        "logic.cql",
        'parameter "Days of an episode" Integer default 200\n',
        "logic.cql:1:11",
        "choose another option of A01",
    ),
    "what the default option sets": (
        "settings.yaml",
        "A01: {options: {half_a_year: {values: {Days of an episode: '200'}}}}\n",
        "settings.yaml:1:60",
        "write it as an option of its own",
    ),
    "what one option alone sets": (
        "settings.yaml",
        "A01: {options: {short: {text: Short., values: {Days of an episode: '90', Days of grace: '3'}}}}\n",
        "settings.yaml:1:74",
        "leave it out, or give it a value in each option",
    ),
}
MENDS = {
    "the default option": ("settings.yaml", "A01: {choice: one_year}\n"),
    "the default of the logic": ("settings.yaml", "A01: {choice: one_year}\n"),
    "what the default option sets": (
        "settings.yaml",
        "A01: {options: {ours: {text: Ours., values: {Days of an episode: '200'}}}, choice: ours}\n",
    ),
    "what one option alone sets": (
        "settings.yaml",
        "A01: {options: {short: {text: Short., values: {Days of an episode: '90'}}}}\n",
    ),
}
GRACE = 'parameter "Days of grace" Integer default 3\n'


def laid(folder: Path, file: str, text: str, *, grace: bool = False) -> Path:
    folder.mkdir()
    (folder / file).write_text(text, encoding="utf-8")
    if grace:
        (folder / "logic.cql").write_text(GRACE, encoding="utf-8")
    return folder


def refused(site: Path) -> Problem:
    with pytest.raises(InputError) as error:
        load(GOOD, [site])
    (problem,) = error.value.problems
    return problem


@pytest.mark.parametrize("slip", SLIPS)
def test_it_is_told_where_the_site_wrote_it_and_the_mend_works(slip: str, tmp_path: Path) -> None:
    file, text, place, mend = SLIPS[slip]
    site = laid(tmp_path / "site", file, text, grace="grace" in text)
    problem = refused(site)
    assert str(problem.place) == f"{site}/{place}"
    assert mend in problem.mend
    load(GOOD, [laid(tmp_path / "mended", *MENDS[slip])])
