"""A quantity's unit is part of its type: what never compares is told in its place, and a definition knows its unit."""

from __future__ import annotations

import pytest

from resecta.cql import check, check_all, evaluate_library, parse_library
from resecta.cql.types import QUANTITY, interval_of
from resecta.document import InputError, Problem

FACTS = """
parameter "Size" Quantity
parameter "Margin" Quantity
parameter "Dose" Quantity
parameter "Gap" Quantity
parameter "Given" Quantity
parameter "Start" Date
parameter "Count" Integer
parameter "Fit" Boolean
parameter "Limit" Quantity default 10 'mm'
define "Small": 5 'mm'
"""
UNITS = {"Size": "mm", "Margin": "cm", "Dose": "Gy", "Gap": "wk"}


def problems_of(expression: str) -> list[Problem]:
    return check_all(parse_library(f'{FACTS}define "it": {expression}\n', "logic.cql"), UNITS)[1]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("\"Size\" < 3 'kg'", "\"Size\" is in mm, 3 'kg' in kg: the two never compare"),
        ("5 'mm' < 3 'kg'", "5 'mm' is in mm, 3 'kg' in kg"),
        ('"Size" = "Dose"', '"Size" is in mm, "Dose" in Gy'),
        ('"Small" >= "Dose"', '"Small" is in mm, "Dose" in Gy'),
        ('"Limit" > "Dose"', '"Limit" is in m, "Dose" in Gy'),
        ('"Size" ~ "Dose"', '"Size" is in mm, "Dose" in Gy'),
        ("1 month = 1 'mo'", "1 month is in month, 1 'mo' in mo"),
        ("\"Size\" between 1 'cm' and 2 'g'", "2 'g' in g"),
        ("\"Size\" in Interval[1 'g', 2 'g']", "Interval[1 'g', 2 'g'] in g"),
        ("Interval[1 'cm', 2 'g'] is null", "1 'cm' is in cm, 2 'g' in g"),
        ("Interval[1 'cm', 2 'cm'] during Interval[1 'g', 2 'g']", "in cm"),
        ("\"Size\" in {1 'cm', 2 'g'}", "2 'g' in g"),
        ('"Size" + "Dose" > 1 \'mm\'', '"Size" is in mm, "Dose" in Gy'),
        ('"Size" - "Dose" > 1 \'mm\'', '"Size" is in mm, "Dose" in Gy'),
        ('"Size" mod "Dose" > 1 \'mm\'', '"Size" is in mm, "Dose" in Gy'),
        ('"Size" * "Size" > 1 \'mm\'', "in mm2, 1 'mm' in mm"),
        ('"Size" / "Gap" > 1 \'mm\'', "in mm/wk, 1 'mm' in mm"),
        ('"Size" / "Margin" > 1 \'mm\'', "in 1, 1 'mm' in mm"),
        ('-"Size" < "Dose"', '-"Size" is in mm'),
        ('Coalesce("Size", "Dose") is null', '"Size" is in mm, "Dose" in Gy'),
        ('(if "Fit" then "Size" else "Dose") is null', '"Size" is in mm, "Dose" in Gy'),
        ('(if "Fit" then "Size" else "Margin") > 1 \'g\'', "in m, 1 'g' in g"),
        ('(case when "Fit" then "Size" else "Dose" end) is null', '"Size" is in mm, "Dose" in Gy'),
        ('Abs("Size") < "Dose"', 'Abs("Size") is in mm'),
        ('(start of Interval["Size", "Margin"]) < "Dose"', "in m,"),
        ("(convert \"Size\" to 'Gy') is null", '"Size" is in mm, which never converts to Gy'),
        ("(convert \"Count\" to Decimal) > 1.0 and (convert 3 to Quantity) > 1 'mm'", "in 1, 1 'mm' in mm"),
        ('"Start" + "Size" is null', '"Size" is in mm, which moves no date'),
        ("\"Start\" + 1 'mo' is null", "1 'mo' is in mo, which moves no date"),
        ('"Start" - (1 month + 1 day) is null', "1 month is in month, 1 day in day"),
    ],
)
def test_a_mistake_of_dimension_is_told_once_with_its_place(expression: str, said: str) -> None:
    (problem,) = problems_of(expression)
    assert said in problem.message
    assert problem.place.line == 12
    assert problem.source_line.startswith('define "it"')


