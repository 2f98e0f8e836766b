"""``resecta guideline diff``: for whom does which conclusion change from one guideline to another?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli import options
from resecta.cli.revision import folder_of
from resecta.cli.say import say, say_exactly
from resecta.document.phrase import counted

if TYPE_CHECKING:
    from resecta.cohort.audit.differences import Ours
    from resecta.guideline import Guideline
    from resecta.proof.difference import Difference

EXAMPLE = """\b
Examples:
  resecta guideline diff old_guideline/ our_hospital/
  resecta guideline diff our_guideline/ our_new_guideline/ --json
  resecta guideline diff HEAD~1:our_guideline our_guideline/
  resecta guideline diff old_guideline/ our_guideline/ --cohort advice.parquet
"""


@click.command(epilog=EXAMPLE, short_help="For whom does which conclusion change between two guidelines?")
@click.argument("old", type=options.PACK)
@click.argument("new", type=options.PACK)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30.0, help="How long one question may take; 30.")
@click.option(
    "--cohort",
    type=options.TABLE,
    metavar="OUT",
    help="What resecta cohort assess wrote by OLD or NEW: for how many of these patients does it change?",
)
@click.option("--least", type=click.IntRange(min=1), default=5, help="The smallest count of patients told; 5.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON, each with its case.")
def diff(old: str, new: str, seconds: float, cohort: str | None, least: int, as_json: bool) -> int:
    """Every change of a conclusion from OLD to NEW, each on one patient, and that nobody else's changes.

    OLD and NEW are guidelines by id or folder, overlays by their folder (laid over OLD's guideline, or the shipped
    one), or either of them as it was in a git revision: REVISION:FOLDER.
    """
    from resecta.document.extras import SOLVER, TABLES

    SOLVER.require("resecta guideline diff")
    if cohort is not None:
        TABLES.require("resecta guideline diff --cohort")
    with folder_of(old) as before, folder_of(new) as after:
        base, one = _loaded(before, None)
        _, other = _loaded(after, base)
    ours = None if cohort is None else _ours(cohort, one, other, least)
    from resecta.proof.difference import as_data, difference

    found = difference(one, other, seconds)
    if as_json:
        data = as_data(found)
        say_exactly(data if ours is None else _with_counts(data, ours), "difference")
    else:
        _print(found, ours)
    return 0


def _ours(named: str, old: Guideline, new: Guideline, least: int) -> Ours:
    """How many patients of a result see which change."""
    from resecta.cohort.engines import opened
    from resecta.cohort.source import find

    source = find(named)
    with tempfile.TemporaryDirectory(prefix="resecta-") as work, opened("duckdb", Path(work)) as run:
        from resecta.cohort.audit.differences import ours
        from resecta.cohort.changed import changed

        return ours(changed(run, source, old, new), least)


def _with_counts(data: dict[str, Any], ours: Ours) -> dict[str, Any]:
    """The changes with ``patients``: how many of ours; null where a small count is left out."""
    for change in data["changes"]:
        change["patients"] = ours.of((change["kind"], change["id"], change["from"], change["to"]))
    told = {"rows": ours.rows, "affected": ours.affected, "least": ours.least, "unknown": list(ours.unknown)}
    return {**data, "cohort": told}


def _loaded(name: str, base: str | None) -> tuple[str | None, Guideline]:
    """The guideline of that name, or an overlay over ``base`` (None: the shipped one), with what others go over."""
    from resecta.guideline import load
    from resecta.guideline.alone import is_overlay

    return (base, load(base, overlays=[name])) if is_overlay(name) else (name, load(name))


def _print(found: Difference, ours: Ours | None) -> None:
    for one in found.changes:
        facts = ", ".join(f"{id} {_word(value)}" for id, value in one.case["facts"].items()) or "nothing known"
        say(f"{one.kind}:{one.id}: {_word(one.before)} becomes {_word(one.after)}")
        say(f"    for example: {facts}")
        if ours is not None:
            say(f"    of ours: {_count(ours.of((one.kind, one.id, one.before, one.after)))}")
    for side, id in found.only:
        say(f"{id} is in the {side} guideline only, and was not compared")
    if found.result != "proved":
        say("Unknown whether anything else changes: no answer in time.")
    elif not found.changes:
        say("Proved: no conclusion changes, for any patient.")
    else:
        say(f"{counted(len(found.changes), 'change')}. Proved: no other conclusion changes, for any patient.")
        say(_whom(found))
    if ours is not None:
        say(f"Of our {ours.rows} patients {_count(ours.affected)} are affected.")
        if ours.any_left_out:
            say(f"Left out: counts from 1 to {ours.least - 1}, and what would give one away.")
        if ours.unknown:
            say(f"Unknown of all of ours: {', '.join(ours.unknown)}", err=True)


def _whom(found: Difference) -> str:
    """Who is affected, in a sentence."""
    conditions = "; ".join(one.text for one in found.who)
    if not conditions:
        return "Everybody is affected." if found.exactly else "Some are affected: no fact is the same for all of them."
    return f"{'Exactly those' if found.exactly else 'Only some of those'} are affected of whom holds: {conditions}."


def _count(count: int | None) -> str:
    return "left out" if count is None else str(count)


def _word(value: object) -> str:
    if isinstance(value, dict):
        return _word(value["value"])
    return {True: "true", False: "false", None: "unknown"}[value] if isinstance(value, bool | None) else str(value)
