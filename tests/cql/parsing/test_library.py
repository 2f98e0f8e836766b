"""A library keeps what stands above its definitions, and an overlay replaces by name."""

from __future__ import annotations

import pytest

from resecta.cql import check, evaluate_library, order, overlay_library, parse_library
from resecta.cql.tree.nodes import And, ParameterReference
from resecta.cql.tree.walk import walk
from resecta.document import InputError

TEXT = """/* A heading. */
library Example.Pack version '1.2.0'

// ------ facts

// @reading A01
parameter "Age" Integer
parameter "Limit" Integer default 75

// not recorded: nobody asked
// @statement S01 S02
// @reading C08
define "Old":
  // inside
  Coalesce("Age" >= "Limit", false) // at the end

// a heading of its own

define "Old and known": "Old" and "Age" is not null
"""


def test_comments_tags_and_places_are_kept() -> None:
    library = parse_library(TEXT, "logic.cql")
    assert (library.name, library.version) == ("Example.Pack", "1.2.0")
    old = library.definitions["Old"]
    assert old.statements == ("S01", "S02")
    assert old.readings == ("C08",)
    assert old.comment == "not recorded: nobody asked\ninside\nat the end"
    assert (old.spot.line, old.spot.column, old.spot.length) == (13, 8, 5)
    assert library.parameters["Age"].readings == ("A01",)
    assert library.definitions["Old and known"].comment == ""


def test_names_are_bound_while_reading() -> None:
    expression = parse_library(TEXT).definitions["Old and known"].expression
    assert isinstance(expression, And)
    age = check(parse_library(TEXT)).definitions["Old"]
    assert str(age.type) == "Boolean"
    assert ParameterReference("Age") in set(walk(age.expression))


def test_a_default_stands_in_for_what_the_facts_leave_out_and_a_null_does_not() -> None:
    library = check(parse_library(TEXT))
    assert evaluate_library(library, {"Age": 80})["Old"] is True
    assert evaluate_library(library, {"Age": 80, "Limit": 90})["Old"] is False
    assert evaluate_library(library, {"Age": 80, "Limit": None})["Old"] is False
    assert evaluate_library(library, {}) == {"Old": False, "Old and known": False}


def test_an_overlay_replaces_and_adds_by_name() -> None:
    site = 'parameter "Limit" Integer default 70\ndefine "Old": "Age" > "Limit"\ndefine "New": not "Old"\n'
    library = check(overlay_library(parse_library(TEXT, "logic.cql"), site, "site/logic.cql"))
    assert list(library.definitions) == ["Old", "Old and known", "New"]
    assert evaluate_library(library, {"Age": 71})["New"] is False
    assert library.definitions["New"].spot.source.file == "site/logic.cql"


def test_definitions_come_after_those_they_need() -> None:
    library = parse_library('define "a": "b" + "c"\ndefine "b": "c"\ndefine "c": 1')
    assert order(library) == ("c", "b", "a")


def test_a_cycle_is_told_with_its_way_round() -> None:
    library = parse_library('define "a": "b"\ndefine "b": not "c"\ndefine "c": "a"\ndefine "d": 1')
    with pytest.raises(InputError, match='"a" → "b" → "c" → "a"'):
        order(library)
    with pytest.raises(InputError, match="hangs on itself"):
        check(library)


@pytest.mark.slow
def test_a_chain_of_a_thousand_definitions_is_no_trouble() -> None:
    text = "".join(f'define "d{number}": "d{number + 1}" + 1\n' for number in range(1000)) + 'define "d1000": 0\n'
    library = check(parse_library(text))
    assert evaluate_library(library, {})["d0"] == 1000


def test_a_default_must_be_a_value() -> None:
    library = parse_library('parameter "A" Integer\nparameter "B" Integer default "A"')
    with pytest.raises(InputError, match='the default of "B" must be a value'):
        check(library)


def test_names_may_hold_what_the_generated_python_must_not_take_for_code() -> None:
    from resecta.cql import Logic
    from resecta.cql.possible import Bench

    name = "'; import os; \\\" + x\\n"
    library = check(
        parse_library(f'parameter "{name}" String\ndefine "copy of {name}": "{name}" = \'\\\'); exit(1) #\'')
    )
    logic = Logic(library)
    (key,), (define,) = library.parameters, library.definitions
    facts = {key: "'); exit(1) #"}
    assert list(logic.program(facts).values()) == [True]
    assert logic.possible.pairs(define, Bench(logic.base(facts), 1)) == ((True, 1),)
