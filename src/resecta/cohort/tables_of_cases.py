"""Cases as the two tables of a cohort: one row per case with what it states, one row per event."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from resecta.cql.values import Date, Quantity, Value
from resecta.guideline.takes import RegisterTake, WorstSite

if TYPE_CHECKING:
    from resecta.case.model import Case, Fact, Stated
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline

ARROW = {
    "Boolean": pa.bool_(),
    "Integer": pa.int64(),
    "Decimal": pa.decimal128(18, 8),
    "Quantity": pa.decimal128(18, 8),
    "String": pa.string(),
    "Date": pa.date32(),
    "Segments": pa.string(),
}
BARE = {"activity": pa.string(), "date": pa.date32(), "start": pa.date32(), "end": pa.date32(), "episode": pa.string()}


def cell_of(value: Value) -> Any:
    """A value as a cell of a table."""
    if isinstance(value, Quantity):
        return value.value
    return value.to_date() if isinstance(value, Date) else value


def patients(guideline: Guideline, cases: Mapping[str, Case], day: datetime.date) -> pa.Table:
    """What each case states, under its key, as of one day. What follows from a register of lesions or sites stands
    there as stated too: no table holds registers. A date that is known to its month fits in no cell: leave such cases
    out, as ``approximate`` tells them.
    """
    columns: dict[str, pa.Array] = {
        "case": pa.array(list(cases), pa.string()),
        "assessed_on": pa.array([day] * len(cases), pa.date32()),
    }
    for element in guideline.elements.values():
        cells = [None if (one := _told(case, element)) is None else cell_of(one.value) for case in cases.values()]
        columns[element.id] = pa.array(cells, ARROW[element.type])
    return pa.table(columns)


def _told(case: Case, element: Element) -> Stated | Fact | None:
    if isinstance(element.derive, RegisterTake | WorstSite):
        return case.facts.get(element.id)
    return case.recorded.stated.get(element.id)


def events(guideline: Guideline, cases: Mapping[str, Case]) -> pa.Table:
    """The events of each case: one day as ``date``, a course by its ``start`` and ``end``."""
    fields = {field.id: ARROW[field.type] for one in guideline.activities.values() for field in one.fields}
    rows: list[dict[str, Any]] = []
    for key, case in cases.items():
        for event in case.events:
            days = {"start": event.start, "end": event.end} if event.course else {"date": event.start}
            told = {name: cell_of(value) for name, value in event.fields.items()}
            rows.append({"case": key, "activity": event.activity, "episode": event.episode, **days, **told})
    kinds = {"case": pa.string(), **BARE, **fields}
    return pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()})


def approximate(case: Case) -> bool:
    """Whether a date of the case is known to its month or year only: no column holds such a date."""
    return any(one.about is not None for one in case.recorded.stated.values()) or any(e.about for e in case.events)
