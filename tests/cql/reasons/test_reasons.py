"""Each conclusion names the smallest set of facts that forces it; each unknown names the facts that would settle it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from resecta.cql.run import Logic, Run
from resecta.cql.syntax.read import parse_library
from resecta.cql.types.check import check
from resecta.cql.values import Date, Quantity, Value

HEADER = """library Reasons
parameter "Assessed on" Date
parameter "A" Boolean
parameter "B" Boolean
parameter "C" Boolean
parameter "D" Boolean
parameter "N" Integer
parameter "M" Integer
parameter "S" String
parameter "T" String
parameter "Q" Quantity
parameter "Start" Date
parameter "Stop" Date
parameter "Setting" Boolean default false
parameter "Limit" Integer default 3
define "Least": 30 '%'
define "Both": "A" and "B"
define "Counted": if "Setting" then "M" else "N"
define "Due": "Start" + 6 weeks
define "Chosen": Coalesce("Stop", "Start")
define "Never told": null as Boolean
"""


def trace(text: str, **facts: Value) -> Run:
    """A run of a library whose definition "It" is the given text."""
    library = check(parse_library(f'{HEADER}define "It": {text}\n', "reasons.cql"))
    return Logic(library, steady=("Assessed on",))({name.replace("_", " "): value for name, value in facts.items()})


def read(run: Run) -> tuple[str, ...]:
    """The facts the reasons of "It" read, each once."""
    return tuple(sorted({name for atom in run.because("It") for name in atom.parameters}))


@pytest.mark.parametrize(
    ("text", "facts", "value", "because"),
    [
        ('"A" and "B"', {"A": True, "B": True}, True, ("A", "B")),
        ('"A" and "B"', {"A": True, "B": False}, False, ("B",)),
        ('"A" and "B"', {"A": False, "B": False}, False, ("A",)),
        ('"A" and "B"', {"B": False}, False, ("B",)),
        ('"A" or "B"', {"A": True, "B": True}, True, ("A",)),
        ('"A" or "B"', {"B": True}, True, ("B",)),
        ('"A" or "B"', {"A": False, "B": False}, False, ("A", "B")),
        ('not "A"', {"A": True}, False, ("A",)),
        ('"A" xor "B"', {"A": True, "B": False}, True, ("A", "B")),
        ('"A" implies "B"', {"A": False, "B": False}, True, ("A",)),
        ('"A" implies "B"', {"B": True}, True, ("B",)),
        ('"A" implies "B"', {"A": True, "B": False}, False, ("A", "B")),
        ('"Both"', {"A": True, "B": False}, False, ("B",)),
        # one shared fact beats two facts, wherever it stands
        ('("A" or "B") and ("C" or "B")', {"A": True, "B": True, "C": True}, True, ("B",)),
        (
            '("A" and "B") or ("C" and "D") or "N" > 1',
            {"A": True, "B": True, "C": True, "D": True, "N": 2},
            True,
            ("N",),
        ),
        ('("A" and "B") or ("B" and "C")', {"A": False, "B": False, "C": False}, False, ("B",)),
        ('"N" > 3', {"N": 5}, True, ("N",)),
        ('"N" > "M"', {"N": 5, "M": 7}, False, ("M", "N")),
        ('"N" = 1 or "N" = 2', {"N": 3}, False, ("N",)),
        ('"N" <= "Limit"', {"N": 3}, True, ("N",)),
        ('"Q" > "Least"', {"Q": Quantity(Decimal(24), "%")}, False, ("Q",)),
        ('"N" between 1 and "M"', {"N": 0}, False, ("N",)),
        ('"N" between 1 and "M"', {"N": 0, "M": 5}, False, ("N",)),
        ('"N" properly between 1 and "M"', {"N": 5, "M": 5}, False, ("M", "N")),
        ('"N" between 1 and "M"', {"N": 2, "M": 3}, True, ("M", "N")),
        ('"N" in Interval[1, 3]', {"N": 2}, True, ("N",)),
        ("\"S\" in { 'a', 'b' }", {"S": "a"}, True, ("S",)),
        ('"Counted" > 3', {"N": 5, "M": 1}, True, ("N",)),
        ('"Counted" > 3', {"N": 5, "M": 9, "Setting": True}, True, ("M",)),
        ('"Stop" >= "Due"', {"Start": Date(2026, 1, 1), "Stop": Date(2026, 3, 1)}, True, ("Start", "Stop")),
        ('"Chosen" > @2026-01-01', {"Start": Date(2026, 2, 1), "Stop": Date(2026, 3, 1)}, True, ("Stop",)),
        ('case "S" when \'a\' then "A" else "B" end', {"S": "a", "A": True, "B": False}, True, ("A", "S")),
        ('"A" is true', {"A": True}, True, ("A",)),
        ('"A" is not null', {"A": True}, True, ("A",)),
        # the fact might have been otherwise, and would have changed the answer
        ('Coalesce("A", false) or "B"', {"A": False, "B": True}, True, ("B",)),
        ('not Coalesce("A", false) and "B"', {"A": False, "B": True}, True, ("A", "B")),
        ('Coalesce("A", false)', {"A": False}, False, ("A",)),
        ('Coalesce("A", false)', {"A": True}, True, ("A",)),
        ('if "A" then "B" else "C"', {"A": False, "C": True}, True, ("A", "C")),
        ('if "A" then "B" else "C"', {"A": True, "B": True}, True, ("A", "B")),
        # a fact that is not recorded is a reason only where no recorded one is needed
        ('"A" is null', {}, True, ("A",)),
        ('"A" is null and "B"', {"B": True}, True, ("B",)),
        ('"Both" is null', {"A": True}, True, ("A",)),
        ('Coalesce("A", false) and "B"', {"B": True}, False, ("A",)),
        ('not Coalesce("A", false) and "B"', {"B": True}, True, ("B",)),
        ('if "A" then false else "B"', {"B": True}, True, ("B",)),
        ('"A" is false', {}, False, ("A",)),
    ],
)
def test_because_is_the_smallest_set_of_facts(
    text: str, facts: dict[str, Value], value: Value, because: tuple[str, ...]
) -> None:
    run = trace(text, **facts)
    assert run.value("It") is value
    assert read(run) == because
    assert run.missing("It") == ()


@pytest.mark.parametrize(
    ("text", "facts", "missing"),
    [
        ('"A" and "B"', {"A": True}, ("B",)),
        ('"A" and "B"', {}, ("A", "B")),
        ('"A" or "B"', {"B": False}, ("A",)),
        ('"A" xor "B"', {"B": False}, ("A",)),
        ('not "A"', {}, ("A",)),
        ('"N" > "M"', {"N": 1}, ("M",)),
        ('"N" > "Limit"', {}, ("N",)),
        ('"Stop" >= "Due"', {"Stop": Date(2026, 1, 1)}, ("Start",)),
        ('"Stop" > "Assessed on"', {"Stop": Date(2026, 1, 1)}, ()),
        ('"Chosen" > @2026-01-01', {}, ("Start", "Stop")),
        ('"Counted" > 3', {"M": 4}, ("N",)),
        ('("A" and "B") or ("C" and "D")', {"A": True, "C": False}, ("B",)),
        ('if "A" then "B" else "C"', {"A": True}, ("B",)),
        ('if "A" then "B" else "C"', {"A": False}, ("C",)),
        ('if "A" then "B" else "C"', {}, ("A", "C")),
        # a null that the text itself chose: the conditions that led there are to blame
        ("if \"S\" = 'indeterminate' then null as Boolean else \"S\" = 'none'", {"S": "indeterminate"}, ("S",)),
        ('if not ("A" is true) then null as Boolean else "B"', {}, ("A",)),
        ('if not ("A" is true) then null as Boolean else "B"', {"A": False}, ("A",)),
        ('if "A" is null then null as Boolean else "B"', {}, ("A",)),
        ('if "A" then true else if "B" then false else null as Boolean', {"A": False}, ("B",)),
        ('if "A" then true else if "B" then false else null as Boolean', {"A": False, "B": False}, ("A", "B")),
        ('"Never told"', {}, ()),
        ('@2026-05 > "Stop"', {"Stop": Date(2026, 5, 20)}, ("Stop",)),
    ],
)
def test_an_unknown_names_the_facts_that_would_settle_it(
    text: str, facts: dict[str, Value], missing: tuple[str, ...]
) -> None:
    run = trace(text, **facts)
    assert run.value("It") is None
    assert run.missing("It") == missing
    assert run.because("It") == ()


def test_equal_sets_are_taken_in_the_order_of_the_text() -> None:
    assert read(trace('"B" or "A"', A=True, B=True)) == ("B",)
    assert read(trace('"A" or "B"', A=True, B=True)) == ("A",)


def test_an_atom_knows_the_definition_it_stands_in() -> None:
    (atom,) = trace('"Both" or "C"', A=False, B=True, C=False).because("Both")
    assert (atom.define, atom.parameters, atom.value) == ("Both", ("A",), False)


def test_one_fact_is_found_among_very_many_sets_that_force() -> None:
    pairs = " and ".join(f'("N" > {i} or "M" > {i} or "A" or "B")' for i in range(12))
    assert read(trace(pairs, N=99, M=99, A=True, B=True)) == ("N",)


def test_that_a_fact_is_recorded_goes_without_saying_where_another_reason_says_what_it_is() -> None:
    run = trace('if "Stop" is not null then "Stop" > @2026-01-01 else false', Stop=Date(2026, 2, 1))
    assert len(run.because("It")) == 1


def test_a_run_knows_the_value_of_every_name() -> None:
    run = trace('"A"', A=True)
    assert run.value("It") is True
    assert run.value("Both") is None
    assert run.value("N") is None


def test_what_is_told_once_for_the_whole_case_stands_in_no_reason() -> None:
    library = check(parse_library(f'{HEADER}define "It": "Both" and "C"\n', "reasons.cql"))
    run = Logic(library)({"A": True, "B": True, "C": True}, given=("Both",))
    assert read(run) == ("C",)
