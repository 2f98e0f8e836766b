"""Whatever the text, reading it gives a value or problems with their places, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resecta.cql import (
    Logic,
    check,
    evaluate_expression,
    evaluate_library,
    literal,
    parse_expression,
    parse_library,
)
from resecta.cql.syntax.lexer import KEYWORDS, SYMBOLS, UNITS
from resecta.document import InputError

pytestmark = pytest.mark.slow

PIECES = [
    *KEYWORDS, *SYMBOLS, *UNITS, *(f"{unit}s" for unit in UNITS),
    "1", "0.5", "'a'", "@2026-05-25", "@2026", "null", "Integer", "Boolean", "Round", "Coalesce", "'cm'", "N", "\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@settings(max_examples=400)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_an_expression_has_a_value_or_problems(text: str) -> None:
    try:
        value = evaluate_expression(parse_expression(text))
    except InputError as error:
        problems = error.problems
    else:
        assert literal(value)
        return
    assert problems
    for problem in problems:
        assert problem.message
        assert problem.mend
        assert problem.place.line >= 1
        assert problem.place.column >= 1


@settings(max_examples=200)
@given(st.lists(TEXTS, max_size=4), st.one_of(st.just(""), st.text(max_size=30)))
def test_a_library_has_definitions_or_problems(bodies: list[str], tail: str) -> None:
    text = "parameter N Integer\n" + "".join(f'define "d{n}": {body}\n' for n, body in enumerate(bodies)) + tail
    library, problems = None, ()
    try:
        library = check(parse_library(text))
    except InputError as error:
        problems = error.problems
    assert (library is None) == bool(problems)
    if library is not None:
        assert len(library.definitions) >= len(bodies)
        facts = {"N": 3}
        logic = Logic(library)
        assert evaluate_library(library, facts) == logic.program({**logic.defaults, **facts})
