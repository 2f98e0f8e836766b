"""What a take asks of the events: aggregates per patient, round by round, and the answer that follows from them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

import ibis
import ibis.expr.types as ir

from resecta.case.episode import Episode as Told
from resecta.cohort.takes.told import LAST, START, TOLD
from resecta.guideline.takes import Episode
from resecta.lazy_dataclass import dataclass

Aggregate = Callable[[ir.Table], ir.Value]
Measures = Callable[[str], ir.Value]
"""A measure of the patient by its name."""
FAR = datetime.date.max


@dataclass(frozen=True, slots=True)
class Answered:
    """What follows in each row: a value (null: nothing), or several that differ (``split``)."""

    value: ir.Value
    split: ir.BooleanValue

    @property
    def some(self) -> ir.BooleanValue:
        """Where anything follows."""
        return self.value.notnull() | self.split


@dataclass(frozen=True, slots=True)
class Measured:
    """``rounds``: the aggregates over a patient's events by name; those of the second round may read the patient's
    measures of the first, and facts. ``answer``: what follows.
    """

    answer: Callable[[Measures], Answered]
    rounds: tuple[Mapping[str, Aggregate], ...] = field(default_factory=tuple)


def one(value: ir.Value) -> Answered:
    """One answer, or none."""
    return Answered(value, ibis.literal(False))


def true_where(holds: ir.BooleanValue) -> Answered:
    """Yes, or nothing: never no."""
    return one(ibis.ifelse(holds.fill_null(False), True, ibis.null("boolean")))


def of(events: ir.Table, activities: Iterable[str]) -> ir.BooleanValue:
    """The events of these activities."""
    return events["activity"].isin(list(activities))


def counted(events: ir.Table, activities: Iterable[str], episode: Episode) -> ir.BooleanValue:
    """The events that count."""
    chosen = of(events, activities)
    return chosen if episode is Episode.ANY else chosen & (events[TOLD] == str(Told.CURRENT))


def undated(events: ir.Table, activities: Iterable[str]) -> ir.BooleanValue:
    """The events that cannot be told to an episode."""
    return of(events, activities) & (events[TOLD] == str(Told.UNDATED))


def some(holds: ir.BooleanValue) -> ir.BooleanScalar:
    """Whether there is such an event, as an aggregate."""
    return holds.fill_null(False).any()


def last_day(events: ir.Table) -> ir.DateValue:
    """The day it ended, later than any while it goes on."""
    return ibis.coalesce(events[LAST], ibis.literal(FAR))


def own_day(events: ir.Table, field: str) -> ir.DateValue:
    """The day by which events are told first and last where this field of theirs is taken."""
    return events[START] if field in ("start", "date") else last_day(events)


def own_field(events: ir.Table, field: str) -> ir.Value:
    """A field of the event: its start, its end, or one of its activity's own."""
    if field in ("start", "date"):
        return events[START]
    return events[LAST] if field == "end" else events[field]
