"""One way to write each value; everything else is refused with the mend."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from resecta.document import (
    Collector,
    InputError,
    Mapping,
    Node,
    as_boolean,
    as_date,
    as_decimal,
    as_integer,
    as_mapping,
    as_sequence,
    as_text,
    nearest,
    read_text,
)


def node(text: str) -> Node:
    root = read_text(f"key: {text}\n", "case.yaml")
    assert isinstance(root, Mapping)
    return root["key"]


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (as_boolean, "true", True),
        (as_boolean, "false", False),
        (as_integer, "12", 12),
        (as_integer, "-3", -3),
        (as_decimal, "29.9", Decimal("29.9")),
        (as_decimal, "30", Decimal(30)),
        (as_date, "2026-03-02", datetime.date(2026, 3, 2)),
        (as_date, "'2026-03-02'", datetime.date(2026, 3, 2)),
        (as_date, "2024-02-29", datetime.date(2024, 2, 29)),
        (as_text, "no", "no"),
        (as_text, "010", "010"),
    ],
)
def test_a_value_is_read_as_written(reader: Callable[[Node], object], text: str, value: object) -> None:
    assert reader(node(text)) == value


@pytest.mark.parametrize(
    ("reader", "text", "message", "mend"),
    [
        (as_boolean, "no", '"no" is neither true nor false', "write false, without quotes"),
        (as_boolean, "on", '"on" is neither true nor false', "write true, without quotes"),
        (as_boolean, "'true'", '"true" is neither', "write true, without quotes"),
        (as_boolean, "True", '"True" is neither', "write true, without quotes"),
        (as_boolean, "perhaps", '"perhaps" is neither', ""),
        (as_boolean, "[a]", "true or false is expected here, not a list", ""),
        (as_boolean, "null", "true or false is expected here, not nothing", ""),
        (as_integer, "010", '"010" is not a whole number', "without leading zeros"),
        (as_integer, "12:30", '"12:30" is not a whole number', "digits only"),
        (as_integer, "2.5", '"2.5" is not a whole number', "write 2 if that is what is meant"),
        (as_integer, "'58'", '"58" is not a whole number', "write 58 without quotes"),
        (as_decimal, "NaN", '"NaN" is not a number', "digits only"),
        (as_decimal, ".inf", '".inf" is not a number', "digits only"),
        (as_decimal, "4,5", '"4,5" is not a number', "write 4.5, with a point"),
        (as_decimal, "9" * 400, "is not a number", "at most"),
        (as_date, "31.02.2026", '"31.02.2026" is not a date', "February 2026 has 28 days"),
        (as_date, "02.03.2026", '"02.03.2026" is not a date', "write 2026-03-02"),
        (as_date, "2026-02-30", '"2026-02-30" is not a day of the calendar', "February 2026 has 28 days"),
        (as_date, "2026-13-01", "is not a day of the calendar", "the month is 01 to 12"),
        (as_date, "0000-01-01", "is not a day of the calendar", "four digits"),
        (as_date, "2026-3-2", '"2026-3-2" is not a date', "write 2026-03-02"),
        (as_date, "03/02/2026", '"03/02/2026" is not a date', "write it as YYYY-MM-DD"),
        (as_date, "tomorrow", '"tomorrow" is not a date', "write it as YYYY-MM-DD"),
        (as_mapping, "3", "a mapping (key: value) is expected here, not a single value", ""),
        (as_sequence, "{a: 1}", "a list is expected here, not a mapping", ""),
    ],
)
def test_a_value_that_is_refused(reader: Callable[[Node], object], text: str, message: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        reader(node(text))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert mend in problem.mend
    assert len(problem.message) + len(problem.mend) < 160


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("WT", ["wild type", "mutant"], "wild type"),
        ("wild-type", ["wild type", "mutant"], "wild type"),
        ("Mutated", ["wild type", "mutant"], "mutant"),
        ("futur_liver_remnant", ["future_liver_remnant", "liver_disease"], "future_liver_remnant"),
        ("synchron", ["synchronous", "metachronous"], "synchronous"),
        ("", ["a"], None),
        ("x", [], None),
        ("zzz", ["wild type"], None),
    ],
)
def test_the_nearest_name(name: str, known: list[str], found: str | None) -> None:
    assert nearest(name, known) == found


def test_a_collector_raises_every_problem_in_the_order_of_the_text() -> None:
    root = read_text("age: old\nsexx: female\nb: 1\n", "case.yaml")
    collector = Collector()
    mapping = collector.mapping(root, ["age", "sex", "b"], "a patient", required=["name"])
    assert mapping is not None
    assert collector.read(as_integer, mapping["age"]) is None
    assert collector.read(as_integer, mapping["b"]) == 1
    with pytest.raises(InputError) as caught:
        collector.raise_if_any()
    assert [problem.message for problem in caught.value.problems] == [
        'a patient lacks the key "name"',
        '"old" is not a whole number',
        '"sexx" is not a key of a patient',
    ]
    assert caught.value.problems[2].mend == "did you mean sex?"
