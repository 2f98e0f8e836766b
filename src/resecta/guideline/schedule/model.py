"""What a guideline says of time, as typed values: one class for each kind of entry of ``constraints.yaml``.

Nothing clinical is known here: numbers, texts and sources are the guideline's. Where a key is absent its value is None.
A length is a ``Duration``, or the name of a definition or setting of ``logic.cql`` that gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from resecta.document.problem import Place
from resecta.guideline.schedule.duration import Duration
from resecta.guideline.schedule.reference import At, Cycles, Every, Reference
from resecta.guideline.schedule.sentences import Sentences
from resecta.lazy_dataclass import dataclass

MOST_ROUNDS = 100
"""The most sittings or rounds: beyond it a plan would hold more days than anybody can read."""
MOST_WEEKS = 52
"""The most weeks of a cycle, or in what is called a month: beyond a year it is a slip of the pen."""

Length = Duration | str
POINTS = ("day", "start", "end")
"""The days that a step can be made up of."""
LABELS_OF_CYCLES = ("cycle", "assumed", "unmeasured", "length", "gap_alone", "gap")
"""The labels that a plan reads only of a step with cycles."""
LABELS_BESIDE_CYCLES = ("last", "beside", "given", "none", "always")
"""The labels that a plan reads only of a step that is given with the cycles of another."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Never:
    """In place of a condition: not planned at all, and shown only once it is recorded."""

    def __str__(self) -> str:
        return "never"


@dataclass(frozen=True, slots=True)
class Planned:
    """The fact that holds a date somebody has set for a step, and what a sentence then calls the step."""

    fact: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """An activity as it stands in a plan: when it is planned, what dates it once done, on which days it can be.

    ``when`` names a definition (None: always). ``recorded``: point → the fact that dates it, counted while every fact
    of ``recorded_while`` has that value and ``recorded_when`` is true; ``begun``: the definition that is true once it
    has begun or been given, on whatever day: it is not planned again, and without its day it is "given, day not
    recorded". ``over_once``: not planned any more once that day is past. ``sittings``: a
    course, one on each day of the kind ``days``; ``cycles``: how far it repeats, ``given`` the fact that counts the
    months so far. ``beside``: the activity with whose cycles it is given; ``also``: activities it contains.
    ``labels`` and ``names``: what the plan shows and what a sentence says, by point.
    """

    id: str
    activity: str
    also: tuple[str, ...]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    tags: tuple[str, ...]
    when: str | Never | None
    over_once: Reference | None
    recorded: Mapping[str, str]
    recorded_while: Mapping[str, str]
    recorded_when: str | None
    begun: str | None
    planned: Planned | None
    cycles: Cycles | None
    given: str | None
    weeks_in_a_month: int | None
    beside: str | None
    sittings: int | None
    days: str
    today: bool
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "step"

    @property
    def points(self) -> tuple[str, ...]:
        """The days that make up the step."""
        if self.sittings is not None:
            return ("start", "end")
        return ("day",) if self.cycles is None else ("start",)

    @property
    def points_apart(self) -> tuple[str, ...]:
        """The points of which it says something and which it does not have: it contradicts itself."""
        labelled = (point for point in self.labels if point in POINTS and point not in self._shown)
        named = (point for point in (*self.recorded, *self.names) if point not in self.points)
        return tuple(dict.fromkeys((*named, *labelled)))

    @property
    def _shown(self) -> tuple[str, ...]:
        """The points that a plan shows: the end of cycles too, which is no day of its own."""
        return (*self.points, "end") if self.cycles is not None else self.points

    @property
    def idle_labels(self) -> tuple[str, ...]:
        """The labels of cycles where it has none, and of what is given beside cycles where it is not."""
        cycles = LABELS_OF_CYCLES if self.cycles is None else ()
        beside = LABELS_BESIDE_CYCLES if self.beside is None else ()
        return tuple(label for label in self.labels if label in (*cycles, *beside))

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """What a plan shows of it and it has no label for: a reader would see its id."""
        cycles = ("cycle",) if self.cycles is not None else ()
        beside = ("last",) if self.beside is not None else ()
        return tuple(label for label in (*self.points, *cycles, *beside) if label not in self.labels)

    def means(self, reference: Reference) -> tuple[str, ...]:
        """The points of this step that the reference may mean; none where it means another step."""
        if isinstance(reference, At):
            meant = reference.points if reference.step == self.id else ()
        elif reference.tag not in self.tags:
            return ()
        else:
            meant = ("day", "end") if isinstance(reference, Every) else ("day", "start")
        return tuple(point for point in self.points if point in meant)


