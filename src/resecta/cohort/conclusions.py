"""What the guideline says of each patient, as the columns of the result: statuses in the words of the advice, windows,
what decided, the facts that are disputed, and those that it was said of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column
from resecta.cohort.decided import decided_by, decides
from resecta.cohort.engines import Stage, as_laid
from resecta.cohort.layers import below, column_of, on_table, read_by, with_definitions
from resecta.cohort.missing import absent_facts, missing_in_order, trail_layers, waited_for
from resecta.cohort.settled import settings_of, settled
from resecta.cohort.takes import Facts
from resecta.cql import lower
from resecta.cql.core.nodes import Node
from resecta.guideline.ladder import asked_key, missed_by, with_ladders
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind

CARRIED = "carried "
"""What the columns that are carried along begin with while the query runs: no element is called so."""


def fact_column(element: str) -> str:
    """The column of the result with a fact as the guideline saw it: stated, or found from events."""
    return f"fact__{element}"


def answer_column(kind: ConclusionKind, id: str) -> str:
    """The column of the result with the answer to a conclusion."""
    return id if kind is ConclusionKind.INTENT else f"{kind}__{id}"


def result_columns(guideline: Guideline) -> frozenset[str]:
    """The names of the result's own columns; those that are carried along have others."""
    windows = (one.id for one in guideline.findings.values() if one.window is not None)
    return frozenset(
        (
            *("case", "assessed_on", "missing", "disputed"),
            *(answer_column(kind, id) for kind, id, _ in guideline.answers),
            *(f"window__{id}__{told}" for id in windows for told in ("applies", "missed_by_days")),
            *deciders(guideline),
            *map(fact_column, guideline.elements),
        )
    )


def logic_of(guideline: Guideline) -> Mapping[str, Node]:
    """The guideline's definitions with what decides each status, its settings in their places."""
    library = with_ladders(guideline.library, decided_by(guideline))
    return settled(lower(library), settings_of(guideline))


def conclusions(guideline: Guideline, facts: Facts, stage: Stage = as_laid) -> ir.Table:
    """The columns of the result, with those that are carried."""
    logic = logic_of(guideline)
    definitions = below(logic, _wanted(guideline))
    bare = {"case", "assessed_on", *(column.get_name() for column in facts.disputed.values())}
    carried = {name for name in facts.table.columns if name.startswith(CARRIED)}
    read = {column_of(name) for name in (*_told(guideline), *_ladders(guideline))}
    after = bare | carried | read | {*facts.fact_of.values()}
    absent = absent_facts(guideline, facts.columns)
    start = facts.table.mutate(**absent)
    cone = below(logic, (f"strategy:{id}" for id in guideline.strategies))
    told = {*facts.told_by_timing.values()}
    waiting = after | {*absent} | told | read_by([*trail_layers(guideline), cone], facts.columns)
    table, made = with_definitions(start, definitions, facts.columns, waiting)
    table = missing_in_order(guideline, logic, stage(table), made, facts, after, stage)
    made = {name: on_table(column, table) for name, column in made.items()}
    columns: dict[str, ir.Value] = {"case": table["case"], "assessed_on": table["assessed_on"]}
    for kind, id, define in guideline.answers:
        columns[answer_column(kind, id)] = made[define].value
    columns.update(_windows(guideline, made))
    columns["missing"] = table["missing"]
    columns["disputed"] = _disputed(table, facts)
    columns.update({name: made[key].value for name, key in deciders(guideline).items()})
    columns.update({fact_column(id): table[name] for id, name in facts.fact_of.items()})
    own = {name.removeprefix(CARRIED): table[name] for name in sorted(carried, key=table.columns.index)}
    return table.select(**columns, **own)


def _wanted(guideline: Guideline) -> list[str]:
    """Every definition that is read: told in the result, or on the way to what is missing."""
    return [*_told(guideline), *_ladders(guideline), *waited_for(guideline)]


def _ladders(guideline: Guideline) -> list[str]:
    """What tells which elements are asked for."""
    return [asked_key(item, place) for place, item in enumerate(guideline.asked_while)]


def _told(guideline: Guideline) -> list[str]:
    """The definitions that the result tells."""
    windows = [
        name
        for one in guideline.findings.values()
        if one.window is not None
        for name in (one.window.applies, one.window.earliest, one.window.latest, _missed(guideline, one.id))
        if name is not None
    ]
    return [*(define for _, _, define in guideline.answers), *windows, *deciders(guideline).values()]


def _missed(guideline: Guideline, finding: str) -> str:
    window = guideline.findings[finding].window
    return missed_by(finding) if window is None or window.missed_by_days is None else window.missed_by_days


def _windows(guideline: Guideline, made: Mapping[str, Column]) -> dict[str, ir.Value]:
    """Whether a window applies, and by how many days it was missed where it does and an end of it can be computed."""
    found: dict[str, ir.Value] = {}
    for finding in guideline.findings.values():
        window = finding.window
        if window is None:
            continue
        applies = made[window.applies].value
        ends = [made[name].value.notnull() for name in (window.earliest, window.latest) if name is not None]
        missed = ibis.ifelse(
            applies & reduce(or_, ends), made[_missed(guideline, finding.id)].value, ibis.null("int64")
        )
        found[f"window__{finding.id}__applies"] = applies
        found[f"window__{finding.id}__missed_by_days"] = missed.cast("int32")
    return found


def deciders(guideline: Guideline) -> dict[str, str]:
    """Column of the result → the definition that says what decided. An id of two kinds has its kind in the name."""
    ladders = [(kind, id) for kind, id, define in guideline.answers if define in guideline.ladders]
    counts = Counter(id for _, id in ladders)
    return {
        f"decided_by__{id if counts[id] == 1 else f'{kind}__{id}'}": decides(f"{kind}:{id}")
        for kind, id in ladders
        if kind in (ConclusionKind.RECOMMENDATION, ConclusionKind.STRATEGY, ConclusionKind.REGIMEN)
    }


def _disputed(table: ir.Table, facts: Facts) -> ir.ArrayValue:
    """The elements of which two different things are known: unknown here, for nobody but the board decides."""
    names = [ibis.ifelse(table[column.get_name()], id, ibis.null("string")) for id, column in facts.disputed.items()]
    return ibis.array(names).filter(lambda name: name.notnull()) if names else ibis.literal([], "array<string>")
