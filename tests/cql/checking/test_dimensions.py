"""Quantities that are both written out and never compare are a fault of the pack; in an evaluation they give null."""

from __future__ import annotations

import pytest

from resecta.cql import check, evaluate_library, mixed_dimensions, parse_library


@pytest.mark.parametrize(
    ("expression", "faults"),
    [
        ("1 'cm' < 1 'g'", 1),
        ("1 'cm' < 1 'mm'", 0),
        ("1 month = 1 'mo'", 1),
        ("Q > 30 '%'", 0),
        ('"limit" > 30 days', 1),
        ("-\"limit\" > 30 '%'", 0),
        ("1 'cm' between 1 'mm' and 1 'kg'", 1),
        ("1 'g' in Interval[1 'cm', 2 'cm']", 1),
        ("Q in Interval[1 'cm', 2 'g']", 1),
    ],
)
def test_what_never_compares_is_told(expression: str, faults: int) -> None:
    text = f'parameter Q Quantity\ndefine "limit": 30 \'%\'\ndefine "answer": {expression}\n'
    library = check(parse_library(text, "logic.cql"))
    found = mixed_dimensions(library)
    assert len(found) == faults
    for problem in found:
        assert problem.place.line == 3
        assert "never compare" in problem.message
    if faults:
        assert evaluate_library(library, {})["answer"] is None