@dataclass(frozen=True, slots=True)
class Bound:
    """What holds between two days of a plan, while the definition ``when`` is true (None: always).

    ``text`` says it in a sentence and ``label`` in a few words; both have places for the lengths in force. Without a
    statement it is a planning figure of the site, and no word of the source.
    """

    id: str
    start: Reference
    end: Reference
    when: str | None
    label: str | None
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Minimum(Bound):
    """The end is not sooner than ``at_least`` after the start.

    ``unless_planned``: while this definition is true, the bound does not hold for the end that has a planned date (an
    emergency); ``otherwise`` is what is said of it then.
    """

    at_least: Length
    unless_planned: str | None
    otherwise: str | None

    kind: ClassVar[str] = "minimum"


@dataclass(frozen=True, slots=True)
class Window(Bound):
    """The end lies from ``at_least`` to ``at_most`` after the start, both included."""

    at_least: Length
    at_most: Length

    kind: ClassVar[str] = "window"


@dataclass(frozen=True, slots=True)
class Target(Bound):
    """The end is wished ``about`` so long after the start, without a tolerance. ``back``: the start is moved to it."""

    about: Length
    back: bool

    kind: ClassVar[str] = "target"


@dataclass(frozen=True, slots=True)
class Limit(Bound):
    """The end is not later than ``at_most`` after the start, and called safe to ``safe_to``."""

    safe_to: Length
    at_most: Length

    kind: ClassVar[str] = "limit"


@dataclass(frozen=True, slots=True)
class Precedence(Bound):
    """The start comes before the end, by a day where no ``at_least`` is written."""

    at_least: Length

    kind: ClassVar[str] = "precedence"


@dataclass(frozen=True, slots=True)
class Recurrence(Bound):
    """The end comes again ``every`` so long, the ``tolerance`` sooner or later, so many ``times``."""

    every: Length
    tolerance: Length
    times: int

    kind: ClassVar[str] = "recurrence"


@dataclass(frozen=True, slots=True)
class Total:
    """So many ``months`` (a definition's name) of treatment in the cycles of two steps together."""

    id: str
    start: str
    end: str
    when: str | None
    months: str
    label: str | None
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "total"


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far apart the site plans the steps of a tag: it moves proposals only, and the plan says where it is not kept.

    ``otherwise`` says it of two steps that lie closer.
    """

    id: str
    tag: str
    at_least: Length
    text: str
    otherwise: str
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "spacing"


@dataclass(frozen=True, slots=True)
class Decay:
    """What is left of a drug at a later day: shown, never a bound. The half-lives name numbers of days."""

    id: str
    start: At
    end: Reference
    half_life: str
    shortest: str
    longest: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "decay"


@dataclass(frozen=True, slots=True)
class Omission:
    """What a plan cannot lay out: ``text`` is said while the definition ``when`` is true, ``label`` names it where that
    is not known.
    """

    id: str
    when: str
    label: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "omission"


@dataclass(frozen=True, slots=True)
class Path:
    """One way to come to a step: the steps and bounds that have to pass first."""

    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """How long several ways take to come to the same step: an argument, summed from their steps and bounds. It is told
    unless ``when`` is false: for whom there is nothing to weigh any more.
    """

    id: str
    when: str | None
    text: str
    paths: tuple[Path, ...]
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "delay"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure by which plans are laid side by side."""

    label: str

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Course(Measure):
    """How long the whole plan lasts."""

    kind: ClassVar[str] = "length"


@dataclass(frozen=True, slots=True)
class Wait(Measure):
    """How long from today to a day."""

    end: Reference

    kind: ClassVar[str] = "wait"


@dataclass(frozen=True, slots=True)
class DayOf(Measure):
    """The date of a day."""

    end: Reference

    kind: ClassVar[str] = "day"


@dataclass(frozen=True, slots=True)
class Gap(Measure):
    """How long from one day to another."""

    start: Reference
    end: Reference

    kind: ClassVar[str] = "gap"


@dataclass(frozen=True, slots=True)
class PlanMeasures:
    """The figures by which plans are compared, in their order."""

    id: str
    rows: tuple[Measure, ...]
    place: Place

    kind: ClassVar[str] = "comparison"


@dataclass(frozen=True, slots=True)
class Common:
    """What can be dated whichever way is chosen, or where none is open: the ids of its steps and bounds."""

    id: str
    title: str
    constraints: tuple[str, ...]
    place: Place

    kind: ClassVar[str] = "common"


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which weekdays what can be done, by kind of day (theatre, drug …), and whose public holidays are free."""

    id: str
    country: str | None
    region: str | None
    days: Mapping[str, tuple[str, ...]]
    place: Place

    kind: ClassVar[str] = "calendar"


Entry = Step | Bound | Total | Spacing | Decay | Omission | Delay | PlanMeasures | Common | Calendar | Sentences
