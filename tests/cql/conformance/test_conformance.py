"""What the language takes from CQL comes out as CQL has it; what it leaves out is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from resecta.cql import evaluate_expression, literal, parse_expression
from resecta.document import InputError

FOLDER = Path(__file__).parent
CASES = [
    (chapter, expression, expected)
    for chapter, cases in yaml.load((FOLDER / "cases.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader).items()
    for expression, expected in cases.items()
]
EXCUSED = yaml.load((FOLDER / "excused.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
OUTSIDE = [example for entry in EXCUSED for example in entry["examples"]]


@pytest.mark.parametrize(("chapter", "expression", "expected"), CASES, ids=[case[1] for case in CASES])
def test_the_value_is_the_one_that_cql_gives(chapter: str, expression: str, expected: str) -> None:
    assert literal(evaluate_expression(parse_expression(expression))) == expected, chapter


@pytest.mark.parametrize("expression", OUTSIDE)
def test_what_is_outside_gets_an_error_and_never_a_value(expression: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_expression(expression)
    assert caught.value.problems
    assert all(problem.message for problem in caught.value.problems)


def test_every_excuse_says_why() -> None:
    assert len(EXCUSED) > 10
    assert len(OUTSIDE) > 40
    for entry in EXCUSED:
        assert entry["why"].endswith("."), entry["feature"]


@pytest.mark.parametrize("facts", [{"A": None, "B": "text"}, {"A": 1, "B": None}])
def test_one_missing_fact_does_not_make_the_others_unseen(facts: dict[str, object]) -> None:
    """A hazard of another engine: its check of the parameters ended at the first null."""
    from resecta.cql import check, evaluate_library, parse_library

    library = check(parse_library("parameter A Integer\nparameter B String\ndefine C: A is null\ndefine D: B = 'text'"))
    values = evaluate_library(library, facts)  # type: ignore[arg-type]  # the values are of the parameters' types
    assert values == {"C": facts["A"] is None, "D": None if facts["B"] is None else True}
