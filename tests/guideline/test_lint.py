"""One lint rule, one table: logic that passes and logic that fails, over the elements of the small good guideline."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from resecta.cql import check, parse_library
from resecta.document import Problem
from resecta.guideline import load
from resecta.guideline.lint import RULES
from resecta.guideline.lint.subject import Subject

HERE = Path(__file__).parent
GOOD = load(HERE / "good")
TABLES = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for path in sorted((HERE / "lint").glob("*.yaml"))
}
PARAMETERS = "\n".join(
    f'parameter "{parameter.name}" {parameter.type}'
    for parameter in GOOD.library.parameters.values()
    if parameter.default is None
)


def problems(rule: str, logic: str) -> list[Problem]:
    """What one rule says of some definitions."""
    library = check(parse_library(f"library T version '1'\n{PARAMETERS}\n\n{logic}", "logic.cql"))
    subject = Subject(library, {element.name: element for element in GOOD.elements.values()})
    return [problem for definition in library.definitions.values() for problem in RULES[rule](subject, definition)]


def cases(outcome: str) -> list[tuple[str, str, str]]:
    """Rule, name and logic of every entry under pass or fail."""
    return [(rule, name, logic) for rule, table in TABLES.items() for name, logic in table[outcome].items()]


def test_every_rule_has_its_table() -> None:
    """A rule without a table is not tested; a table without a rule tests nothing."""
    assert set(TABLES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_shows_bad_and_good(rule: str) -> None:
    """The docstring is the rule's page in the manual: bad before good."""
    page = __import__(f"resecta.guideline.lint.{rule}", fromlist=["check"]).__doc__
    assert page.index("Bad::") < page.index("Good::")


@pytest.mark.parametrize(("rule", "name", "logic"), cases("pass"), ids=lambda value: value if len(value) < 60 else "")
def test_sound_logic_passes(rule: str, name: str, logic: str) -> None:
    """Nothing is complained of."""
    assert problems(rule, logic) == [], name


@pytest.mark.parametrize(("rule", "name", "logic"), cases("fail"), ids=lambda value: value if len(value) < 60 else "")
def test_unsound_logic_is_found_once_with_a_mend(rule: str, name: str, logic: str) -> None:
    """One problem, at a place of the text, with a mend."""
    (found,) = problems(rule, logic)
    assert found.place.line > 0, name
    assert found.source_line, name
    assert found.mend, name


def test_the_page_for_authors_names_every_rule(root: Path) -> None:
    """A rule that refuses something is explained where an author looks."""
    page = (root / "docs" / "writing-a-guideline.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if f"`{rule}`" not in page] == []
