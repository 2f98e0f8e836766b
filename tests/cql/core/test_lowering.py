"""The surface said with the core: each construct before and after, and nothing that computes left out of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.cql.core.drawn import draw
from tests.cql.spec.tables import tables

from resecta.cql import Library, check, lower, parse_library
from resecta.cql.core import nodes as core
from resecta.cql.core.meanings import OperationKind
from resecta.cql.tree import nodes
from resecta.cql.tree.visitor import Visitor
from resecta.cql.tree.walk import walk

ROWS = yaml.load(Path(__file__).with_name("lowering.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
FACTS = {
    "Boolean": ("A", "B"),
    "Integer": ("N", "M"),
    "Decimal": ("X",),
    "String": ("T",),
    "Date": ("D", "E"),
    "Quantity": ("Q",),
}
HEADER = "".join(f"parameter {name} {kind}\n" for kind, names in FACTS.items() for name in names)
BOTH = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"])


def library_of(expression: str) -> Library:
    text = f"{HEADER}define Rule: A and B\ndefine Limit: 2 + 1\ndefine It: {expression}\n"
    return check(parse_library(text, "lowering.cql"))


def below(node: core.Node) -> Iterator[core.Node]:
    yield node
    for operand in core.operands_of(node):
        yield from below(operand)


@BOTH
def test_a_construct_is_said_with_the_core_as_the_table_shows(row: dict[str, str]) -> None:
    assert draw(lower(library_of(row["before"]))["It"]) == row["after"]


@BOTH
def test_every_core_node_keeps_the_place_and_type_of_the_surface_it_says(row: dict[str, str]) -> None:
    library = library_of(row["before"])
    surface = {node.spot for node in walk(library.definitions["It"].expression)}
    for node in below(lower(library)["It"]):
        assert node.origin.spot.line > 0
        assert node.origin.spot in surface
        assert node.type == node.origin.type


def test_the_table_shows_every_node_of_the_surface() -> None:
    shown = {type(node) for row in ROWS for node in walk(library_of(row["before"]).definitions["It"].expression)}
    methods = {name for name in vars(Visitor) if name.startswith("visit_")}
    kinds = [kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, nodes.Expression)]
    assert len(kinds) - 1 == len(methods)
    assert set(kinds) - shown == {nodes.Expression}


@pytest.mark.slow
def test_the_table_shows_every_node_of_the_core() -> None:
    shown = {type(node) for row in ROWS for node in below(lower(library_of(row["before"]))["It"])}
    assert shown == {kind for kind in vars(core).values() if isinstance(kind, type) and issubclass(kind, core.Node)} - {
        core.Node
    }


def test_a_part_that_the_surface_names_once_is_one_object_in_the_core() -> None:
    between = lower(library_of("(N + 1) between M and 3"))["It"]
    assert isinstance(between, core.And)
    (_, above), (low, _) = map(core.operands_of, (between.left, between.right))
    assert above is low


def test_every_kind_of_operation_has_a_row_in_the_specification() -> None:
    lowered = [node for table in tables() for node in lower(table.library()).values()]
    shown = {each.kind for node in lowered for each in below(node) if isinstance(each, core.Operation)}
    assert {str(kind) for kind in set(OperationKind) - shown} == set()
