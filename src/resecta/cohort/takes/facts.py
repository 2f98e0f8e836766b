"""The facts of all patients: what their table states and what follows from their events, put together.

Aggregates over the events are taken in rounds: those of a later round read days that an earlier one found (the result
on the latest day, the first operation after the last infusion). An element comes once all that it rests on is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column, fact
from resecta.cohort.columns.column import SQL
from resecta.cohort.takes.known import NO, Known, combined, contradicted, denied, stated_only
from resecta.cohort.takes.measured import Measured, counted, some
from resecta.cohort.takes.told import field_types, told
from resecta.cohort.takes.visitor import TakesInColumns
from resecta.guideline import takes
from resecta.guideline.model import ASSESSED_ON, Element
from resecta.guideline.pack import Guideline

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
    where its values differ; ``fact_of``: element → the name of its column.
    """

    table: ir.Table
    columns: Mapping[str, Column]
    disputed: Mapping[str, ir.BooleanValue]
    fact_of: Mapping[str, str]


def with_facts(guideline: Guideline, patients: ir.Table, events: ir.Table | None) -> Facts:
    """``patients``: case, assessed_on and a column per element that the table has, in the element's type."""
    return _Laying(guideline, patients, events).all()


class _Laying:
    def __init__(self, guideline: Guideline, patients: ir.Table, events: ir.Table | None) -> None:
        self._guideline, self.table = guideline, patients
        self._stated = frozenset(patients.columns)
        timing = guideline.episode_timing
        self._timing = timing if timing in self._stated else None
        self._events = None if events is None else told(guideline, events, patients, self._timing)
        self._denies = {id: element.zero_denies for element in guideline.elements.values() for id in [element.id]}
        self._denied_by = {other: id for id, others in self._denies.items() for other in others}
        self._ready: dict[str, int] = {}

    def all(self) -> Facts:
        """Lay round after round."""
        pending = [element for element in self._guideline.elements.values() if element.derive is not None]
        measured = {element.id: self._measured(element) for element in pending}
        starts = {element.id: self._start(element, measured) for element in pending}
        last = max((starts[id] + len(each[0].rounds) for id, each in measured.items()), default=0)
        for turn in range(last + 1):
            self._aggregate(turn, measured, starts)
            due = [one for one in pending if starts[one.id] + max(len(measured[one.id][0].rounds) - 1, 0) == turn]
            for element in self._in_order(due):
                self._lay(element, measured[element.id])
        return self._facts()

    # ------------------------------------------------------------------ rounds

    def _measured(self, element: Element) -> tuple[Measured, ...]:
        """The measures of an element: twice where the day that it counts from may be disputed, once for each side."""
        assert element.derive is not None
        take = element.derive
        sides = ("one", "other") if isinstance(take, takes.First) and take.since is not None else ("one",)
        return tuple(TakesInColumns(self._guideline, element.id, self._known, side).visit(take) for side in sides)

    def _start(self, element: Element, measured: Mapping[str, tuple[Measured, ...]]) -> int:
        """The round in which the first aggregates of an element can be taken."""
        take = element.derive
        if isinstance(take, takes.First) and take.since is not None:
            other = self._guideline.elements[take.since]
            if other.derive is not None:
                rounds = len(measured[other.id][0].rounds)
                return max(self._start(other, measured) + rounds - 1, 0)
        return 0

    def _aggregate(self, turn: int, measured: Mapping[str, tuple[Measured, ...]], starts: Mapping[str, int]) -> None:
        asked = {}
        for id, sides in measured.items():
            for each in sides:
                if 0 <= turn - starts[id] < len(each.rounds):
                    asked.update(each.rounds[turn - starts[id]])
        if turn == 0:
            asked.update(self._evidence())
        if not asked:
            return
        if self._events is None:
            nothing = _no_events(self._guideline, self.table)
            self.table = self.table.mutate(**{name: ibis.null(make(nothing).type()) for name, make in asked.items()})
            return
        events = self._events if turn == 0 else self._joined(self._events)
        found = events.group_by(case_of="case").agg(**asked)
        self.table = self.table.left_join(found, self.table["case"] == found["case_of"]).drop("case_of")

    def _joined(self, events: ir.Table) -> ir.Table:
        """The events with their patient's measures of the rounds before."""
        kept = [name for name in self.table.columns if " of " in name]
        known = self.table.select(patient_of="case", **{name: self.table[name] for name in kept})
        return events.join(known, events["case"] == known["patient_of"]).drop("patient_of")

    def _evidence(self) -> dict[str, object]:
        """Whether there are events of this episode that contradict a stated 0."""
        found = {}
        for id, others in self._denies.items():
            take = self._guideline.elements[id].derive
            if others and isinstance(take, takes.EpisodeTake):
                events, sure = take.events, takes.Episode.SURE
                found[f"evidence of {id}"] = lambda t, events=events, sure=sure: some(counted(t, events, sure))
        return found

    # ------------------------------------------------------------------ elements

    def _in_order(self, due: Iterable[Element]) -> list[Element]:
        """Elements after those that they rest on; those that are denied after what denies them is known as stated."""
        left, done = list(due), []
        while left:
            ids = {one.id for one in left}
            free = [one for one in left if not (ids - {one.id}) & self._needs(one)]
            if not free:
                break
            done += free
            left = [one for one in left if one not in free]
        return done

    def _needs(self, element: Element) -> set[str]:
        needs = set() if element.derive is None else set(element.derive.rests_on.values())
        return needs | set(self._denies[element.id])

    def _lay(self, element: Element, sides: tuple[Measured, ...]) -> None:
        """One more element: its value, what follows alone, and whether that is disputed."""
        own = [self._own(element, each) for each in sides]
        known = own[0] if len(own) == 1 else _on_both(own[0], own[1])
        if element.id in self._denied_by and self._denied_by[element.id] in self._stated:
            known = denied(known, self.table[self._denied_by[element.id]])
        if self._denies[element.id] and element.id in self._stated:
            known = contradicted(known, self._against(element))
        id = element.id
        self.table = self.table.mutate(
            **{
                f"fact {id}": known.value,
                f"derived {id}": known.derived,
                f"disputed {id}": known.disputed,
                f"denied {id}": known.denied,
            }
        )
        self.table = self._with_sides(id)

    def _with_sides(self, id: str) -> ir.Table:
        """The day on either side of a dispute, for what counts from it; the same day twice where there is none."""
        if not any(
            isinstance(e.derive, takes.First) and e.derive.since == id for e in self._guideline.elements.values()
        ):
            return self.table
        known, none = self._known(id), ibis.null(SQL[self._guideline.elements[id].type])
        split = known.disputed & ~known.denied
        return (
            self.table.mutate(
                **{
                    f"one side of {id}": ibis.ifelse(split, known.stated, known.value),
                    f"other side of {id}": ibis.ifelse(split, known.derived, known.value),
                }
            )
            if none is not None
            else self.table
        )

    def _against(self, element: Element) -> ir.BooleanValue:
        """What contradicts a stated 0: an event of this episode, or anything said of an element that it denies."""
        said = [self._own_of_denied(id) for id in self._denies[element.id]]
        name = f"evidence of {element.id}"
        found = self.table[name].fill_null(False) if name in self.table.columns else NO
        return reduce(lambda one, other: one | other, said, found)

    def _own_of_denied(self, id: str) -> ir.BooleanValue:
        known = self._known(id)
        return known.value.notnull() | known.disputed

    def _own(self, element: Element, measured: Measured) -> Known:
        stated = self._stated_column(element)
        take = element.derive
        tolerance = take.tolerance if isinstance(take, takes.Share) else None
        return combined(stated, measured.answer(lambda name: self.table[name]), tolerance)

    def _stated_column(self, element: Element) -> ir.Value:
        kind = SQL[element.type]
        return self.table[element.id].cast(kind) if element.id in self._stated else ibis.null(kind)

    def _known(self, id: str) -> Known:
        element = self._guideline.elements[id]
        stated = self._stated_column(element)
        if f"fact {id}" not in self.table.columns:
            return stated_only(stated)
        named = (self.table[f"{what} {id}"] for what in ("fact", "derived", "disputed", "denied"))
        value, derived, disputed, denied_ = named
        return Known(value, stated, derived, disputed, denied_)

    def _facts(self) -> Facts:
        columns: dict[str, Column] = {}
        named: dict[str, str] = {}
        bare = {}
        for element in self._guideline.elements.values():
            name = f"fact {element.id}"
            if name not in self.table.columns:
                bare[name] = self._stated_column(element)
            named[element.id] = name
        table = self.table.mutate(**bare)
        types = {name: parameter.type for name, parameter in self._guideline.library.parameters.items()}
        for element in self._guideline.elements.values():
            columns[element.name] = fact(table[named[element.id]], types[element.name], element.unit)
        columns[ASSESSED_ON] = fact(table["assessed_on"], types[ASSESSED_ON])
        derived = [element.id for element in self._guideline.elements.values() if element.derive is not None]
        return Facts(table, columns, {id: table[f"disputed {id}"] for id in derived}, named)


def _on_both(one: Known, other: Known) -> Known:
    """What comes out on both sides of a dispute of something that this rests on; else nothing is known."""
    same = (one.value == other.value).fill_null(False)
    value = ibis.ifelse(same, one.value, ibis.null(one.value.type()))
    return Known(value, one.stated, one.derived, one.disputed | other.disputed, NO)


def _no_events(guideline: Guideline, patients: ir.Table) -> ir.Table:
    """The shape of a table of events, for what its aggregates would be."""
    fields = {**EVENT_COLUMNS, **field_types(guideline), "told": "string", "last": "date", "assessed on": "date"}
    measures = {name: patients[name].type() for name in patients.columns if " of " in name}
    return ibis.table({**fields, **measures}, name="no events")
