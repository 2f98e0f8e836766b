"""``resecta guideline mutate``: break the guideline in one place after another; do its own cases notice?"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.say import say

if TYPE_CHECKING:
    from resecta.authoring.mutation import Mutant, Report
    from resecta.guideline import Guideline

EXAMPLE = """\b
Examples:
  resecta guideline mutate --guideline our_guideline/ --no-propose
"""


@click.command(epilog=EXAMPLE, short_help="Break the guideline in every place; do its cases notice?")
@options.pack
@options.overlays
@click.option(
    "--processes", type=click.IntRange(1, 64), default=None, help="How many at once; by default one per core."
)
@click.option("--propose/--no-propose", default=True, help="Look for a case that would catch each survivor.")
def mutate(pack: str | None, overlays: tuple[Path, ...], processes: int | None, propose: bool) -> int:
    """Break every operator, threshold, literal and reference in turn. Exit code 1 if fewer than 95 % are noticed."""
    from resecta.guideline import load

    guideline = load(pack, overlays=overlays)
    report = _run(guideline, overlays, processes or os.cpu_count() or 1)
    for mutant in report.survivors:
        _print_survivor(guideline, mutant, propose=propose)
    say(
        f"{report.rate:.1%} of {len(report.killed) + len(report.survivors)} mutants are noticed by the guideline's "
        f"cases; {len(report.survivors)} survive. {len(report.proved)} more are equivalent by their form, "
        f"{len(report.argued)} by argument (mutants.yaml)."
    )
    return 0 if report.enough else 1


def _run(guideline: Guideline, overlays: tuple[Path, ...], processes: int) -> Report:
    from rich.console import Console
    from rich.progress import Progress

    from resecta.authoring.mutation import mutants, run

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Mutants", total=len(mutants(guideline)))
        return run(guideline, processes, lambda done: progress.advance(task, done), overlays)


def _print_survivor(guideline: Guideline, mutant: Mutant, *, propose: bool) -> None:
    from resecta.authoring.mutation.propose import ASSESSED_ON, Proposer, as_case

    say(f"survives  {mutant}\n    {mutant.id}")
    facts = Proposer(guideline).propose(mutant) if propose else None
    if facts is not None:
        told = indent(as_case(facts), "    ") if facts else "      with nothing known"
        say(f"    a case that tells: assessed on {ASSESSED_ON}\n{told}")
    elif propose:
        say("    no case was found that tells; if there is none, argue it in mutants.yaml under the name above")
