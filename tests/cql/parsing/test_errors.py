"""What is wrong with a text is said with its place, what was expected and the nearest name, and all of it at once."""

from __future__ import annotations

import pytest

from resecta.cql import parse_expression, parse_library
from resecta.document import InputError, Problem


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        parse_library(text, "logic.cql")
    return caught.value.problems


def test_an_unknown_name_is_told_with_its_place_and_the_nearest_name() -> None:
    text = 'parameter "Future liver remnant" Quantity\n\ndefine "Enough": "Futur liver remnant" > 30 \'%\'\n'
    (problem,) = problems_of(text)
    assert str(problem) == (
        'logic.cql:3:18: "Futur liver remnant" is neither a parameter nor a definition\n'
        '  3 | define "Enough": "Futur liver remnant" > 30 \'%\'\n'
        "    |                  ^^^^^^^^^^^^^^^^^^^^^\n"
        '  did you mean "Future liver remnant"?'
    )


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = (
        "parameter N Integer\n"
        'define "a": N > \n'
        'define "b": N and true\n'
        'define "c": Rond(N)\n'
        'define "d": "a" and "nowhere"\n'
        'define "e": \'never closed\n'
        'define "f": @2026-02-31\n'
        'define "f": 1\n'
    )
    found = [(problem.place.line, problem.message) for problem in problems_of(text)]
    assert [line for line, _ in found] == [2, 3, 4, 5, 6, 7, 8]
    assert "ends too early" in found[0][1]
    assert "expected a Boolean" in found[1][1]
    assert "Rond is not a function" in found[2][1]
    assert "nowhere" in found[3][1]
    assert "never closed" in found[4][1]
    assert "day 31 does not exist in 2026-02" in found[5][1]
    assert "declared twice" in found[6][1]


def test_the_same_fault_at_several_places_is_one_problem_that_names_the_other_lines() -> None:
    found = problems_of("define a: Nowhere\ndefine b: Nowhere or Nowhere\ndefine c: Elsewhere = Nowhere\n")
    messages = [(problem.place.line, problem.message.partition(" is neither")) for problem in found]
    assert [(line, head) for line, (head, _, _) in messages] == [(1, '"Nowhere"'), (3, '"Elsewhere"')]
    assert found[0].message.endswith("(also in lines 2 and 3)")
    many = problems_of("".join(f"define d{number}: Nowhere\n" for number in range(20)))
    assert [problem.message.partition(" (")[2] for problem in many] == ["also in lines 2, 3, 4, 5, 6 and 14 more)"]


def test_a_name_that_nothing_has_is_no_fault_of_type_as_well() -> None:
    (first, second) = problems_of("define a: Nowhere = Elsewhere\n")
    assert "bare nulls" not in first.message + second.message


