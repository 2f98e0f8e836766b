"""Patients drawn in the engine, as many as fit on the disk: row *n* is the same for a seed and a version of the engine,
whoever draws it and however many there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import yaml

from resecta.cohort.columns.column import SQL
from resecta.cohort.columns.moments import as_day
from resecta.cohort.engines import Engine
from resecta.cohort.engines.engine import Progress
from resecta.document import InputError, Place, Problem
from resecta.guideline.pack import Guideline

STEPS = 1_000_000
"""How finely a likelihood is drawn."""
ASSESSED = datetime.date(2026, 1, 15)
"""The last day of assessment in the made-up registry; the others lie in the year before."""
SYNTHETIC = "made up by resecta cohort synthesise: no row is a patient"


def synthesise(
    guideline: Guideline, engine: Engine, count: int, seed: int, paths: tuple[Path, Path | None], progress: Progress
) -> None:
    """Write so many patients, and their events where a second path is given; both say that they are made up.

    Raises InputError for a guideline whose patients nobody has told the likelihoods of.
    """
    if guideline.id != _registry()["guideline"]:
        message = f"no registry is made up for the guideline {guideline.id}"
        raise InputError([Problem(Place(str(guideline.path)), message, f"only {_registry()['guideline']} has one")])
    output, past = paths
    metadata = {"resecta.synthetic": SYNTHETIC, "resecta.seed": str(seed), "resecta.guideline": guideline.id}
    people = _people(guideline, count, seed, stated=past is None)
    engine.write(people.drop("number"), output, metadata, progress)
    if past is not None:
        engine.write(_events(guideline, people.select("number", "case", "assessed_on"), seed), past, metadata, progress)


@cache
def _registry() -> dict[str, Any]:
    text = files("resecta.cohort.synthetic").joinpath("registry.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _drawn(number: ir.IntegerValue, seed: int, what: str) -> ir.IntegerValue:
    """A number from 0 to STEPS - 1, of its own for each row and each thing that is drawn."""
    salt = int.from_bytes(sha256(f"{seed} {what}".encode()).digest()[:4], "big")
    return _whole((number * 4_294_967_291 + salt).hash().cast("decimal(38,0)").abs().cast("decimal(38,0)") % STEPS)


def _whole(value: ir.NumericValue) -> ir.IntegerValue:
    return value.cast("int64")


def _people(guideline: Guideline, count: int, seed: int, *, stated: bool) -> ir.Table:
    registry = _registry()
    numbers = ibis.range(count).unnest().name("number").as_table()
    table = numbers.mutate(
        case=ibis.literal("S") + numbers["number"].cast("string"),
        assessed_on=_days_before(ibis.literal(ASSESSED), _drawn(numbers["number"], seed, "day"), 0, 365),
    )
    for id, likely in registry["elements"].items():
        if stated or not likely.get("stated"):
            table = table.mutate(**{id: _cell(table, id, likely, seed, SQL[guideline.elements[id].type])})
    for name, likely in registry["carried"].items():
        table = table.mutate(**{name: _cell(table, name, _told_of(table, likely), seed, "string")})
    slips = {id: slip for id, slip in registry["slips"].items() if id in table.columns}
    return table.mutate(**{id: _slipped(table, id, slip, seed) for id, slip in slips.items()})


def _told_of(table: ir.Table, likely: Mapping[str, Any]) -> Mapping[str, Any]:
    """Likelihoods without those that hang on an element which the table lacks: events tell it instead."""
    given = {other: words for other, words in likely.get("given", {}).items() if other in table.columns}
    return {**likely, "given": given}


def _cell(table: ir.Table, name: str, likely: Mapping[str, Any], seed: int, kind: str) -> ir.Value:
    value = _recorded(table, name, likely, seed, kind)
    for other, words in likely.get("given", {}).items():
        of = table[other].cast("string")
        cases = [(of == word, _recorded(table, name, inner, seed, kind)) for word, inner in words.items()]
        value = ibis.cases(*cases, else_=value)
    return value


def _recorded(table: ir.Table, name: str, likely: Mapping[str, Any], seed: int, kind: str) -> ir.Value:
    """A value, or nothing where it is not recorded."""
    number = table["number"]
    known = _drawn(number, seed, f"{name} known") < round(likely.get("known", 1) * STEPS)
    return ibis.ifelse(known, _value(table, _drawn(number, seed, name), likely, kind), ibis.null(kind))


def _value(table: ir.Table, drawn: ir.IntegerValue, likely: Mapping[str, Any], kind: str) -> ir.Value:
    if "values" in likely:
        return _words(drawn, likely["values"], kind)
    if "days" in likely:
        return _days_before(table["assessed_on"], drawn, *likely["days"])
    normal = likely["normal"]
    throws = (drawn // 10_000 + drawn // 100 % 100 + drawn % 100).cast("float64") / 100  # three throws make a bell
    real = normal["mean"] + (throws - 1.5) * 2 * normal["spread"]
    return real.clip(lower=normal["from"], upper=normal["to"]).round(0 if kind == "int64" else 1).cast(kind)


def _words(drawn: ir.IntegerValue, values: Mapping[str, float], kind: str) -> ir.Value:
    cases, sum_, total = [], 0.0, sum(values.values())
    for word, share in values.items():
        sum_ += share / total
        cases.append((drawn < round(sum_ * STEPS), ibis.literal(str(word)).cast(kind)))
    return ibis.cases(*cases, else_=cases[-1][1])


def _days_before(day: ir.DateValue, drawn: ir.IntegerValue, earliest: int, latest: int) -> ir.DateValue:
    back = drawn % (latest - earliest + 1) + earliest
    return as_day(day - back.as_interval("D"))


def _slipped(table: ir.Table, id: str, slip: Mapping[str, Any], seed: int) -> ir.Value:
    value = table[id]
    slips = _drawn(table["number"], seed, f"{id} slip") < round(slip["likely"] * STEPS)
    wrong = ibis.literal(slip["value"]).cast(value.type())
    return ibis.ifelse(slips & value.notnull(), wrong, value)


def _events(guideline: Guideline, people: ir.Table, seed: int) -> ir.Table:
    fields = {field.id: field for activity in guideline.activities.values() for field in activity.fields}
    rows = [_event(guideline, people, fields, place, event, seed) for place, event in enumerate(_registry()["events"])]
    return ibis.union(*rows)


def _event(
    guideline: Guideline, people: ir.Table, fields: Mapping[str, Any], place: int, event: Mapping[str, Any], seed: int
) -> ir.Table:
    salt = f"event {place}"
    begin, end = _days_of(guideline, people, place, seed)
    columns: dict[str, ir.Value] = {"date": ibis.null("date"), "start": ibis.null("date"), "end": ibis.null("date")}
    if guideline.activities[event["activity"]].course:
        ended = _drawn(people["number"], seed, f"{salt} ended") < round(event.get("ended", 1) * STEPS)
        columns |= {"start": begin, "end": ibis.ifelse(ended, end, ibis.null("date"))}
    else:
        columns["date"] = begin
    told = {
        name: _recorded(people, f"{salt} {name}", likely, seed, "string")
        for name, likely in event.get("fields", {}).items()
    }
    for name in ("episode", "regimen", "cycles", "fractions", "result"):
        kind = "string" if name == "episode" else SQL.get(fields[name].type, "string")
        columns[name] = told[name].cast(kind) if name in told else ibis.null(kind)
    rows = people.mutate(happens=_happens(people, place, seed))
    return rows.filter("happens").select("case", activity=ibis.literal(event["activity"]), **columns)


def _happens(people: ir.Table, place: int, seed: int) -> ir.BooleanValue:
    return _drawn(people["number"], seed, f"event {place}") < round(_registry()["events"][place]["likely"] * STEPS)


def _days_of(guideline: Guideline, people: ir.Table, place: int, seed: int) -> tuple[ir.DateValue, ir.DateValue]:
    """The first and the last day of an event, none after the assessment."""
    event, salt, number = _registry()["events"][place], f"event {place}", people["number"]
    assessed, drawn = people["assessed_on"], _drawn(number, seed, f"{salt} day")
    begin = _days_before(assessed, drawn, *event["days"])
    if "after" in event:
        earlier = event["after"]["row"]
        _, ended = _days_of(guideline, people, earlier, seed)
        shortest, longest = event["after"]["days"]
        gap = drawn % (longest - shortest + 1) + shortest
        then = ibis.least(as_day(ended + gap.as_interval("D")), assessed)
        begin = ibis.ifelse(_happens(people, earlier, seed), then, begin)
    if not guideline.activities[event["activity"]].course:
        return begin, begin
    shortest, longest = event["lasts"]
    length = _drawn(number, seed, f"{salt} length") % (longest - shortest + 1) + shortest
    return begin, ibis.least(as_day(begin + length.as_interval("D")), assessed)
