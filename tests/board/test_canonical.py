"""One text for equal data, whatever the order of its keys; every digit kept."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.board import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_is_read_back_and_written_the_same(value: Any) -> None:
    text = canonical.write(value)
    assert canonical.read(text) == value
    assert canonical.write(canonical.read(text)) == text


@given(st.dictionaries(TEXTS, PLAIN, min_size=2, max_size=5))
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical.write(turned) == canonical.write(value)
    assert canonical.digest(MappingProxyType(turned)) == canonical.digest(value)


@given(st.floats(allow_nan=False, allow_infinity=False), PLAIN)
def test_a_decimal_elsewhere_changes_nothing_in_how_the_rest_is_written(number: float, value: Any) -> None:
    alone = canonical.write({"a": number, "b": "é", "c": datetime.date(2026, 5, 1)})
    beside = canonical.write({"a": number, "b": "é", "c": datetime.date(2026, 5, 1), "d": Decimal("1.50")})
    assert beside == f'{alone[:-1]},"d":1.50}}'
    assert canonical.write([value, Decimal(1)]) == f"[{canonical.write(value)},1]"


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), b"x", object(), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)],
)
def test_what_is_no_plain_data_is_refused(value: object) -> None:
    for place in (value, [Decimal(1), value]):
        with pytest.raises((TypeError, ValueError)):
            canonical.write(place)
