"""``resecta cohort``: the guideline over a table of many patients."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.outputs import keep, read_by, refuse_inputs, refuse_outputs
from resecta.cli.say import say
from resecta.document.extras import CHARTS, SPARK, TABLES

if TYPE_CHECKING:
    from resecta.cohort.coverage import UnreachableAnswers

EXAMPLE = """\b
Examples:
  resecta cohort assess patients.parquet --output advice.parquet
  resecta cohort assess registry/ --events events.parquet --output advice.parquet
  resecta cohort assess 'registry/*.csv' --mapping ours.yaml --engine spark --output advice
"""


_BESIDE = ".resecta-"
"""How the folders begin for what does not fit into memory."""
_LONGEST_RUN = 7 * 24 * 60 * 60  # seconds


@click.group()
def cohort() -> None:
    """The guideline over a table of many patients."""


@cohort.command(epilog=EXAMPLE, short_help="What the guideline says of every row of a table.")
@click.argument("table", type=options.TABLE, metavar="IN")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs it."
)
@click.option("--master", metavar="URL", help="With --engine spark: the cluster; this machine if left out.")
@click.option(
    "--events",
    type=options.TABLE,
    metavar="EVENTS",
    help="A table of dated events: case, activity, date or start and end, …",
)
@click.option("--mapping", type=options.PATH, help="What the columns of a foreign table mean.")
@options.overlays
@options.pack
@click.option("--output", type=options.FILE_TO_WRITE, help="Parquet: one row for each that could be read.")
@click.option("--show-sql", is_flag=True, help="Print the query instead of running it.")
def assess(
    table: str,
    engine: str,
    master: str | None,
    events: str | None,
    mapping: Path | None,
    overlays: tuple[Path, ...],
    pack: str | None,
    output: Path | None,
    show_sql: bool,
) -> int:
    """What the guideline says of every row of a table: Parquet or CSV, a file, a folder or a glob.

    A row that cannot be read goes to OUTPUT.rejected.parquet with its cell and the mend. The table may be larger than
    memory.
    """
    from resecta.cohort.engines import as_laid, opened
    from resecta.cohort.source import find
    from resecta.guideline import load

    if output is None and not show_sql:
        raise click.UsageError("--output says where the result goes; or --show-sql prints the query.")
    (SPARK if engine == "spark" else TABLES).require(f"resecta cohort assess --engine {engine}")
    sources = find(table), None if events is None else find(events)
    if output is not None:
        read = [file for source in sources if source is not None for file in source.files]
        refuse_inputs([output, _rejected(output)], [*read, mapping, *read_by(pack, overlays)])
    guideline = load(pack, overlays=overlays)
    with _beside(output) as work, opened(engine, work, master) as run:
        from resecta.cohort.assess import assess as assess_
        from resecta.cohort.assess import prepare

        cut = as_laid if show_sql else run.stage
        prepared = prepare(guideline, run, *sources, mapping=mapping, stage=cut)
        if show_sql or output is None:
            say(run.sql(prepared.result))
            return 0
        with _progress() as progress:
            outcome = assess_(guideline, run, prepared, (output, _rejected(output)), progress)
    say(f"{outcome.assessed} rows assessed, {outcome.set_aside} set aside. Wrote {output}", err=True)
    if outcome.cells:
        say(f"What could not be read, and the mend: {_rejected(output)}", err=True)
    if outcome.strangers:
        say(f"{outcome.strangers} cases have events and no row in {table}: left out.", err=True)
    if outcome.absent:
        say(f"Unknown in every row, for want of a column: {', '.join(outcome.absent)}", err=True)
    return 0


@cohort.command(name="map", short_help="Propose a mapping for a foreign table.")
@click.argument("header", type=options.TABLE, metavar="HEADER")
@options.pack
def map_(header: str, pack: str | None) -> int:
    """Propose what the columns of a table mean, from their names and first rows; a person reads and mends it. CSV (the
    header is enough) or Parquet.
    """
    TABLES.require("resecta cohort map")
    from resecta.cohort.mapping.propose import propose
    from resecta.cohort.source import find
    from resecta.guideline import load

    source = find(header)
    say(propose(load(pack), source), nl=False)
    return 0


@cohort.command(short_help="How many rows have each element, and what stays open.")
@click.argument("table", type=options.TABLE, metavar="IN")
@click.option("--mapping", type=options.PATH, help="What the columns of a foreign table mean.")
@options.overlays
@options.pack
def coverage(table: str, mapping: Path | None, overlays: tuple[Path, ...], pack: str | None) -> int:
    """Before anything is run: in how many rows each element is recorded, and what hangs on those that none has."""
    TABLES.require("resecta cohort coverage")
    from resecta.cohort.engines import opened
    from resecta.cohort.source import find
    from resecta.guideline import load

    source = find(table)
    guideline = load(pack, overlays=overlays)
    with tempfile.TemporaryDirectory(prefix="resecta-") as work, opened("duckdb", Path(work)) as run:
        from resecta.cohort.coverage import cover
        from resecta.cohort.patients import patients

        found = cover(guideline, run, patients(guideline, run.table(source), table, mapping))
    width = max(len(one.id) for one in found.elements)
    say(f"{found.rows} rows")
    for one in found.elements:
        share = 100 * one.rows / found.rows if found.rows else 0
        broken = f"  {one.broken} cannot be read" if one.broken else ""
        lacks = "" if one.column else "  no column" if one.nobodys else "  no column: as its events tell"
        say(f"{one.id:{width}}  {one.rows:>9}  {share:5.1f} %{broken}{lacks}")
    for one in found.elements:
        if one.never:
            say(f"\nNobody has {one.id}. Without it, whatever else is known:")
            _say_never(one.never)
    if found.never:
        say("\nWithout all that nobody has:")
        _say_never(found.never)
    return 0


def _say_never(never: Iterable[UnreachableAnswers]) -> None:
    for one in never:
        named = one.id if one.kind == one.id else f"{one.kind} {one.id}"
        say(f"  {named} is never {' or '.join(one.answers)}")


@cohort.command(name="audit", short_help="How often the guideline was kept, and where nobody can tell.")
@click.argument("result", type=options.TABLE, metavar="OUT")
@click.option("--html", type=options.FILE_TO_WRITE, help="Write a page that opens without a network.")
@click.option("--by", metavar="COLUMN,…", default="", help="Compare the groups of these carried columns.")
@click.option("--least", type=click.IntRange(min=1), default=5, show_default=True, help="The smallest count told.")
@options.overlays
@options.pack
def audit_(result: str, html: Path | None, by: str, least: int, overlays: tuple[Path, ...], pack: str | None) -> int:
    """How often each rule was kept, of the cases in which one can tell; the others are told apart."""
    TABLES.require("resecta cohort audit")
    if html is not None:
        CHARTS.require("--html")
    from resecta.cohort.engines import opened
    from resecta.cohort.source import find
    from resecta.guideline import load

    source = find(result)
    refuse_outputs([html], [*source.files, *read_by(pack, overlays)])
    guideline = load(pack, overlays=overlays)
    with tempfile.TemporaryDirectory(prefix="resecta-") as work, opened("duckdb", Path(work)) as run:
        from resecta.cohort.audit import audit
        from resecta.cohort.audit.rules import How
        from resecta.cohort.audit.suppress import suppressed
        from resecta.cohort.result import metadata_of

        found = audit(guideline, run, source, [name.strip() for name in by.split(",") if name.strip()])
    for kept in found.kept:
        inside, outside = suppressed([kept.inside, kept.outside], least)
        if kept.how is How.TARGET:
            say(f"{kept.title} ({', '.join(kept.cited)}): {kept.how}")
            continue
        told = "too few to tell" if inside is None or outside is None else f"{inside} of {kept.judged} kept"
        open_ = f"fewer than {least}" if 0 < kept.open < least else str(kept.open)
        say(f"{kept.title} ({', '.join(kept.cited)}): {told}; {open_} not assessable")
    if found.unaudited:
        say(f"Nothing in the result tells whether these were kept: {', '.join(found.unaudited)}", err=True)
    if html is not None:
        from resecta.cohort.audit.page import render

        return keep(html, render(guideline, found, metadata_of(source), least).encode())
    return 0


@cohort.command(short_help="Make up a registry, for trials.")
@click.argument("count", type=click.IntRange(min=1), metavar="N")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same registry.")
@click.option(
    "--events", type=options.FILE_TO_WRITE, help="Write events to this file, in place of the facts that follow."
)
@click.option("--output", type=options.FILE_TO_WRITE, required=True, help="Parquet: one row per made-up patient.")
@options.pack
def synthesise(count: int, seed: int, events: Path | None, output: Path, pack: str | None) -> int:
    """Make up N patients with gaps, slips and deviations; the file says of itself that nobody in it ever lived."""
    TABLES.require("resecta cohort synthesise")
    from resecta.cohort.engines import opened
    from resecta.guideline import load

    refuse_inputs([output, events], read_by(pack, ()))
    guideline = load(pack)
    with _beside(output) as work, opened("duckdb", work) as run:
        from resecta.cohort.assess import whole
        from resecta.cohort.synthetic import synthesise as synthesise_

        with ExitStack() as parts, _progress() as progress:
            people = parts.enter_context(whole(output))
            past = None if events is None else parts.enter_context(whole(events))
            synthesise_(guideline, run, count, seed, (people, past), progress)
    say(f"Made up {count} patients. Wrote {output}{'' if events is None else f' and {events}'}", err=True)
    return 0


def _rejected(output: Path) -> Path:
    """Where the rows go that could not be read."""
    return output.with_name(f"{output.name}.rejected.parquet")


@contextmanager
def _beside(output: Path | None) -> Iterator[Path]:
    """A folder for what does not fit into memory, on the disk of the output, whose folder is made."""
    from resecta.document import InputError, Place, Problem

    place = Path.cwd() if output is None else Path(os.path.realpath(output)).parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        made = tempfile.TemporaryDirectory(prefix=_BESIDE, dir=place)
    except OSError as error:
        message = f"nothing can be written here: {(error.strerror or str(error)).lower()}"
        raise InputError([Problem(Place(str(place)), message, "name another place")]) from None
    with made as work:
        yield Path(work)


def _sweep(place: Path) -> None:
    """Remove the folders that killed runs have left here: those that are empty, and older than any run takes."""
    for left in place.glob(f"{_BESIDE}*"):
        with suppress(OSError):  # it is no folder, or holds something, or is somebody else's, or has just gone
            if time.time() - left.stat().st_mtime > _LONGEST_RUN:
                left.rmdir()


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar on a terminal; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Assessing", total=1.0)
        yield lambda done: bar.update(task, completed=done)
