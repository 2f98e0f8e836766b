"""The tables of the functions leave none out."""

from __future__ import annotations

from tests.cql.spec.tables import tables

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import Function
from resecta.cql.tree.walk import walk
from resecta.cql.types.functions import SIGNATURES
from resecta.cql.values.arithmetic import FUNCTIONS
from resecta.cql.words.nouns import FUNCTIONS as WORDS


def test_every_function_has_a_signature() -> None:
    assert set(SIGNATURES) == set(Function)


def test_every_function_has_a_meaning() -> None:
    assert set(FUNCTIONS) == set(Function)


def test_every_function_has_words_for_each_number_of_arguments() -> None:
    assert set(WORDS) == {(name, count) for name, signature in SIGNATURES.items() for count in signature.counts}


def test_every_function_has_a_row_in_the_specification() -> None:
    expressions = [table.library().definitions["answer"].expression for table in tables()]
    called = {node.function for each in expressions for node in walk(each) if isinstance(node, nodes.Call)}
    assert {str(name) for name in set(Function) - called} == set()
