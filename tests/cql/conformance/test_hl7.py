"""HL7's own suite, by its names: what CQL 1.5.3 gives, and what is excused, with the reason, for as long as it is."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import yaml

from resecta.cql import evaluate_expression, literal, parse_expression
from resecta.document import InputError

FOLDER = Path(__file__).parent
SUITES = yaml.load((FOLDER / "hl7.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
GROUPS = {
    f"{suite}/{group}": {f"{suite}/{group}/{name}": text for name, text in tests.items()}
    for suite, groups in SUITES.items()
    for group, tests in groups.items()
}
CASES = {name: text for tests in GROUPS.values() for name, text in tests.items()}
EXCUSED = yaml.load((FOLDER / "hl7_excused.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
DIFFERENT = [expression for entry in EXCUSED for expression in entry["expressions"]]


def answer(expression: str) -> str:
    """The value as a literal, or "error"."""
    try:
        return literal(evaluate_expression(parse_expression(expression)))
    except InputError:
        return "error"


def parted(text: str) -> tuple[str, str]:
    """An expression and the value it should have."""
    expression, _, value = text.rpartition(" => ")
    return expression, value.strip('"')


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_hl7_s_tests_comes_out_as_cql_has_it(group: str) -> None:
    expected = {name: parted(text) for name, text in GROUPS[group].items()}
    answers = {name: (expression, answer(expression)) for name, (expression, _) in expected.items()}
    assert answers == expected


@pytest.mark.parametrize("text", DIFFERENT)
def test_what_is_excused_still_differs(text: str) -> None:
    expression, value = parted(text)
    assert answer(expression) != value, "this is excused no longer: move it to hl7.yaml"


def test_every_excuse_names_its_tests_and_says_why() -> None:
    for entry in EXCUSED:
        assert entry["why"].endswith("."), entry["names"]
        assert entry["expressions"], entry["names"]
        assert all(name.count("/") == 2 for name in entry["names"])


def test_no_test_is_both_answered_and_excused() -> None:
    patterns = [name for entry in EXCUSED for name in entry["names"]]
    assert {name: each for name in CASES for each in patterns if fnmatchcase(name, each)} == {}


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(CASES) > 750
    assert len(SUITES) == 10
