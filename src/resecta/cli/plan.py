"""``resecta plan``.

A case file in; its open strategies dated, side by side or one in full, as text, JSON, calendar or picture.
"""

from __future__ import annotations

import datetime
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli.options import FILE_TO_WRITE, PATH, Named, overlays, pack
from resecta.cli.outputs import keep, read_by, refuse_outputs
from resecta.cli.say import say, say_json

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Plans, SidesPlanner
    from resecta.timeline.model import Timeline

SITE_KEY = "RESECTA_SITE_KEY"
"""The variable that holds what only the site knows: the salt of the ids in its calendars."""
SHORTEST_KEY = 16

CODE = Named("a code of ISO 3166, as DE or BY")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

EXAMPLE = """\b
Examples:
  resecta plan case.yaml
  resecta plan case.yaml --strategy liver_first
  resecta plan case.yaml --what-if liver_operation=2026-07-06
  resecta plan case.yaml --strategy liver_first --ics plan.ics --svg plan.svg
"""


@click.command(epilog=EXAMPLE)
@click.argument("case", type=PATH)
@click.option("--strategy", metavar="ID", help="Date this strategy in full; all open ones side by side if left out.")
@click.option("--start", metavar="DATE", help="Nothing new before this day; the day of assessment if left out.")
@click.option("--what-if", "what_ifs", multiple=True, metavar="EVENT=DATE", help="What if this event were on that day?")
@click.option(
    "--country", type=CODE, metavar="CODE", help="Public holidays of this country (DE, US, …) are no working days."
)
@click.option("--region", type=CODE, metavar="CODE", help="With --country: of this region of it (BY, CA, …).")
@click.option("--json", "as_json", is_flag=True, help="Print the plans as JSON.")
@click.option(
    "--ics", type=FILE_TO_WRITE, help=f"Write one strategy's plan as a calendar file; {SITE_KEY} salts its ids."
)
@click.option("--label", metavar="TEXT", help="With --ics: what the calendar calls this patient; nothing if left out.")
@click.option("--svg", type=FILE_TO_WRITE, help="Write the plans as a picture; .png is written as PNG.")
@overlays
@pack
@click.pass_context
def plan(ctx: click.Context, /, case: Path, **options: Any) -> int:
    """The dated treatment timeline of a case: windows, proposed dates, conflicts, and what was missed."""
    import resecta.advice
    from resecta.case import read_case
    from resecta.draw.plan import tells
    from resecta.guideline import load
    from resecta.timeline import standing

    _refuse_early(case, options)
    dates = _dates(options["what_ifs"])
    guideline = load(options["pack"], overlays=options["overlays"])
    read = read_case(case, guideline)
    advice = resecta.advice.assess(guideline, read)
    planner = _planner(guideline, read, options)
    if advice.emergency:
        return _none_in_an_emergency(guideline, advice, planner, dates, as_json=options["as_json"])
    chosen = _chosen(guideline, advice, options["strategy"])
    if chosen is None:
        ctx.exit(1)
    planned = _planned(planner, advice, chosen, dates)
    timelines = [timeline for plans in planned for timeline in plans.headed]
    common = None if planned else standing(planner)
    if common is not None and tells(common):
        timelines = [common]
    codes = [0]
    if options["ics"] is not None:
        codes.append(_write_calendar(planned, options["ics"], guideline, options["label"] or ""))
    if options["svg"] is not None:
        codes.append(_write_picture(guideline, advice, timelines, options["svg"]))
    if options["as_json"]:
        _print_json(planner, advice, planned, dates, common)
    elif options["ics"] is None and options["svg"] is None:
        _print(guideline, advice, planned, common)
    if max(codes):
        ctx.exit(max(codes))
    return 0


def _refuse_early(case: Path, options: dict[str, Any]) -> None:
    """What can be known before any work: a part that is not installed, an output that is an input."""
    from resecta.document.extras import PICTURES, TIMELINE

    if options["label"] is not None and options["ics"] is None:
        raise click.UsageError("--label goes with --ics: it stands in the calendar.")
    if options["ics"] is not None:
        TIMELINE.require("--ics")
        if 0 < len(os.environ.get(SITE_KEY, "")) < SHORTEST_KEY:
            raise click.UsageError(f"{SITE_KEY} can be guessed: make it {SHORTEST_KEY} signs or more, drawn at random.")
    if options["country"] is not None:
        TIMELINE.require("--country")
    if options["svg"] is not None and _is_png(options["svg"]):
        PICTURES.require(f"--svg {options['svg']}")
    refuse_outputs([options["ics"], options["svg"]], [case, *read_by(options["pack"], options["overlays"])])


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
    """The strategies to date: what is open, or the one asked for, decided or not; None, once it is said why, for one
    that is closed to this patient.
    """
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
    strategy = advice.strategy(id)
    if strategy.status.closed:
        from resecta.draw.speech import Speech
        from resecta.draw.ways import way_word

        why = "; ".join(Speech(guideline).reasons(strategy.because))
        say(f"{strategy.title} is not open to this patient ({way_word(strategy)}): {why}", err=True)
        return None
    return [id]


def _planned(planner: SidesPlanner, advice: Advice, ids: list[str], dates: dict[str, datetime.date]) -> list[Plans]:
    """The plans; a what-if goes to every strategy that has such an event, and to one at least."""
    known = {id: planner.names(id) for id in ids}
    _refuse_strays(dates, set().union(*known.values()))
    return [planner.plans(id, advice, {name: date for name, date in dates.items() if name in known[id]}) for id in ids]


