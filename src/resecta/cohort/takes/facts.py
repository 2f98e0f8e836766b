"""The facts of all patients: what their table states and what follows from their events, put together.

Some takes read a day that another one finds (the result on the latest day, the first operation after the last
infusion). Such days are found first and laid beside the events; then one pass over the events measures everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

import ibis
import ibis.expr.types as ir

from resecta.advice.moves import dependents
from resecta.cohort.columns import Column, fact
from resecta.cohort.engines import Stage, as_laid
from resecta.cohort.takes.laying import Laying
from resecta.cohort.takes.measured import Aggregate
from resecta.cohort.takes.told import field_types, told
from resecta.cql.types import DATE
from resecta.guideline import takes
from resecta.guideline.model import ASSESSED_ON, Element
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass

EVENT_COLUMNS = {
    "case": "string",
    "activity": "string",
    "date": "date",
    "start": "date",
    "end": "date",
    "episode": "string",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The patients with a column per fact. ``columns``: parameter of the logic → its column; ``disputed``: element →
    where its values differ; ``fact_of``: element → the name of its column; ``told_by_timing``: an answer to the timing
    of the disease and an element of which events would tell more then → the name of the column with what they tell.
    """

    table: ir.Table
    columns: Mapping[str, Column]
    disputed: Mapping[str, ir.BooleanValue]
    fact_of: Mapping[str, str]
    told_by_timing: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def on(self, table: ir.Table) -> Facts:
        """The same facts in another table that has their columns."""
        columns = {name: each.with_value(table[each.value.get_name()]) for name, each in self.columns.items()}
        disputed = {id: table[each.get_name()] for id, each in self.disputed.items()}
        return replace(self, table=table, columns=columns, disputed=disputed)


def with_facts(guideline: Guideline, patients: ir.Table, events: ir.Table | None, stage: Stage = as_laid) -> Facts:
    """``patients``: case, assessed_on and a column per element that the table has, in the element's type."""
    facts = _put_together(guideline, patients, events, _put(guideline))
    timing = guideline.episode_timing
    if events is None or timing is None:
        return facts
    return _with_timing(guideline, facts.on(stage(facts.table)), patients, events, timing, stage)


def _put(guideline: Guideline) -> list[Element]:
    """The elements of which more is known than what is stated: they follow, or a 0 denies one or is one that denies."""
    denied = {id for element in guideline.elements.values() for id in element.zero_denies}
    return [one for one in guideline.elements.values() if one.derive or one.zero_denies or one.id in denied]


def _with_timing(
    guideline: Guideline, facts: Facts, patients: ir.Table, events: ir.Table, timing: str, stage: Stage
) -> Facts:
    """The facts with what events would tell the strategies, were the timing known that is not."""
    cones = guideline.logic.cones.facts
    read = {name for id in guideline.strategies for name in cones[f"strategy:{id}"]}
    following = [id for id in dependents(guideline, timing) if guideline.elements[id].name in read]
    needed = _needed(guideline, following)
    open_ = patients.filter(patients[timing].isnull()) if timing in patients.columns else patients
    # what is stated stands, whatever events would say then
    laying = Laying(guideline, open_)
    by_id = {f"stated {id}": laying.stated(guideline.elements[id]) for id in following}
    stated = open_.select(stated_case="case", **by_id)
    table, told = facts.table, dict[tuple[str, str], str]()
    for answer in guideline.elements[timing].choices:
        then = _put_together(guideline, open_.mutate(**{timing: ibis.literal(answer)}), events, needed)
        named = {id: f"{id} if {answer}" for id in following}
        laid = then.table.left_join(stated, then.table["case"] == stated["stated_case"])
        columns = {name: ibis.coalesce(laid[f"stated {id}"], laid[then.fact_of[id]]) for id, name in named.items()}
        those = stage(laid.select(of_case="case", **columns))
        table = table.left_join(those, table["case"] == those["of_case"]).drop("of_case")
        told |= {(answer, id): name for id, name in named.items()}
    return replace(facts.on(stage(table)), told_by_timing=told)


def _needed(guideline: Guideline, ids: Iterable[str]) -> list[Element]:
    """These elements and those that they rest on, as far as they follow from others, in the guideline's order."""
    found: set[str] = set()
    pending = list(ids)
    while pending:
        element = guideline.elements[pending.pop()]
        if element.derive is not None and element.id not in found:
            found.add(element.id)
            rests_on = (*element.derive.rests_on.values(), *element.zero_denies)
            own = (element.derive.since, element.derive.otherwise) if isinstance(element.derive, takes.First) else ()
            pending.extend(id for id in (*rests_on, *own) if id is not None)
    return [element for id, element in guideline.elements.items() if id in found]


