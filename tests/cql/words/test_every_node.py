"""Whatever can be written can be worded and explained: no node of the language is forgotten."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.cql.agreement.expressions import KINDS, expressions, facts
from tests.cql.agreement.test_agreement import library_of

from resecta.cql.explain import Branch, explain
from resecta.cql.run import Logic
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.visitor import Visitor
from resecta.cql.values import Value
from resecta.cql.words import in_words
from resecta.cql.words.clauses import _Clause
from resecta.cql.words.nouns import Nouns


def branches(branch: Branch) -> list[Branch]:
    return [branch, *(below for child in branch.children for below in branches(child))]


@settings(max_examples=300)
@given(st.sampled_from(KINDS).flatmap(expressions), facts())
def test_any_expression_is_worded_and_explained(expression: Expression, known: dict[str, Value]) -> None:
    library = library_of(expression)
    assume(library is not None)
    assert library is not None
    assert in_words(library.definitions["answer"].expression, library)
    run = Logic(library)(known)
    tree = explain(run, "answer")
    assert tree.value == run.value("answer")
    assert all(branch.text for branch in branches(tree))


@pytest.mark.parametrize("words", [_Clause, Nouns])
def test_a_node_that_the_words_forget_makes_no_object(words: type[Visitor[str]]) -> None:
    forgetful = type("Forgetful", (words,), {"visit_between": Visitor.visit_between})
    assert inspect.isabstract(forgetful)
    assert not inspect.isabstract(words)