def _refuse_strays(dates: dict[str, datetime.date], known: set[str]) -> None:
    from resecta.document import InputError, Place, Problem, did_you_mean, quote

    problems = []
    for name in dates:
        if name not in known:
            listed = f"known: {', '.join(sorted(known))}" if known else "no strategy is open: there is no plan"
            mend = did_you_mean(name, sorted(known)) or listed
            problems.append(Problem(Place("--what-if"), f"{quote(name)} is no event of this plan", mend))
    if problems:
        raise InputError(problems)


def _dates(what_ifs: tuple[str, ...]) -> dict[str, datetime.date]:
    dates: dict[str, datetime.date] = {}
    for text in what_ifs:
        name, equals, day = text.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--what-if {text!r}: write EVENT=DATE, as in liver_operation=2026-07-06.")
        if name.strip() in dates:
            raise click.UsageError(f"--what-if {name.strip()}: two dates for one event; keep one.")
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


def _write_calendar(planned: list[Plans], path: Path, guideline: Guideline, label: str) -> int:
    """Write the one plan; 1, once it is said why, where there is none that could be kept as it stands."""
    from resecta.timeline.ics import Sheet, to_ics

    if len(planned) != 1:
        open_ones = ", ".join(plans.strategy for plans in planned) or "none"
        raise click.UsageError(f"--ics takes one strategy; name it with --strategy (open: {open_ones}).")
    (plans,) = planned
    why = plans.remark
    if plans.common is not None and plans.common.conflict is not None:
        why = plans.common.conflict.said
    if plans.common is None or why:
        say(f"There is no plan to write: {why}", err=True)
        return 1
    value = os.environ.get(SITE_KEY, "")
    salt = value.encode() or secrets.token_bytes(32)
    code = keep(path, to_ics(plans.common, Sheet(guideline.imprint, label, datetime.datetime.now(datetime.UTC), salt)))
    if not value and not code:
        say(f"Its entries have ids of their own; set {SITE_KEY} and a later plan moves them.", err=True)
    return code


def _write_picture(guideline: Guideline, advice: Advice, timelines: list[Timeline], path: Path) -> int:
    """Write the plans; 1, once it is said, where there is none."""
    from resecta.draw.imprint import imprint
    from resecta.draw.timeline import png, svg_file

    if not timelines:
        say("There is no plan to draw.", err=True)
        return 1
    foot = imprint(guideline, advice.case, advice.assessed_on)
    return keep(path, png(*timelines, foot=foot) if _is_png(path) else svg_file(*timelines, foot=foot).encode())


def _is_png(path: Path) -> bool:
    return path.suffix.lower() == ".png"


def _print_json(
    planner: SidesPlanner,
    advice: Advice,
    planned: list[Plans],
    dates: dict[str, datetime.date],
    common: Timeline | None = None,
) -> None:
    from resecta.timeline.contract import plan_to_json, plans_to_json

    guideline = {"id": advice.guideline_id, "version": advice.guideline_version, "digest": advice.guideline_digest}
    printed = {
        "case": advice.case,
        "guideline": guideline,
        "assessed_on": planner.base.today.isoformat(),
        "start": planner.base.start.isoformat(),
        "what_if": {name: date.isoformat() for name, date in dates.items()},
        "strategies": [plans_to_json(plans) for plans in planned],
        "in_any_case": None if common is None else plan_to_json(common),
    }
    say_json(printed)


def _none_in_an_emergency(
    guideline: Guideline,
    advice: Advice,
    planner: SidesPlanner,
    dates: dict[str, datetime.date],
    *,
    as_json: bool,
) -> int:
    """Say why nothing is dated, and write no file."""
    if as_json:
        _print_json(planner, advice, [], dates)
        return 0
    from resecta.cli.terminal import Terminal
    from resecta.draw.lines import line
    from resecta.draw.plan import none_in_an_emergency
    from resecta.draw.terminal import print_hazards, print_imprint

    console = Terminal()
    print_hazards(guideline, advice, console)
    line(console, none_in_an_emergency(guideline, advice))
    print_imprint(guideline, advice, console)
    return 0


def _print(guideline: Guideline, advice: Advice, planned: list[Plans], common: Timeline | None) -> None:
    from resecta.cli.terminal import Terminal
    from resecta.draw.headline import verdict
    from resecta.draw.lines import line
    from resecta.draw.plan import on_request, tells, undecided, warned
    from resecta.draw.terminal import print_hazards, print_imprint
    from resecta.draw.timeline_terminal import print_comparison, print_notes, print_sides, print_timeline

    console = Terminal()
    print_hazards(guideline, advice, console)
    above = warned(advice)
    for plans in planned:
        for text in (plans.remark, undecided(guideline, advice.strategy(plans.strategy))):
            if text:
                console.print(text)
    timelines = [timeline for plans in planned for timeline in plans.headed]
    if not planned:
        line(console, verdict(guideline, advice).sentence)
        if asked := on_request(guideline, advice):
            line(console, asked)
        if common is not None and (tells(common) or common.notes):
            console.print()
            (print_timeline if tells(common) else print_notes)(common, console, above)
    elif len(planned) == 1:
        print_sides(timelines, console, above)
    elif timelines:
        print_comparison(timelines, console, above)
    print_imprint(guideline, advice, console)
