"""A site's files over the shipped ones: merged by id and key, checked like any guideline, every difference named."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.document import InputError
from resecta.guideline import load

GOOD = Path(__file__).parent / "good"


def overlay(folder: Path, **files: str) -> Path:
    """An overlay with these files; ``logic`` is logic.cql."""
    site = folder / "site"
    site.mkdir()
    for name, text in files.items():
        (site / ("logic.cql" if name == "logic" else f"{name}.yaml")).write_text(text, encoding="utf-8")
    return site


def test_a_setting_is_switched(tmp_path: Path) -> None:
    """The option's value is in force, and the departure names both options."""
    guideline = load(GOOD, [overlay(tmp_path, settings="A01: {choice: one_year}\n")])
    assert guideline.settings_values["Days of an episode"] == 365
    assert guideline.readings["A01"].choice == "one_year"
    (departure,) = guideline.departures
    assert (departure.file, departure.id) == ("settings.yaml", "A01.choice")
    assert (departure.shipped, departure.site) == ("half_a_year", "one_year")


def test_without_an_overlay_the_default_is_in_force() -> None:
    """No departures, every setting at its default."""
    guideline = load(GOOD)
    assert guideline.departures == ()
    assert guideline.settings_values == {"Days of an episode": 183}
    assert guideline.readings["A01"].choice == "half_a_year"


def test_a_threshold_is_changed(tmp_path: Path) -> None:
    """A definition is replaced by name and keeps its place in the order; its CQL is the departure."""
    site = overlay(tmp_path, logic="// @statement S01\ndefine \"Largest lesion to resect\": 35 'mm'\n")
    guideline = load(GOOD, [site])
    assert list(guideline.library.definitions) == list(load(GOOD).library.definitions)
    (departure,) = guideline.departures
    assert (departure.file, departure.id) == ("logic.cql", "Largest lesion to resect")
    assert "30" in departure.shipped
    assert "35" in departure.site


def test_a_regimen_is_added(tmp_path: Path) -> None:
    """A new entry stands behind the shipped ones; nothing was shipped in its place."""
    drug = "{title: Another drug, kind: biologic, drugs: [other], cycle_weeks: 3, statements: [S02]}"
    guideline = load(GOOD, [overlay(tmp_path, regimens=f"other_drug: {drug}\n")])
    assert list(guideline.regimens) == ["the_drug", "other_drug"]
    assert [(one.id, one.shipped) for one in guideline.departures] == [("other_drug", "")]


def test_a_key_deep_in_an_entry_is_changed(tmp_path: Path) -> None:
    """Nested mappings merge: only what the site writes changes."""
    guideline = load(GOOD, [overlay(tmp_path, elements="lesion_size: {maximum: 200}\n")])
    assert guideline.elements["lesion_size"].maximum == 200
    assert guideline.elements["lesion_size"].minimum == 0
    assert [(one.id, one.shipped, one.site) for one in guideline.departures] == [("lesion_size.maximum", "300", "200")]


def test_saying_the_same_again_departs_from_nothing(tmp_path: Path) -> None:
    """The digest is of the effective guideline, not of its files."""
    site = overlay(
        tmp_path,
        elements="lesion_size: {maximum: 300}\n",
        logic="// @statement S01\ndefine \"Largest lesion to resect\": 30 'mm'\n",
    )
    guideline = load(GOOD, [site])
    assert guideline.departures == ()
    assert guideline.digest == load(GOOD).digest


def test_an_overlay_may_say_the_id_of_its_guideline_and_no_other(tmp_path: Path) -> None:
    """Whoever copies the header to change its title leaves the id in it."""
    own = load(GOOD).id
    guideline = load(GOOD, [overlay(tmp_path, guideline=f"id: {own}\ntitle: Ours\n")])
    assert (guideline.id, guideline.title) == (own, "Ours")


def test_any_change_changes_the_digest(tmp_path: Path) -> None:
    """One word of one sentence is enough."""
    guideline = load(GOOD, [overlay(tmp_path, findings="resectable: {if_true: It can be resected.}\n")])
    assert guideline.digest != load(GOOD).digest


