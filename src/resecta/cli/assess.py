"""``resecta assess``: case files in, advice out: for a reader, as JSON, as a page, or one file per case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.found import Found, find_cases
from resecta.cli.outputs import keep, read_by, refuse_outputs
from resecta.cli.say import json_bytes, say_bytes

if TYPE_CHECKING:
    from resecta.cli.found import CaseFile
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
@click.argument("cases", nargs=-1, required=True, type=options.PATH, metavar="CASE…")
@click.option("--json", "as_json", is_flag=True, help="Print the advice as JSON; one object per line for many cases.")
@click.option("--output", type=options.PATH, help="With --json: a folder for one JSON file per case.")
@click.option("--html", type=options.FILE_TO_WRITE, help="Write the page of one case to this file.")
@click.option("--explain", metavar="ID", help="Print what forces a conclusion; with --all everything it rests on.")
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

    found = find_cases(cases, output)
    _refuse_mixed(found, output, html, explain, as_json)
    refuse_outputs([html], [*(file.path for file in found.files), *read_by(pack, overlays)])
    if output is not None:
        from resecta.cli.many import refuse_its_own

        refuse_its_own(found, output, read_by(pack, overlays))
    guideline = load(pack, overlays=overlays)
    if len(found.files) > 1 or output is not None or (as_json and any(path.is_dir() for path in cases)):
        from resecta.cli.many import assess_many

        return assess_many(guideline, found, output)
    found.name_left_out()
    if html is None and not as_json:
        _print(guideline, assessed_file(guideline, found.files[0]), explain, everything=everything)
        code = 0
    else:
        code = _one(guideline, found.files[0], as_json, html, explain)
    return 2 if found.lost else code


def _refuse_mixed(found: Found, output: Path | None, html: Path | None, explain: str | None, as_json: bool) -> None:
    many = len(found.files)
    if many > 1 and (html is not None or explain is not None):
        raise click.UsageError("--html and --explain take one case; leave them out, or name one file.")
    if many > 1 and not as_json:
        raise click.UsageError(
            f"{many} cases: add --json (one object per line) and, for one file each, --output FOLDER."
        )
    if output is not None and not as_json:
        raise click.UsageError("--output goes with --json: one JSON file per case.")
    if explain is not None and (html is not None or output is not None):
        raise click.UsageError("--explain has no page and no file: it is printed, with --json as JSON.")


def _one(guideline: Guideline, file: CaseFile, as_json: bool, html: Path | None, explain: str | None) -> int:
    """Everything but what is printed for a reader: a page, JSON."""
    assessed = assessed_file(guideline, file)
    if explain is not None:
        from resecta.draw.explain import explained

        say_bytes(json_bytes(explained(guideline, assessed.case, explain).to_json(), indent=True))
        return 0
    code = 0 if html is None else _write_page(guideline, assessed, html)
    if as_json:
        say_bytes(json_of(assessed, indent=True))
    return code


def assessed_file(guideline: Guideline, file: CaseFile) -> Assessment:
    """The case of a file, assessed; it has the file's name where it names itself nothing."""
    from resecta.case import read_case
    from resecta.timeline import assessment

    return assessment(guideline, read_case(file.path, guideline, id=file.id))


def json_of(assessed: Assessment, *, indent: bool = False) -> bytes:
    """The advice as JSON, without the end of the line."""
    from resecta.timeline import assessment_to_json

    return json_bytes(assessment_to_json(assessed), indent=indent)


def _print(guideline: Guideline, assessed: Assessment, explain: str | None, *, everything: bool) -> None:
    from resecta.cli.terminal import Terminal

    if explain is not None:
        from resecta.draw.explain import FORCING, WHOLE, explained, print_explanation

        explanation = explained(guideline, assessed.case, explain)
        print_explanation(explanation, Terminal(), WHOLE if everything else FORCING)
        return
    if everything:
        from resecta.draw.terminal_all import print_all as show
    else:
        from resecta.draw.terminal import print_advice as show
    show(guideline, assessed, Terminal())


def _write_page(guideline: Guideline, assessed: Assessment, path: Path) -> int:
    from resecta.draw.page import render

    return keep(path, render(guideline, assessed).encode())
