"""``resecta plan``.

A case file in; its open strategies dated, side by side or one in full, as text, JSON, calendar or picture.
"""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli.options import overlays, pack

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Plans, SidesPlanner
    from resecta.timeline.model import Timeline

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

EXAMPLE = """\b
Examples:
  resecta plan case.yaml
  resecta plan case.yaml --strategy liver_first
  resecta plan case.yaml --what-if liver_operation=2026-07-06
  resecta plan case.yaml --strategy liver_first --ics plan.ics --svg plan.svg
"""


@click.command(epilog=EXAMPLE)
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--strategy", metavar="ID", help="Date this strategy in full; all open ones side by side if left out.")
@click.option("--start", metavar="DATE", help="Nothing new before this day; the day of assessment if left out.")
@click.option("--what-if", "what_ifs", multiple=True, metavar="EVENT=DATE", help="What if this event were on that day?")
@click.option("--country", metavar="CODE", help="Public holidays of this country (DE, US, …) are no working days.")
@click.option("--region", metavar="CODE", help="With --country: of this region of it (BY, CA, …).")
@click.option("--json", "as_json", is_flag=True, help="Print the plans as JSON.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write one strategy's plan as a calendar file.")
@click.option("--svg", type=click.Path(path_type=Path), help="Write the plans as a picture; .png is written as PNG.")
@overlays
@pack
@click.pass_context
def plan(ctx: click.Context, /, case: Path, **options: Any) -> int:
    """The dated treatment timeline of a case: windows, proposed dates, conflicts, and what was missed."""
    import resecta.advice
    from resecta.case import read_case
    from resecta.guideline import load

    guideline = load(options["pack"], overlays=options["overlays"])
    read = read_case(case, guideline)
    advice = resecta.advice.assess(guideline, read)
    planner = _planner(guideline, read, options)
    chosen = _chosen(guideline, advice, options["strategy"])
    if chosen is None:
        ctx.exit(1)
    planned = _planned(planner, advice, chosen, _dates(options["what_ifs"]))
    timelines = [timeline for plans in planned for timeline in plans.headed]
    if options["ics"] is not None and not _write_calendar(planned, options["ics"]):
        ctx.exit(1)
    if options["svg"] is not None and timelines:
        _write_picture(timelines, options["svg"])
    if options["as_json"]:
        _print_json(planner, advice, planned, options)
    elif options["ics"] is None and options["svg"] is None:
        _print(planned, timelines)
    return 0


def _planner(guideline: Guideline, case: Case, options: dict[str, Any]) -> SidesPlanner:
    from dataclasses import replace

    from resecta.timeline import SidesPlanner

    start = None if options["start"] is None else _date(options["start"], "--start")
    if options["region"] is not None and options["country"] is None:
        raise click.UsageError("--region goes with --country: a region of which country?")
    if options["country"] is None:
        return SidesPlanner(guideline, case, start=start)
    region = None if options["region"] is None else options["region"].upper()
    calendar = replace(guideline.schedule.calendar, country=options["country"].upper(), region=region)
    return SidesPlanner(guideline, case, start=start, calendar=calendar)


def _chosen(guideline: Guideline, advice: Advice, id: str | None) -> list[str] | None:
    """The strategies to date; None, once it is said why, for one that is not open to this patient."""
    from resecta.document import InputError, Place, Problem, did_you_mean
    from resecta.timeline import laid_out, open_strategies

    listed = list(open_strategies(advice))
    if not any(laid_out(guideline, each) for each in guideline.strategies):
        mend = "declare its steps in constraints.yaml and name them in strategies.yaml"
        raise InputError([Problem(Place(str(guideline.path)), "this guideline lays out no strategy in time", mend)])
    if id is None:
        return [each for each in listed if laid_out(guideline, each)]
    if id not in guideline.strategies:
        known = f"known: {', '.join(guideline.strategies)}"
        mend = did_you_mean(id, guideline.strategies) or known
        raise InputError([Problem(Place("--strategy"), f'"{id}" is no strategy of this guideline', mend)])
    if id not in listed:
        strategy = advice.strategy(id)
        why = "; ".join(because.text for because in strategy.because) or "not enough is known"
        click.echo(f"{strategy.title} is not open to this patient ({strategy.status}): {why}", err=True)
        return None
    return [id]


