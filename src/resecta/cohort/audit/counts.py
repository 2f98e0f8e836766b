"""The numbers of an audit, from a result: rules kept, statuses, missing facts, and the same for each group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from resecta.cohort.audit.rules import BETWEEN, TREATED, How, Rule, rules, unaudited
from resecta.cohort.engines import Engine
from resecta.cohort.result import metadata_of
from resecta.cohort.source import TableFiles
from resecta.document import InputError, Place, Problem, did_you_mean, quote
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass

MOST_MISSING, MOST_NAMED = 15, 3
DIGITS = 12
"""Of a digest, as many as tell two guidelines apart."""
_ANEW = "write it with resecta cohort assess, from a table that has the column"
_KNOWN = "known: {}"
NO_GROUP = "not recorded"


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule: cases in which it was kept, those in which it was not, and those in which nobody can tell; what is
    missing there most often, and what decided where it was not kept. ``days``: by how many days a time was missed →
    cases. ``groups``: column → group → cases in which it was kept, of how many that could be judged.
    """

    id: str
    title: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    how: How
    inside: int
    outside: int
    open: int
    missing: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    days: Mapping[int, int]
    groups: Mapping[str, Mapping[str, tuple[int, int]]]

    @property
    def cited(self) -> tuple[str, ...]:
        """On what it rests: its statements, or the readings of one that the source does not make."""
        return self.statements or self.readings

    @property
    def judged(self) -> int:
        """The denominator."""
        return self.inside + self.outside


@dataclass(frozen=True, slots=True)
class Audit:
    """``statuses``: kind and id → status → cases; ``verdicts``: the verdict → strategy → status → cases.
    ``unaudited``: the statements of which the result does not tell whether they were kept.
    """

    rows: int
    kept: tuple[Kept, ...]
    statuses: Mapping[tuple[ConclusionKind, str], Mapping[str, int]]
    verdicts: Mapping[str, Mapping[str, Mapping[str, int]]]
    missing: tuple[tuple[str, int], ...]
    by: tuple[str, ...]
    unaudited: tuple[str, ...]


def audit(guideline: Guideline, engine: Engine, source: TableFiles, by: Sequence[str] = ()) -> Audit:
    """Raises InputError where the table is no result of this guideline, lacks a column of ``by``, or tells of a
    treatment that the guideline does not know.
    """
    table = engine.table(source)
    _refuse_another(guideline, metadata_of(source), source)
    if not {"case", "intent", "missing"} <= {*table.columns}:
        raise InputError([Problem(Place(source.named), "it is no result of resecta cohort assess", _ANEW)])
    windows = (f"window__{one.id}__applies" for one in guideline.findings.values() if one.window is not None)
    wanted = [*by, *(f"strategy__{id}" for id in guideline.strategies), *windows]
    problems = [
        Problem(Place(source.named), f"the result has no column {name}", did_you_mean(name, table.columns) or _ANEW)
        for name in wanted
        if name not in table.columns
    ]
    problems += _unknown_treatments(guideline, engine, table, source)
    if problems:
        raise InputError(problems)
    (rows,) = engine.fetched(table.agg(rows=table.count()))
    found = rules(guideline, table)
    return Audit(
        rows["rows"],
        tuple(_all_kept(engine, table, found, by)),
        _statuses(guideline, engine, table),
        _verdicts(guideline, engine, table),
        _most(engine, table.select(lines=table["missing"].unnest()), "lines", MOST_MISSING),
        tuple(by),
        tuple(unaudited(guideline, found)),
    )


def _refuse_another(guideline: Guideline, metadata: Mapping[str, str], source: TableFiles) -> None:
    """A result is judged by the guideline that made it: its windows and words are that one's."""
    if metadata.get("digest", guideline.digest) != guideline.digest:
        maker, ours = (
            f"{id} {version} ({digest[:DIGITS]})"
            for id, version, digest in (
                (metadata.get("guideline"), metadata.get("version"), metadata["digest"]),
                (guideline.id, guideline.version, guideline.digest),
            )
        )
        message = f"the result was made by {maker}, not by {ours}"
        mend = "give the same --guideline and --overlay as for assess, or assess anew"
        raise InputError([Problem(Place(source.named), message, mend)])


