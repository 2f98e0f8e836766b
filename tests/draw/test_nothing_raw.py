"""No placeholder, no missing value and no id ever reaches a reader: every case, overlay and dispute in every view."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.shipped import shipped_guideline
from views import views

from resecta.case import case_from, read_case
from resecta.guideline import load
from resecta.guideline.pack import Guideline
from resecta.timeline import assessment

TESTS = Path(__file__).parent.parent
OWN = sorted((shipped_guideline().path / "cases").glob("*.yaml"))
DRAWN = sorted((TESTS / "draw" / "cases").glob("*.yaml"))
SECOND = TESTS / "guideline" / "second"
STATUSES = ("condition-not-met", "not-applicable")
"""The statuses whose ids are no words."""
_RAW = re.compile(r"[{}_]|\bNone\b(?! [a-z])")
"""``None`` before a word begins an English sentence; a value of Python stands alone."""


def raw_in(guideline: Guideline, text: str, case: str) -> list[str]:
    """What of a text no reader should meet, each with the words around it. A case may call itself as it likes."""
    own = text.replace(case, "").replace(guideline.id, "")
    found = [own[max(0, match.start() - 40) : match.end() + 40] for match in _RAW.finditer(own)]
    return found + [status for status in STATUSES if status in own]


def refuse_raw(guideline: Guideline, case_file: Path) -> None:
    case = read_case(case_file, guideline)
    assessed = assessment(guideline, case)
    for name, text in views(guideline, assessed):
        assert raw_in(guideline, text, case.id) == [], name


@pytest.mark.slow
@pytest.mark.parametrize("case_file", [*DRAWN, *OWN[::12]], ids=lambda path: path.stem[:40])
def test_a_reader_meets_no_placeholder_and_no_id(guideline: Guideline, case_file: Path) -> None:
    refuse_raw(guideline, case_file)


@pytest.mark.slow
@pytest.mark.parametrize("case_file", OWN, ids=lambda path: path.stem[:40])
def test_no_case_of_the_guideline_shows_a_placeholder_or_an_id(guideline: Guideline, case_file: Path) -> None:
    refuse_raw(guideline, case_file)


@pytest.mark.parametrize("case_file", sorted((SECOND / "cases").glob("*.yaml")), ids=lambda path: path.stem)
def test_nor_does_a_second_guideline(case_file: Path) -> None:
    refuse_raw(load(SECOND), case_file)


def _disputable(guideline: Guideline) -> list[str]:
    return [element.id for element in guideline.elements.values() if element.judgement]


@pytest.mark.slow
@pytest.mark.parametrize("element", _disputable(shipped_guideline()))
def test_no_dispute_shows_a_placeholder_or_an_id(guideline: Guideline, element: str) -> None:
    facts = yaml.load(DRAWN[-1].read_text(encoding="utf-8"), yaml.CSafeLoader)["facts"]
    values = guideline.elements[element].choices or (True, False)
    facts[element] = {"opinions": [{"by": f"Dr {number}", "value": value} for number, value in enumerate(values)]}
    case = case_from({"case": "P9", "assessed_on": "2026-03-09", "facts": facts}, guideline)
    assert [dispute.element for dispute in case.disputes] == [element]
    for name, text in views(guideline, assessment(guideline, case)):
        assert raw_in(guideline, text, case.id) == [], name


@pytest.mark.slow
@pytest.mark.parametrize(
    "reading", [each.id for each in shipped_guideline().readings.values() if len(each.options) > 1]
)
def test_no_choice_of_a_site_shows_a_placeholder_or_an_id(tmp_path: Path, reading: str) -> None:
    shipped = shipped_guideline()
    setting = shipped.readings[reading]
    other = next(option.id for option in setting.options if option.id != setting.default)
    (tmp_path / "settings.yaml").write_text(f"{reading}: {{choice: {other}}}\n", encoding="utf-8")
    refuse_raw(load(overlays=[tmp_path]), DRAWN[0])


def test_a_raw_word_would_be_found(guideline: Guideline) -> None:
    assert raw_in(guideline, "the limit is {Most segments}", "P1")
    assert raw_in(guideline, "liver_first is open", "P1")
    assert raw_in(guideline, "Liver first: condition-not-met", "P1")
    assert raw_in(guideline, "Remnant: None", "P1")
    assert raw_in(guideline, "None closes anything.", "P1") == []
