"""An entry of the schedule in, what a reader is shown of it out: a title, and its keys with their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from resecta.guideline.schedule.model import (
    Bound,
    Calendar,
    Common,
    Decay,
    Delay,
    Entry,
    Gap,
    Limit,
    Measure,
    Minimum,
    Omission,
    PlanMeasures,
    Precedence,
    Recurrence,
    Spacing,
    Step,
    Target,
    Total,
    Wait,
    Window,
)
from resecta.guideline.schedule.model import (
    DayOf as Day,
)
from resecta.guideline.schedule.sentences import Sentences

Said = tuple[str, object]
"""A key and its value; None or nothing in it where the entry does not write it."""


def title_of(entry: Entry) -> str:
    """Its sentence or its labels; else its id in words."""
    if isinstance(entry, Step):
        said = _shown(entry.labels)
    else:
        said = entry.title if isinstance(entry, Common) else ""
        said = said if isinstance(entry, Common | PlanMeasures | Calendar | Sentences) else entry.text
    return said or entry.id.replace("_", " ").capitalize()


def said_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Key and value of everything else that the entry writes, as words."""
    for key, value in (("kind", entry.kind), *_keys(entry)):
        shown = _shown(value)
        if shown:
            yield key.replace("_", " ").capitalize(), shown


def _keys(entry: Entry) -> Iterator[Said]:
    match entry:
        case Step():
            yield from _of_step(entry)
        case Bound():
            yield from (("label", entry.label), ("from", entry.start), ("to", entry.end), ("while", entry.when))
            yield from _of_bound(entry)
        case Total():
            yield from (("label", entry.label), ("from", entry.start), ("to", entry.end), ("while", entry.when))
            yield "months", entry.months
        case Spacing():
            yield from (("tag", entry.tag), ("at_least", entry.at_least), ("otherwise", entry.otherwise))
        case Decay():
            yield from (("from", entry.start), ("to", entry.end), ("half_life", entry.half_life))
            yield from (("shortest", entry.shortest), ("longest", entry.longest))
        case Omission():
            yield from (("label", entry.label), ("while", entry.when))
        case Delay():
            yield "while", entry.when
            yield "paths", ", ".join(f"label: {path.label}; parts: {', '.join(path.parts)}" for path in entry.paths)
        case PlanMeasures():
            yield "rows", ", ".join(map(_measure, entry.rows))
        case Common():
            yield "constraints", entry.constraints
        case Calendar():
            yield from (("country", entry.country), ("region", entry.region), ("days", entry.days))
        case Sentences():
            texts = {field.name: getattr(entry, field.name) for field in fields(entry)}
            yield from ((name, text) for name, text in texts.items() if name not in ("id", "place"))


def _of_step(step: Step) -> Iterator[Said]:
    yield from (("activity", step.activity), ("also", step.also), ("tags", step.tags), ("names", step.names))
    yield from (("while", step.when), ("over_once", step.over_once), ("recorded", step.recorded))
    yield from (("recorded_while", step.recorded_while), ("recorded_when", step.recorded_when), ("begun", step.begun))
    if step.planned is not None:
        yield "planned", {"fact": step.planned.fact, "name": step.planned.name}
    yield from (("cycles", step.cycles), ("given", step.given), ("weeks_in_a_month", step.weeks_in_a_month))
    yield from (("with", step.beside), ("sittings", step.sittings), ("days", step.days))
    if step.today:
        yield "today", "true"


def _of_bound(bound: Bound) -> Iterator[Said]:
    match bound:
        case Minimum():
            yield from (("at_least", bound.at_least), ("unless_planned", bound.unless_planned))
            yield "otherwise", bound.otherwise
        case Window():
            yield from (("at_least", bound.at_least), ("at_most", bound.at_most))
        case Target():
            yield "about", bound.about
            if bound.back:
                yield "back", "true"
        case Limit():
            yield from (("safe_to", bound.safe_to), ("at_most", bound.at_most))
        case Precedence():
            yield "at_least", bound.at_least
        case Recurrence():
            yield from (("every", bound.every), ("tolerance", bound.tolerance), ("times", bound.times))


def _measure(measure: Measure) -> str:
    said = {"label": measure.label, "measure": measure.kind}
    match measure:
        case Wait() | Day():
            said["to"] = str(measure.end)
        case Gap():
            said |= {"from": str(measure.start), "to": str(measure.end)}
    return _shown(said)


def _shown(value: object) -> str:
    """A value in one line; "" where there is none."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, tuple) else " ".join(str(value).split())
