"""Every node of a checked tree has a type, and what CQL converts by itself stands in the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

import resecta.cql
from resecta.cql import check, parse_expression, parse_library
from resecta.cql.tree.nodes import As, Comparison, If, Null, Promote
from resecta.cql.tree.walk import walk
from resecta.cql.types import ANY, DECIMAL, INTEGER, SCALARS
from resecta.document import InputError

PACK = Path(resecta.cql.__file__).parents[1] / "guidelines" / "rectal_liver_metastases" / "logic.cql"


@pytest.mark.slow
def test_no_node_of_the_shipped_pack_is_without_a_type() -> None:
    library = check(parse_library(PACK.read_text(encoding="utf-8"), "logic.cql"))
    assert len(library.definitions) > 150
    for definition in library.definitions.values():
        assert definition.type != ANY, definition.name
        assert all(node.type != ANY for node in walk(definition.expression)), definition.name


@pytest.mark.slow
def test_checking_twice_changes_nothing() -> None:
    once = check(parse_library(PACK.read_text(encoding="utf-8"), "logic.cql"))
    twice = check(once)
    assert once == twice
    assert [d.type for d in once.definitions.values()] == [d.type for d in twice.definitions.values()]


def test_an_integer_beside_a_decimal_is_promoted_in_the_tree() -> None:
    tree = parse_expression("1 < 2.5")
    assert isinstance(tree, Comparison)
    assert isinstance(tree.left, Promote)
    assert tree.left.type == DECIMAL


@pytest.mark.parametrize("kind", [*SCALARS])
def test_a_bare_null_takes_the_type_of_its_place(kind: str) -> None:
    tree = parse_expression(f"if true then null else null as {kind}")
    assert isinstance(tree, If)
    assert isinstance(tree.then, Null)
    assert str(tree.then.type) == kind
    assert isinstance(tree.otherwise, As)


def test_a_definition_of_a_bare_null_fits_anywhere() -> None:
    library = check(parse_library('define "unknown": null\ndefine "a": "unknown" and true\ndefine "b": "unknown" + 1'))
    assert library.definitions["b"].type == INTEGER


MISFITS = """
not 5
1 and true
if 1 then 2 else 3
if true then 1 else 'a'
'a' + 1
-true
@2026 + 1
1 between 'a' and 2
Round('a')
start of 5
5 during 6
Coalesce(1, 'a')
case 1 when 'a' then 1 else 2 end
@2026 same week as @2026
5 before 6
Interval['a', 'b']
Interval[1, 'b']
ToDate(5)
30 '%' ^ 2
week from @2026
"""


@pytest.mark.parametrize("expression", MISFITS.strip().splitlines())
def test_what_does_not_fit_is_refused(expression: str) -> None:
    with pytest.raises(InputError):
        parse_expression(expression)


def test_the_package_hands_out_what_it_names() -> None:
    assert sorted(resecta.cql.__all__) == resecta.cql.__all__
    for name in resecta.cql.__all__:
        assert getattr(resecta.cql, name) is not None
