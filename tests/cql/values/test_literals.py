"""A value and the CQL text that reads back as it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cql.agreement.expressions import KINDS, values

from resecta.cql import evaluate_expression, literal, parse_expression
from resecta.cql.values import Quantity, Value

pytestmark = pytest.mark.slow


@given(st.sampled_from(KINDS).flatmap(values))
def test_a_literal_reads_back_as_its_value(value: Value) -> None:
    again = evaluate_expression(parse_expression(literal(value)))
    assert type(again) is type(value)
    assert again == value
    assert literal(again) == literal(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Quantity(Decimal(10), "year"), "10 years"),
        (Quantity(Decimal("1.50"), "year"), "1.5 years"),
        (Quantity(Decimal("1.0"), "month"), "1 month"),
        (Quantity(Decimal(100), "day"), "100 days"),
        (Quantity(Decimal(30), "%"), "30.0 '%'"),
    ],
)
def test_a_quantity_keeps_its_zeros_and_loses_only_those_behind_the_point(value: Quantity, written: str) -> None:
    assert literal(value) == written


@given(st.text())
def test_any_text_survives_its_quotes(text: str) -> None:
    assert evaluate_expression(parse_expression(literal(text))) == text
