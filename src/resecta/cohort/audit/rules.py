"""What of a guideline can be audited from a result, each rule as two columns: which cases it concerns, and in which of
them it was kept (null: nobody can tell).

A time is kept inside its window. What is to be avoided is kept where nothing of the kind is proposed. A treatment is
kept to the guideline where its status was open: which one was given, carried columns say (``TREATED``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

import ibis
import ibis.expr.types as ir

from resecta.advice.sentences import filled
from resecta.cohort.settled import settings_of, settled
from resecta.cql.core.nodes import Constant
from resecta.cql.values import Value
from resecta.guideline.model import Direction, Finding, Recommendation, Regimen, Strategy, Window
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind, Status
from resecta.lazy_dataclass import dataclass

TREATED = {ConclusionKind.STRATEGY: "treated__strategy", ConclusionKind.REGIMEN: "treated__regimen"}
"""The columns that say which strategy and which regimens a patient got: ids, several with a semicolon between."""
BETWEEN = ";"


class How(StrEnum):
    """How it is told whether a rule was kept; its value is what a reader is told."""

    TIME = "the day lies inside the window"
    TARGET = "a target without tolerance: its days are told, and no share"
    AVOIDED = "nothing of the kind is proposed"
    GIVEN = "it was open where it was given"


@dataclass(frozen=True, slots=True)
class Rule:
    """``concerns``: true, false, or null where that is unknown; ``kept``: the same, of the cases that it concerns.
    ``rests_on``: the elements that could tell where nobody can. ``days``: by how many a time was missed; ``reason``:
    the column that says what decided.
    """

    id: str
    title: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    how: How
    concerns: ir.BooleanValue
    kept: ir.BooleanValue
    rests_on: frozenset[str]
    days: ir.IntegerValue | None = None
    reason: str | None = None


def rules(guideline: Guideline, table: ir.Table) -> list[Rule]:
    """Every rule that this result tells of, in the guideline's order."""
    found = [_time(guideline, item, item.window, table) for item in guideline.findings.values() if item.window]
    say = of_everybody(guideline)
    found += [_avoided(guideline, item, say(item.text), table) for item in _against_proposals(guideline)]
    for kind, items in _treatments(guideline).items():
        if TREATED[kind] in table.columns:
            found += [_given(guideline, item, kind, table) for item in items.values()]
    return found


AVOIDED = (Direction.AVOID, Direction.CONTRAINDICATED)


def _against_proposals(guideline: Guideline) -> Iterator[Recommendation]:
    """What speaks against a proposal: it is known not to apply where nothing at all is recorded. A warning that the
    disease itself calls forth tells nothing of what is done.
    """
    nothing = {one.name: None for one in guideline.elements.values()}
    logic = settled(guideline.logic.definitions, {**settings_of(guideline), **nothing})
    for item in guideline.recommendations.values():
        without = logic[item.condition]
        if item.direction in AVOIDED and isinstance(without, Constant) and without.value is False:
            yield item


def _treatments(guideline: Guideline) -> dict[ConclusionKind, Mapping[str, Strategy] | Mapping[str, Regimen]]:
    return {ConclusionKind.STRATEGY: guideline.strategies, ConclusionKind.REGIMEN: guideline.regimens}


def _time(guideline: Guideline, item: Finding, window: Window, table: ir.Table) -> Rule:
    days = table[f"window__{item.id}__missed_by_days"]
    concerns = table[f"window__{item.id}__applies"]
    ends = (window.applies, window.earliest, window.latest, window.actual)
    rests_on = _elements(guideline, [item.define, *(name for name in ends if name is not None)])
    never = isinstance(guideline.logic.definitions[item.define], Constant)
    in_time = ibis.ifelse(table[f"finding__{item.id}"].notnull(), True, ibis.null("boolean"))  # not missed so far
    kept = ibis.null("boolean") if never else ibis.coalesce(days == 0, in_time)
    how = How.TARGET if never else How.TIME
    return Rule(item.id, item.title, item.statements, item.readings, how, concerns, kept, rests_on, days)


def _avoided(guideline: Guideline, item: Recommendation, text: str, table: ir.Table) -> Rule:
    status = table[f"recommendation__{item.id}"]
    known = status.isin([str(Status.APPLIES), str(Status.NOT_APPLICABLE)])
    kept = ibis.ifelse(known, status == str(Status.NOT_APPLICABLE), ibis.null("boolean"))
    rests_on = _elements(guideline, [item.condition])
    cited = item.statements, item.readings
    return Rule(item.id, text, *cited, How.AVOIDED, ibis.literal(True), kept, rests_on)


def _given(guideline: Guideline, item: Strategy | Regimen, kind: ConclusionKind, table: ir.Table) -> Rule:
    status = table[f"{kind}__{item.id}"]
    given = table[TREATED[kind]].split(BETWEEN).map(lambda word: word.strip()).contains(item.id)
    open_ = status.isin([str(one) for one in Status if one.open])
    closed = status.isin([str(one) for one in Status if one.closed])
    kept = ibis.cases((open_, True), (closed, False), else_=ibis.null("boolean"))
    names = (f"decided_by__{item.id}", f"decided_by__{kind}__{item.id}")
    reason = next((name for name in names if name in table.columns), None)
    rests_on = _elements(guideline, [f"{kind}:{item.id}"])
    concerns = given.fill_null(False)
    cited = item.statements, item.readings
    return Rule(f"{kind}:{item.id}", item.title, *cited, How.GIVEN, concerns, kept, rests_on, reason=reason)


def of_everybody(guideline: Guideline) -> Callable[[str], str]:
    """What makes a sentence of the guideline one about everybody: its places filled with what no fact enters."""
    logic = settled(guideline.logic.definitions, settings_of(guideline))

    def values_of(name: str) -> list[Value]:
        node = logic.get(name)
        return [node.value if isinstance(node, Constant) else None]

    return lambda text: filled(text, values_of)


def _elements(guideline: Guideline, names: Iterable[str]) -> frozenset[str]:
    """The elements on which definitions or facts of these names rest."""
    cones = guideline.logic.cones.facts
    ids = {one.name: one.id for one in guideline.elements.values()}
    facts = (fact for name in names for fact in cones.get(name, (name,)))
    return frozenset(ids[fact] for fact in facts if fact in ids)


def unaudited(guideline: Guideline, found: list[Rule]) -> Iterator[str]:
    """The statements of which no rule tells whether they were kept."""
    told = {statement for rule in found for statement in rule.statements}
    yield from (id for id in guideline.statements if id not in told)
