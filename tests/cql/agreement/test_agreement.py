"""Every back end gives the same answer on random well-typed expressions and random cases."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from tests.cql.agreement.expressions import KINDS, PARAMETERS, expressions, facts, productions

from resecta.cql import Logic, Value, compile_definitions, evaluate_library, literal
from resecta.cql.possible import Bench
from resecta.cql.tree import nodes, operators
from resecta.cql.tree.library import Definition, Library, Parameter
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.operators import ArithmeticOperator
from resecta.cql.tree.walk import walk
from resecta.cql.types import BOOLEAN, DECIMAL
from resecta.cql.types.check import check_all

# Faults that a random text may have all the same: values that are written out and have no meaning.
HARMLESS = (
    "ends before it starts", "no point lies in this", "outside its type", "outside the years 1 to 9999",
    "Ln(0) has no value", "too large for a Decimal", "no such date",
    "never compare", "never converts", "moves no date",
)  # fmt: skip


def library_of(expression: Expression) -> Library | None:
    """The expression in a library, between a definition it may use and one that uses it; None for a harmless fault."""
    base = nodes.Or(nodes.ParameterReference("Boolean A"), nodes.ParameterReference("Boolean B"))
    written = {
        "Boolean base": Definition("Boolean base", base),
        "answer": Definition("answer", expression),
        "again": Definition(
            "again", nodes.Coalesce((nodes.DefinitionReference("answer"), nodes.DefinitionReference("answer")))
        ),
    }
    parameters = {name: Parameter(name, kind) for name, kind in PARAMETERS.items()}
    parameters["Decimal B"] = Parameter("Decimal B", DECIMAL, nodes.Literal(2))
    library, problems = check_all(Library("Random", "", parameters, written))
    unexpected = [problem for problem in problems if not any(word in problem.message for word in HARMLESS)]
    assert not unexpected, unexpected
    return None if problems else library


def same(left: Value, right: Value) -> bool:
    return literal(left) == literal(right) or (type(left) is type(right) and left == right)


@settings(max_examples=400)
@given(st.sampled_from(KINDS).flatmap(expressions), facts())
def test_the_fast_back_end_gives_what_the_plain_one_gives(expression: Expression, known: dict[str, Value]) -> None:
    library = library_of(expression)
    assume(library is not None)
    assert library is not None
    plain = evaluate_library(library, known)
    logic = Logic(library)
    fast = logic.program({**logic.defaults, **known})
    assert list(plain) == list(fast)
    assert all(same(plain[name], fast[name]) for name in plain), (plain, fast)
    only = compile_definitions(logic.definitions, only=["answer"])
    assert same(plain["answer"], only({**logic.defaults, **known})["answer"])


@settings(max_examples=300)
@given(expressions(BOOLEAN), st.lists(facts(), min_size=1, max_size=5))
def test_many_cases_at_once_come_out_as_one_by_one(expression: Expression, cases: list[dict[str, Value]]) -> None:
    library = library_of(expression)
    assume(library is not None)
    assert library is not None
    logic = Logic(library)
    among = {
        name: tuple((case.get(name, logic.defaults[name]), 1 << place) for place, case in enumerate(cases))
        for name in library.parameters
    }
    bench = Bench(logic.base({}), len(cases), among=among)
    for place, case in enumerate(cases):
        plain = evaluate_library(library, case)
        for name, value in plain.items():
            (found,) = (each for each, mask in logic.possible.pairs(name, bench) if mask & (1 << place))
            assert same(value, found)


def test_every_kind_of_node_and_every_operator_is_generated() -> None:
    """Forget an operator in the generator, and the agreement above says nothing of it."""
    seen: set[object] = {nodes.Promote}  # put in by the checker: see below

    @settings(max_examples=60, database=None, phases=[Phase.generate])
    @given(st.tuples(*productions()))
    def collect(grown: tuple[Expression, ...]) -> None:
        for expression in grown:
            for node in walk(expression):
                seen.add(type(node))
                seen.update(value for slot in fields(node) if isinstance(value := getattr(node, slot.name), StrEnum))

    collect()
    kinds = {kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Expression)} - {
        Expression
    }
    assert len(kinds) > 35
    assert {kind.__name__ for kind in kinds - seen} == set()
    members = {member for name in operators.__all__ for member in getattr(operators, name)}
    assert {str(member) for member in members - seen} == set()


def test_a_mixed_sum_is_promoted() -> None:
    mixed = nodes.Arithmetic(
        ArithmeticOperator.ADD, nodes.ParameterReference("Integer A"), nodes.ParameterReference("Decimal A")
    )
    library = library_of(mixed)
    assert library is not None
    assert any(isinstance(node, nodes.Promote) for node in walk(library.definitions["answer"].expression))


def test_a_definition_of_every_kind_keeps_its_type() -> None:
    for name, kind in PARAMETERS.items():
        library = library_of(nodes.ParameterReference(name))
        assert library is not None
        assert library.definitions["answer"].type == kind
