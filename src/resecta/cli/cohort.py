"""``resecta cohort``: the guideline over a table of many patients."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from resecta.cli import options

EXAMPLE = """\b
Examples:
  resecta cohort assess patients.parquet --output advice.parquet
  resecta cohort assess registry/ --events events.parquet --output advice.parquet
  resecta cohort assess 'registry/*.csv' --mapping ours.yaml --engine spark --output advice
"""


@click.group()
def cohort() -> None:
    """The guideline over a table of many patients."""


@cohort.command(epilog=EXAMPLE, short_help="What the guideline says of every row of a table.")
@click.argument("table", metavar="IN")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs it."
)
@click.option("--master", metavar="URL", help="With --engine spark: the cluster; this machine if left out.")
@click.option("--events", metavar="EVENTS", help="A table of dated events: case, activity, date or start and end, …")
@click.option("--mapping", type=click.Path(path_type=Path), help="What the columns of a foreign table mean.")
@options.overlays
@options.pack
@click.option("--output", type=click.Path(path_type=Path), help="Parquet: one row for each that could be read.")
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
    from resecta.cohort.engines import opened
    from resecta.cohort.source import find
    from resecta.guideline import load

    if output is None and not show_sql:
        raise click.UsageError("--output says where the result goes; or --show-sql prints the query.")
    sources = find(table), None if events is None else find(events)
    guideline = load(pack, overlays=overlays)
    place = Path.cwd() if output is None else output.resolve().parent
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".resecta-", dir=place) as work, opened(engine, Path(work), master) as run:
        from resecta.cohort.assess import assess as assess_
        from resecta.cohort.assess import prepare, rejected_beside

        prepared = prepare(guideline, run, *sources, mapped=None)
        if show_sql or output is None:
            click.echo(run.sql(prepared.result))
            return 0
        with _progress() as progress:
            outcome = assess_(guideline, run, prepared, output, progress)
    click.echo(f"{outcome.assessed} rows assessed, {outcome.set_aside} set aside. Wrote {output}", err=True)
    if outcome.cells:
        click.echo(f"What could not be read, and the mend: {rejected_beside(output)}", err=True)
    if outcome.strangers:
        click.echo(f"{outcome.strangers} cases have events and no row in {table}: left out.", err=True)
    if outcome.absent:
        click.echo(f"Unknown in every row, for want of a column: {', '.join(outcome.absent)}", err=True)
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar on a terminal; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Assessing", total=1.0)
        yield lambda done: bar.update(task, completed=done)