def _planned(planner: SidesPlanner, advice: Advice, ids: list[str], dates: dict[str, datetime.date]) -> list[Plans]:
    """The plans; a what-if goes to every strategy that has such an event, and to one at least."""
    known = {id: planner.names(id) for id in ids}
    stray = [name for name in dates if not any(name in names for names in known.values())]
    planned = []
    for id in ids:
        # what no strategy knows goes to each, so that the first refuses it in words
        mine = {name: date for name, date in dates.items() if name in known[id] or name in stray}
        planned.append(planner.plans(id, advice, mine))
    return planned


def _dates(what_ifs: tuple[str, ...]) -> dict[str, datetime.date]:
    dates: dict[str, datetime.date] = {}
    for text in what_ifs:
        name, equals, day = text.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--what-if {text!r}: write EVENT=DATE, as in liver_operation=2026-07-06.")
        dates[name.strip()] = _date(day.strip(), f"--what-if {name.strip()}")
    return dates


def _date(text: str, option: str) -> datetime.date:
    try:
        # fromisoformat would also read 20260706 and 2026-W28-1, which people mistype more often than they mean
        if not _DAY.fullmatch(text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{option}: {text!r} is no date; write year-month-day, as in 2026-07-06.") from None


def _write_calendar(planned: list[Plans], path: Path) -> bool:
    """Write the one plan; False, once it is said why, where there is none that could be kept as it stands."""
    from resecta.timeline.ics import to_ics

    if len(planned) != 1:
        open_ones = ", ".join(plans.strategy for plans in planned) or "none"
        raise click.UsageError(f"--ics takes one strategy; name it with --strategy (open: {open_ones}).")
    (plans,) = planned
    why = plans.remark
    if plans.common is not None and plans.common.conflict is not None:
        why = plans.common.conflict.text
    if plans.common is None or why:
        click.echo(f"There is no plan to write: {why}", err=True)
        return False
    path.write_bytes(to_ics(plans.common))
    click.echo(f"Wrote {path}", err=True)
    return True


def _write_picture(timelines: list[Timeline], path: Path) -> None:
    from resecta.draw.timeline import png, svg_file

    if path.suffix == ".png":
        path.write_bytes(png(*timelines))
    else:
        path.write_text(svg_file(*timelines), encoding="utf-8")
    click.echo(f"Wrote {path}", err=True)


def _print_json(planner: SidesPlanner, advice: Advice, planned: list[Plans], options: dict[str, Any]) -> None:
    import orjson

    from resecta.timeline.contract import plans_to_json

    guideline = {"id": advice.guideline_id, "version": advice.guideline_version, "digest": advice.guideline_digest}
    printed = {
        "case": advice.case,
        "guideline": guideline,
        "assessed_on": planner.base.today.isoformat(),
        "start": planner.base.start.isoformat(),
        "what_if": {name: date.isoformat() for name, date in _dates(options["what_ifs"]).items()},
        "strategies": [plans_to_json(plans) for plans in planned],
    }
    sys.stdout.buffer.write(orjson.dumps(printed, option=orjson.OPT_INDENT_2) + b"\n")


def _print(planned: list[Plans], timelines: list[Timeline]) -> None:
    from rich.console import Console

    from resecta.draw.timeline_terminal import print_comparison, print_timeline

    console = Console(highlight=False)
    for plans in planned:
        if plans.remark:
            console.print(plans.remark)
    if not planned:
        console.print("No strategy is open to this patient: there is nothing to date.")
    elif len(planned) == 1:
        for timeline in timelines:
            print_timeline(timeline, console)
    elif timelines:
        print_comparison(timelines, console)