def test_the_last_of_two_overlays_wins(tmp_path: Path) -> None:
    """Overlays are laid in the order given."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first = overlay(tmp_path / "one", elements="lesion_size: {maximum: 200}\n")
    second = overlay(tmp_path / "two", elements="lesion_size: {maximum: 100}\n")
    assert load(GOOD, [first, second]).elements["lesion_size"].maximum == 100


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"logic": 'define "Largest lesion to resect": true\n'}, "site/logic.cql:1:8", "is Boolean"),
        ({"logic": "define \"Resectable\": 5 'mm'\n"}, "site/logic.cql:1:8", "is Quantity"),
        ({"elements": "lesion_size: {type: Date}\n"}, "site/elements.yaml:1:21", "Date"),
        ({"regimens": "the_drug: {cycle_weeks: two}\n"}, "site/regimens.yaml:1:25", "not a whole number"),
        ({"settings": "A01: {choice: never}\n"}, "site/settings.yaml:1:15", "is not an option"),
        ({"setings": "A01: {choice: one_year}\n"}, "site/setings.yaml", "did you mean settings.yaml?"),
        ({"readme": ""}, "site", "not a file of a guideline"),
    ],
)
def test_an_overlay_that_breaks_the_guideline_is_refused(
    files: dict[str, str], place: str, words: str, tmp_path: Path
) -> None:
    """The merged guideline is checked like any other, with places in the site's own files."""
    with pytest.raises(InputError) as refused:
        load(GOOD, [overlay(tmp_path, **files)])
    assert place in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize("path", ["nowhere", "x" * 5000, "a\0b", __file__])
def test_what_is_no_directory_is_refused(path: str) -> None:
    """As a guideline and as an overlay: one readable message."""
    with pytest.raises(InputError, match=r"there is no such guideline|this is a file"):
        load(path)
    with pytest.raises(InputError, match=r"there is no such overlay|this is a file"):
        load(GOOD, [path])


def test_an_unknown_guideline_names_the_shipped_one() -> None:
    """A misspelt id gets the nearest."""
    with pytest.raises(InputError, match="did you mean rectal_liver_metastases"):
        load("rectal_liver_metastasis")


@pytest.mark.parametrize(
    ("files", "place", "mend"),
    [
        ({"guideline": "id: ours\ntitle: Ours\n"}, "guideline.yaml:1:1", "give the folder as a guideline"),
        ({"findigns": "resectable: {if_true: Yes.}\n"}, "findigns.yaml", "did you mean findings.yaml?"),
    ],
)
def test_one_slip_of_a_site_is_one_problem_in_its_file(
    files: dict[str, str], place: str, mend: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        load(GOOD, [overlay(tmp_path, **files)])
    (problem,) = refused.value.problems
    assert str(problem.place) == str(tmp_path / "site" / place)
    assert mend in problem.mend


def test_a_word_nearly_another_is_a_slip_of_the_site_and_not_of_what_it_departs_from(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load(GOOD, [overlay(tmp_path, activities="drug: {lane: imagings}\n")])
    (problem,) = refused.value.problems
    assert str(problem.place) == str(tmp_path / "site" / "activities.yaml:1:14")
    assert problem.mend == "did you mean imaging?"


@pytest.mark.parametrize(
    "text",
    ["\"Lesion size\": 5 'mm'", '"Fit for surgery": true', '"Assessed on": @2026-01-01', '"Days of an episode": 90'],
)
def test_no_definition_takes_the_place_of_a_fact_a_setting_or_the_day(text: str, tmp_path: Path) -> None:
    """It would stand there for every patient, whatever their case says."""
    with pytest.raises(InputError) as refused:
        load(GOOD, [overlay(tmp_path, logic=f"define {text}\n")])
    (problem,) = refused.value.problems
    assert "is a parameter, and a definition would stand in its place" in problem.message
    assert str(problem.place) == str(tmp_path / "site" / "logic.cql:1:8")
