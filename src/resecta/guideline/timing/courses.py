"""Do the steps of a schedule hang together: their points, facts, cycles and days?"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem, did_you_mean, quote
from resecta.document.extras import TIMELINE
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.schedule.holidays import holidays_of
from resecta.guideline.schedule.model import LABELS_OF_CYCLES, Calendar, Step, Total


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each step, total and calendar that contradicts itself or its facts."""
    calendars: list[str] = []
    for id, entry in manuscript.schedule.entries.items():
        if isinstance(entry, Step):
            yield from _check_step(manuscript, entry)
        elif isinstance(entry, Total):
            yield from _check_total(manuscript, entry)
        elif isinstance(entry, Calendar):
            calendars.append(id)
            yield from _check_calendar(manuscript, entry, calendars)


def _check_step(manuscript: Manuscript, step: Step) -> Iterator[Problem]:
    if step.sittings is not None and step.cycles is not None:
        node = manuscript.node("constraint", step.id, "cycles")
        yield node.problem("a course of sittings has no cycles", "keep one of sittings and cycles")
    if step.points_apart:
        point = step.points_apart[0]
        said = {"recorded": step.recorded, "names": step.names, "labels": step.labels}
        key = next(key for key, points in said.items() if point in points)
        node = manuscript.node("constraint", step.id, key, point)
        lacking = " and no point ".join(map(quote, step.points_apart))
        yield node.problem(f"{quote(step.id)} has no point {lacking}", f"its points: {', '.join(step.points)}")
    elif step.idle_labels:
        yield _idle(manuscript, step, step.idle_labels)
    elif step.unlabelled:
        node = manuscript.node("constraint", step.id, "labels")
        lacking = " and for its ".join(step.unlabelled)
        mend = f"write {', '.join(f'{label}:' for label in step.unlabelled)} and what a plan calls it, under labels:"
        yield node.problem(f"{quote(step.id)} has no label for its {lacking}", mend)
    if step.given is not None and step.weeks_in_a_month is None:
        node = manuscript.node("constraint", step.id, "given")
        yield node.problem("months become cycles only by weeks_in_a_month", "add weeks_in_a_month")
    if step.beside is not None and step.beside in manuscript.activities:
        yield from _check_beside(manuscript, step, step.beside)
    yield from _check_done(manuscript, step)
    yield from _check_values(manuscript, step)


def _idle(manuscript: Manuscript, step: Step, labels: tuple[str, ...]) -> Problem:
    """A label that no plan would show."""
    of_cycles = labels[0] in LABELS_OF_CYCLES
    message = f"{quote(step.id)} {'has no cycles' if of_cycles else 'is not given with cycles'}, and labels for them: "
    mend = f"add {'cycles' if of_cycles else 'with'}:, or leave {'them' if labels[1:] else 'it'} out"
    keys = manuscript.node("constraint", step.id, "labels").keys
    problem: Problem = keys[labels[0]].problem(message + ", ".join(map(quote, labels)), mend)
    return problem


def _check_beside(manuscript: Manuscript, step: Step, activity: str) -> Iterator[Problem]:
    """What is given with cycles would be given on no day where the activity has none."""
    with_cycles = {other.activity for other in manuscript.schedule.steps.values() if other.cycles is not None}
    if activity not in with_cycles and "constraint" not in manuscript.unread:
        node = manuscript.node("constraint", step.id, "with")
        mend = did_you_mean(activity, with_cycles) or f"with cycles: {', '.join(sorted(with_cycles)) or 'none'}"
        yield node.problem(f"no step of the activity {quote(activity)} has cycles", mend)


def _check_done(manuscript: Manuscript, step: Step) -> Iterator[Problem]:
    """What is recorded of a step has been: a day to come would be read as given, on a day that nobody knows."""
    done = {element.name: element.done for element in manuscript.elements.values() if element.type == "Date"}
    for point, name in step.recorded.items():
        if not done.get(name, True):
            node = manuscript.node("constraint", step.id, "recorded", point)
            message = f"{quote(name)} may lie after the assessment, and dates a step that is done"
            yield node.problem(message, "write done: true for it in elements.yaml")


def _check_values(manuscript: Manuscript, step: Step) -> Iterator[Problem]:
    """A value that the fact never has would quietly never date the step."""
    choices = {element.name: element.choices for element in manuscript.elements.values()}
    for name, value in step.recorded_while.items():
        if choices.get(name) and value not in choices[name]:
            node = manuscript.node("constraint", step.id, "recorded_while", name)
            mend = did_you_mean(value, choices[name]) or f"choices: {', '.join(choices[name])}"
            yield node.problem(f"{quote(value)} is not a choice of {quote(name)}", mend)


def _check_total(manuscript: Manuscript, total: Total) -> Iterator[Problem]:
    for key, id in (("from", total.start), ("to", total.end)):
        step = manuscript.schedule.steps.get(id)
        if step is None:
            continue
        if step.cycles is None:
            node = manuscript.node("constraint", total.id, key)
            yield node.problem(f"{quote(id)} has no cycles to count", "name a step with cycles")
        elif key == "from" and step.weeks_in_a_month is None:
            node = manuscript.node("constraint", total.id, key)
            yield node.problem(f"{quote(id)} does not say how many weeks a month counts", "add weeks_in_a_month to it")


def _check_calendar(manuscript: Manuscript, calendar: Calendar, calendars: list[str]) -> Iterator[Problem]:
    if len(calendars) > 1:
        key = manuscript.key("constraint", calendar.id)
        yield key.problem(f"a second calendar, beside {calendars[0]}", "keep one")
    if calendar.country is None:
        if calendar.region is not None:
            node = manuscript.node("constraint", calendar.id, "region")
            yield node.problem("a region of no country", "add country: with an ISO 3166 code")
        return
    node = manuscript.node("constraint", calendar.id, "country")
    region = "" if calendar.region is None else f", region {quote(calendar.region)}"
    if not TIMELINE.is_installed:
        yield node.problem("public holidays need calendars, a part that is not installed", TIMELINE.mend)
        return
    known = holidays_of(calendar.country, calendar.region) is not None
    if not known:
        message = f"no public holidays are known for country {quote(calendar.country)}{region}"
        yield node.problem(message, "use an ISO 3166 country and region code, such as DE and BY")
