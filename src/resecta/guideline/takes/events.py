"""Takes over events: the first or latest of them, their kind, the months they last, whether any is undated.

Where ``episode`` is current and one event cannot be told to an episode, nothing follows (docs/decisions/unknown.md).
Events of one day that contradict each other give several answers. No event gives none: a list of events does not claim
to be complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import EpisodeTake, EventTake, FieldAsked, FieldTake, Take
from resecta.guideline.takes.visitor import TakeVisitor
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class First(FieldTake):
    """The field of the earliest event.

    ``since``: only events on or after the day of that element; without such a day nothing follows. ``otherwise``: an
    element whose stated day stands in where no event decides and nothing is stated; ``stands_for``: the definition of
    the length of time after ``since`` for which it does (None: for ever).
    """

    name: ClassVar[str] = "first"
    gives: ClassVar[str | None] = None
    since: str | None
    otherwise: str | None
    stands_for: str | None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_first(self)

    @property
    def rests_on(self) -> Mapping[str, str]:
        named = {"since": self.since, "otherwise": self.otherwise}
        return {key: id for key, id in named.items() if id is not None}

    @property
    def types_asked(self) -> Mapping[str, str]:
        return {"since": "Date", "otherwise": "Date"}


@dataclass(frozen=True, slots=True)
class Latest(FieldTake):
    """The field of the latest event. Of an ``end``, nothing while a course still goes on."""

    name: ClassVar[str] = "latest"
    gives: ClassVar[str | None] = None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_latest(self)


@dataclass(frozen=True, slots=True)
class LatestOfOneKind(FieldTake):
    """As ``Latest``, where all events are of one activity: of different ones no single event speaks for all."""

    name: ClassVar[str] = "latest of one kind"
    gives: ClassVar[str | None] = None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_latest_of_one_kind(self)


@dataclass(frozen=True, slots=True)
class LatestDay(Take):
    """The latest of these days, whenever it was (``days``: activity → its field).

    ``undated``: a field that is true where there was such a day and nobody has recorded it; then nothing follows,
    unless a later day is on record, or an event of one day within the course answers for it. The day of another course
    does not.
    """

    name: ClassVar[str] = "latest day"
    gives: ClassVar[str | None] = "Date"
    days: Mapping[str, str]
    undated: str | None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_latest_day(self)

    @property
    def fields_asked(self) -> tuple[FieldAsked, ...]:
        return tuple(FieldAsked("days", activity, field, "Date") for activity, field in self.days.items())


@dataclass(frozen=True, slots=True)
class UndatedDay(Take):
    """True where a field (``undated``) says that there was such a day and no recorded one can be it; never false."""

    name: ClassVar[str] = "undated day"
    gives: ClassVar[str | None] = "Boolean"
    days: Mapping[str, str]
    undated: str

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_undated_day(self)

    @property
    def fields_asked(self) -> tuple[FieldAsked, ...]:
        return tuple(FieldAsked("days", activity, field, "Date") for activity, field in self.days.items())


@dataclass(frozen=True, slots=True)
class Given(EpisodeTake):
    """True where there is such an event; never false, for a list of events does not claim to be complete."""

    name: ClassVar[str] = "given"
    gives: ClassVar[str | None] = "Boolean"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_given(self)


@dataclass(frozen=True, slots=True)
class Marked(EventTake):
    """True where an event says itself that it is of this episode; never false."""

    name: ClassVar[str] = "marked"
    gives: ClassVar[str | None] = "Boolean"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_marked(self)


@dataclass(frozen=True, slots=True)
class Kind(Take):
    """The word that the activity of all events stands for (``events``: activity → word); ``several`` where they differ
    (None: then nothing follows).
    """

    name: ClassVar[str] = "kind"
    gives: ClassVar[str | None] = "String"
    events: Mapping[str, str]
    several: str | None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_kind(self)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        several = () if self.several is None else (("several", self.several),)
        return (*(("events", word) for word in self.events.values()), *several)


@dataclass(frozen=True, slots=True)
class Months(EpisodeTake):
    """Months on treatment, counted by cycles: cycles × weeks of a cycle ÷ ``weeks_in_a_month`` (reading A10).

    The weeks are those that the event says itself (``cycle_weeks``), else those of its regimen: one of the guideline's,
    or one of ``regimens_given`` (name → weeks), which are known as given and never offered. A course that names no
    regimen has cycles of ``unnamed_cycle_weeks``. An event without cycles, or with a regimen that nobody knows, leaves
    the months unknown.
    """

    name: ClassVar[str] = "months"
    gives: ClassVar[str | None] = "Decimal"
    weeks_in_a_month: int
    unnamed_cycle_weeks: int
    regimens_given: Mapping[str, int]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_months(self)

    @property
    def fields_asked(self) -> tuple[FieldAsked, ...]:
        return tuple(FieldAsked("events", activity, "cycles", "Integer") for activity in self.events)


@dataclass(frozen=True, slots=True)
class Undated(EventTake):
    """True where an event cannot be told to an episode; never false."""

    name: ClassVar[str] = "undated"
    gives: ClassVar[str | None] = "Boolean"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_undated(self)

    @property
    def needs_episodes(self) -> bool:
        return True