def _put_together(
    guideline: Guideline, patients: ir.Table, events: ir.Table | None, derived: Sequence[Element]
) -> Facts:
    laying = Laying(guideline, patients)
    if events is None:
        asked, nothing = _asked(laying, derived), _no_events(guideline)
        laying.table = patients.mutate(**{name: ibis.null(make(nothing).type()) for name, make in asked.items()})
    else:
        timing = guideline.episode_timing if guideline.episode_timing in patients.columns else None
        beside = told(guideline, events, patients, timing)
        for turn in range(max((_turn(guideline, element) for element in derived), default=-1) + 1):
            beside = _with_days(guideline, patients, beside, derived, turn)
        laying.table = _measured(patients, beside, _asked(laying, derived))
    laying.lay(derived)
    return _facts(guideline, laying, derived)


def _turn(guideline: Guideline, element: Element) -> int:
    """How many passes over the events come before the first that measures an element: those that find the day from
    which it counts.
    """
    since = element.derive.since if isinstance(element.derive, takes.First) else None
    return 0 if since is None else 1 + _last_turn(guideline, guideline.elements[since])


def _last_turn(guideline: Guideline, element: Element) -> int:
    """How many come before the one that finds the day of an element from which others count: one that asks whether
    there was a later one is measured in two.
    """
    asks = isinstance(element.derive, takes.LatestDay) and element.derive.undated is not None
    return _turn(guideline, element) + (1 if asks else 0)


def _asked(laying: Laying, elements: Sequence[Element]) -> dict[str, Aggregate]:
    """Everything that is measured of these elements."""
    found: dict[str, Aggregate] = {}
    for element in elements:
        found.update(laying.evidence(element))
        for each in laying.measured(element):
            for measures in each.rounds:
                found.update(measures)
    return found


def _measured(patients: ir.Table, events: ir.Table, asked: Mapping[str, Aggregate]) -> ir.Table:
    """The patients with measures of their events; null where there are none."""
    found = events.group_by(case_of="case").agg(**asked)
    return patients.left_join(found, patients["case"] == found["case_of"]).drop("case_of")


def _with_days(
    guideline: Guideline, patients: ir.Table, events: ir.Table, elements: Sequence[Element], turn: int
) -> ir.Table:
    """The events with the days of their patient that takes of the next pass read."""
    counted_from = {one.derive.since for one in elements if isinstance(one.derive, takes.First)}
    bases = [one for one in elements if one.id in counted_from and _last_turn(guideline, one) == turn]
    denying = [id for one in bases for id in guideline.elements if one.id in guideline.elements[id].zero_denies]
    stated = [id for id in (*(one.id for one in bases), *denying) if id in patients.columns]
    laying = Laying(guideline, patients.select("case", "assessed_on", *stated))
    keys: dict[str, Aggregate] = {}
    for element in elements:
        rounds = [each.rounds for each in laying.measured(element)]
        if rounds and len(rounds[0]) > 1 and _turn(guideline, element) == turn:
            keys.update(rounds[0][0])
    if not keys and not bases:
        return events
    laying.table = _measured(laying.table, events, {**keys, **_asked(laying, bases)})
    laying.lay(bases)
    sides = {name: day for one in bases for name, day in laying.sides(one.id).items()}
    days = laying.table.select(days_of="case", **{name: laying.table[name] for name in keys}, **sides)
    return events.join(days, events["case"] == days["days_of"]).drop("days_of")


def _facts(guideline: Guideline, laying: Laying, derived: Sequence[Element]) -> Facts:
    named = {id: f"fact {id}" for id in guideline.elements}
    bare = {
        named[element.id]: laying.stated(element)
        for element in guideline.elements.values()
        if named[element.id] not in laying.table.columns
    }
    kept = [name for name in laying.table.columns if name not in guideline.elements and not _is_working(name)]
    table = laying.table.select(*kept, **bare)
    types = {name: parameter.type for name, parameter in guideline.library.parameters.items()}
    columns = {
        element.name: fact(table[named[element.id]], types[element.name], element.unit)
        for element in guideline.elements.values()
    }
    columns[ASSESSED_ON] = fact(table["assessed_on"], DATE)
    return Facts(table, columns, {one.id: table[f"disputed {one.id}"] for one in derived}, named)


def _is_working(name: str) -> bool:
    """Whether a column is only on the way to a fact: a measure, a side."""
    return " of " in name or name.startswith(("derived ", "denied "))


def _no_events(guideline: Guideline) -> ir.Table:
    """The shape of a table of events, for what its aggregates would be: any column that is asked for is a day."""
    fields = {**EVENT_COLUMNS, **field_types(guideline), "told": "string", "last": "date"}
    days = {
        name: "date"
        for element in guideline.elements.values()
        if isinstance(element.derive, takes.First) and element.derive.since is not None
        for name in Laying(guideline, ibis.table({"case": "string"}, name="none")).sides(element.derive.since)
    }
    keys = {f"{what} of {id}": "date" for id in guideline.elements for what in ("day", "latest")}
    return ibis.table({**fields, **days, **keys}, name="no events")
