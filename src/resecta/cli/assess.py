"""``resecta assess``: case files in, advice out: for a reader, as JSON, as a page, or one file per case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli import options
from resecta.cli.case_files import case_files

if TYPE_CHECKING:
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment


EXAMPLE = """\b
Examples:
  resecta assess case.yaml
  resecta assess case.yaml --json
  resecta assess case.yaml --all
  resecta assess case.yaml --explain liver_first
  resecta assess cases/ --json --output advice/
"""


@click.command(epilog=EXAMPLE)
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE…")
@click.option("--json", "as_json", is_flag=True, help="Print the advice as JSON; one object per line for many cases.")
@click.option("--output", type=click.Path(path_type=Path), help="With --json: a folder for one JSON file per case.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the page of one case to this file.")
@click.option(
    "--explain", metavar="ID", help="Print what forces a conclusion or definition; with --all its whole tree."
)
@click.option("--all", "everything", is_flag=True, help="Print everything, not only what comes first.")
@options.overlays
@options.pack
def assess(
    cases: tuple[Path, ...],
    as_json: bool,
    output: Path | None,
    html: Path | None,
    explain: str | None,
    everything: bool,
    overlays: tuple[Path, ...],
    pack: str | None,
) -> int:
    """Advice for one patient, or for every case of a folder."""
    from resecta.guideline import load

    files = list(case_files(cases))
    _refuse_mixed(files, output, html, explain, as_json)
    guideline = load(pack, overlays=overlays)
    if len(files) > 1 or output is not None or (as_json and any(path.is_dir() for path in cases)):
        return _many(guideline, files, output)
    assessed = _assessed(guideline, files[0])
    if explain is not None:
        return _explain(guideline, assessed.case, explain, everything=everything)
    if html is not None:
        _write_page(guideline, assessed, html)
    if as_json:
        _print_json(assessed)
    elif html is None:
        _print(guideline, assessed, everything=everything)
    return 0


def _refuse_mixed(
    files: list[Path], output: Path | None, html: Path | None, explain: str | None, as_json: bool
) -> None:
    if len(files) > 1 and (html is not None or explain is not None):
        raise click.UsageError("--html and --explain take one case; leave them out, or name one file.")
    if len(files) > 1 and not as_json:
        raise click.UsageError(
            f"{len(files)} cases: add --json (one object per line) and, for one file each, --output FOLDER."
        )
    if output is not None and not as_json:
        raise click.UsageError("--output goes with --json: one JSON file per case.")


def _assessed(guideline: Guideline, path: Path) -> Assessment:
    from resecta.case import read_case
    from resecta.timeline import assessment

    return assessment(guideline, read_case(path, guideline))


def _many(guideline: Guideline, files: list[Path], output: Path | None) -> int:
    """Assess each file; a bad one is reported and the others go on."""
    from rich.console import Console
    from rich.progress import track

    from resecta.cli.batch import made_of

    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    bad = 0
    console = Console(stderr=True)
    hidden = len(files) == 1 or not console.is_terminal
    with made_of(guideline, files, _assessed_json) as results:
        steps = track(results, "Assessing", total=len(files), console=console, disable=hidden)
        for path, made in zip(files, steps, strict=True):
            if made.problem is not None:
                bad += 1
                click.echo(made.problem, err=True)
            elif output is None:
                sys.stdout.buffer.write(made.text + b"\n")
            else:
                (output / f"{path.stem}.json").write_bytes(made.text + b"\n")
    if bad:
        click.echo(f"{bad} of {len(files)} case files could not be read.", err=True)
    return 2 if bad else 0


def _assessed_json(guideline: Guideline, path: Path) -> bytes:
    return _json_bytes(_assessed(guideline, path))


def _json_bytes(assessed: Assessment, *, indent: bool = False) -> bytes:
    import orjson

    from resecta.timeline import assessment_to_json

    return orjson.dumps(assessment_to_json(assessed), default=_plain, option=orjson.OPT_INDENT_2 if indent else 0)


def _plain(value: Any) -> Any:
    return str(value)


def _print_json(assessed: Assessment) -> None:
    sys.stdout.buffer.write(_json_bytes(assessed, indent=True) + b"\n")


def _print(guideline: Guideline, assessed: Assessment, *, everything: bool) -> None:
    from rich.console import Console

    from resecta.draw.terminal import print_advice
    from resecta.draw.terminal_all import print_all

    show = print_all if everything else print_advice
    show(guideline, assessed, Console(highlight=False))


def _explain(guideline: Guideline, case: Case, id: str, *, everything: bool) -> int:
    from rich.console import Console

    from resecta.draw.explain import forcing, print_explanation, whole

    print_explanation(guideline, case, id, Console(highlight=False), whole if everything else forcing)
    return 0


def _write_page(guideline: Guideline, assessed: Assessment, path: Path) -> None:
    from resecta.draw.page import render

    path.write_text(render(guideline, assessed), encoding="utf-8")
    click.echo(f"Wrote {path}", err=True)
