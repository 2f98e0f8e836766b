"""What is disputed or known to the month is explained side by side: no explanation takes it for not known, or says
otherwise than the advice.
"""

from __future__ import annotations

from typing import Any

import pytest

from resecta.advice import assess
from resecta.case import Case, case_from
from resecta.guideline import Guideline, load
from resecta.guideline.status import ConclusionKind
from resecta.proof.conclusion import Conclusion
from resecta.proof.settle import Leaf, SettlingQuestion, what_would_settle
from resecta.proof.standing import standing
from resecta.proof.why_not import why_not

RESECTABLE: dict[str, Any] = {
    "primary_tumour_site": "rectum",
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "metastasis_timing": "synchronous",
    "complete_resection_feasible": True,
    "segments_resected": 2,
    "future_liver_remnant": 50,
    "extrahepatic_disease": "none",
    "pelvic_radiotherapy": "none",
}
UNRESECTABLE = {**RESECTABLE, "complete_resection_feasible": False, "clearance_with_ablation_feasible": False}
TWO_VIEWS = {"opinions": [{"by": "one", "value": True}, {"by": "another", "value": False}]}
OPEN: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "the start known to its month": ({**UNRESECTABLE, "chemotherapy_start": "2026-03"}, []),
    "a liver operation with two days": (
        {**RESECTABLE, "liver_operation": "2026-02-20"},
        [{"activity": "liver_operation", "date": "2026-02-10"}],
    ),
    "in place beside a rectal operation": (
        {**RESECTABLE, "primary_resection_margin": "R0"},
        [{"activity": "rectal_operation", "date": "2026-04-20"}],
    ),
    "two views of the liver": ({**UNRESECTABLE, "complete_resection_feasible": TWO_VIEWS}, []),
    "two results of a test": (
        {**UNRESECTABLE, "kras_status": "wild type"},
        [{"activity": "kras_result", "date": "2026-05-20", "result": "mutant"}],
    ),
    "bevacizumab of a month before a planned day": (
        {**RESECTABLE, "planned_operation": "2026-06-20", "last_bevacizumab": "2026-05"},
        [{"activity": "chemotherapy", "start": "2026-03-20", "cycles": 4}],
    ),
}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> Guideline:
    return load()


def opened(guideline: Guideline, what: str) -> Case:
    facts, events = OPEN[what]
    return case_from({"case": "open", "assessed_on": "2026-06-01", "facts": facts, "events": events}, guideline)


@pytest.mark.parametrize("what", OPEN)
def test_every_conclusion_stands_in_an_explanation_as_in_the_advice(shipped: Guideline, what: str) -> None:
    case = opened(shipped, what)
    assert case.disputes or case.hangs
    advice = assess(shipped, case)
    said = {one.key: one.answer for one in advice.conclusions}
    for kind, id, define in shipped.answers:
        if kind not in (ConclusionKind.INTENT, ConclusionKind.SILENT):
            stands = standing(shipped, case, Conclusion(kind, id, define))
            assert stands.answer == said[kind, id], (kind, id)


def test_what_every_side_says_is_explained_as_settled(shipped: Guideline) -> None:
    case = opened(shipped, "the start known to its month")
    found = what_would_settle(shipped, case, "start_chemotherapy_now")
    assert (found.answer, found.settles, found.asks) == ("not-applicable", True, ())
    found_ways = why_not(shipped, case, "start_chemotherapy_now")
    assert found_ways.answer == "not-applicable"


def test_a_way_holds_on_every_side(shipped: Guideline) -> None:
    found = why_not(shipped, opened(shipped, "a liver operation with two days"), "liver_first")
    assert found.answer == "preferred"
    assert found.ways
    assert found.open == ("liver_operation",)
    for way in found.ways:
        for day in ("2026-02-10", "2026-02-20"):
            facts = {**way.case["facts"], "liver_operation": day}
            assert assess(shipped, {**way.case, "facts": facts}).strategy("liver_first").status == way.answer


def test_where_the_sides_differ_the_side_is_what_settles(shipped: Guideline) -> None:
    found = what_would_settle(shipped, opened(shipped, "in place beside a rectal operation"), "simultaneous_resection")
    assert found.asks == ("primary_status",)
    assert isinstance(found.tree, SettlingQuestion)
    assert {branch.text: branch.then for branch in found.tree.branches} == {
        "in situ": Leaf("preferred"),
        "resected": Leaf("condition-not-met"),
    }
    ways = why_not(shipped, opened(shipped, "in place beside a rectal operation"), "simultaneous_resection").ways
    assert [(dict(way.changes), way.answer) for way in ways] == [({"primary_status": "in situ"}, "preferred")]


def test_of_much_that_is_open_only_what_tells_the_sides_apart_is_asked(shipped: Guideline) -> None:
    facts = {**RESECTABLE, "primary_resection_margin": "R0", "liver_operation": "2026-02-20"}
    events = [
        {"activity": "rectal_operation", "date": "2026-04-20"},
        {"activity": "liver_operation", "date": "2026-01"},
    ]
    case = case_from({"case": "open", "assessed_on": "2026-06-01", "facts": facts, "events": events}, shipped)
    found = what_would_settle(shipped, case, "liver_first")
    assert {"liver_operation", "primary_status"} <= set(found.open)
    assert found.asks == ("primary_status",)
    (way,) = why_not(shipped, case, "liver_first").ways
    assert dict(way.changes) == {"primary_status": "in situ"}


def test_days_of_a_month_are_asked_as_the_days_that_they_can_be(shipped: Guideline) -> None:
    found = what_would_settle(shipped, opened(shipped, "the start known to its month"), "restaging_overdue")
    assert isinstance(found.tree, SettlingQuestion)
    assert {branch.text: branch.then for branch in found.tree.branches} == {
        "@2026-03-01 to @2026-03-17": Leaf(answer=True),
        "@2026-03-18 to @2026-03-31": Leaf(answer=False),
    }


def test_a_test_to_be_done_again_is_not_to_be_done_once_one_result_is_right(shipped: Guideline) -> None:
    found = why_not(shipped, opened(shipped, "two results of a test"), "test_kras")
    assert (found.answer, found.open) == ("applies", ("kras_status",))
    assert [(dict(way.changes), way.answer) for way in found.ways] == [({"kras_status": "wild type"}, "not-applicable")]


def test_what_is_missing_beside_a_dispute_is_asked_beside_its_sides(shipped: Guideline) -> None:
    facts, events = OPEN["two views of the liver"]
    case = case_from(
        {
            "case": "open",
            "assessed_on": "2026-06-01",
            "facts": {**facts, "segments_resected": None},
            "events": events,
        },
        shipped,
    )
    found = what_would_settle(shipped, case, "simultaneous_resection")
    assert found.settles
    assert found.asks == ("complete_resection_feasible", "segments_resected")
