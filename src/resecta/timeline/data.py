"""What a guideline says of time, as typed values: the entries of ``constraints.yaml`` in, steps and bounds out.

Nothing clinical is known here. The kinds of bound are the whole vocabulary; their numbers, texts and sources are the
guideline's. Named tuples, where the rest of the house has dataclasses: every assessment imports this, and Python makes
their classes ten times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from resecta.document.nodes import Mapping as MappingNode
from resecta.document.nodes import Scalar, Sequence
from resecta.document.problem import InputError, Place, Problem

FILE = "constraints.yaml"
LENGTHS = ("at_least", "at_most", "about", "safe_to", "every", "tolerance")
BOUNDS = ("minimum", "window", "target", "limit", "precedence", "recurrence", "total")
NEVER = "never"


class Step(NamedTuple):
    """An activity as it stands in a plan: when it is planned, what dates it once done, on which days it can be."""

    id: str
    activity: str
    also: tuple[str, ...]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    tags: tuple[str, ...]
    when: str
    over_once: str
    recorded: Mapping[str, str]
    recorded_while: Mapping[str, str]
    planned: str
    planned_name: str
    cycles: str
    given: str
    weeks_in_a_month: int
    beside: str
    sittings: int
    days: str
    today: bool
    statements: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """The points of time that make up the step."""
        if self.sittings:
            return ("start", "end")
        return ("start",) if self.cycles else ("day",)


class Bound(NamedTuple):
    """A bound of one of the kinds between two references.

    ``lengths`` by their keys, each a definition's name or written out.
    """

    id: str
    kind: str
    start: str
    end: str
    when: str
    lengths: Mapping[str, str]
    times: int
    back: bool
    months: str
    label: str
    text: str
    otherwise: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]


class Decay(NamedTuple):
    """What is left of a drug at a later event: shown, never a bound."""

    id: str
    start: str
    end: str
    half_life: str
    shortest: str
    longest: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]


class Path(NamedTuple):
    """One way to come to a step: the steps and bounds that have to pass first."""

    label: str
    parts: tuple[str, ...]


class Delay(NamedTuple):
    """How long several ways take to come to the same step: an argument, computed from their steps and bounds."""

    id: str
    text: str
    paths: tuple[Path, ...]
    statements: tuple[str, ...]


class Measure(NamedTuple):
    """One figure by which strategies are compared.

    ``measure``: length, wait (from today), day, or gap (between two points).
    """

    label: str
    measure: str
    start: str
    end: str


class Days(NamedTuple):
    """On which weekdays what can be done, and whose holidays count."""

    country: str = ""
    region: str = ""
    weekdays: Mapping[str, tuple[str, ...]] | None = None


class Schedule(NamedTuple):
    """Everything a guideline says of time, by id."""

    steps: Mapping[str, Step]
    bounds: Mapping[str, Bound]
    decays: Mapping[str, Decay]
    delays: Mapping[str, Delay]
    measures: tuple[Measure, ...]
    days: Days


def read_schedule(entries: Mapping[str, Any]) -> Schedule:
    """Read the entries of ``constraints.yaml``. Raises InputError with every problem."""
    steps: dict[str, Step] = {}
    bounds: dict[str, Bound] = {}
    decays: dict[str, Decay] = {}
    delays: dict[str, Delay] = {}
    measures: tuple[Measure, ...] = ()
    days = Days()
    problems: list[Problem] = []
    for id, raw in entries.items():
        entry = _Entry(id, raw, problems)
        match entry.text("kind"):
            case "step":
                steps[id] = _step(entry)
            case kind if kind in BOUNDS:
                bounds[id] = _bound(entry, kind)
            case "decay":
                decays[id] = _decay(entry)
            case "delay":
                delays[id] = _delay(entry)
            case "comparison":
                measures += _measures(entry)
            case "calendar":
                days = _days(entry)
            case kind:
                known = f"known: step, {', '.join(BOUNDS)}, decay, delay, comparison, calendar"
                entry.problem(f'"{kind}" is no kind of entry', known, "kind")
                continue
        entry.finish()
    if problems:
        raise InputError(problems)
    return Schedule(steps, bounds, decays, delays, measures, days)


class _Entry:
    """One entry, read key by key; what was never asked for is unknown and refused."""

    def __init__(self, id: str, raw: Any, problems: list[Problem]) -> None:
        self.id = id
        self._node = raw if isinstance(raw, MappingNode) else None
        value = plain(raw)
        self._raw: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        self._problems = problems
        self._asked: set[str] = set()

    def get(self, key: str) -> Any:
        self._asked.add(key)
        return self._raw.get(key)

    def text(self, key: str) -> str:
        value = self.get(key)
        return "" if value is None else str(value)

    def number(self, key: str) -> int:
        value = self.text(key)
        if value and not value.isdecimal():
            self.problem(f'{key} "{value}" is not a whole number', key=key)
            return 0
        return int(value or 0)

    def names(self, key: str) -> tuple[str, ...]:
        return tuple(str(item) for item in self.get(key) or ())

    def table(self, key: str) -> Mapping[str, str]:
        return {str(name): str(value) for name, value in (self.get(key) or {}).items()}

    def problem(self, message: str, mend: str = "", key: str = "") -> None:
        node = self._node.get(key) if self._node is not None and key else None
        located = node or self._node
        place = Place(FILE) if located is None else located.place
        line = "" if located is None else located.source_line
        self._problems.append(Problem(place, f"{self.id}: {message}", mend, line))

    def finish(self) -> None:
        for key in self._raw:
            if key not in self._asked:
                self.problem(
                    f'"{key}" is no key of this kind of entry', f"known: {', '.join(sorted(self._asked))}", key
                )


def plain(value: Any) -> Any:
    """A node of a document, or a value that is plain already, as text, lists and dictionaries."""
    if isinstance(value, Scalar):
        return None if value.is_null else value.text
    if isinstance(value, MappingNode):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | list | tuple):
        return [plain(item) for item in value]
    return value


def _step(entry: _Entry) -> Step:
    planned = entry.table("planned")
    return Step(
        id=entry.id,
        activity=entry.text("activity"),
        also=entry.names("also"),
        labels=entry.table("labels"),
        names=entry.table("names"),
        tags=entry.names("tags"),
        when=entry.text("while"),
        over_once=entry.text("over_once"),
        recorded=entry.table("recorded"),
        recorded_while=entry.table("recorded_while"),
        planned=planned.get("fact", ""),
        planned_name=planned.get("name", ""),
        cycles=entry.text("cycles"),
        given=entry.text("given"),
        weeks_in_a_month=entry.number("weeks_in_a_month"),
        beside=entry.text("with"),
        sittings=entry.number("sittings"),
        days=entry.text("days"),
        today=entry.text("today").lower() == "true",
        statements=entry.names("statements"),
        readings=entry.names("readings"),
    )


def _bound(entry: _Entry, kind: str) -> Bound:
    lengths = {key: entry.text(key) for key in LENGTHS}
    return Bound(
        id=entry.id,
        kind=kind,
        start=entry.text("from"),
        end=entry.text("to"),
        when=entry.text("while"),
        lengths={key: value for key, value in lengths.items() if value},
        times=entry.number("times"),
        back=entry.text("back").lower() == "true",
        months=entry.text("months"),
        label=entry.text("label"),
        text=entry.text("text"),
        otherwise=entry.text("otherwise"),
        statements=entry.names("statements"),
        readings=entry.names("readings"),
    )


def _decay(entry: _Entry) -> Decay:
    return Decay(
        id=entry.id,
        start=entry.text("from"),
        end=entry.text("to"),
        half_life=entry.text("half_life"),
        shortest=entry.text("shortest"),
        longest=entry.text("longest"),
        text=entry.text("text"),
        statements=entry.names("statements"),
        readings=entry.names("readings"),
    )


def _delay(entry: _Entry) -> Delay:
    paths: Iterable[Mapping[str, Any]] = entry.get("paths") or ()
    return Delay(
        entry.id,
        entry.text("text"),
        tuple(Path(str(path.get("label", "")), tuple(map(str, path.get("parts") or ()))) for path in paths),
        entry.names("statements"),
    )


def _measures(entry: _Entry) -> tuple[Measure, ...]:
    rows: Iterable[Mapping[str, Any]] = entry.get("rows") or ()
    return tuple(Measure(*(str(row.get(key, "")) for key in ("label", "measure", "from", "to"))) for row in rows)


def _days(entry: _Entry) -> Days:
    weekdays: Mapping[str, Iterable[str]] = entry.get("days") or {}
    return Days(
        entry.text("country"),
        entry.text("region"),
        {name: tuple(str(day).lower() for day in days) for name, days in weekdays.items()},
    )