@pytest.mark.parametrize(
    "expression",
    [
        "\"Size\" < 1 'cm'",
        '"Size" < "Limit"',
        "\"Given\" < 1 'kg' and \"Given\" > 1 'mm'",
        "1 year ~ 1 'a'",
        '"Gap" > 3 days',
        '"Size" < (null as Quantity)',
        '(if "Fit" then null as Quantity else "Size") < 1 \'cm\'',
        '"Start" + "Gap" > "Start"',
        '"Start" + "Given" > "Start"',
        "\"Size\" * 2 < 1 'cm'",
        '"Size" / "Margin" > 50 \'%\'',
        '"Size" in Interval["Small", "Margin"]',
    ],
)
def test_what_may_compare_is_let_through(expression: str) -> None:
    assert problems_of(expression) == []


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ('"Size"', "mm"),
        ("30 '%'", "%"),
        ('"Size" + "Margin"', "mm"),
        ("1 'm' - \"Margin\"", "cm"),
        ('-"Small"', "mm"),
        ('"Size" * "Margin"', "mm.cm"),
        ('"Dose" / "Gap"', "Gy/wk"),
        ('"Size" / "Margin"', "1"),
        ('"Size" div "Margin"', "mm"),
        ('2 * "Size"', "mm"),
        ("convert \"Size\" to 'cm'", "cm"),
        ("ToQuantity(5)", "1"),
        ('if "Fit" then null as Quantity else "Size"', "mm"),
        ("Coalesce(\"Size\", 0 'mm')", "mm"),
        ('if "Fit" then "Size" else "Margin"', None),
        ('"Limit"', None),
        ('"Given"', None),
        ('"Given" + "Size"', None),
        ("end of Interval[\"Size\", 9 'mm']", "mm"),
        ("6 weeks", "week"),
    ],
)
def test_a_definition_knows_its_unit_where_all_its_values_have_it(expression: str, unit: str | None) -> None:
    library = check(parse_library(f'{FACTS}define "it": {expression}\n'), UNITS)
    assert library.type_of("it") == QUANTITY
    assert str(library.type_of("it")) == "Quantity"
    assert library.type_of("it").unit == unit


def test_a_choice_of_units_still_knows_its_dimension() -> None:
    library = check(parse_library(f'{FACTS}define "it": if "Fit" then "Size" else "Margin"\n'), UNITS)
    assert library.type_of("it").dimension == library.type_of("Size").dimension


def test_an_interval_knows_the_unit_of_its_points() -> None:
    kind = check(parse_library(f'{FACTS}define "it": Interval["Size", 9 \'mm\']\n'), UNITS).type_of("it")
    assert kind == interval_of(QUANTITY)
    assert kind.of is not None
    assert kind.of.unit == "mm"


def test_checking_again_without_the_units_keeps_them() -> None:
    once = check(parse_library(f'{FACTS}define "it": "Size"\n'), UNITS)
    assert check(once).type_of("it").unit == "mm"


def test_facts_of_another_dimension_still_compare_to_unknown() -> None:
    from decimal import Decimal

    from resecta.cql import Quantity

    library = check(parse_library('parameter "Given" Quantity\ndefine "it": "Given" < 1 \'cm\''))
    assert evaluate_library(library, {"Given": Quantity(Decimal(1), "g")})["it"] is None


def test_check_raises_what_check_all_finds() -> None:
    with pytest.raises(InputError, match="never compare"):
        check(parse_library(f'{FACTS}define "it": "Size" < "Dose"\n'), UNITS)
