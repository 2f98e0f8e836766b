"""A case: what is known of one patient on one day, and where each fact comes from. Frozen; ``None`` is *unknown*."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from resecta.cql.values import Date, Quantity, Value
from resecta.document import Place

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
class Side:
    """One value of a disputed fact, and who or what says so."""

    value: Value
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stated and a derived value, or opinions, that differ. The element is then in no fact of the case."""

    element: str
    sides: tuple[Side, ...]
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, on one day (``start``) or over a course; a course without an ``end`` still goes on."""

    activity: str
    start: datetime.date
    end: datetime.date | None
    course: bool
    episode: str | None
    fields: Mapping[str, Value]
    place: Place

    @property
    def last_day(self) -> datetime.date | None:
        """The day it ended, or None while it goes on."""
        return self.end if self.course else self.start


@dataclass(frozen=True, slots=True)
class Lesion:
    """One site of disease in the liver: at baseline, now, and the plan for it. ``size`` is in the pack's unit."""

    id: str
    segments: tuple[int, ...] = ()
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
class Case:
    """One patient on one day. ``expected`` is what a worked case says its advice must be; ``assess`` never reads it."""

    id: str
    assessed_on: Date | None
    facts: Mapping[str, Fact]
    disputes: tuple[Dispute, ...] = ()
    events: tuple[Event, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    story: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
