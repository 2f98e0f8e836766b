"""A tree written as text and read again is the same tree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resecta.cql import parse_library
from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Function,
    Membership,
    Precision,
    Relation,
)
from resecta.cql.types import BOOLEAN, DATE, INTEGER, QUANTITY, interval_of
from resecta.cql.values import Date, Quantity

PARAMETER = nodes.ParameterReference("Future liver remnant")
LEAVES = st.sampled_from(
    [
        PARAMETER,
        nodes.ParameterReference('A "quoted" name'),
        nodes.DefinitionReference("Other"),
        nodes.Literal(True),
        nodes.Literal(3),
        nodes.Literal(Decimal("2.50")),
        nodes.Literal("it's"),
        nodes.Literal(Date(2026, 5, 25)),
        nodes.Literal(Date(2026)),
        nodes.Literal(Quantity(Decimal("4.5"), "cm")),
        nodes.Literal(Quantity(Decimal(6), "week")),
        nodes.Null(),
        nodes.TypeExtent(Extent.MINIMUM, INTEGER),
    ]
)


def composed(inner: st.SearchStrategy[nodes.Expression]) -> st.SearchStrategy[nodes.Expression]:
    """Every kind of node over the given operands; types need not fit, the grammar does not ask."""
    pairs = [nodes.And, nodes.Or, nodes.Xor, nodes.Implies]
    ones = [nodes.Not, nodes.Negate, nodes.Successor, nodes.Predecessor, nodes.StartOf, nodes.EndOf]
    tests = [nodes.IsNull, nodes.IsTrue, nodes.IsFalse]
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    dated = st.sampled_from([Precision.YEAR, Precision.MONTH, Precision.DAY])
    return st.one_of(
        *[st.builds(pair, inner, inner) for pair in pairs],
        *[st.builds(one, inner) for one in ones],
        *[st.builds(test, inner, st.booleans()) for test in tests],
        st.builds(nodes.Coalesce, several),
        st.builds(nodes.As, inner, st.sampled_from([BOOLEAN, DATE, interval_of(QUANTITY)]), st.booleans()),
        st.builds(nodes.IsType, inner, st.just(INTEGER)),
        st.builds(nodes.Convert, inner, st.just(QUANTITY), st.none()),
        st.builds(nodes.Convert, inner, st.none(), st.just("mm")),
        st.builds(nodes.Comparison, st.sampled_from(ComparisonOperator), inner, inner),
        st.builds(nodes.Equivalent, inner, inner, st.booleans()),
        st.builds(nodes.Between, inner, inner, inner, st.booleans()),
        st.builds(nodes.InList, inner, several, st.sampled_from([Membership.IN, Membership.CONTAINS])),
        st.builds(nodes.Arithmetic, st.sampled_from(ArithmeticOperator), inner, inner),
        st.builds(lambda a: nodes.Call(Function.ABS, (a,)), inner),
        st.builds(nodes.If, inner, inner, inner),
        st.builds(
            nodes.Case,
            st.one_of(st.none(), inner),
            st.lists(st.builds(nodes.CaseItem, inner, inner), min_size=1, max_size=2).map(tuple),
            inner,
        ),
        st.builds(nodes.IntervalOf, inner, inner, st.booleans(), st.booleans()),
        st.builds(nodes.DateComponent, st.sampled_from([Precision.YEAR, Precision.MONTH, Precision.DAY]), inner),
        st.builds(nodes.DateDistance, st.sampled_from(Distance), st.sampled_from(Precision), inner, inner),
        st.builds(nodes.DateComparison, st.sampled_from(Relation), inner, inner, st.one_of(st.none(), dated)),
        st.builds(
            nodes.InInterval,
            inner,
            st.builds(nodes.IntervalOf, inner, inner),
            st.one_of(st.none(), dated),
            st.booleans(),
            st.sampled_from(Membership),
        ).filter(lambda node: not node.properly or node.spelling in {Membership.DURING, Membership.INCLUDES}),
    )


EXPRESSIONS = st.recursive(LEAVES, composed, max_leaves=12)
HEADER = """library Names
parameter "Future liver remnant" Quantity
parameter "A \\"quoted\\" name" Boolean
define "Other": true
"""


def read(text: str) -> nodes.Expression:
    """The expression as the parser reads it in a library that declares its names."""
    return parse_library(f'{HEADER}define "It": {text}\n', "names.cql").definitions["It"].expression


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_reading_what_was_written_gives_the_same_tree(expression: nodes.Expression) -> None:
    assert read(to_cql(expression)) == expression


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("not (\"Future liver remnant\" = 30 '%')", "not (\"Future liver remnant\" = 30 '%')"),
        ("(true and false) and true", "true and false and true"),
        ("true and (false and true)", "true and (false and true)"),
        ("true or false and true", "true or (false and true)"),
        ("1 + 2 * 3", "1 + 2 * 3"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("(1 - 2) - 3", "1 - 2 - 3"),
        ("2 ^ 3", "2 ^ 3"),
        ("not not true", "not (not true)"),
        ("3 > 2 and 2 > 1", "3 > 2 and 2 > 1"),
        (
            "if true then false else (if false then true else null)",
            "if true then false else if false then true else null",
        ),
        ('"Future liver remnant" is not null', '"Future liver remnant" is not null'),
        ("weeks between @2026-01-01 and @2026-02-01", "duration in weeks between @2026-01-01 and @2026-02-01"),
        ("@2026 + 6 weeks <= @2027", "@2026 + 6 weeks <= @2027"),
    ],
)
def test_parentheses_stand_where_a_reader_needs_them(untidy: str, tidy: str) -> None:
    assert to_cql(read(untidy)) == tidy
