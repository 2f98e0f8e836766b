"""The id that fits a name is one that may be written, however the name is spelt; or it is said why there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resecta.document import InputError
from resecta.guideline import load
from resecta.guideline.facts import fitting_id

GOOD = Path(__file__).parent / "good"


def renamed(tmp_path: Path, name: str, id: str) -> Path:
    """The good guideline, one element of it called so."""
    folder = tmp_path / id
    shutil.copytree(GOOD, folder)
    for file in folder.rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("Gene status", name).replace("gene_status", id), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Stärke des Volks", "starke_des_volks"),
        ("Größe (in cm)", "grosse_in_cm"),
        ("Crohn's colitis", "crohn_s_colitis"),
        ("T-category", "t_category"),
        ("État général", "etat_general"),
    ],
)
def test_the_id_that_the_mend_names_is_accepted(tmp_path: Path, name: str, id: str) -> None:
    assert fitting_id(name) == id
    with pytest.raises(InputError) as refused:
        load(renamed(tmp_path, name, "some_other"))
    assert f"write the id as the name in lower case: {id}" in str(refused.value)
    assert id in load(renamed(tmp_path, name, id)).elements


def test_a_name_of_which_no_id_can_be_made_is_to_begin_with_a_letter(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load(renamed(tmp_path, "5 years alive", "five_years_alive"))
    assert "begin the name with a letter from a to z" in str(refused.value)