def _unknown_treatments(guideline: Guideline, engine: Engine, table: ir.Table, source: TableFiles) -> Iterator[Problem]:
    ids = {ConclusionKind.STRATEGY: guideline.strategies, ConclusionKind.REGIMEN: guideline.regimens}
    for kind, name in TREATED.items():
        if name in table.columns:
            words = table.select(word=table[name].split(BETWEEN).unnest()).mutate(word=lambda t: t["word"].strip())
            other = words.filter(~words["word"].isin([*ids[kind], ""])).distinct().order_by("word").limit(MOST_NAMED)
            for row in engine.fetched(other):
                message = f"{name} says {quote(row['word'])}, which is no {kind} of the guideline"
                yield Problem(
                    Place(source.named),
                    message,
                    did_you_mean(row["word"], ids[kind]) or _KNOWN.format(", ".join(ids[kind])),
                )


def _all_kept(engine: Engine, table: ir.Table, found: Sequence[Rule], by: Sequence[str]) -> Iterator[Kept]:
    """Every rule counted in one pass; what is told beside a count is asked for where there is one."""
    if not found:
        return
    verdicts = {rule.id: ibis.ifelse(rule.concerns, rule.kept, ibis.null("boolean")) for rule in found}
    concerned = {rule.id: rule.concerns.fill_null(True) for rule in found}
    sums = {f"inside {id}": verdict.sum() for id, verdict in verdicts.items()}
    sums |= {f"outside {id}": (~verdict).sum() for id, verdict in verdicts.items()}
    sums |= {f"open {id}": (concerned[id] & verdict.isnull()).sum() for id, verdict in verdicts.items()}
    (counts,) = engine.fetched(table.agg(**sums))
    for rule in found:
        inside, outside, open_ = (int(counts[f"{what} {rule.id}"] or 0) for what in ("inside", "outside", "open"))
        told = table.mutate(verdict=verdicts[rule.id])
        judged = told.filter(told["verdict"].notnull())
        missing = table.filter(concerned[rule.id] & verdicts[rule.id].isnull())
        yield Kept(
            rule.id,
            rule.title,
            rule.statements,
            rule.readings,
            rule.how,
            inside,
            outside,
            open_,
            _missing(engine, missing, rule) if open_ else (),
            _reasons(engine, told, rule.reason) if outside else (),
            _days(engine, table.filter(concerned[rule.id]), rule),
            {name: _by_group(engine, judged, name) for name in by} if inside + outside else {},
        )


def _missing(engine: Engine, open_: ir.Table, rule: Rule) -> tuple[tuple[str, int], ...]:
    """The facts to find out that could tell, in the cases in which nobody can."""
    lines = open_.select(lines=open_["missing"].unnest())
    return _most(engine, lines.filter(lines["lines"].isin(sorted(rule.rests_on))), "lines", MOST_NAMED)


def _reasons(engine: Engine, told: ir.Table, column: str | None) -> tuple[tuple[str, int], ...]:
    if column is None:
        return ()
    return _most(engine, told.filter(~told["verdict"] & told[column].notnull()), column, MOST_NAMED)


def _days(engine: Engine, judged: ir.Table, rule: Rule) -> dict[int, int]:
    if rule.days is None:
        return {}
    rows = _counted(engine, judged, days=judged[rule.days.get_name()])
    return {row["days"]: row["n"] for row in rows if row["days"] is not None}


def _by_group(engine: Engine, judged: ir.Table, name: str) -> dict[str, tuple[int, int]]:
    groups = judged.group_by(group=judged[name].cast("string"))
    rows = engine.fetched(groups.agg(inside=judged["verdict"].cast("int64").sum(), of=judged.count()))
    return {row["group"] or NO_GROUP: (int(row["inside"]), row["of"]) for row in rows}


def _counted(engine: Engine, table: ir.Table, **columns: ir.Value) -> list[dict[str, Any]]:
    return engine.fetched(table.group_by(**columns).agg(n=lambda t: t.count()))


def _most(engine: Engine, table: ir.Table, column: str, most: int) -> tuple[tuple[str, int], ...]:
    found = table.group_by(column).agg(n=table.count()).order_by(ibis.desc("n"), column).limit(most)
    return tuple((row[column], row["n"]) for row in engine.fetched(found))


def _statuses(
    guideline: Guideline, engine: Engine, table: ir.Table
) -> dict[tuple[ConclusionKind, str], dict[str, int]]:
    kinds = (ConclusionKind.STRATEGY, ConclusionKind.REGIMEN, ConclusionKind.RECOMMENDATION)
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
