"""Is what a guideline says of time sound: does every name lead somewhere, and is every length one?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from resecta.document.nearest import did_you_mean
from resecta.document.problem import InputError, Place, Problem
from resecta.timeline.data import FILE, NEVER, Bound, Schedule, Step, read_schedule
from resecta.timeline.situation import written_length
from resecta.timeline.workdays import permitted_days

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

TAGGED = ("every", "first", "last")
BEFORE, THROUGH, REST = "before", "through", "rest"


def check_schedule(guideline: Guideline) -> None:
    """Raises InputError with every problem of the guideline's constraints."""
    schedule = read_schedule(guideline.constraints)
    permitted_days(schedule.days)
    found = [*_steps(guideline, schedule), *_bounds(guideline, schedule), *_strategies(guideline, schedule)]
    if found:
        raise InputError(_problem(guideline, *each) for each in found)


Found = tuple[str, str, str, str]
"""Entry, key, message, mend."""


def _problem(guideline: Guideline, id: str, key: str, message: str, mend: str) -> Problem:
    entry = guideline.constraints.get(id)
    node = None if entry is None else entry.get(key) or entry
    place, line = (Place(FILE), "") if node is None else (node.place, node.source_line)
    return Problem(place, f"{id}: {message}", mend, line)


def _steps(guideline: Guideline, schedule: Schedule) -> Iterator[Found]:
    days = schedule.days.weekdays or {}
    for step in schedule.steps.values():
        yield from _known(step.id, "activity", step.activity, guideline.activities, "activity of activities.yaml")
        yield from _known(step.id, "days", step.days, days, "kind of day of the calendar")
        if step.when != NEVER:
            yield from _definition(guideline, step.id, step.when)
        for key, names in (("recorded", step.recorded.values()), ("recorded_while", step.recorded_while)):
            for name in names:
                yield from _known(step.id, key, name, guideline.library.parameters, "fact of logic.cql")
        for key in ("planned", "given"):
            name = step.planned if key == "planned" else step.given
            yield from _known(step.id, key, name, guideline.library.parameters, "fact of logic.cql")
        yield from _cycles(step, schedule)


def _cycles(step: Step, schedule: Schedule) -> Iterator[Found]:
    word, _, reference = step.cycles.partition(" ")
    if word in (BEFORE, THROUGH):
        yield from _reference(schedule, step.id, "cycles", reference)
    elif step.cycles and word != REST:
        yield step.id, "cycles", f'"{step.cycles}" says nothing of cycles', "write before TAG, through TAG or rest"
    if step.over_once:
        yield from _reference(schedule, step.id, "over_once", step.over_once)


def _bounds(guideline: Guideline, schedule: Schedule) -> Iterator[Found]:
    for bound in schedule.bounds.values():
        yield from _reference(schedule, bound.id, "from", bound.start)
        yield from _reference(schedule, bound.id, "to", bound.end)
        yield from _definition(guideline, bound.id, bound.when)
        yield from _lengths(guideline, bound)
    for decay in schedule.decays.values():
        yield from _reference(schedule, decay.id, "from", decay.start)
        yield from _reference(schedule, decay.id, "to", decay.end)
    for delay in schedule.delays.values():
        for part in (part for path in delay.paths for part in path.parts):
            yield from _known(delay.id, "paths", part, {**schedule.steps, **schedule.bounds}, "step or bound")


def _lengths(guideline: Guideline, bound: Bound) -> Iterator[Found]:
    wanted = {
        "minimum": ("at_least",),
        "window": ("at_least", "at_most"),
        "target": ("about",),
        "limit": ("safe_to", "at_most"),
        "recurrence": ("every", "tolerance"),
    }
    for key in wanted.get(bound.kind, ()):
        if key not in bound.lengths:
            yield bound.id, key, f"a {bound.kind} needs {key}", "name a definition of logic.cql, or write a length out"
    library = guideline.library
    for key, text in bound.lengths.items():
        if text not in library.definitions and text not in library.parameters and written_length(text) is None:
            mend = did_you_mean(text, [*library.definitions, *library.parameters]) or 'write it out, as in "6 weeks"'
            yield bound.id, key, f'"{text}" is no length of time', mend


def _strategies(guideline: Guideline, schedule: Schedule) -> Iterator[Found]:
    """A bound in a strategy that lacks its steps would quietly never hold."""
    for strategy in guideline.strategies.values():
        mine = [schedule.steps[id] for id in strategy.constraints if id in schedule.steps]
        for id in strategy.constraints:
            bound = schedule.bounds.get(id)
            for key, reference in () if bound is None else (("from", bound.start), ("to", bound.end)):
                if not _meant(mine, reference):
                    yield id, key, f'strategy {strategy.id} has no step "{reference}"', "add it to its constraints"


def _reference(schedule: Schedule, id: str, key: str, reference: str) -> Iterator[Found]:
    if not _meant(schedule.steps.values(), reference):
        known = [*schedule.steps, *(tag for step in schedule.steps.values() for tag in step.tags)]
        mend = did_you_mean(reference, known) or "write step, step.point, or every, first or last with a tag"
        yield id, key, f'"{reference}" is no step', mend


def _meant(steps: Iterable[Step], reference: str) -> bool:
    word, _, tag = reference.partition(" ")
    if word in TAGGED and tag:
        return any(tag in step.tags for step in steps)
    name, _, point = reference.partition(".")
    return any(step.id == name and (not point or point in (*step.points, "end")) for step in steps)


def _known(id: str, key: str, name: str, known: Iterable[str], what: str) -> Iterator[Found]:
    if name and name not in known:
        yield id, key, f'"{name}" is no {what}', did_you_mean(name, known)


def _definition(guideline: Guideline, id: str, name: str) -> Iterator[Found]:
    yield from _known(id, "while", name, guideline.library.definitions, "definition of logic.cql")
