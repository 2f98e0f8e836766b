"""A value and the CQL text that reads back as it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cql.agreement.expressions import KINDS, values

from resecta.cql import evaluate_expression, literal, parse_expression
from resecta.cql.values import Value

pytestmark = pytest.mark.slow


@given(st.sampled_from(KINDS).flatmap(values))
def test_a_literal_reads_back_as_its_value(value: Value) -> None:
    again = evaluate_expression(parse_expression(literal(value)))
    assert literal(again) == literal(value)


@given(st.text())
def test_any_text_survives_its_quotes(text: str) -> None:
    assert evaluate_expression(parse_expression(literal(text))) == text
