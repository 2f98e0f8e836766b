"""The course of one strategy for one case: its days, what holds between them, and what hangs on something unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from resecta.cql.values import Date
from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.model import Bound, Minimum, Spacing, Step, Target
from resecta.guideline.schedule.reference import Every, First, Last, Reference
from resecta.guideline.schedule.sentences import Sentences
from resecta.lazy_dataclass import dataclass
from resecta.timeline.length import Length
from resecta.timeline.network import Network
from resecta.timeline.situation import Situation
from resecta.timeline.workdays import Permitted

if TYPE_CHECKING:
    from resecta.case.model import About

TODAY = "today"


@dataclass(slots=True)
class Point:
    """One day of a step.

    ``done``: when it was; ``undated``: it has been, on a day that nobody recorded. ``fixed``: the day a person has set,
    ``span``: the month or year, where no day of it is set, and ``by``: as planned or as a what-if; ``planned``: it is
    the operation of which the case says when it is planned.
    """

    id: str
    step: Step
    name: str
    index: int
    done: int | None = None
    undated: bool = False
    fixed: int | None = None
    span: About | None = None
    by: str = ""
    planned: bool = False
    number: int | None = None

    @property
    def ahead(self) -> bool:
        """Whether it is still to come."""
        return self.done is None and not self.undated

    @property
    def is_set(self) -> bool:
        """Whether a person has set when it is to be."""
        return self.fixed is not None or self.span is not None

    @property
    def source(self) -> str:
        """What the network calls the fact that dates this point."""
        return f"{self.by or 'done'} {self.id}"


class Tie(NamedTuple):
    """A bound between two points of this plan. ``active``: it shapes the plan; else both are done or it is past."""

    bound: Bound
    start: Point
    end: Point
    least: Length | None
    most: Length | None
    about: Length | None
    safe: Length | None
    active: bool

    @property
    def name(self) -> str:
        """What the network calls this bound."""
        return f"{self.bound.id} {self.start.id} {self.end.id}"


class Waiting(NamedTuple):
    """A part of the strategy that is left out, because it hangs on ``facts`` that are not known.

    ``condition``: the definition that is unknown; None where a length or the day it counts from is. ``wanted``: of a
    step of which nobody knows whether it has begun, the definition by which it is planned if it has not. ``moves``: the
    points that it would date; ``behind``: the targets that place them before it, where it is a target.
    """

    entry: Step | Bound | Spacing
    facts: tuple[str, ...]
    condition: str | None = None
    wanted: str | None = None
    moves: tuple[Point, ...] = ()
    behind: tuple[str, ...] = ()


class Lifted(NamedTuple):
    """A minimum that does not hold for a planned operation, because of what the operation is."""

    bound: Minimum
    start: Point
    end: Point
    least: Duration


@dataclass(slots=True)
class Course:
    """A strategy's points and ties for one case, with their network.

    ``overtaken``: ties whose end was done before its start, which they no longer shape. ``elsewhere``: the day of an
    operation that is planned and is no step of this strategy, ``elsewhere_in`` the month or year where it is set for
    one; ``elsewhere_on``: the facts on which it hangs whether it is a step of this strategy, none where it is not;
    ``months_set``: that of each point. ``unlaid``: bounds of the source whose start lies ahead and whose end
    is not laid out. ``irradiated``: first and last day of each course of radiotherapy that
    still runs, by the record. ``laid_points`` and ``laid_ties``: as they stood in the network before anything gave
    way, the points by their number there.
    """

    situation: Situation
    permitted: Mapping[str, Permitted]
    not_before: int
    network: Network
    points: dict[str, Point] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    overtaken: list[Tie] = field(default_factory=list)
    spacings: list[tuple[Spacing, Duration]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    lifted: list[Lifted] = field(default_factory=list)
    unlaid: list[Bound] = field(default_factory=list)
    elsewhere: int | None = None
    elsewhere_in: Date | None = None
    elsewhere_on: tuple[str, ...] = ()
    months_set: dict[str, Date] = field(default_factory=dict)
    irradiated: tuple[tuple[int, int], ...] = ()
    laid_points: tuple[Point, ...] = ()
    laid_ties: tuple[Tie, ...] = ()

    @property
    def sentences(self) -> Sentences:
        """What the guideline's plans say beside their dates."""
        return self.situation.guideline.schedule.sentences

    def point(self, reference: Reference) -> Point | None:
        """The point a reference means; None if it is not in this plan."""
        named = self.named(reference)
        if not named:
            return None
        if isinstance(reference, Last):
            return named[-1]
        if isinstance(reference, First):
            return next((point for point in named if point.ahead), named[0])
        return named[0]

    def named(self, reference: Reference) -> list[Point]:
        """Every point a reference may mean, in the order of the plan."""
        meant = self.situation.guideline.schedule.meant(reference)
        return [point for point in self.points.values() if point.name in meant[point.step.id]]

    def ends(self, reference: Reference) -> list[Point]:
        """The points that a bound ties: each of them where it says every, else the one."""
        if isinstance(reference, Every):
            return self.named(reference)
        point = self.point(reference)
        return [] if point is None else [point]

    def tagged(self, tag: str) -> list[Point]:
        """The day on which each step of the tag is over."""
        return self.named(Every(tag))

    def fixed(self) -> Iterable[Point]:
        """The points whose day a person has set."""
        return (point for point in self.points.values() if point.fixed is not None)

    def set_by_people(self) -> Iterable[Point]:
        """The points whose day or month a person has set."""
        return (point for point in self.points.values() if point.is_set)

    def after(self, points: Iterable[Point]) -> frozenset[str]:
        """The points ahead that bounds or targets date by these, and themselves; what a person has set stays."""
        found = {point.id for point in points if point.ahead and point.fixed is None}
        while True:
            later = {
                tie.end.id
                for tie in self.ties
                if tie.start.id in found and tie.end.ahead and tie.end.fixed is None and tie.end.id not in found
            }
            later |= {
                tie.start.id
                for tie in self.ties
                if isinstance(tie.bound, Target) and tie.bound.back and tie.end.id in found and tie.start.ahead
            } - found
            later |= {f"{id.removesuffix('.start')}.end" for id in found if id.endswith(".start")} & (
                self.points.keys() - found
            )
            if not later:
                return frozenset(found)
            found |= later
