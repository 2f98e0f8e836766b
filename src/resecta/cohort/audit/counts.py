"""The numbers of an audit, from a result: windows kept, statuses, missing facts, and the same for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.engines import Engine
from resecta.cohort.source import Source
from resecta.document import InputError, Place, Problem, did_you_mean
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Kind
from resecta.lazy_dataclass import dataclass

MOST_MISSING, MOST_NAMED = 15, 3
NO_GROUP = "not recorded"


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule about time: cases inside its window, cases outside, and those in which nobody can tell; what is missing
    there most often, and by how many days it was missed, as days → cases.
    """

    id: str
    title: str
    statements: tuple[str, ...]
    inside: int
    outside: int
    open: int
    missing: tuple[tuple[str, int], ...]
    days: Mapping[int, int]
    groups: Mapping[str, Mapping[str, tuple[int, int]]]

    @property
    def judged(self) -> int:
        """The denominator."""
        return self.inside + self.outside


@dataclass(frozen=True, slots=True)
class Audit:
    """``statuses``: kind and id → status → cases; ``verdicts``: the verdict → strategy → status → cases."""

    rows: int
    kept: tuple[Kept, ...]
    statuses: Mapping[tuple[Kind, str], Mapping[str, int]]
    verdicts: Mapping[str, Mapping[str, Mapping[str, int]]]
    missing: tuple[tuple[str, int], ...]
    by: tuple[str, ...]


def audit(guideline: Guideline, engine: Engine, source: Source, by: Sequence[str] = ()) -> Audit:
    """Raises InputError where the table is no result of this guideline or lacks a column of ``by``."""
    table = engine.table(source)
    wanted = ["case", "intent", "missing", *by, *(f"strategy__{id}" for id in guideline.strategies)]
    problems = [
        Problem(Place(source.named), f"the result has no column {name}", did_you_mean(name, table.columns))
        for name in wanted
        if name not in table.columns
    ]
    if problems:
        raise InputError(problems)
    (rows,) = engine.fetched(table.agg(rows=table.count()))
    timed = [one for one in guideline.findings.values() if one.window is not None]
    named = table.select(lines=table["missing"].unnest())
    return Audit(
        rows["rows"],
        tuple(_kept(engine, table, one, by) for one in timed),
        _statuses(guideline, engine, table),
        _verdicts(guideline, engine, table),
        _most(engine, named, "lines", MOST_MISSING),
        tuple(by),
    )


def _kept(engine: Engine, table: ir.Table, finding: Any, by: Sequence[str]) -> Kept:
    truth = table[f"finding__{finding.id}"]
    known = table[f"window__{finding.id}__missed_by_days"]
    missed = ibis.ifelse(truth.isnull(), ibis.null("int32"), known)
    days = {row["days"]: row["n"] for row in _counted(engine, table, days=missed) if row["days"] is not None}
    open_ = table.filter(truth.isnull())
    (unknown,) = engine.fetched(open_.agg(n=open_.count()))
    groups: dict[str, dict[str, tuple[int, int]]] = {}
    for name in by:
        judged = table.mutate(missed=missed).filter(lambda t: t["missed"].notnull())
        inside = (judged["missed"] == 0).cast("int64")
        found = judged.group_by(group=judged[name].cast("string")).agg(inside=inside.sum(), of=judged.count())
        rows = engine.fetched(found)
        groups[name] = {row["group"] or NO_GROUP: (int(row["inside"]), row["of"]) for row in rows}
    return Kept(
        finding.id,
        finding.title,
        finding.statements,
        days.get(0, 0),
        sum(count for day, count in days.items() if day != 0),
        unknown["n"],
        _most(engine, open_.select(lines=open_["missing"].unnest()), "lines", MOST_NAMED),
        days,
        groups,
    )


def _counted(engine: Engine, table: ir.Table, **columns: ir.Value) -> list[dict[str, Any]]:
    return engine.fetched(table.group_by(**columns).agg(n=lambda t: t.count()))


def _most(engine: Engine, table: ir.Table, column: str, most: int) -> tuple[tuple[str, int], ...]:
    found = table.group_by(column).agg(n=table.count()).order_by(ibis.desc("n"), column).limit(most)
    return tuple((row[column], row["n"]) for row in engine.fetched(found))


def _statuses(guideline: Guideline, engine: Engine, table: ir.Table) -> dict[tuple[Kind, str], dict[str, int]]:
    kinds = (Kind.STRATEGY, Kind.REGIMEN, Kind.RECOMMENDATION)
    return {
        (kind, id): {row["status"]: row["n"] for row in _counted(engine, table, status=table[f"{kind}__{id}"])}
        for kind, id, _ in guideline.answers
        if kind in kinds
    }


def _verdicts(guideline: Guideline, engine: Engine, table: ir.Table) -> dict[str, dict[str, dict[str, int]]]:
    """From the verdict on the criteria to the strategies."""
    verdict = table[f"finding__{guideline.verdict}"]
    word = ibis.cases((verdict, "holds"), (~verdict, "does not hold"), else_="unknown")
    found: dict[str, dict[str, dict[str, int]]] = {}
    for id in guideline.strategies:
        for row in _counted(engine, table, verdict=word, status=table[f"strategy__{id}"]):
            found.setdefault(row["verdict"], {}).setdefault(id, {})[row["status"]] = row["n"]
    return found
