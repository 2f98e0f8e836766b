"""``resecta cql eval``: one expression or a file of them, and one clear message for a bad file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resecta.cli.cql import cql
from resecta.document import InputError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cql, ["eval", *arguments])


def batch(tmp_path: Path, expressions: list[str]) -> list[dict[str, object]]:
    path = tmp_path / "expressions.json"
    path.write_text(json.dumps(expressions), encoding="utf-8")
    result = run("--batch", str(path), "--json")
    assert result.exit_code == 0, result.output
    answers: list[dict[str, object]] = json.loads(result.output)
    return answers


def test_a_batch_answers_in_order_with_values_and_errors(tmp_path: Path) -> None:
    expressions = [
        "2 + 3",
        "true",
        "false",
        "null",
        "2.50",
        "'text'",
        "@2026-03-02",
        "5.0 'cm'",
        "Interval[1, 5)",
        "1 +",
    ]
    *values, error = batch(tmp_path, expressions)
    assert [answer["value"] for answer in values] == [
        "5", True, False, None, "2.50", "'text'", "@2026-03-02", "5.0 'cm'", "Interval[1, 5)"
    ]  # fmt: skip
    assert list(error) == ["error"]
    assert "ends too early" in str(error["error"])


def test_an_empty_batch_is_an_empty_list(tmp_path: Path) -> None:
    assert batch(tmp_path, []) == []


def test_one_expression_prints_its_literal() -> None:
    assert run("30 '%' > 0.25 '1'").output == "true\n"
    assert run("@2026-01-31 + 1 month").output == "@2026-02-28\n"
    assert run("--", "-5").output == "-5\n"
    assert json.loads(run("1 / 0", "--json").output) == {"value": None}


def test_a_bad_expression_is_an_input_error() -> None:
    result = run("1 +")
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith("expression:1:3:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ('{"a": 1}', "not a JSON list"),
        ('["1", 2]', "item 2 of the list is not a text"),
        ("[" * 100_000, "not JSON"),
        ("\x00\x01", "null byte"),
    ],
)
def test_a_bad_file_is_one_clear_message(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    result = run("--batch", str(path), "--json")
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)
    assert len(result.exception.problems) == 1


def test_a_missing_file_is_told() -> None:
    result = run("--batch", "no-such-file.json")
    assert isinstance(result.exception, InputError | OSError)


@pytest.mark.parametrize("arguments", [(), ("1", "--batch", "x.json")])
def test_one_of_the_two_is_needed(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "EXPRESSION" in result.output
