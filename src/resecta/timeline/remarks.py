"""What a plan says beside its dates: what is left out and why, what gave way, cycles, and what is left of a drug."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from resecta.cql.words import say
from resecta.document.phrase import inside
from resecta.guideline.schedule.model import Decay, Step
from resecta.guideline.schedule.reference import Rest
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.beside import Beside
from resecta.timeline.course import Course, Point
from resecta.timeline.judgement import warning_of
from resecta.timeline.laid import Laid
from resecta.timeline.model import Note, TimedEvent
from resecta.timeline.omitted import left_out, omissions, without_date
from resecta.timeline.staged import gap
from resecta.timeline.words import (
    bound_in_words,
    count,
    date_of,
    dates_of,
    filled,
    lengths_of,
    name_of,
    number,
    spoken_day,
)

if TYPE_CHECKING:
    from resecta.advice.model import Advice


def notes(laid: Laid, schedule: Schedule, ids: tuple[str, ...], events: Sequence[TimedEvent]) -> tuple[Note, ...]:
    """All remarks of a plan: first what is missing from it, then what gave way, then what follows from its dates."""
    days = days_of(events)
    found = [
        *omissions(laid, schedule, ids),
        *left_out(laid, schedule, ids),
        *without_date(laid, events),
        *_given(laid.course, events),
        *_gave_way(laid),
        *_elsewhere(laid.course),
        *_too_close(laid, events),
        *_working_days(laid, events),
        *_figures(events),
        *_unbound(laid.course, events),
        *_cycles(laid),
        *_under_way_elsewhere(laid.course, schedule, ids),
        *_beside(laid),
    ]
    for decay in schedule.chosen(ids, Decay):
        found.extend(_decay(laid.course, decay, days))
    return tuple(dict.fromkeys(found))


def _given(course: Course, events: Sequence[TimedEvent]) -> Iterator[Note]:
    for event in events:
        if event.given:
            yield Note(filled(course.sentences.not_again, {"step": event.label}), event.statements, event.readings)


def _gave_way(laid: Laid) -> Iterator[Note]:
    """What does not fit before a date that a person has set."""
    course = laid.course
    squeezed = [point for point in laid.solution.squeezed if point.name in ("day", "start")]
    if squeezed:
        names = "; ".join(point.step.labels.get(point.name, point.id).partition(",")[0] for point in squeezed)
        dates = " and ".join(_fixed(course, point) for point in course.fixed())
        statements = dict.fromkeys(id for point in squeezed for id in point.step.statements)
        text = filled(course.sentences.squeezed, {"dates": dates, "steps": names})
        yield Note(text, tuple(statements), warns=True)
    for bound in course.unlaid if any(course.set_by_people()) else ():
        told = bound_in_words(course.situation, bound).rstrip(".")
        yield Note(filled(course.sentences.eased, {"bound": told}), bound.statements, bound.readings, warns=True)
    for tie in laid.solution.eased:
        text = filled(course.sentences.eased, {"bound": filled(tie.bound.text, lengths_of(tie)).rstrip(".")})
        yield Note(text, tie.bound.statements, tie.bound.readings, warns=True)


def _fixed(course: Course, point: Point) -> str:
    """What a person has set, with its day, or its month where no more is known."""
    name, month = name_of(point), course.months_set.get(point.id)
    if month is not None:
        return filled(course.sentences.fixed_in, {"name": name, "date": say(month)})
    day = spoken_day(point.fixed or 0, course.situation.today)
    return filled(course.sentences.fixed_on, {"name": name, "date": day})


def _elsewhere(course: Course) -> Iterator[Note]:
    if course.elsewhere is None:
        return
    month, sentences = course.elsewhere_in, course.sentences
    date = spoken_day(course.elsewhere, course.situation.today) if month is None else say(month)
    if course.elsewhere_on:
        facts = "; ".join(map(course.situation.noun, course.elsewhere_on))
        yield Note(filled(sentences.which_step, {"date": date, "facts": facts}), leaves_out=True)
    else:
        yield Note(filled(sentences.elsewhere if month is None else sentences.elsewhere_in, {"date": date}))


def _too_close(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """Two steps of a spacing that lie closer than the site plans them."""
    steps = laid.course.situation.guideline.schedule.steps.values()
    for spacing, length in laid.course.spacings:
        activities = {step.activity for step in steps if spacing.tag in step.tags}
        dated = [(event, event.day) for event in events if event.activity in activities and event.day is not None]
        for (first, start), (second, end) in pairwise(dated):
            if second.done is None and length.after(start.toordinal()) > end.toordinal():
                places = {"first": first.label, "second": inside(second.label), "days": count((end - start).days)}
                text = filled(spacing.otherwise, {**places, "at_least": length})
                yield Note(text, (), spacing.readings, warns=True)


def _working_days(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    today = laid.course.situation.today
    for event in events:
        if not event.off or event.proposed is None:
            continue
        places = {
            "step": event.label,
            "weekday": f"{event.proposed:%A}",
            "date": spoken_day(event.proposed.toordinal(), today),
            "days": laid.course.points[event.id].step.days,
        }
        sentences = laid.course.sentences
        text = sentences.set_off_day if event.fixed else sentences.held_off_day
        yield Note(filled(text, places), event.statements, warns=True)


def _figures(events: Sequence[TimedEvent]) -> Iterator[Note]:
    """The planning figures of the site that proposed days rest on."""
    for event in events:
        if event.figure:
            yield Note(event.figure, (), ("A13",))


def _unbound(course: Course, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """Operations whose day nothing binds: they stand on the first day that they can, which is no advice."""
    for event in events:
        point = course.points.get(event.id)
        free = event.proposed is not None and not event.fixed and not event.bound_by and not event.figure
        if free and point is not None and point.step.planned is not None:
            yield Note(filled(course.sentences.unbound, {"step": event.label}), (), point.step.readings)


def _cycles(laid: Laid) -> Iterator[Note]:
    if laid.cycles is None:
        return
    for block in laid.cycles.blocks:
        labels, step = block.step.labels, block.step
        places: dict[str, object] = {"given": block.given.cycles, "length": count(laid.cycles.length)}
        if block.given.assumed and laid.course.points[f"{step.id}.start"].done is not None and labels.get("assumed"):
            yield Note(filled(labels["assumed"], places), step.statements, step.readings)
        if block.given.unmeasured and labels.get("unmeasured"):
            regimens = {"regimens": ", ".join(block.given.unmeasured)}
            yield Note(filled(labels["unmeasured"], places | regimens), (), ("A13",))
        if block.cycles and block in laid.blocks and labels.get("length"):
            yield Note(filled(labels["length"], places), (), ("A13",))
        start = laid.course.points[f"{step.id}.start"]
        unwanted = isinstance(step.when, str) and not _wanted(laid, step.when)
        if unwanted and not start.ahead and not block.given.ended and _goes_on(laid.course, start):
            yield Note(filled(laid.course.sentences.under_way, {"step": labels["start"].partition(",")[0]}))
        if start.ahead and not block.cycles and block.until is not None:
            text = filled(laid.course.sentences.no_cycle, {"step": filled(labels["start"], {"number": 1})})
            yield Note(text, (), step.readings)
    yield from gap(laid)


def _goes_on(course: Course, start: Point) -> bool:
    """Whether a course may go on: its first day is on record, or it is and has no end. What is only known to have been
    given may be long over.
    """
    return start.done is not None or any(
        event.end is None and "end" not in event.about for event in course.situation.events_of(start.step.activity)
    )


def _under_way_elsewhere(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """Courses that go on and are no step of this strategy."""
    laid_out = {step.activity for step in schedule.chosen(ids, Step)}
    for event in course.situation.by_date:
        if event.course and event.end is None and event.activity not in laid_out:
            title = course.situation.guideline.activities[event.activity].title
            yield Note(filled(course.sentences.under_way, {"step": title}))


def _wanted(laid: Laid, condition: str) -> bool:
    return laid.course.situation.holds(condition)


def _beside(laid: Laid) -> Iterator[Note]:
    shown = {block.step.id for block in laid.blocks}
    for beside in laid.beside:
        if beside.block.step.id in shown:
            yield from _told(laid.course, beside)


def _told(course: Course, beside: Beside) -> Iterator[Note]:
    labels, step = beside.step.labels, beside.step
    key = "always" if beside.until is None else "given" if beside.kept else "none"
    if key == "always" and any(point.step.planned is not None and point.ahead for point in course.points.values()):
        return
    places: dict[str, object] = {"at_least": beside.interval}
    if beside.kept:
        first, last = beside.kept[0], beside.kept[-1]
        date = spoken_day(last.day, course.situation.today)
        places |= {"first": first.number, "last": last.number, "date": date}
    if labels.get(key):
        yield Note(filled(labels[key], places), step.statements, step.readings)


def days_of(events: Sequence[TimedEvent]) -> dict[str, int]:
    """The days of the events that have one, by their ids."""
    return {event.id: event.day.toordinal() for event in events if event.day is not None}


def lifted(course: Course, days: Mapping[str, int], advice: Advice | None) -> Iterator[Note]:
    """What a bound says of the planned operation that it does not hold for: no bound any more, but not nothing. Where
    the advice warns of the same, in its words.
    """
    for bound, start, end, least in course.lifted:
        if bound.otherwise is None or start.id not in days:
            continue
        first = least.after(days[start.id])
        told = warning_of(advice, bound.statements, (date_of(first), None), date_of(end.fixed))
        places = {"at_least": least, "date": dates_of(first, course.situation.today)}
        text = filled(bound.otherwise, places) if told is None else told.text
        yield Note(text, bound.statements if told is None else told.statements, bound.readings, warns=True)


def total_places(laid: Laid) -> dict[str, object]:
    """The counts that fill the text of a total; open ones where nobody knows when the cycles before it stop."""
    cycles = laid.cycles
    if cycles is None or cycles.bound is None:
        return {}
    months = laid.course.situation.number(cycles.bound.months)
    before = [block for block in cycles.blocks if not isinstance(block.step.cycles, Rest)]
    rest = [block for block in cycles.blocks if isinstance(block.step.cycles, Rest)]
    known = not laid.unsettled
    return {
        "months": "" if months is None else number(months),
        "given": cycles.given,
        "all": cycles.total,
        "before": sum(len(block.cycles) for block in before) if known else laid.course.sentences.open_number,
        "rest": sum(len(block.cycles) for block in rest) if known else laid.course.sentences.open_number,
    }


def _decay(course: Course, decay: Decay, days: Mapping[str, int]) -> Iterator[Note]:
    start = days.get(f"{decay.start}.last", days.get(str(decay.start)))
    end = course.point(decay.end)
    lives = [course.situation.number(name) for name in (decay.half_life, decay.shortest, decay.longest)]
    if start is None or end is None or days.get(end.id) is None or any(life is None for life in lives):
        return
    elapsed = days[end.id] - start
    if elapsed < 0:
        return
    left, least, most = (_left(elapsed, life) for life in lives if life is not None)
    places = {"left": left, "least": least, "most": most, "date": spoken_day(days[end.id], course.situation.today)}
    yield Note(filled(decay.text, places), decay.statements, decay.readings)


def _left(days: int, half_life: Decimal) -> int:
    return round(100 * 2 ** (-days / float(half_life)))
