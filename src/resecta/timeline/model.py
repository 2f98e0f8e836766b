"""A timeline: the dated plan of one strategy for one patient.

Frozen; dates are Python dates, ``None`` means that nothing bounds it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

from resecta.lazy_dataclass import dataclass

FIGURE = "◇"
"""The mark of a day that rests on a planning figure of the site: hollow, where other proposals are filled."""


class TimedEvent(NamedTuple):
    """Something on one day: ``done`` where it is a fact, else its window and the date proposed in it.

    ``fixed``: "planned" or "what if" where a person has set the date. ``off``: the proposed date is no working day of
    its kind. ``given``: it has been, on a day that nobody recorded. ``figure``: the planning figure of the site that
    the proposed day rests on, in a sentence; "" where it rests on none. ``statements``: where the step itself stands
    in the source; ``bound_by``: the statements that bind its day, ``window_by`` those that end its window.
    """

    id: str
    activity: str
    label: str
    lane: str
    earliest: datetime.date | None
    latest: datetime.date | None
    proposed: datetime.date | None
    done: datetime.date | None
    statements: tuple[str, ...]
    readings: tuple[str, ...] = ()
    fixed: str = ""
    off: bool = False
    cycle: int | None = None
    beside: bool = False
    given: bool = False
    figure: str = ""
    bound_by: tuple[str, ...] = ()
    window_by: tuple[str, ...] = ()

    @property
    def day(self) -> datetime.date | None:
        """The day it was or is proposed to be."""
        return self.done or self.proposed


class TimedConstraint(NamedTuple):
    """A bound between two events of the plan, with the dates it allows the second.

    ``anchor``: the day it is counted from; ``actual``: the day it judges, done, proposed, or refused in a conflict.

    ``zone``: inside, upper (beyond what is called safe, not yet outside) or outside; None for a target and where
    nothing is dated. ``slack_days``: days to the nearest bound, negative once broken; for a target the distance to
    it, later counted positive. ``kept``: None while one of the two still lies ahead, and always for a target.
    """

    id: str
    start: str
    end: str
    start_activity: str
    end_activity: str
    kind: str
    label: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    anchor: datetime.date | None
    actual: datetime.date | None
    earliest: datetime.date | None
    latest: datetime.date | None
    caution_from: datetime.date | None
    zone: str | None
    slack_days: int | None
    kept: bool | None

    @property
    def planning(self) -> bool:
        """Whether it is only a planning figure of the site, with no word of the source behind it."""
        return not self.statements


class Clash(NamedTuple):
    """What collides, by the constraints of each smallest set, and the sentences with their dates.

    ``warning``: the sentence in which the advice warns of a set date that cannot stand, which every view then says; ""
    where it does not. ``rest``: the sentences that it does not replace. ``undates``: bounds of the guideline collide
    among themselves, so that nothing that lies ahead is dated.
    """

    constraints: tuple[str, ...]
    text: str
    warning: str = ""
    rest: str = ""
    undates: bool = False

    @property
    def said(self) -> str:
        """The sentences that views say."""
        return ". ".join(filter(None, (self.warning, self.rest))) if self.warning else self.text

    def said_below(self, above: Collection[str]) -> str:
        """What is left to say below these warnings, as they begin; "" where they say it all."""
        return self.rest if self.warning.partition(" (")[0] in above else self.said


class Deviation(NamedTuple):
    """A window that was missed: by ``days`` after its end (negative: before its beginning).

    ``done`` None: not done yet. ``warning``: as of a conflict.
    """

    constraint: str
    earliest: datetime.date | None
    latest: datetime.date | None
    done: datetime.date | None
    days: int
    event: str = ""
    text: str = ""
    statements: tuple[str, ...] = ()
    warning: str = ""

    @property
    def said(self) -> str:
        """The sentence that views say."""
        return self.warning or self.text

    def said_below(self, above: Collection[str]) -> str:
        """What is left to say below these warnings, as they begin; "" where they say it."""
        return "" if self.warning.partition(" (")[0] in above else self.said


class Note(NamedTuple):
    """What else the plan has to say, with its sources.

    ``warns``: it tells of something that is not kept or does not fit, which is said even where it holds on some days
    only. ``leaves_out``: it names what the plan does not hold or date, and why.
    """

    text: str
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    warns: bool = False
    leaves_out: bool = False


class Way(NamedTuple):
    """One way to come to a step, and how many days it takes at least and at most (None: no upper bound)."""

    label: str
    least: int
    most: int | None


class Ways(NamedTuple):
    """Several ways side by side: an argument, computed from the bounds."""

    text: str
    ways: tuple[Way, ...]
    statements: tuple[str, ...]


class Figure(NamedTuple):
    """One number by which strategies are compared: a count of days, or a date; neither where the plan does not say."""

    label: str
    days: int | None = None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole course of one strategy, from the first thing done to the last cycle.

    ``begins``: the proposed day from which its windows are counted, where nothing bounds the beginning.
    """

    case: str
    strategy: str
    title: str
    status: str
    today: datetime.date
    events: tuple[TimedEvent, ...]
    constraints: tuple[TimedConstraint, ...]
    conflict: Clash | None
    deviations: tuple[Deviation, ...]
    notes: tuple[Note, ...] = ()
    arguments: tuple[Ways, ...] = ()
    figures: tuple[Figure, ...] = ()
    lanes: tuple[str, ...] = ()
    begins: datetime.date | None = None

    @property
    def dated(self) -> tuple[TimedEvent, ...]:
        """The events that have a day."""
        return tuple(event for event in self.events if event.day is not None)

    @property
    def undated(self) -> tuple[TimedEvent, ...]:
        """The events ahead that no date is proposed for: a collision is to be settled, or a fact to be found out."""
        return tuple(event for event in self.events if event.day is None and not event.given)

    def event(self, id: str) -> TimedEvent:
        """The event of that id (``chemotherapy.start``, ``liver_operation``). Raises KeyError."""
        for event in self.events:
            if event.id == id:
                return event
        raise KeyError(id)

    def constraint(self, id: str) -> TimedConstraint:
        """The first constraint of that id. Raises KeyError."""
        for constraint in self.constraints:
            if constraint.id == id:
                return constraint
        raise KeyError(id)
