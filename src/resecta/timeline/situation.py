"""One case under one guideline, as the timeline asks about it: truths, dates, lengths and numbers by their names."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.values import Date, Quantity, Value
from resecta.document.problem import InputError, Place, Problem
from resecta.timeline.data import FILE
from resecta.timeline.span import Span

if TYPE_CHECKING:
    from resecta.case.model import Case, Event
    from resecta.guideline.pack import Guideline

_WRITTEN = re.compile(r"(\d+) (day|week|month|year)s?\Z", re.ASCII)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


class Situation:
    """What holds for the case on the day of its assessment. ``today`` is that day, never the clock's."""

    def __init__(self, guideline: Guideline, case: Case, today: datetime.date) -> None:
        """Take the case's facts; definitions are evaluated as they are asked for."""
        self.guideline = guideline
        self.today = today.toordinal()
        self.events: tuple[Event, ...] = case.events
        self._facts: dict[str, Value] = {**guideline.settings_values, "Assessed on": case.assessed_on}
        for id, fact in case.facts.items():
            self._facts[guideline.element_names[id]] = fact.value
        self._run = guideline.logic(self._facts)
        self._defined = guideline.library.definitions

    def truth(self, name: str) -> bool | None:
        """The truth of a definition; None is unknown."""
        value = self.value(name)
        return value if isinstance(value, bool) else None

    def missing(self, name: str) -> tuple[str, ...]:
        """The facts not recorded that a definition hangs on."""
        return self._run.missing(name) if name in self._defined else ()

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

    def length(self, text: str) -> Span:
        """The length of a definition or setting of that name, or one written out ("6 weeks"). Raises InputError."""
        value = self.value(text)
        span = _span(value) if isinstance(value, Quantity) else written_length(text)
        if span is not None:
            return span
        mend = 'name a definition of logic.cql such as 6 weeks, or write the length out: "6 weeks"'
        raise InputError([Problem(Place(FILE), f'"{text}" is no length of time', mend)])


def written_length(text: str) -> Span | None:
    """A length written out: "6 weeks"; None for any other text."""
    written = _WRITTEN.match(text)
    return _span(Quantity(Decimal(written[1]), written[2])) if written else None


def _span(quantity: Quantity) -> Span | None:
    if quantity.value != quantity.value.to_integral_value():
        return None
    count = int(quantity.value)
    if quantity.unit in _MONTHS:
        return Span(months=count * _MONTHS[quantity.unit])
    return Span(days=count * _DAYS[quantity.unit]) if quantity.unit in _DAYS else None