@pytest.mark.parametrize(
    ("expression", "message", "mend"),
    [
        ("(1 + 2", "the expression ends too early", "expected an operator"),
        ("1 +", "the expression ends too early", "expected a value"),
        ("1 2", "'2' cannot stand here", "expected an operator"),
        ("Rond(2.5)", "Rond is not a function", "did you mean Round?"),
        ("Round()", "Round takes 1 to 2 arguments, not 0", "give 1 to 2"),
        ("Coalesce()", "Coalesce takes", "give 2 to 5"),
        ("IsNull(1, 2)", "IsNull takes 1 argument, not 2", "give 1"),
        ("30 '%' > 20", "these cannot be compared: a Quantity and an Integer", "give it a unit"),
        ("'a' and true", "expected a Boolean, but this is a String", "compare it with a text"),
        ("true < false", "has no order", "write = or !="),
        ("5 as Decimal", "an Integer is never a Decimal", "convert"),
        ("1 in 2", "expected an interval or a list", "Interval[low, high]"),
        ("{1}", "the expression ends too early", '"contains"'),
        ("5 > {1}", "a list stands only after", "ask for each value with ="),
        ("Today()", "would read the clock", '"Assessed on"'),
        ("exists 1", "not of the part that a guideline is written in", "double quotes"),
        ("1 # 2", "'#' begins nothing in CQL", "take it out"),
        ("30%", "'%' begins nothing in CQL", "35 '%'"),
        ("“A”", "'“' begins nothing in CQL", 'write " in place of it'),
        ("1\u00a0+ 1", "begins nothing in CQL", "write a plain space"),
        ("1 ≤ 2", "'≤' begins nothing in CQL", "write <="),
        ("30 mm", "'mm' cannot stand here", "30 'mm'"),
        ("1 == 1", "'=' cannot stand here", "write = once"),
        ("1 + 2,5", "',' cannot stand here", "write 2.5"),
        ("5 years > 4", "these cannot be compared: a Quantity and an Integer", "give it a unit"),
        ("4 < 5 years", "these cannot be compared: an Integer and a Quantity", "write 5 without a unit"),
        ("1 + true", "expected Integer or Decimal, but this is a Boolean", "convert … to Integer"),
        ("true + false", "+ reckons with numbers, but these are a Boolean and a Boolean", "join truths with and or or"),
        ("(true + false) and true", "+ reckons with numbers", "join truths with and or or"),
        ("'a' - @2026", "- reckons with numbers, but these are a String and a Date", "numbers, quantities or dates"),
        ("@2026 during 'a'", "expected an interval", "Interval[low, high]"),
        ("Interval['a', 'b']", "there are no intervals of String", "in {a, b}"),
        ("@T12:00", "has a time of day", "@2026-05-25"),
        ("wholly", "neither a parameter nor a definition", "declare it"),
        ("/* open", "this comment is never closed", "add */"),
        ("3 as Money", "Money is not a type of guidelines", "Boolean"),
        ("", "there is no expression here", "expected a value"),
    ],
)
def test_a_fault_is_worded_for_its_author(expression: str, message: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_expression(expression)
    problem = caught.value.problems[0]
    assert message in problem.message
    assert mend in problem.mend


@pytest.mark.parametrize(
    "expression", ["true + false", "(true + false) and true", "1 < true * 'a'", "(@2026 / 'a') is null"]
)
def test_what_cannot_be_reckoned_with_is_one_fault_whatever_is_asked_of_it(expression: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_expression(expression)
    assert len(caught.value.problems) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 100_000 + "1" + ")" * 100_000,
        "not " * 100_000 + "true",
        "-" * 1 + "- " * 100_000 + "1",
        "true" + " and true" * 100_000,
        "if true then 1 else " * 4_000 + "2",
        "[" * 100_000,
        "Interval[" * 50_000,
    ],
    ids=["open", "closed", "not", "minus", "and", "else if", "square", "interval"],
)
def test_deep_nesting_gives_one_clean_error(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_expression(text)
    assert len(caught.value.problems) == 1
    assert len(str(caught.value.problems[0].message)) < 200


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "\x00\x01\x02", "%PDF-1.7 \x80\x81", "library", "define", "define x", "\t\r\n", "é" * 10_000]
)
def test_a_text_that_is_no_library_is_refused_or_empty_but_never_breaks(text: str) -> None:
    try:
        library = parse_library(text)
    except InputError as error:
        problems = error.problems
    else:
        assert not library.definitions
        return
    assert 0 < len(problems) <= 51


@pytest.mark.slow
def test_a_flood_of_faults_is_cut_off() -> None:
    text = "\n".join(f'define "d{number}": nowhere{number}' for number in range(500))
    found = problems_of(text)
    assert len(found) == 51
    assert found[-1].message == "and 450 more problems"


def test_the_error_of_a_long_line_does_not_repeat_a_long_token() -> None:
    with pytest.raises(InputError) as caught:
        parse_expression("1 " + "x" * 10_000)
    assert len(caught.value.problems[0].message) < 200
