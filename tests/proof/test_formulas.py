"""The solver's formulas give what the tables of the specification say, and what the interpreter says of any patient."""

from __future__ import annotations

import pytest
import z3
from tests.cql.spec.tables import Table, tables, value

from resecta.cql import Date, Library, Logic, Quantity, Value, literal
from resecta.cql.values import comparing
from resecta.proof.forms import Forms
from resecta.proof.formulas import Formulas
from resecta.proof.solving import Solving
from resecta.proof.terms import Term
from resecta.proof.uninterpreted import value_in

pytestmark = pytest.mark.slow

TABLES = tables()


def in_domain(facts: dict[str, Value]) -> bool:
    """Whether a case can have these facts: each of its dates names its day."""
    return all(not isinstance(value, Date) or value.day is not None for value in facts.values())


def solved(library: Library, facts: dict[str, Value]) -> Value:
    """The value that the solver gives ``answer``, for facts that it must find out to be these."""
    forms = Forms()
    terms, assumed = {}, []
    for name, fact in facts.items():
        kind = library.parameters[name].type
        form = forms.of_fact(kind, fact.unit if isinstance(fact, Quantity) else "1")
        sort = z3.Bool if kind.name == "Boolean" else z3.Int
        terms[name] = term = Term(z3.Bool(f"{name} known"), sort(name), form)
        if fact is None:
            assumed.append(z3.Not(term.known))
        else:
            number = form.number(fact)
            assumed += [term.known, term.value == (bool(number) if kind.name == "Boolean" else number)]
    formulas = Formulas(Logic(library).definitions, terms, {}, forms)
    answer = formulas.definition("answer")
    solving = Solving([formulas], assumed)
    model = solving.model(about=[answer])
    assert model is not None
    found = value_in(model, answer)
    other = z3.Not(answer.known) if found is not None else answer.known
    if found is not None:
        other = z3.Or(other, answer.value != model.eval(answer.value, model_completion=True))
    assert solving.model(other) is None, "the solver leaves another answer open"
    return found


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_row_comes_out_as_the_table_says(table: Table) -> None:
    library = table.library()
    for row in table.rows:
        facts = {name: value(text) for name, text in row.facts.items()}
        if in_domain(facts):
            got, expected = solved(library, facts), value(row.expected)
            same = literal(got) == literal(expected) or comparing.equal(got, expected) is True
            assert same, f"{table} row {row.number}: {row.facts} gave {literal(got)}, not {row.expected}"


def test_only_rows_with_a_date_that_ends_early_are_left_out() -> None:
    left_out = [
        (str(table), row.number)
        for table in TABLES
        for row in table.rows
        if not in_domain({name: value(text) for name, text in row.facts.items()})
    ]
    rows = sum(len(table.rows) for table in TABLES)
    assert 0 < len(left_out) < rows / 10
    assert {title.partition(":")[0] for title, _ in left_out} <= {"dates", "intervals"}
