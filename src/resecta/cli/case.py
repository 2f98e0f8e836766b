"""``resecta case``: write a case file, be asked for its facts, check worked cases against what they expect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.faults import told_fault
from resecta.cli.found import find_cases
from resecta.cli.say import say

if TYPE_CHECKING:
    from resecta.guideline import Guideline

CHECK_EXAMPLE = """\b
Examples:
  resecta case check cases/*.yaml
  resecta case check cases            every case of the folder
"""


@click.group()
def case() -> None:
    """Write, ask for and check case files."""


@case.command(epilog=CHECK_EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=options.PATH, metavar="FILE|FOLDER…")
@options.overlays
@options.pack
def check(paths: tuple[Path, ...], overlays: tuple[Path, ...], pack: str | None) -> int:
    """Assess worked cases and compare the advice with what each expects. Exit code 1 if any differs."""
    from resecta.guideline import load

    guideline = load(pack, overlays=overlays)
    found = find_cases(paths)
    found.name_left_out()
    files = [file.path for file in found.files]
    agreeing = refused = code = 0
    for file in files:
        try:
            differences, name = _compared(guideline, file)
        except Exception as error:  # noqa: BLE001 - one file's fault is told, and the others go on
            problem, its_code = told_fault(error)
            say(problem, err=True)
            refused, code = refused + 1, max(code, its_code)
            continue
        agreeing += not differences
        say(f"{'differs' if differences else 'agrees '}  {name}")
        for line in differences:
            say(f"    {line}")
    beside = ((refused, "refused"), (len(found.left_out), "left out"))
    told = "".join(f", {count} {what}" for count, what in beside if count)
    say(f"{agreeing}/{len(files)} cases agree with what they expect{told}.")
    return max(code, 2 if found.lost else 0, int(agreeing < len(files)))


def _compared(guideline: Guideline, file: Path) -> tuple[list[str], str]:
    """What differs, a line each, with the reasons below it, and the name of the case."""
    from resecta.advice.defined import defined
    from resecta.advice.expected import compare
    from resecta.case import read_case
    from resecta.timeline import assessment, to_json

    one = read_case(file, guideline)
    assessed = assessment(guideline, one)
    plans = {id: to_json(timeline) for id, timeline in assessed.timelines.items()}
    lines: list[str] = []
    for difference in compare(assessed.advice, one.expected, guideline.verdict, plans, defined(guideline, one)):
        lines.append(str(difference))
        lines.extend(f"  because: {reason}" for reason in difference.why)
    title = one.title or ("no title" if one.expected else "expects nothing: there is no key expected")
    return lines, f"{file}  {one.id}  {title}"


@case.command()
@options.overlays
@options.pack
def template(overlays: tuple[Path, ...], pack: str | None) -> None:
    """Print a case file to fill in: every fact with its question, its unit and its choices. Empty means unknown."""
    from resecta.case.template import template_of
    from resecta.guideline import load

    say(template_of(load(pack, overlays=overlays)), nl=False)


NEW_EXAMPLE = """\b
Examples:
  resecta case new --output case.yaml
  resecta case new case.yaml          go on with a case that is half filled in
"""


@case.command(epilog=NEW_EXAMPLE)
@click.argument("file", required=False, type=options.FILE_TO_WRITE, metavar="[FILE]")
@click.option("--output", type=options.FILE_TO_WRITE, help="Where to write the case; FILE itself if left out.")
@click.option("--all", "ask_all", is_flag=True, help="Ask for every fact, also for those that can change nothing.")
@options.overlays
@options.pack
def new(file: Path | None, output: Path | None, overlays: tuple[Path, ...], pack: str | None, *, ask_all: bool) -> int:
    """Be asked for a case, the most decisive question first. What was said is kept after every answer.

    Comments of a FILE that is gone on with are not kept. Without FILE and --output the case is printed at the end.
    """
    from resecta.cli.interview import hold
    from resecta.guideline import load

    return hold(load(pack, overlays=overlays), file, output, ask_all=ask_all)
