"""The tree of a conclusion goes down into dates, numbers and choices, not only into truths."""

from __future__ import annotations

import pytest

from resecta.cql import Value, check, parse_library
from resecta.cql.explain import Branch, explain
from resecta.cql.run import Logic
from resecta.cql.values import Date

TEXT = """
parameter "Last dose" Date
parameter "Planned operation" Date
parameter "Fit" Boolean
parameter "Segments touched" Integer
parameter "Segments resected" Integer
define "Gap": 6 weeks
define "Earliest operation": "Last dose" + "Gap"
define "Too early": "Planned operation" < "Earliest operation"
define "Segments": Coalesce("Segments resected", "Segments touched")
define "Segments counted": if "Fit" then "Segments" else "Segments touched"
define "Too many": "Segments counted" * 2 > 6
define "Day before": "Earliest operation" - 1 day
"""
LIBRARY = check(parse_library(TEXT))
FACTS: dict[str, Value] = {"Last dose": Date(2026, 5, 4), "Planned operation": Date(2026, 6, 1), "Fit": True}


def outline(branch: Branch, depth: int = 0) -> list[str]:
    return [f"{'  ' * depth}{branch.text}", *(line for child in branch.children for line in outline(child, depth + 1))]


@pytest.mark.parametrize(
    ("define", "lines"),
    [
        (
            "Too early",
            [
                "Too early",
                "  Planned operation 1 June 2026 is before Earliest operation 15 June 2026",
                "    Earliest operation",
                "      6 weeks after Last dose 4 May 2026 is 15 June 2026",
            ],
        ),
        (
            "Day before",
            [
                "Day before",
                "  1 day before Earliest operation 15 June 2026 is 14 June 2026",
                "    Earliest operation",
                "      6 weeks after Last dose 4 May 2026 is 15 June 2026",
            ],
        ),
        (
            "Too many",
            [
                "Too many",
                "  Segments counted 4 times 2 is more than 6",
                "    Segments counted",
                "      The first that holds",
                "        If: Fit: yes",
                "        Then: Segments",
                "          Segments touched 4",
            ],
        ),
    ],
)
def test_a_tree_goes_down_to_the_facts(define: str, lines: list[str]) -> None:
    run = Logic(LIBRARY)({**FACTS, "Segments touched": 4})
    assert outline(explain(run, define)) == lines


def test_what_is_missing_is_told_where_the_value_would_have_come_from() -> None:
    tree = explain(Logic(LIBRARY)({}), "Earliest operation")
    assert outline(tree) == ["Earliest operation", "  Last dose is not recorded"]
    assert tree.value is None


def test_the_guidelines_own_numbers_are_written_as_their_value_and_not_explained() -> None:
    tree = explain(Logic(LIBRARY)(FACTS), "Earliest operation")
    assert not any("Gap" in line for line in outline(tree))
