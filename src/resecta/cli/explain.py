"""``resecta explain``: what would have to be otherwise for a conclusion to change, what would settle an open one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli import options
from resecta.cli.outputs import keep, read_by, refuse_outputs
from resecta.cli.say import say, say_exactly

if TYPE_CHECKING:
    from resecta.case import Case
    from resecta.cql.values import Value
    from resecta.guideline import Guideline
    from resecta.proof.settle import Leaf, SettlingQuestion
    from resecta.proof.why_not import WhyNot

EXAMPLE = """\b
Examples:
  resecta explain case.yaml --why-not simultaneous_resection
  resecta explain case.yaml --what-would-settle liver_first --json
  resecta explain case.yaml --why-not liver_first --what-would-settle add_cetuximab --html page.html
"""


@click.command(epilog=EXAMPLE)
@click.argument("case", type=options.PATH)
@click.option("--why-not", metavar="ID", help="The fewest changes of facts that would alter this conclusion.")
@click.option("--what-would-settle", metavar="ID", help="The fewest open facts that decide this conclusion, and how.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--html", type=options.FILE_TO_WRITE, help="Write the page of the case, with what was asked; both may be."
)
@options.overlays
@options.pack
def explain(
    case: Path,
    why_not: str | None,
    what_would_settle: str | None,
    as_json: bool,
    html: Path | None,
    overlays: tuple[Path, ...],
    pack: str | None,
) -> int:
    """What would have to be otherwise, or be known, for a conclusion of one case to come out otherwise."""
    from resecta.case import read_case
    from resecta.document.extras import SOLVER
    from resecta.guideline import load

    asked = [one for one in (why_not, what_would_settle) if one is not None]
    if not asked or (len(asked) > 1 and (html is None or as_json)):
        raise click.UsageError("Name a conclusion with --why-not or with --what-would-settle, one of them.")
    SOLVER.require("resecta explain")
    refuse_outputs([html], [case, *read_by(pack, overlays)])
    guideline = load(pack, overlays=overlays)
    read = read_case(case, guideline)
    if html is not None:
        code = _write_page(guideline, read, why_not, what_would_settle, html)
        if code or not as_json:
            return code
    if why_not is not None:
        data, lines, open_ = _why_not(guideline, read, why_not)
    else:
        data, lines, open_ = _settle(guideline, read, str(what_would_settle))
    if as_json:
        say_exactly(data, "explain")
    else:
        say("\n".join(lines))
        if open_:
            names = ", ".join(guideline.elements[one].name for one in open_)
            say(f"Disputed, or known to the month or year; each side is asked: {names}.")
    return 0


def _write_page(
    guideline: Guideline, case: Case, why_not: str | None, what_would_settle: str | None, path: Path
) -> int:
    """The page of the case, with the answers in it."""
    from resecta.draw import asked
    from resecta.draw.page import render
    from resecta.proof import settle
    from resecta.proof import why_not as otherwise
    from resecta.timeline import assessment

    answers = []
    if why_not is not None:
        found = otherwise.why_not(guideline, case, why_not)
        answers.append(asked.why_not(guideline, found))
    if what_would_settle is not None:
        answers.append(asked.what_would_settle(guideline, settle.what_would_settle(guideline, case, what_would_settle)))
    return keep(path, render(guideline, assessment(guideline, case), asked=answers).encode())


def _why_not(guideline: Guideline, case: Case, id: str) -> tuple[dict[str, Any], list[str], tuple[str, ...]]:
    from resecta.proof.why_not import as_data, why_not

    found = why_not(guideline, case, id)
    lines = [f"{found.conclusion.kind}:{found.conclusion.id} is {_word(found.answer)}."]
    if not found.ways:
        lines.append("No change of a few facts that can still change would alter it.")
    for way in found.ways:
        changes = [
            f"{guideline.elements[one].name} {_word(value)} (now {_now(found, one)})"
            for one, value in way.changes.items()
        ]
        lines.append(f"  It would be {_word(way.answer)} with {' and '.join(changes)}.")
    return as_data(found, guideline), lines, found.open


def _now(found: WhyNot, id: str) -> str:
    return "not settled" if id in found.open else _word(found.now.facts.get(id))


def _settle(guideline: Guideline, case: Case, id: str) -> tuple[dict[str, Any], list[str], tuple[str, ...]]:
    from resecta.proof.settle import as_data, what_would_settle

    found = what_would_settle(guideline, case, id)
    lines = [f"{found.conclusion.kind}:{found.conclusion.id} is {_word(found.answer)}."]
    if not found.settles:
        lines.append("Nothing that it waits for settles it whichever way it turns out.")
    elif not found.asks:
        lines.append("It is settled.")
    else:
        names = ", ".join(guideline.elements[one].name for one in found.asks)
        lines += [f"Settled whichever way they turn out by: {names}.", *_tree(guideline, found.tree, "  ")]
    return as_data(found, guideline), lines, found.open


def _tree(guideline: Guideline, tree: SettlingQuestion | Leaf, indent: str) -> Iterator[str]:
    from resecta.proof.settle import Leaf

    if isinstance(tree, Leaf):
        return
    for branch in tree.branches:
        answer = f": {_word(branch.then.answer)}" if isinstance(branch.then, Leaf) else ""
        yield f"{indent}{guideline.elements[tree.element].name} {branch.text}{answer}"
        yield from _tree(guideline, branch.then, f"{indent}  ")


def _word(value: Value) -> str:
    from resecta.cql import literal
    from resecta.cql.values import Date, Quantity

    if value is None:
        return "unknown"
    if isinstance(value, Quantity):
        return f"{value.value.normalize():f} {value.unit}"
    return str(value) if isinstance(value, str | Date) else literal(value)
