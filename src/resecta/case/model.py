"""A case: what is known of one patient on one day, and where each fact comes from. Frozen; ``None`` is *unknown*."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from resecta.cql.values import Date, Quantity, Value
from resecta.document import Place, Spot
from resecta.lazy_dataclass import dataclass

STATED = "stated in the case"
"""The source of a fact that names none."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's answer to a question of judgement."""

    by: str
    value: Value
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that is known. ``settled``: the board's word, over what was derived or what others think."""

    element: str
    value: Value
    source: str = STATED
    date: Date | None = None
    opinions: tuple[Opinion, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """A date known to its month or year: as written, and the earliest and latest day that it can be."""

    written: Date
    first: datetime.date
    last: datetime.date

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: About) -> bool:
        """Whether both can be the same day."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: About) -> bool:
        """Whether this is told more exactly than the other and may be the same."""
        return self.meets(other) and self.last - self.first < other.last - other.first


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a disputed fact, and who or what says so.

    A date known to its month or year is the side ``value`` as it is written, never an invented day; ``about`` is then
    all that it can be, and ``day`` the one of these days that a fact has once the side is taken.
    """

    value: Value
    sources: tuple[str, ...]
    about: About | None = None
    day: Date | None = None

    @property
    def taken(self) -> Value:
        """The value that the fact has once this side is taken."""
        return self.value if self.about is None else self.day

    def may_be(self, value: Value) -> bool:
        """Whether a fact of this value can be this side."""
        if self.about is None:
            return self.value is value or self.value == value
        return isinstance(value, Date) and value.day is not None and value.to_date() in self.about


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stated and a derived value, or opinions, that differ. The element is then in no fact of the case.

    A side whose value is None says that there is no such thing (no chemotherapy, so no first day of it), or not what it
    is. ``follows``: the disputed elements whose sides decide this one too, so that it is no choice of its own.
    ``hangs``: the keys of the approximate dates that are the days of its sides.
    """

    element: str
    sides: tuple[Side, ...]
    opinions: tuple[Opinion, ...] = ()
    follows: tuple[str, ...] = ()
    hangs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, on one day (``start``) or over a course; a course without an ``end`` still goes on.

    ``about``: which of its dates (``start``, ``end``, a field) are known to the month or year only. Each then stands in
    its place as the earliest day it can be, or as the day that a ``Choice`` has taken.
    """

    activity: str
    start: datetime.date
    end: datetime.date | None
    course: bool
    episode: str | None
    fields: Mapping[str, Value]
    place: Place
    about: Mapping[str, About] = field(default_factory=dict)

    @property
    def last_day(self) -> datetime.date | None:
        """The day it ended, or None while it goes on."""
        return self.end if self.course else self.start


@dataclass(frozen=True, slots=True)
class Lesion:
    """One site of disease in the liver: at baseline, now, and the plan for it. ``size`` is in the pack's unit.

    ``segments`` are Couinaud's numbers; ``written`` is how the case names them (IVa and IVb are both 4).
    """

    id: str
    segments: tuple[int, ...] = ()
    written: tuple[str, ...] = ()
    size: Quantity | None = None
    baseline: str | None = None
    now: str | None = None
    near: tuple[str, ...] = ()
    plan: str | None = None
    margin: str | Quantity | None = None

    @property
    def original(self) -> bool:
        """Whether the site was there at baseline: all are, but those said to be new or absent then."""
        return self.baseline != "absent" and self.now != "new"


@dataclass(frozen=True, slots=True)
class Site:
    """Disease outside the liver: where, what is known of it (None: nothing), and as of when."""

    site: str
    disease: str | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What the case itself says of an element. ``value`` None with opinions: nobody has settled it."""

    element: str
    value: Value
    source: str
    date: Date | None
    opinions: tuple[Opinion, ...]
    settled: bool
    spot: Spot
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a case says itself, before anything follows from it. ``sites`` None: nothing is said of the rest of the
    body; an empty list says that there is none.
    """

    stated: Mapping[str, Stated] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    sites: tuple[Site, ...] | None = None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Approximate:
    """A date of the case that is known to its month or year. ``key`` says where it stands (``facts.last_bevacizumab``,
    ``events[2].start``) and ``what`` it is, in words.
    """

    key: str
    what: str
    about: About


@dataclass(frozen=True, slots=True)
class Choice:
    """One way in which all that a case leaves open could be: element → the side taken of its dispute, and key of an
    approximate date → the day taken. What is not named stays open; an approximate date is then its earliest day.
    """

    sides: Mapping[str, Value] = field(default_factory=dict)
    days: Mapping[str, datetime.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient on one day. ``expected`` is what a worked case says its advice must be; ``assess`` never reads it.

    What nobody can tell yet is in no fact: ``disputes`` have sides, ``approximate`` dates have days, and ``hangs``
    names for each other element that would differ the disputed elements and the keys of the dates on which it hangs.
    ``recorded`` is what all of it was worked out from: ``resecta.case.derived`` does so again for one ``Choice``.
    """

    id: str
    assessed_on: Date | None
    facts: Mapping[str, Fact]
    disputes: tuple[Dispute, ...] = ()
    events: tuple[Event, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    sites: tuple[Site, ...] | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    story: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    approximate: tuple[Approximate, ...] = ()
    hangs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recorded: Recorded = field(default_factory=Recorded, repr=False)
