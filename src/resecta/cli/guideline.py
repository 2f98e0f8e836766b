"""``resecta guideline``: check a pack, show it as a document, its readings and its coverage, or start a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.difference import diff
from resecta.cli.mutate import mutate
from resecta.cli.outputs import read_by, refuse_outputs, written
from resecta.cli.prove import prove
from resecta.cli.say import say, say_json
from resecta.document.phrase import counted

if TYPE_CHECKING:
    from resecta.document import Problem
    from resecta.guideline import Guideline

CHECK_EXAMPLE = """\b
Examples:
  resecta guideline check
  resecta guideline check my_guideline/
  resecta guideline check --overlay our_hospital/
"""
SHOW_EXAMPLE = """\b
Examples:
  resecta guideline show
  resecta guideline show S06
  resecta guideline show liver_first
  resecta guideline show recommendation:re_resection --html re_resection.html
"""


@click.group()
def guideline() -> None:
    """Check, show and test a guideline."""


guideline.add_command(mutate)
guideline.add_command(prove)
guideline.add_command(diff)


@guideline.command(epilog=CHECK_EXAMPLE, short_help="Print everything that is wrong with a guideline.")
@click.argument("path", required=False, type=options.PACK)
@options.overlays
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(path: str | None, overlays: tuple[Path, ...], as_json: bool) -> int:
    """Read a guideline and its own cases and print everything that is wrong. Exit code 1 if anything is."""
    from resecta.authoring.worked import check_cases, check_mutants, check_properties
    from resecta.document import InputError
    from resecta.guideline import load
    from resecta.guideline.whereabouts import find, find_overlay

    folder = find(path)
    for overlay in overlays:
        find_overlay(overlay)
    try:
        pack = load(folder, overlays)
    except InputError as error:
        return _print_problems(error.problems, as_json)
    problems = (*check_properties(pack, overlays), *check_mutants(pack, overlays), *check_cases(pack))
    if problems:
        return _print_problems(problems, as_json)
    if as_json:
        say_json({"problems": []})
    else:
        say(f"{pack.id} {pack.version}: sound. {_counted(pack)}.")
    return 0


@guideline.command(short_help="Which statements are used, and which cases exercise them.")
@options.pack
@options.overlays
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def coverage(pack: str | None, overlays: tuple[Path, ...], as_json: bool) -> int:
    """Every statement of the source: where it is used, and which of the guideline's cases exercise it."""
    from resecta.authoring.coverage import as_data, cover
    from resecta.guideline import load

    covered = cover(load(pack, overlays))
    if as_json:
        say_json(as_data(covered))
    else:
        from resecta.authoring.terminal import print_coverage
        from resecta.cli.terminal import Terminal

        print_coverage(covered, Terminal())
    return 0 if covered.complete else 1


@guideline.command(short_help="How the source is read: interpretations and settings.")
@options.pack
@options.overlays
@click.option("--json", "as_json", is_flag=True, help="Print the readings as JSON.")
def readings(pack: str | None, overlays: tuple[Path, ...], as_json: bool) -> int:
    """How the source is read: every interpretation, and the settings a site may choose with their defaults."""
    from resecta.authoring.readings import as_data
    from resecta.guideline import load

    loaded = load(pack, overlays)
    if as_json:
        say_json(as_data(loaded))
    else:
        from resecta.authoring.terminal import print_readings
        from resecta.cli.terminal import Terminal

        print_readings(loaded, Terminal())
    return 0


@guideline.command(epilog=SHOW_EXAMPLE, short_help="The guideline, or one part of it, as a document to sign off.")
@click.argument("id", required=False)
@options.pack
@options.overlays
@click.option("--html", type=options.FILE_TO_WRITE, help="Write one self-contained page to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the document as JSON.")
def show(id: str | None, pack: str | None, overlays: tuple[Path, ...], html: Path | None, as_json: bool) -> int:
    """The guideline, or one part of it, as a document to sign off: source, reading, condition in words, CQL, uses,
    cases.
    """
    from resecta.authoring.document import as_data, describe
    from resecta.guideline import load

    refuse_outputs([html], read_by(pack, overlays))
    document = describe(load(pack, overlays), id)
    code = 0
    if html is not None:
        from resecta.authoring.page import render

        if written(html, render(document).encode()):
            say(str(html))
        else:
            code = 2
    if as_json:
        say_json(as_data(document))
    elif html is None:
        from resecta.authoring.terminal import print_document
        from resecta.cli.terminal import Terminal

        print_document(document, Terminal())
    return code


@guideline.command(short_help="Write a small working guideline to start from.")
@click.argument("folder", type=options.PATH, metavar="DIR")
def init(folder: Path) -> int:
    """Write a small working guideline to start from into a new or empty folder."""
    from resecta.authoring.starter import write_starter

    files = write_starter(folder)
    for file in files:
        say(str(file))
    say(f"Next: resecta guideline check {folder}")
    return 0


def _print_problems(problems: tuple[Problem, ...], as_json: bool) -> int:
    if as_json:
        shown = [
            {
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
                "message": problem.message,
                "mend": problem.mend,
            }
            for problem in problems
        ]
        say_json({"problems": shown})
        return 1
    for problem in problems:
        say(f"{problem}\n", err=True)
    files = len({problem.place.file for problem in problems})
    say(f"{counted(len(problems), 'problem')} in {counted(files, 'file')}", err=True)
    return 1


def _counted(pack: Guideline) -> str:
    counts = (
        (pack.statements, "statement"),
        (pack.elements, "element"),
        (pack.own_definitions, "definition"),
        (pack.recommendations, "recommendation"),
        (pack.strategies, "strategy"),
        (pack.regimens, "regimen"),
        (pack.departures, "departure"),
    )
    return ", ".join(counted(len(things), word) for things, word in counts if things)
