"""What a plan says beside its dates.

Days that are no working days, what is left of a drug, cycles, and the argument of delays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from resecta.guideline.schedule.model import (
    Course as WholeCourse,
)
from resecta.guideline.schedule.model import (
    DayOf,
    Decay,
    Delay,
    Gap,
    Measure,
    Minimum,
    Never,
    Step,
    Wait,
    Window,
)
from resecta.guideline.schedule.reference import At, Reference, Rest
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.build import Course
from resecta.timeline.cycles import Cycles
from resecta.timeline.length import Sittings
from resecta.timeline.model import Figure, Note, TimedEvent, Way, Ways
from resecta.timeline.words import count, date_of, filled, number, spoken_day


def notes(
    course: Course,
    schedule: Schedule,
    ids: tuple[str, ...],
    days: Mapping[str, int],
    cycles: Cycles,
    events: Sequence[TimedEvent],
) -> tuple[Note, ...]:
    """All remarks of a plan, in the order of its constraints."""
    found: list[Note] = [*_left_out(course, schedule, ids), *_working_days(course, events), *_cycles(course, cycles)]
    for entry in map(schedule.entries.__getitem__, ids):
        if isinstance(entry, Minimum):
            found.extend(_otherwise(course, entry, days))
        if isinstance(entry, Decay):
            found.extend(_decay(course, entry, days))
    return tuple(found)


def _left_out(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """Steps of the strategy of which nobody knows whether they apply: left out, and said, by what is missing."""
    planned = {point.step.id for point in course.points.values()}
    waiting: dict[tuple[str, ...], list[str]] = {}
    statements: dict[tuple[str, ...], list[str]] = {}
    for step in schedule.chosen(ids, Step):
        if step.id in planned or step.when is None or isinstance(step.when, Never):
            continue
        if course.situation.truth(step.when) is not None:
            continue
        facts = course.situation.missing(step.when)
        waiting.setdefault(facts, []).append(next(iter(step.labels.values())).partition(",")[0])
        statements.setdefault(facts, []).extend(step.statements)
    for facts, names in waiting.items():
        text = (
            f"Left out of this plan, since it hangs on what is not recorded ({', '.join(facts)}): {'; '.join(names)}."
        )
        yield Note(text, tuple(dict.fromkeys(statements[facts])))


def _otherwise(course: Course, bound: Minimum, days: Mapping[str, int]) -> Iterator[Note]:
    """What a bound says where its condition is false: no bound any more, but not nothing either."""
    start = days.get(str(bound.start))
    if bound.otherwise is None or bound.when is None or start is None:
        return
    if course.situation.truth(bound.when) is not False:
        return
    length = course.situation.length(bound.at_least)
    places = {"at_least": length, "date": spoken_day(length.after(start), course.situation.today)}
    yield Note(filled(bound.otherwise, places), bound.statements, bound.readings)


def _working_days(course: Course, events: Sequence[TimedEvent]) -> Iterator[Note]:
    today = course.situation.today
    for event in events:
        if not event.off or event.proposed is None:
            continue
        when = f"{event.proposed:%A} {spoken_day(event.proposed.toordinal(), today)}"
        kind = course.points[event.id].step.days
        if event.fixed:
            yield Note(f"{event.label} is set on {when}, which is no {kind} day.", event.statements)
        else:
            text = f"{event.label}: its window holds no {kind} day, and comes before a weekday; {when} is proposed."
            yield Note(text, event.statements)


def _cycles(course: Course, cycles: Cycles) -> Iterator[Note]:
    today = course.situation.today
    for block in cycles.blocks:
        text = block.step.labels.get("assumed", "")
        if block.assumed and text:
            places: dict[str, object] = {"given": block.given, "length": count(cycles.length)}
            yield Note(filled(text, places), block.step.statements, block.step.readings)
    for beside in cycles.beside:
        labels, step = beside.step.labels, beside.step
        key = "always" if beside.until is None else "given" if beside.kept else "none"
        places = {"at_least": beside.interval}
        if beside.kept:
            first, last = beside.kept[0], beside.kept[-1]
            places |= {"first": first.number, "last": last.number, "date": spoken_day(last.day, today)}
        if labels.get(key):
            yield Note(filled(labels[key], places), step.statements, step.readings)


def total_places(cycles: Cycles, course: Course) -> dict[str, object]:
    """The counts that fill the text of a total."""
    before = [block for block in cycles.blocks if not isinstance(block.step.cycles, Rest)]
    rest = [block for block in cycles.blocks if isinstance(block.step.cycles, Rest)]
    months = course.situation.number(cycles.bound.months) if cycles.bound is not None else None
    return {
        "months": "" if months is None else number(months),
        "given": sum(block.given for block in before),
        "all": cycles.total,
        "before": sum(len(block.cycles) for block in before),
        "rest": sum(len(block.cycles) for block in rest),
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


def arguments(course: Course, schedule: Schedule, ids: tuple[str, ...]) -> tuple[Ways, ...]:
    """The arguments that follow from the lengths of steps and bounds."""
    return tuple(_ways(course, schedule, delay) for delay in schedule.chosen(ids, Delay))


def _ways(course: Course, schedule: Schedule, delay: Delay) -> Ways:
    ways: list[Way] = []
    monday = course.situation.today - (course.situation.today - 1) % 7 + 7
    for path in delay.paths:
        least: int = monday
        most: int | None = monday
        for part in path.parts:
            least, most = _passed(course, schedule, part, least, most)
        ways.append(Way(path.label, least - monday, None if most is None else most - monday))
    return Ways(delay.text, tuple(ways), delay.statements)


def _passed(course: Course, schedule: Schedule, part: str, least: int, most: int | None) -> tuple[int, int | None]:
    """The days once a step or bound has passed, at least and at most; a course begins on a Monday."""
    situation, entry = course.situation, schedule.entries[part]
    match entry:
        case Step(sittings=int() as count):
            sittings = Sittings(count, course.permitted[entry.days])
            return sittings.after(least), None if most is None else sittings.after(most)
        case Window():
            longest = situation.length(entry.at_most)
            least = situation.length(entry.at_least).after(least)
            return least, None if most is None else longest.after(most)
        case Minimum():
            return situation.length(entry.at_least).after(least), None
        case _:
            raise NotImplementedError(entry.kind)


def figures(course: Course, measures: Sequence[Measure], days: Mapping[str, int]) -> tuple[Figure, ...]:
    """The figures by which strategies are compared."""
    return tuple(_figure(course, measure, days) for measure in measures)


def _figure(course: Course, measure: Measure, days: Mapping[str, int]) -> Figure:
    match measure:
        case WholeCourse():
            return Figure(measure.label, max(days.values()) - min(days.values()) if days else None)
        case DayOf():
            return Figure(measure.label, day=date_of(_day(course, measure.end, days)))
        case Wait():
            return _between(measure, course.situation.today, _day(course, measure.end, days))
        case Gap():
            return _between(measure, _day(course, measure.start, days), _day(course, measure.end, days))
        case _:
            raise NotImplementedError(measure.kind)


def _between(measure: Measure, start: int | None, end: int | None) -> Figure:
    if start is None or end is None or end < start:
        return Figure(measure.label)
    return Figure(measure.label, end - start)


def _day(course: Course, reference: Reference, days: Mapping[str, int]) -> int | None:
    """The day of an event of the plan, such as the end of its cycles, or of the point that is meant."""
    if isinstance(reference, At) and str(reference) in days:
        return days[str(reference)]
    point = course.point(reference)
    return None if point is None else days.get(point.id)
