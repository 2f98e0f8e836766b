"""What a take says of one case: a derived value with its source, and the words in which an event is named as one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from resecta.case.model import About, Event
from resecta.cql.values import Date, Quantity, Value
from resecta.guideline.model import Activity
from resecta.lazy_dataclass import dataclass

NAMED = 3
"""How many events a source names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One derived value, where it comes from, and the day it speaks of: its month or year where no more is known.

    ``about``: the days that a date can be where it is known roughly; ``tolerance``: by how much a stated quantity may
    differ from this one undisputed.
    """

    value: Value
    source: str
    date: Date | None = None
    about: About | None = None
    tolerance: Decimal | None = None

    def agrees_with(self, stated: Value, about: About | None = None) -> bool:
        """Whether what is stated may be the same thing, either told more exactly; ``about``: all that a stated date
        can be where it is known roughly.
        """
        if isinstance(stated, Date) and isinstance(self.value, Date):
            return _days(stated, about).meets(_days(self.value, self.about))
        if isinstance(stated, Quantity) and isinstance(self.value, Quantity) and self.tolerance is not None:
            return abs(stated.value - self.value.value) <= self.tolerance
        return False

    def tells(self, about: About) -> bool:
        """Whether it says more exactly what is stated roughly."""
        return isinstance(self.value, Date) and _days(self.value, self.about).within(about)


def _days(date: Date, about: About | None) -> About:
    """All that a date can be."""
    return About(date, date.to_date(), date.to_date()) if about is None else about


def answer_of(
    value: Value, events: Iterable[Event], activities: Mapping[str, Activity], days: About | None = None
) -> Answer:
    """The value that these events give together."""
    named = list(events)
    words = [event_in_words(event, activities) for event in named[:NAMED]]
    if len(named) > len(words):
        words.append(f"{len(named) - len(words)} more")
    return Answer(value, ", ".join(words), _last_day(max(named, key=lambda event: event.last_day or event.start)), days)


def _last_day(event: Event) -> Date:
    """The last day of an event, or the first while it goes on: as far as it is known."""
    day = event.last_day or event.start
    about = event.about.get("end") if event.last_day is not None else None
    if about is None and day == event.start:
        about = event.about.get("start")
    return Date.of(day) if about is None else about.written


def event_in_words(event: Event, activities: Mapping[str, Activity]) -> str:
    """An event as a source is named: what, and when, a date that is known roughly as it is written."""
    title = activities[event.activity].title
    start = _written(event, "start", event.start)
    if not event.course or event.start == event.end:
        return f"{title} {start}"
    return f"{title} since {start}" if event.end is None else f"{title} {start} to {_written(event, 'end', event.end)}"


def _written(event: Event, key: str, day: datetime.date) -> str:
    return str(event.about[key].written) if event.about and key in event.about else _iso(day)


@lru_cache(maxsize=4096)
def _iso(day: datetime.date) -> str:
    """Kept: while the day of one event is tried, all the others are named again and again."""
    return day.isoformat()
