"""A value is the same to the last digit whether it comes from a file or from Python; what is no value is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.case import case_from
from resecta.case.nodes_from_python import to_node
from resecta.document import InputError, Mapping, as_decimal, read_text
from resecta.guideline import Guideline


def from_file(text: str) -> Decimal:
    root = read_text(f"x: {text}\n", "case.yaml")
    assert isinstance(root, Mapping)
    return as_decimal(root["x"])


@pytest.mark.parametrize(
    "number", [0.1 + 0.2, 29.999999999999996, 30.000000001, 1.123456785, 4.5, 1e-9, 100.0, -0.0, 2 / 3, 1e14 / 3]
)
def test_a_float_is_read_as_its_digits_in_a_file_are(number: float) -> None:
    in_file = from_file(format(Decimal(repr(number)), "f"))
    assert as_decimal(to_node(number, "x")) == in_file
    assert as_decimal(to_node(Decimal(repr(number)), "x")) == in_file


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=12, allow_nan=False))
def test_any_number_is_read_alike_from_both(number: Decimal) -> None:
    assert as_decimal(to_node(number, "x")) == from_file(format(number, "f"))
    assert as_decimal(to_node(float(number), "x")) == from_file(format(Decimal(repr(float(number))), "f"))


def test_what_is_written_short_stays_as_it_is() -> None:
    assert str(from_file("29.90")) == "29.90"
    assert str(from_file("30.000000001")) == "30"


HALF = "\ud800"


@pytest.mark.parametrize(
    "record",
    [
        {"facts": {"age": 10**5000}},
        {"facts": {"future_liver_remnant": 10**5000}},
        {"facts": {"future_liver_remnant": Decimal("1e5000")}},
        {"facts": {"future_liver_remnant": float("inf")}},
        {"context": {"notes": 10**5000}},
        {"context": {"notes": HALF}},
        {"context": {"notes": [{HALF: "x"}]}},
        {"context": {"notes": {1: "x"}}},
        {"case": f"P{HALF}"},
        {"title": HALF},
        {"facts": {"age": {"value": 50, "source": HALF}}},
        {"facts": {HALF: 1}},
    ],
    ids=lambda record: next(iter(record)),
)
def test_what_no_file_could_hold_is_refused_from_python_too(shipped: Guideline, record: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        case_from({"assessed_on": "2026-03-09", **record}, shipped)
