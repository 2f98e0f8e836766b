"""``resecta compare``: two case files or guidelines; what changed, and which facts made the difference."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options

if TYPE_CHECKING:
    from resecta.advice.compare import Comparison
    from resecta.guideline.pack import Guideline

EXAMPLE = """\b
Examples:
  resecta compare monday.yaml friday.yaml
  resecta compare case.yaml case.yaml --guideline-b our_hospital/
  resecta compare monday.yaml friday.yaml --html difference.html
"""


@click.command(epilog=EXAMPLE)
@click.argument("case_a", type=click.Path(path_type=Path))
@click.argument("case_b", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the comparison as a page to this file.")
@options.pack
@click.option(
    "--guideline-b",
    "pack_b",
    help="Another guideline for the second case, by id or folder; a site's overlay is laid over the first one.",
)
def compare(case_a: Path, case_b: Path, as_json: bool, html: Path | None, pack: str | None, pack_b: str | None) -> int:
    """What changed between two states of one patient, and which facts made the difference."""
    from resecta.advice import compare as comparing
    from resecta.case import read_case
    from resecta.guideline import load

    guideline = load(pack)
    guideline_b = guideline if pack_b is None else _second(pack, pack_b)
    before = comparing.State(guideline, read_case(case_a, guideline))
    after = comparing.State(guideline_b, read_case(case_b, guideline_b))
    comparison = comparing.compare(before, after)
    if html is not None:
        _write_page(guideline_b, comparison, html)
    if as_json:
        _print_json(comparison)
    elif html is None:
        _print(guideline_b, comparison)
    return 0


def _second(pack: str | None, pack_b: str) -> Guideline:
    """The guideline of the second case; a folder without a guideline.yaml is an overlay and goes over the first."""
    from resecta.guideline import load

    overlay = Path(pack_b).is_dir() and not (Path(pack_b) / "guideline.yaml").is_file()
    return load(pack, overlays=[pack_b]) if overlay else load(pack_b)


def _write_page(guideline: Guideline, comparison: Comparison, path: Path) -> None:
    from resecta.draw.comparison import render

    path.write_text(render(guideline, comparison), encoding="utf-8")
    click.echo(f"Wrote {path}", err=True)


def _print_json(comparison: Comparison) -> None:
    import orjson

    from resecta.draw.comparison import to_json

    sys.stdout.buffer.write(orjson.dumps(to_json(comparison), option=orjson.OPT_INDENT_2) + b"\n")


def _print(guideline: Guideline, comparison: Comparison) -> None:
    from resecta.draw.comparison import fact_lines, groups
    from resecta.draw.wording import wording

    for remark in comparison.remarks:
        click.secho(f"! {remark}", fg="yellow")
    words = wording().changed
    facts = tuple(fact_lines(guideline, comparison))
    click.secho(words["facts"], bold=True)
    for fact in facts:
        click.echo(f"  {fact.name}: {fact.before} → {fact.after}")
    if not facts:
        click.echo(f"  {words['no_facts']}")
    click.secho(f"\n{words['conclusions']}", bold=True)
    if not comparison.conclusions:
        click.echo(f"  {words['no_conclusions']}")
    for title, lines in groups(guideline, comparison):
        click.secho(f"  {title}", underline=True)
        for line in lines:
            click.echo(f"    {line.title.rstrip('.')}: {line.before} → {line.after}")
            click.echo(click.style(f"      {words['because']} {line.because}", dim=True))
