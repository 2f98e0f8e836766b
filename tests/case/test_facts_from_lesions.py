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
        ([{"size": 12}, {"now": "vanished"}], Quantity(Decimal(12), "mm")),
        ([{"now": "vanished", "size": 12}], None),
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
    ("plans", "resectable", "treatable"),
    [
        (["resect", "resect"], True, True),
        (["resect", "ablate"], False, True),
        (["resect", "watch"], False, False),
        (["resect", None], None, None),
        (["ablate", None], False, None),
    ],
)
def test_the_plan_of_every_original_site(
    shipped: Guideline, plans: list[str | None], *, resectable: bool | None, treatable: bool | None
) -> None:
    found = derived(shipped, *({"plan": plan} for plan in plans))
    assert found.get("all_original_sites_resectable") == resectable
    assert found.get("all_original_sites_treatable") == treatable


def test_a_new_site_is_no_original_one_and_a_vanished_one_still_is(shipped: Guideline) -> None:
    sites = [{"plan": "resect"}, {"plan": "watch", "now": "new"}, {"plan": "watch", "baseline": "absent"}]
    assert derived(shipped, *sites)["all_original_sites_resectable"] is True
    assert derived(shipped, *sites, {"now": "vanished", "plan": "none"})["all_original_sites_resectable"] is False


def test_a_stated_count_that_differs_is_a_dispute(shipped: Guideline) -> None:
    case = case_from({"facts": {"liver_metastases_count": 3}, "lesions": [{"id": "a"}, {"id": "b"}]}, shipped)
    (dispute,) = case.disputes
    assert [(side.value, side.sources) for side in dispute.sides] == [
        (3, ("stated in the case",)),
        (2, ("register of 2 lesions",)),
    ]
