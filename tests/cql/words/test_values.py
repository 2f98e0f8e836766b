"""Values as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from resecta.cql.values import Date, Interval, Quantity, Value
from resecta.cql.words import say


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not recorded"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (Decimal("2.50"), "2.5"),
        (Decimal("6.0"), "6"),
        (Decimal(100), "100"),
        (Decimal("27.1234"), "27.1234"),
        (Decimal("27.33333333"), "27.33"),
        (Decimal("30.00406667"), "30.004"),
        (Decimal("29.99999999"), "29.99999999"),
        ("in situ", "in situ"),
        (Date(2026, 5, 25), "25 May 2026"),
        (Date(2026, 5), "May 2026"),
        (Date(2026), "2026"),
        (Quantity(Decimal(24), "%"), "24 %"),
        (Quantity(Decimal("4.5"), "cm"), "4.5 cm"),
        (Quantity(Decimal(1), "week"), "1 week"),
        (Quantity(Decimal(6), "week"), "6 weeks"),
        (Quantity(Decimal(6), "wk"), "6 weeks"),
        (Quantity(Decimal(3), "1"), "3"),
        (Interval(11, 18), "11 to 18"),
        (Interval(11, 18, True, False), "11 to 18 (18 not included)"),
        (Interval(None, 5), "5 or less"),
        (Interval(5, None), "5 or more"),
        (Interval(5, None, False), "more than 5"),
        (Interval(None, 5, True, False), "less than 5"),
        (Interval(5, None, True, False), "5 to an unknown end"),
        (Interval(None, 5, False, False), "an unknown start to 5 (5 not included)"),
        (Interval(None, None), "anything"),
        (Interval(None, Date(2026, 5, 25)), "25 May 2026 or earlier"),
        (Interval(Date(2026, 5, 25), None, False), "after 25 May 2026"),
        (Interval(None, None, True, False), "the first there is to an unknown end"),
    ],
)
def test_a_value_reads_as_people_write_it(value: Value, text: str) -> None:
    assert say(value) == text
