"""``resecta guideline prove``: does what must hold of a guideline hold for every possible patient?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resecta.cli import options
from resecta.cli.say import say, say_exactly

if TYPE_CHECKING:
    from resecta.guideline.properties import Property
    from resecta.proof.checked import CheckedProperty

EXAMPLE = """\b
Examples:
  resecta guideline prove
  resecta guideline prove --overlay our_hospital/
  resecta guideline prove --property at_most_one_strategy_preferred --json
"""


@click.command(epilog=EXAMPLE, short_help="Prove what must hold for every possible patient.")
@click.option(
    "--property", "wanted", multiple=True, metavar="ID", help="This property alone; may be given several times."
)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30.0, help="How long one question may take; 30.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, each refuted one with its case.")
@options.overlays
@options.pack
def prove(wanted: tuple[str, ...], seconds: float, as_json: bool, overlays: tuple[Path, ...], pack: str | None) -> int:
    """Prove the properties of a guideline (properties.yaml), or show the smallest patient who refutes one.

    Exit code 1 if any is refuted.
    """
    from resecta.document.extras import SOLVER
    from resecta.guideline import load
    from resecta.guideline.properties import read_properties

    SOLVER.require("resecta guideline prove")
    guideline = load(pack, overlays=overlays)
    properties = _chosen(read_properties(guideline, overlays), wanted)
    from resecta.proof.prove import prove as proved

    outcomes = _shown(proved(guideline, properties, seconds), as_json)
    if as_json:
        from resecta.proof.checked import as_data

        say_exactly(as_data(outcomes), "properties")
    else:
        say(_counted(outcomes))
    return int(any(one.finding.result == "refuted" for one in outcomes))


def _chosen(properties: tuple[Property, ...], wanted: tuple[str, ...]) -> tuple[Property, ...]:
    from resecta.document import did_you_mean

    known = [one.id for one in properties]
    if not known:
        raise click.UsageError("This guideline has no properties: write them into properties.yaml beside it.")
    for id in wanted:
        if id not in known:
            mend = did_you_mean(id, known) or f"known: {', '.join(known)}"
            raise click.UsageError(f"There is no property {id}: {mend}")
    return tuple(one for one in properties if not wanted or one.id in wanted)


def _shown(outcomes: Iterable[CheckedProperty], as_json: bool) -> list[CheckedProperty]:
    """Every outcome, each shown as soon as it is known."""
    return list(outcomes if as_json else _echoed(outcomes))


def _echoed(outcomes: Iterable[CheckedProperty]) -> Iterator[CheckedProperty]:
    for one in outcomes:
        say(f"{one.finding.result:<8} {one.seconds:6.2f} s  {one.property.id}: {one.property.title}")
        for line in one.finding.says:
            say(f"    {line}")
        if one.finding.case is not None:
            say(_indented(one.finding.case))
        yield one


def _indented(case: object) -> str:
    from resecta.case.nodes_from_python import to_node
    from resecta.document.write import write_yaml

    return "".join(f"      {line}\n" for line in write_yaml(to_node(case, "case")).splitlines()).rstrip()


def _counted(outcomes: list[CheckedProperty]) -> str:
    counts = {
        result: sum(one.finding.result == result for one in outcomes) for result in ("proved", "refuted", "unknown")
    }
    told = ", ".join(f"{count} {result}" for result, count in counts.items() if count or result == "proved")
    return f"{told} of {len(outcomes)} in {sum(one.seconds for one in outcomes):.1f} s."
