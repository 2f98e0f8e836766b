"""Disease outside the liver and the volumes of the liver: what follows, what is disputed, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from resecta.case import case_from
from resecta.cql.values import Quantity
from resecta.document import InputError
from resecta.guideline import Guideline

VOLUMES = {"future_liver_remnant_volume": 400, "total_liver_volume": 1500}


@pytest.mark.parametrize(
    ("diseases", "worst"),
    [
        ([], "none"),
        (["resectable"], "resectable"),
        (["resectable", "indeterminate"], "indeterminate"),
        (["resectable", "unresectable", "indeterminate"], "unresectable"),
        (["resectable", None], None),
        (["unresectable", None], "unresectable"),
    ],
)
def test_the_worst_site_decides(shipped: Guideline, diseases: list[str | None], worst: str | None) -> None:
    sites = [{"site": f"site {number}", "disease": disease} for number, disease in enumerate(diseases)]
    fact = case_from({"extrahepatic": sites}, shipped).facts.get("extrahepatic_disease")
    assert (None if fact is None else fact.value) == worst


def test_no_list_of_sites_says_nothing(shipped: Guideline) -> None:
    assert "extrahepatic_disease" not in case_from({}, shipped).facts
    assert "extrahepatic_disease" not in case_from({"extrahepatic": None}, shipped).facts


@pytest.mark.parametrize(
    ("facts", "percent"),
    [
        (VOLUMES, Decimal("26.66666667")),
        ({**VOLUMES, "tumour_volume": 250}, Decimal(32)),
        ({**VOLUMES, "total_liver_volume": {"value": 2, "unit": "L"}}, Decimal(20)),
        ({"future_liver_remnant_volume": 400}, None),
        ({"future_liver_remnant_volume": 400, "tumour_volume": 100}, None),
    ],
)
def test_the_remnant_in_percent_follows_from_volumes(
    shipped: Guideline, facts: dict[str, Any], percent: Decimal | None
) -> None:
    fact = case_from({"facts": facts}, shipped).facts.get("future_liver_remnant")
    assert (None if fact is None else fact.value) == (None if percent is None else Quantity(percent, "%"))


@pytest.mark.parametrize(("stated", "disputed"), [("26", False), ("27.6", False), ("27.7", True), ("25.6", True)])
def test_a_stated_percentage_that_differs_by_more_than_one_is_disputed(
    shipped: Guideline, stated: str, *, disputed: bool
) -> None:
    case = case_from({"facts": {**VOLUMES, "future_liver_remnant": Decimal(stated)}}, shipped)
    assert [dispute.element for dispute in case.disputes] == (["future_liver_remnant"] if disputed else [])
    if not disputed:
        assert case.facts["future_liver_remnant"].value == Quantity(Decimal(stated), "%")


@pytest.mark.parametrize(
    ("entry", "message", "mend"),
    [
        (
            {"facts": {**VOLUMES, "future_liver_remnant_volume": 1600}},
            "future_liver_remnant_volume 1600 mL exceeds total_liver_volume 1500 mL",
            "check the three volumes",
        ),
        (
            {"facts": {**VOLUMES, "tumour_volume": 1200}},
            "exceeds total_liver_volume 1500 mL less tumour_volume 1200 mL",
            "check the three volumes",
        ),
        ({"facts": {**VOLUMES, "tumour_volume": 1500}}, "leaves nothing of total_liver_volume 1500 mL", "check"),
        ({"facts": {"total_liver_volume": 0}}, "total_liver_volume is 0 mL", "leave it out"),
        ({"extrahepatic": [{"disease": "resectable"}]}, "disease outside the liver names no site", "write site:"),
        ({"extrahepatic": [{"site": "  ", "disease": "resectable"}]}, "names no site", "write site:"),
        ({"extrahepatic": ["lung"]}, "a site outside the liver is a mapping", "write {site: lung"),
        (
            {"extrahepatic": [{"site": "lung", "disease": "operable"}]},
            '"operable" is not a value of disease',
            "allowed",
        ),
        ({"extrahepatic": {}}, "a list is expected here", ""),
    ],
)
def test_sites_and_volumes_that_are_refused(shipped: Guideline, entry: dict[str, Any], message: str, mend: str) -> None:
    with pytest.raises(InputError) as refused:
        case_from(entry, shipped)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert mend in problem.mend
