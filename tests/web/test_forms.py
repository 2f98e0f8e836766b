"""The form of a guideline: every element can be filled in and left open, in the guideline's own words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from resecta.case import read_case
from resecta.draw.summary import summary
from resecta.guideline import Guideline, load
from resecta.guideline.model import Element
from resecta.timeline import assessment
from resecta.web.forms import Control, field_of, form, typed
from resecta.web.posted import LONGEST, FormError, read_fact, refuse_unreadable

SECOND = Path(__file__).parents[1] / "guideline" / "second"
TODAY = datetime.date(2026, 6, 8)


def test_every_element_has_a_field_whichever_the_guideline(shipped: Guideline) -> None:
    for guideline in (shipped, load(SECOND)):
        case = read_case(min(guideline.cases_path.glob("*.yaml")), guideline)
        groups = form(guideline, case, summary(guideline, assessment(guideline, case)).missing)
        rows = [row for group in groups for row in group.rows]
        assert {row.element.id for row in rows} == set(guideline.elements)
        assert [group.discipline for group in groups] == list(dict.fromkeys(row.element.discipline for row in rows))


def test_what_moves_the_verdict_is_asked_first(shipped: Guideline, case_files: dict[str, Path]) -> None:
    case = read_case(
        case_files["own_84_not_resectable_primary_status_unknown_synchronous_conversion_chemotherapy"], shipped
    )
    missing = summary(shipped, assessment(shipped, case)).missing
    groups = form(shipped, case, missing)
    assert groups[0].rows[0].element.id == missing[0].element
    for group in groups:
        asked = [bool(row.weight) for row in group.rows]
        assert asked == sorted(asked, reverse=True)


@pytest.mark.slow
def test_what_a_field_posts_untouched_reads_back_as_the_value_that_stood_there(
    shipped: Guideline, case_files: dict[str, Path]
) -> None:
    tried = 0
    for file in list(case_files.values())[::10]:
        case = read_case(file, shipped)
        for fact in case.facts.values():
            element = shipped.elements[fact.element]
            text = typed(fact.value)
            assert read_fact(element, text, TODAY.replace(year=2030), element.id) is not None
            again = read_case_value(element, text, shipped)
            assert again == text
            tried += 1
    assert tried > 100


def read_case_value(element: Element, text: str, guideline: Guideline) -> str:
    from resecta.case import case_from

    value = read_fact(element, text, TODAY.replace(year=2030), element.id)
    return typed(case_from({"facts": {element.id: value}}, guideline).facts[element.id].value)


@pytest.mark.parametrize(
    ("element", "text", "says", "mend"),
    [
        ("future_liver_remnant", "0.3", "not plausible", "30"),
        ("future_liver_remnant", "130", "above its largest value", "from"),
        ("future_liver_remnant", "a third", "not a number", ""),
        ("age", "5.5", "whole number", ""),
        ("kras_status", "WT", "not a value of KRAS status", "wild type"),
        ("last_bevacizumab", "31.02.2026", "date", ""),
        ("last_bevacizumab", "2027-01-01", "lies after", "left out"),
        ("sex", "x" * (LONGEST + 1), "too many", "at most"),
        ("sex", "fe\x00male", "control character", "plain text"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_with_the_mend(
    shipped: Guideline, element: str, text: str, says: str, mend: str
) -> None:
    with pytest.raises(FormError) as refused:
        read_fact(shipped.elements[element], text, TODAY, f"fact.{element}")
    (one,) = refused.value.refused
    assert one.field == f"fact.{element}"
    assert says in one.message
    assert mend in one.mend
    assert "_" not in one.sentence


def test_an_empty_field_says_that_nothing_is_known(shipped: Guideline) -> None:
    assert read_fact(shipped.elements["age"], "  ", TODAY, "age") is None
    assert read_fact(shipped.elements["perforation"], "false", TODAY, "perforation") is False


def test_a_unit_may_be_typed_and_a_month_is_date_enough(shipped: Guideline) -> None:
    assert read_fact(shipped.elements["distance_from_anal_verge"], "85 mm", TODAY, "d") == {"value": 85, "unit": "mm"}
    assert read_fact(shipped.elements["last_bevacizumab"], "2026-03", TODAY, "d") == "2026-03"
    assert field_of(shipped.elements["last_bevacizumab"]).control is Control.DATE


def test_text_from_right_to_left_is_a_text_as_any_other() -> None:
    refuse_unreadable("name", "عائشة")
