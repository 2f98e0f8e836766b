"""A sentence with a place that has no value makes its recommendation undetermined; ``{Name?}`` opts out of that."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from resecta import assess, load
from resecta.advice.model import Recommendation
from resecta.guideline import Guideline

GOOD = Path(__file__).parent / "good"
TODAY = "2026-06-01"
APPLIES = {"lesion_size": 20, "fit_for_surgery": True}


def with_text(folder: Path, text: str) -> Guideline:
    """The good guideline, its recommendation to resect in these words."""
    shutil.copytree(GOOD, folder / "good", ignore=shutil.ignore_patterns("cases"))
    file = folder / "good" / "recommendations.yaml"
    words = "text: Resect the lesion."
    before = file.read_text(encoding="utf-8")
    assert words in before
    file.write_text(before.replace(words, f"text: '{text}'"), encoding="utf-8")
    return load(folder / "good")


def resect(guideline: Guideline, facts: dict[str, Any]) -> Recommendation:
    advice = assess(guideline, {"case": "A", "assessed_on": TODAY, "facts": facts})
    (found,) = (each for each in advice.recommendations if each.id == "resect")
    return found


@pytest.mark.parametrize("place", ["Earliest operation", "Last dose"], ids=["a definition", "a fact"])
def test_a_place_without_a_value_makes_the_recommendation_undetermined_and_asks(tmp_path: Path, place: str) -> None:
    guideline = with_text(tmp_path, f"Resect the lesion from {{{place}}} on.")
    one = resect(guideline, APPLIES)
    assert (one.answer, one.missing, one.because) == ("undetermined", ("last_dose",), ())
    known = resect(guideline, APPLIES | {"last_dose": "2026-05-04"})
    assert known.answer == "applies"
    assert known.missing == ()
    assert {"Earliest operation": "15 June 2026", "Last dose": "4 May 2026"}[place] in known.text


def test_several_places_ask_for_the_facts_of_all_that_have_no_value(tmp_path: Path) -> None:
    guideline = with_text(
        tmp_path, "Resect {Lesion size} from {Earliest operation} on, planned for {Planned operation}."
    )
    assert resect(guideline, APPLIES).missing == ("last_dose", "planned_operation")
    assert resect(guideline, APPLIES | {"last_dose": "2026-05-04"}).missing == ("planned_operation",)


def test_a_place_with_a_question_mark_opts_out(tmp_path: Path) -> None:
    guideline = with_text(tmp_path, "Resect the lesion from {Earliest operation?} on.")
    assert resect(guideline, APPLIES).answer == "applies"
    assert resect(guideline, APPLIES).missing == ()


@pytest.mark.parametrize("text", ["Resect from {Earliest operation} on.", "Resect from {Earliest operation?} on."])
def test_what_does_not_apply_needs_no_value(tmp_path: Path, text: str) -> None:
    guideline = with_text(tmp_path, text)
    assert resect(guideline, {"lesion_size": 40, "fit_for_surgery": True}).answer == "not-applicable"


def test_where_it_is_not_known_whether_it_applies_only_that_is_asked_for(tmp_path: Path) -> None:
    guideline = with_text(tmp_path, "Resect the lesion from {Earliest operation} on.")
    one = resect(guideline, {"lesion_size": 20})
    assert one.answer == "undetermined"
    assert "fit_for_surgery" in one.missing
