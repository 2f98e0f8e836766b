"""What stands on the page, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import page_of

import resecta.advice
from resecta.case import Case, case_from, read_case
from resecta.draw.headline import needs_talk
from resecta.draw.page import render
from resecta.guideline.pack import Guideline
from resecta.timeline import assessment

CASES = Path(__file__).parent / "cases"
BLEEDS = CASES / "liver_first_but_the_rectum_bleeds.yaml"
SIMPLE = CASES / "two_segments.yaml"
LITTLE = CASES / "little_known.yaml"


def _case(guideline: Guideline, file: Path) -> Case:
    return read_case(file, guideline)


def test_a_dispute_needs_talk(guideline: Guideline) -> None:
    advice = resecta.advice.assess(guideline, _case(guideline, BLEEDS))
    talk = needs_talk(advice, advice.silent)
    assert "conflicts" in [anchor for _, anchor in talk]


@pytest.mark.slow
def test_what_is_contraindicated_says_do_not_in_its_line() -> None:
    assert "Do not choose liver first: bleeding that needed transfusion." in page_of(BLEEDS)


def test_rows_for_the_meeting_are_shown_when_empty(guideline: Guideline) -> None:
    html = page_of(SIMPLE)
    assert len(guideline.context) > 5
    for row in guideline.context:
        assert row.label in html
    above = sum(row.above_verdict for row in guideline.context)
    assert html.count('<span class="nothing">Not recorded</span>') == above
    assert "Not recorded: Frailty; Comorbidities;" in html


def test_no_fact_of_the_guideline_is_left_out(guideline: Guideline) -> None:
    html = page_of(LITTLE)
    for element in guideline.elements.values():
        assert element.name in html


def test_an_old_scan_says_its_age() -> None:
    assert "105 days old" in page_of(BLEEDS)


def test_guideline_version_and_digest_are_named(guideline: Guideline) -> None:
    html = page_of(SIMPLE)
    assert guideline.version in html
    assert guideline.digest in html


def test_every_strategy_stands_on_the_page(guideline: Guideline) -> None:
    html = page_of(SIMPLE)
    for id in guideline.strategies:
        assert f'id="strategy-{id}"' in html


@pytest.mark.slow
def test_a_page_is_small(guideline: Guideline) -> None:
    for file in (BLEEDS, SIMPLE, LITTLE):
        case = _case(guideline, file)
        assert len(render(guideline, assessment(guideline, case)).encode()) <= 300_000


def _page(guideline: Guideline, **facts: object) -> str:
    known = {"primary_tumour_site": "rectum", "metastasis_timing": "synchronous", **facts}
    case = case_from({"case": "P05", "assessed_on": "2026-03-09", "facts": known}, guideline)
    return render(guideline, assessment(guideline, case))


def test_an_emergency_stands_above_everything_and_has_no_plan(guideline: Guideline) -> None:
    html = _page(guideline, perforation=True)
    emergency = html.index('class="emergency"')
    assert emergency < html.index('class="case"') < html.index('id="verdict-title"')
    assert 'class="tl ' not in html
    assert "No dated plan in an emergency: Perforation of the bowel." in html


def test_a_patient_outside_the_guideline_is_told_so_above_the_verdict(guideline: Guideline) -> None:
    html = _page(guideline, primary_tumour_site="colon")
    assert html.index(guideline.notices["outside_the_guideline"].title) < html.index('id="verdict-title"')
