"""One case under one guideline, as the timeline asks about it: truths, dates, lengths and numbers by their names."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from resecta.case.set_aside import set_aside
from resecta.cql.values import Date, Quantity, Value, literal
from resecta.document.phrase import inside
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.schedule.duration import Duration
from resecta.guideline.timing.constants import counted
from resecta.timeline.on_record import OnRecord, on_record

if TYPE_CHECKING:
    from resecta.case.model import Case, Event
    from resecta.guideline.pack import Guideline


def noun_of(guideline: Guideline, name: str) -> str:
    """What a sentence calls the fact of that name; what is none, by its name."""
    id = guideline.element_ids.get(name)
    return inside(name) if id is None else guideline.elements[id].noun or inside(name)


class Situation:
    """What holds for the case on the day of its assessment. ``today`` is that day, never the clock's."""

    def __init__(self, guideline: Guideline, case: Case, today: datetime.date) -> None:
        """Take the case's facts; definitions are evaluated as they are asked for."""
        self.guideline, self._case = guideline, case
        self.today = today.toordinal()
        self.events: tuple[Event, ...] = case.events
        self.by_date: tuple[Event, ...] = tuple(sorted(case.events, key=_by_date))
        self._by_activity: dict[str, list[Event]] = {}
        for event in self.by_date:
            if event.episode != "earlier":
                self._by_activity.setdefault(event.activity, []).append(event)
        self._begun_roughly = {
            activity
            for activity, events in self._by_activity.items()
            if any("start" in event.about for event in events)
        }
        self._facts: dict[str, Value] = {**guideline.settings_values, "Assessed on": case.assessed_on}
        for id, fact in case.facts.items():
            self._facts[guideline.element_names[id]] = fact.value
        self._run = guideline.logic(self._facts)
        self._defined = guideline.library.definitions
        self._assumed: Mapping[str, bool] = {}
        self._lengths: dict[
            str, Duration | None
        ] = {}  # no assumption moves them: the plans under all share what is read

    def assuming(self, conditions: Mapping[str, bool]) -> Situation:
        """The same case, were these conditions true or false: to see which dates hang on them."""
        assumed = copy.copy(self)
        assumed._assumed = conditions
        return assumed

    def set_aside(self, facts: Iterable[str]) -> frozenset[int]:
        """The places of the events whose day is not the one that this case takes for these facts, given by name."""
        ids = self.guideline.element_ids
        return set_aside(self.guideline, self._case, [ids[name] for name in facts if name in ids])

    def events_of(self, activity: str) -> Sequence[Event]:
        """The events of an activity, by date, but those said to be of an earlier episode."""
        return self._by_activity.get(activity, ())

    @cached_property
    def on_record(self) -> tuple[OnRecord, ...]:
        """The events whose day is known, as every plan of the case shows those that are no step of it."""
        return tuple(on_record(self.guideline, self.events))

    def begins_roughly(self, activity: str) -> bool:
        """Whether the first day of one of those events is known to its month or year only."""
        return activity in self._begun_roughly

    def truth(self, name: str | None) -> bool | None:
        """The truth of a definition; None is unknown. Where there is no condition it holds always."""
        if name is None:
            return True
        if name in self._assumed:
            return self._assumed[name]
        value = self.value(name)
        return value if isinstance(value, bool) else None

    def holds(self, condition: str | None) -> bool:
        """Whether a condition is known to be true."""
        return self.truth(condition) is True

    def missing(self, name: str) -> tuple[str, ...]:
        """The facts not recorded that a definition hangs on."""
        return self._run.missing(name) if name in self._defined else (name,)

    def noun(self, name: str) -> str:
        """What a sentence calls a fact: "the day of the last bevacizumab"."""
        return noun_of(self.guideline, name)

    def value(self, name: str) -> Value:
        """The value of a definition or a fact; None where it is unknown."""
        if name in self._defined:
            return self._run.value(name)
        return self._facts.get(name)

    def day(self, name: str) -> int | None:
        """A date as a day number; None where it is unknown or ends at its month."""
        value = self.value(name)
        if not isinstance(value, Date) or value.day is None:
            return None
        return value.to_date().toordinal()

    def number(self, name: str) -> Decimal | None:
        """A number; None where it is unknown."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return Decimal(value)

    def length(self, length: Duration | str) -> Duration | None:
        """A span, or the length that a definition or setting of that name gives for this case; None where it hangs on
        what is not known.

        Raises InputError where it gives one that a plan cannot count.
        """
        if isinstance(length, Duration):
            return length
        if length not in self._lengths:
            self._lengths[length] = self._length(length)
        return self._lengths[length]

    def _length(self, length: str) -> Duration | None:
        value = self.value(length)
        if value is None:
            return None
        span = counted(value) if isinstance(value, Quantity) else None
        if span is None or span.fault:
            message = f'"{length}" is {literal(value)} for this case: no length of time that a plan can count'
            raise InputError([Problem(Place("logic.cql"), message, "let the definition give whole days or weeks")])
        return span


def _by_date(event: Event) -> tuple[datetime.date, datetime.date, str]:
    """The order in which things were done; of one day, an order that no file decides."""
    fields = sorted((name, str(value)) for name, value in event.fields.items()) if event.fields else []
    return event.start, event.last_day or datetime.date.max, f"{event.activity} {fields}"
