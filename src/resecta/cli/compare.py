"""``resecta compare``: two case files or guidelines; what changed, and which facts made the difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.outputs import keep, read_by, refuse_outputs
from resecta.cli.say import say, say_json

if TYPE_CHECKING:
    from resecta.advice.compare import BeforeAndAfter
    from resecta.advice.model import Advice
    from resecta.guideline.pack import Guideline

EXAMPLE = """\b
Examples:
  resecta compare monday.yaml friday.yaml
  resecta compare case.yaml case.yaml --guideline-b our_hospital/
  resecta compare monday.yaml friday.yaml --html difference.html
"""


@click.command(epilog=EXAMPLE)
@click.argument("case_a", type=options.PATH)
@click.argument("case_b", type=options.PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--html", type=options.FILE_TO_WRITE, help="Write the comparison as a page to this file.")
@options.pack
@click.option(
    "--guideline-b",
    "pack_b",
    type=options.PACK,
    help="Another guideline for the second case, by id or folder; a site's overlay is laid over the first one.",
)
def compare(case_a: Path, case_b: Path, as_json: bool, html: Path | None, pack: str | None, pack_b: str | None) -> int:
    """What changed between two states of one patient, and which facts made the difference."""
    from resecta.advice import compare as comparing
    from resecta.case import read_case
    from resecta.guideline import load

    others = () if pack_b is None else (Path(pack_b),)
    refuse_outputs([html], [case_a, case_b, *read_by(pack, others)])
    guideline = load(pack)
    guideline_b = guideline if pack_b is None else _second(pack, pack_b)
    before = comparing.CaseUnderGuideline(guideline, read_case(case_a, guideline))
    after = comparing.CaseUnderGuideline(guideline_b, read_case(case_b, guideline_b))
    comparison = comparing.compare(before, after)
    code = 0 if html is None else _write_page(guideline_b, comparison, html)
    if as_json:
        _print_json(comparison)
    elif html is None:
        _print(guideline_b, comparison)
        _print_imprint((guideline, comparison.before), (guideline_b, comparison.after))
    return code


def _second(pack: str | None, pack_b: str) -> Guideline:
    """The guideline of the second case; an overlay goes over the first."""
    from resecta.guideline import load
    from resecta.guideline.alone import is_overlay

    return load(pack, overlays=[pack_b]) if is_overlay(pack_b) else load(pack_b)


def _write_page(guideline: Guideline, comparison: BeforeAndAfter, path: Path) -> int:
    from resecta.draw.comparison import render

    return keep(path, render(guideline, comparison).encode())


def _print_json(comparison: BeforeAndAfter) -> None:
    from resecta.draw.comparison import to_json

    say_json(to_json(comparison))


def _print_imprint(*states: tuple[Guideline, Advice]) -> None:
    """Whose states they are, by which guideline and of which day."""
    from resecta.draw.imprint import imprint

    say("")
    for line in dict.fromkeys(imprint(guideline, advice.case, advice.assessed_on) for guideline, advice in states):
        say(line, dim=True)


def _print(guideline: Guideline, comparison: BeforeAndAfter) -> None:
    from resecta.draw.comparison import fact_lines, groups, verdict_line, words_lines
    from resecta.draw.wording import wording

    for remark in comparison.remarks:
        say(f"! {remark}", fg="yellow")
    words = wording().changed
    say(f"{verdict_line(guideline, comparison)}\n", bold=True)
    facts = tuple(fact_lines(guideline, comparison))
    say(words["facts"], bold=True)
    for fact in facts:
        say(f"  {fact.name}: {fact.before} → {fact.after}")
    if not facts:
        say(f"  {words['no_facts']}")
    say(f"\n{words['conclusions']}", bold=True)
    if not comparison.conclusions:
        say(f"  {words['no_conclusions']}")
    for title, lines in groups(guideline, comparison):
        say(f"  {title}", underline=True)
        for line in lines:
            say(f"    {line.title.rstrip('.')}: {line.before} → {line.after}")
            say(f"      {words['because']} {line.because}", dim=True)
    for place, said in enumerate(words_lines(guideline, comparison)):
        if not place:
            say(f"\n{words['words']}", bold=True)
        say(f"  {said.title.rstrip('.')}")
        for key, sentences in (("gone", said.gone), ("new", said.new)):
            for sentence in sentences:
                say(f"    {words[key]}: {sentence}")
