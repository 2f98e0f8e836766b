"""What follows from the register of lesions; a lesion of which something is not recorded may leave it unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from resecta.case import case_from
from resecta.cql.values import Quantity, Value
from resecta.guideline import Guideline


def derived(shipped: Guideline, *lesions: dict[str, Any]) -> dict[str, Value]:
    numbered = [{"id": f"m{number}", **lesion} for number, lesion in enumerate(lesions, start=1)]
    return {id: fact.value for id, fact in case_from({"lesions": numbered}, shipped).facts.items()}


def test_every_site_counts_also_one_that_has_vanished(shipped: Guideline) -> None:
    sites = [{"now": "visible"}, {"now": "vanished"}, {"now": "new"}]
    assert derived(shipped, *sites)["liver_metastases_count"] == 3


@pytest.mark.parametrize(
    ("lesions", "largest"),
    [
        ([{"size": 12}, {"size": {"value": 2.2, "unit": "cm"}}], Quantity(Decimal(22), "mm")),
        ([{"size": 12}, {}], None),
        ([{"size": 12}, {"now": "vanished"}], None),
        ([{"now": "vanished", "size": 12}], Quantity(Decimal(12), "mm")),
        ([{"size": 12}, {"now": "removed", "size": 40}, {"now": "ablated"}], Quantity(Decimal(12), "mm")),
        ([{"now": "removed", "size": 40}], None),
    ],
)
def test_the_largest(shipped: Guideline, lesions: list[dict[str, Any]], largest: Quantity | None) -> None:
    assert derived(shipped, *lesions).get("largest_liver_metastasis") == largest


@pytest.mark.parametrize(
    ("segments", "both"),
    [
        ([[2], [5]], True),
        ([[4, 5]], True),
        ([[4], [2, 3]], False),
        ([[6], [7], [8]], False),
        ([[1], [6]], False),
        ([[5], []], None),
        ([[2], [5], []], True),
    ],
)
def test_both_lobes(shipped: Guideline, segments: list[list[int]], *, both: bool | None) -> None:
    lesions = [{"segments": numbers} for numbers in segments]
    assert derived(shipped, *lesions).get("bilobar_liver_disease") == both


@pytest.mark.parametrize(
    ("plans", "feasible", "resectable", "treatable"),
    [
        (["resect", "resect"], True, True, None),
        (["resect", "ablate"], None, None, True),
        (["resect", "watch"], None, None, None),
        (["resect", "none"], None, None, None),
        (["resect", None], None, None, None),
        (["ablate", None], None, None, None),
        (["resect", "untreatable"], None, False, None),
        (["ablate", "untreatable"], None, False, False),
    ],
)
def test_the_plan_of_every_site(
    shipped: Guideline,
    plans: list[str | None],
    *,
    feasible: bool | None,
    resectable: bool | None,
    treatable: bool | None,
) -> None:
    found = derived(shipped, *({"plan": plan} for plan in plans))
    assert found.get("complete_resection_feasible") == feasible
    assert found.get("all_original_sites_resectable") == resectable
    assert found.get("all_original_sites_treatable") == treatable


def test_a_new_site_and_a_vanished_one_need_a_plan_too(shipped: Guideline) -> None:
    sites = [{"plan": "resect"}, {"plan": "resect", "now": "new"}, {"plan": "resect", "now": "vanished"}]
    assert derived(shipped, *sites)["all_original_sites_resectable"] is True
    for undecided in ({"now": "new", "plan": "watch"}, {"now": "vanished", "plan": "none"}):
        assert "all_original_sites_resectable" not in derived(shipped, *sites, undecided)


def test_a_site_that_alone_keeps_it_open_is_named(shipped: Guideline) -> None:
    lesions = [{"id": "m1", "plan": "resect"}, {"id": "m2", "plan": "watch"}, {"id": "m3"}]
    case = case_from({"lesions": lesions}, shipped)
    assert case.remarks == ("All original sites resectable hangs on what is decided for m2, m3 alone.",)
    assert case_from({"lesions": [*lesions, {"id": "m4", "plan": "ablate"}]}, shipped).remarks == (
        "All original sites treatable hangs on what is decided for m2, m3 alone.",
    )


def test_sites_that_are_removed_or_ablated_count_no_more(shipped: Guideline) -> None:
    sites = [{"now": "removed", "segments": [2]}, {"now": "ablated", "segments": [3]}, {"now": "new", "segments": [5]}]
    found = derived(shipped, *sites)
    assert found["liver_metastases_count"] == 1
    assert found["multiple_liver_metastases"] is False
    assert found["bilobar_liver_disease"] is False
    assert derived(shipped, *sites[:2])["liver_metastases_count"] == 0


def test_segments_are_kept_as_written_and_counted_as_couinaud_does(shipped: Guideline) -> None:
    case = case_from({"lesions": [{"id": "a", "segments": ["IVa", "IVb", "V", 6]}]}, shipped)
    assert (case.lesions[0].segments, case.lesions[0].written) == ((4, 5, 6), ("IVa", "IVb", "V", "6"))
    assert case.facts["bilobar_liver_disease"].value is True


@pytest.mark.parametrize(
    ("event", "lesions", "unfinished"),
    [
        ({}, [{"now": "visible", "plan": "resect"}], True),
        ({}, [{"now": "visible", "plan": "ablate"}, {"now": "removed", "plan": "resect"}], True),
        ({}, [{"now": "new", "plan": "resect"}], None),
        ({}, [{"now": "visible", "plan": "watch"}], None),
        ({}, [{"now": "vanished", "plan": "resect"}], None),
        ({}, [], None),
        ({"unfinished": True}, [], True),
        ({"unfinished": False}, [{"now": "visible", "plan": "resect"}], False),
        ({"episode": "earlier", "unfinished": True}, [], None),
    ],
)
def test_liver_surgery_is_unfinished_by_its_word_or_by_what_the_register_still_holds(
    shipped: Guideline, event: dict[str, Any], lesions: list[dict[str, Any]], *, unfinished: bool | None
) -> None:
    numbered = [{"id": f"m{number}", **lesion} for number, lesion in enumerate(lesions)]
    operation = {"activity": "liver_operation", "date": "2026-06-07", **event}
    case = case_from({"assessed_on": "2026-06-14", "events": [operation], "lesions": numbered}, shipped)
    fact = case.facts.get("liver_surgery_unfinished")
    assert (None if fact is None else fact.value) == unfinished


def test_the_sites_that_make_liver_surgery_unfinished_are_named(shipped: Guideline) -> None:
    lesions = [{"id": "right1", "now": "visible", "plan": "resect"}, {"id": "right2", "now": "removed"}]
    case = case_from({"facts": {"liver_operation": "2026-06-07"}, "lesions": lesions}, shipped)
    assert case.facts["liver_surgery_unfinished"].source == "register of lesions: right1 visible and still planned"
    assert "liver_surgery_unfinished" not in case_from({"lesions": lesions}, shipped).facts


def test_a_stated_count_that_differs_is_a_dispute(shipped: Guideline) -> None:
    case = case_from({"facts": {"liver_metastases_count": 3}, "lesions": [{"id": "a"}, {"id": "b"}]}, shipped)
    (dispute,) = case.disputes
    assert [(side.value, side.sources) for side in dispute.sides] == [
        (3, ("stated in the case",)),
        (2, ("register of 2 lesions",)),
    ]


def test_a_site_that_is_gone_and_has_no_plan_asks_for_the_one_that_was_carried_out(shipped: Guideline) -> None:
    lesions = [{"id": "m1", "now": "removed"}, {"id": "m2", "plan": "resect"}]
    (said,) = case_from({"lesions": lesions}, shipped).remarks
    assert said == (
        "All original sites resectable hangs on what is decided for m1 alone."
        " m1 is removed: write beside it the plan that was carried out."
    )
    assert derived(shipped, {"now": "removed", "plan": "resect"}, {"plan": "resect"})["all_original_sites_resectable"]
