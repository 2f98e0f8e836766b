"""Nothing is read that CQL's own grammar or translator refuses: a guideline opens in other CQL tooling, too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resecta.cql import evaluate_expression, parse_expression, parse_library
from resecta.cql.tree.nodes import Literal
from resecta.document import InputError, Problem
from resecta.guideline import load


def problem_of(expression: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse_expression(expression)
    return caught.value.problems[0]


@pytest.mark.parametrize("gap", ["  ", "\n", "\t", " /* why */ "], ids=["two spaces", "line break", "tab", "comment"])
@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("on or", "@2026-01-01 {} before @2026-02-01"),
        ("or on", "@2026-01-01 before {} @2026-02-01"),
        ("or before", "@2026-01-01 same day {} @2026-02-01"),
        ("or after", "@2026-01-01 same {} @2026-02-01"),
        ("included in", "3 {} Interval[1, 5]"),
    ],
)
def test_a_phrase_that_cql_reads_as_one_word_has_a_single_space(phrase: str, text: str, gap: str) -> None:
    assert evaluate_expression(parse_expression(text.format(phrase))) in (True, False)
    assert phrase in problem_of(text.format(phrase.replace(" ", gap))).mend


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "/**/", " /* why * */ ", " // why\n"])
def test_properly_and_between_are_two_words_with_anything_between_them_that_parts_words(gap: str) -> None:
    assert evaluate_expression(parse_expression(f"5 properly{gap}between 3 and 6")) is True
    assert evaluate_expression(parse_expression(f"3 properly{gap}between 3 and 6")) is False


@pytest.mark.parametrize("name", ["properlybetween", "properly_between", "properly_or_between"])
def test_a_name_that_begins_and_ends_like_properly_between_is_a_name(name: str) -> None:
    assert "cannot stand here" in problem_of(f"5 {name} 3 and 6").message
    assert set(parse_library(f"define {name}: 1\ndefine b: {name}").definitions) == {name, "b"}


def test_the_rest_of_such_a_phrase_may_stand_on_another_line() -> None:
    assert evaluate_expression(parse_expression("@2026-01-01 on or\n before day of @2026-02-01")) is True


def test_a_name_that_runs_on_from_such_a_phrase_is_refused_as_cql_refuses_it() -> None:
    text = "parameter onset Boolean\nparameter b Boolean\ndefine a: b or onset"
    with pytest.raises(InputError) as caught:
        parse_library(text)
    assert "'or on' as one word" in caught.value.problems[0].message
    assert parse_library(text.replace("or onset", 'or "onset"')).definitions["a"]


def test_a_parameter_after_a_definition_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        parse_library("define a: 1\nparameter B Integer\n", "logic.cql")
    (problem,) = caught.value.problems
    assert (problem.place.line, "before the first definition" in problem.message) == (2, True)


@pytest.mark.parametrize("text", ["define a: 1\nlibrary X", "library X\nlibrary Y\ndefine a: 1"])
def test_a_library_that_is_not_first_is_refused(text: str) -> None:
    with pytest.raises(InputError, match='"library" stands only at the beginning'):
        parse_library(text)


def test_a_byte_order_mark_is_refused() -> None:
    with pytest.raises(InputError, match="byte order mark"):
        parse_library("\ufefflibrary X\ndefine a: 1")


def test_a_byte_order_mark_in_the_logic_of_a_guideline_is_refused_with_its_place(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "tests" / "guideline" / "good", tmp_path / "good")
    logic = tmp_path / "good" / "logic.cql"
    logic.write_bytes(b"\xef\xbb\xbf" + logic.read_bytes())
    with pytest.raises(InputError) as caught:
        load(tmp_path / "good")
    (problem,) = caught.value.problems
    assert (problem.place.file, problem.place.line, problem.place.column) == (str(logic), 1, 1)
    assert "byte order mark" in problem.message
    assert problem.mend == "save the file as UTF-8 without it"


def test_in_the_other_files_of_a_guideline_yaml_allows_it(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "tests" / "guideline" / "good", tmp_path / "good")
    for file in (tmp_path / "good").glob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load(tmp_path / "good").findings


@pytest.mark.parametrize(
    "word", ["code", "date", "time", "display", "all", "by", "function", "List", "Code", "start", "version", "width"]
)
def test_a_word_of_cql_is_no_name_unless_it_is_quoted(word: str) -> None:
    with pytest.raises(InputError):
        parse_library(f"define {word}: 1")
    assert list(parse_library(f'define "{word}": 1').definitions) == [word]


@pytest.mark.parametrize("text", ["null = null", "null != null", "null ~ null", "null !~ null", "null < null"])
def test_two_bare_nulls_are_not_compared(text: str) -> None:
    problem = problem_of(text)
    assert "bare nulls" in problem.message
    assert problem.mend == "write null as Integer"


@pytest.mark.parametrize(
    "text",
    [
        "convert 5 to Integer", "ToDecimal(5.5)", "ToString('a')", "ToBoolean(true)", "ToDate(@2026)",
        "ToQuantity(5 'cm')", "convert 'a' to String",
    ],
)  # fmt: skip
def test_a_type_is_not_converted_to_itself(text: str) -> None:
    problem = problem_of(text)
    assert "already" in problem.message
    assert problem.mend


@pytest.mark.parametrize("text", ["Coalesce(1)", "Coalesce(1, 2, 3, 4, 5, 6)"])
def test_coalesce_takes_two_to_five_operands_or_a_list(text: str) -> None:
    assert "Coalesce takes 2 to 5 arguments" in problem_of(text).message
    as_list = text.replace("(", "({").replace(")", "})")
    assert evaluate_expression(parse_expression(as_list)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Interval[5, 5)", "no point lies in this"),
        ("Interval(5, 6)", "no point lies in this"),
        ("Interval(@2026-01-01, @2026-01-01]", "no point lies in this"),
        ("Interval[5, 3]", "ends before it starts"),
        ("Interval(2147483647, null]", "no point lies in this"),
        ("Interval[null as Date, minimum Date)", "no point lies in this"),
        ("Interval(maximum Integer, 5]", "ends before it starts"),
        ("maximum Date + 1 day", "outside the years 1 to 9999"),
        ("successor of maximum Integer", "outside its type"),
        ("successor of maximum Decimal", "outside its type"),
        ("-(2147483648)", "too large for an Integer"),
        ("@9999-12-31 + 1 day", "outside the years 1 to 9999"),
        ("@2026-05-25 + 8000 years", "outside the years 1 to 9999"),
        ("@0001-01-31 - 1 month", "outside the years 1 to 9999"),
        ("(@9999-12-01 + 20 days) + 30 days", "outside the years 1 to 9999"),
        ("successor of 2147483647", "outside its type"),
        ("predecessor of @0001-01-01", "outside its type"),
        ("successor of (successor of 2147483646)", "outside its type"),
        ("Date(2026, 2, 30)", "no such date"),
    ],
)
def test_what_is_written_out_and_lies_outside_its_type_is_refused(text: str, message: str) -> None:
    assert message in problem_of(text).message


@pytest.mark.parametrize("unit", ["mms", "percent", "Week", "cm ", "m/", "(m", "m2x", ""])
def test_a_unit_that_ucum_does_not_have_is_refused(unit: str) -> None:
    for text in (f"1 '{unit}'", f"convert 1 'cm' to '{unit}'"):
        assert "not a UCUM unit" in problem_of(text).message


@pytest.mark.parametrize(("written", "meant"), [("'weeks'", "weeks"), ("'year'", "years"), ("'days'", "days")])
def test_a_calendar_word_in_quotes_is_the_calendar_word(written: str, meant: str) -> None:
    assert parse_expression(f"6 {written}") == parse_expression(f"6 {meant}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@2026-01-01+1 day = @2026-01-02", True),
        ("@2026-01-02-1 day = @2026-01-01", True),
        ("@2026-5 years = @2021", True),
    ],
)
def test_a_sign_may_follow_a_date_at_once(text: str, expected: bool) -> None:
    assert evaluate_expression(parse_expression(text)) is expected


def test_a_date_with_a_one_digit_month_is_told_what_to_write() -> None:
    assert "month and day have two digits" in problem_of("@2026-5-25").mend


def test_surrogate_pairs_are_one_character_and_half_of_one_is_refused() -> None:
    tree = parse_expression(r"'\ud83e\ude7a'")
    assert isinstance(tree, Literal)
    assert tree.value == "\U0001fa7a"
    assert "half of a surrogate pair" in problem_of(r"'\ud83e'").message
    with pytest.raises(InputError, match="half of a surrogate pair"):
        parse_library(r'define "a\ude7a": 1')


@pytest.mark.parametrize("escape", [r"\q", r"\u12", r"\0"])
def test_an_escape_that_cql_does_not_have_is_refused(escape: str) -> None:
    for text in (f"'a{escape}b'", f"'a' = 'c' and '{escape}' = 'd'"):
        problem = problem_of(text)
        assert "CQL has no escape" in problem.message
        assert problem.mend == r"write \\ for a backslash"
    with pytest.raises(InputError, match="CQL has no escape"):
        parse_library(f'define "a{escape}": 1')


def test_every_escape_of_cql_is_read() -> None:
    tree = parse_expression(r"""'\'\"\`\\\/\f\n\r\t\u0041'""")
    assert isinstance(tree, Literal)
    assert tree.value == "'\"`\\/\f\n\r\tA"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_ends_with_a_line_feed_a_carriage_return_or_both(end: str) -> None:
    text = f"// a comment{end}parameter A Integer{end}define b: A + nowhere{end}"
    with pytest.raises(InputError) as caught:
        parse_library(text, "logic.cql")
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column) == (3, 15)
    assert problem.source_line == "define b: A + nowhere"
