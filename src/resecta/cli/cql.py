"""``resecta cql``: evaluate CQL expressions that need no facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli.options import PATH
from resecta.cli.say import say

if TYPE_CHECKING:
    from resecta.cql.values import Value

EXAMPLES = """\b
Examples:
  resecta cql eval "30 '%' > 0.25 '1'"
  resecta cql eval "@2026-01-31 + 1 month"
  resecta cql eval --batch expressions.json --json
"""


@click.group()
def cql() -> None:
    """Evaluate CQL expressions."""


@cql.command("eval", epilog=EXAMPLES)
@click.argument("expression", required=False)
@click.option("--batch", type=PATH, metavar="FILE", help="A JSON list of expressions.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: true, false, null, or the CQL literal as a text.")
def evaluate(expression: str | None, batch: Path | None, *, as_json: bool) -> int:
    """Print the value of an EXPRESSION in the part of CQL that guidelines are written in.

    With --batch every expression of the file gets {"value": …} or {"error": …}, in the same order.
    """
    if (expression is None) == (batch is None):
        message = "Give one EXPRESSION, or --batch FILE."
        raise click.UsageError(message)
    if batch is not None:
        answers = [_answer(text) for text in _expressions(batch)]
        say(_json(answers) if as_json else "\n".join(_line(answer) for answer in answers))
        return 0
    from resecta.cql import literal

    value = _value(expression or "")
    say(_json({"value": _as_json(value)}) if as_json else literal(value))
    return 0


def _expressions(path: Path) -> list[str]:
    """The texts of the file; InputError where it is no JSON list of texts."""
    import json

    from resecta.document import InputError, Place, Problem, read_source
    from resecta.document.source import BYTE_ORDER_MARK

    text = read_source(path)
    mend = 'write a list of expressions: ["1 + 1", "null is null"]'
    try:
        found = json.loads(text.removeprefix(BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise InputError([Problem(Place(str(path), line), "this is not JSON", mend)]) from None
    if not isinstance(found, list):
        raise InputError([Problem(Place(str(path)), "this is not a JSON list", mend)])
    for number, item in enumerate(found, 1):
        if not isinstance(item, str):
            raise InputError([Problem(Place(str(path)), f"item {number} of the list is not a text", mend)])
    return found


def _answer(text: str) -> dict[str, Any]:
    from resecta.document import InputError

    try:
        return {"value": _as_json(_value(text))}
    except InputError as error:
        return {"error": str(error)}


def _value(text: str) -> Value:
    from resecta.cql import evaluate_expression, parse_expression

    return evaluate_expression(parse_expression(text))


def _as_json(value: Value) -> bool | str | None:
    from resecta.cql import literal

    return value if value is None or isinstance(value, bool) else literal(value)


def _line(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return "error: " + str(answer["error"]).splitlines()[0]
    value = answer["value"]
    return value if isinstance(value, str) else {None: "null", True: "true", False: "false"}[value]


def _json(answer: object) -> str:
    import json

    return json.dumps(answer, ensure_ascii=False)
