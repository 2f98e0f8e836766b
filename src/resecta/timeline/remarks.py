"""What a plan says beside its dates.

Days that are no working days, what is left of a drug, cycles, and the argument of delays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from resecta.timeline.build import Course
from resecta.timeline.cycles import REST, Cycles
from resecta.timeline.data import NEVER, Bound, Decay, Delay, Measure, Schedule
from resecta.timeline.model import Figure, Note, TimedEvent, Way, Ways
from resecta.timeline.span import Sittings
from resecta.timeline.words import count, date_of, filled, number, spoken_day


def notes(
    course: Course,
    schedule: Schedule,
    ids: Sequence[str],
    days: Mapping[str, int],
    cycles: Cycles,
    events: Sequence[TimedEvent],
) -> tuple[Note, ...]:
    """All remarks of a plan, in the order of its constraints."""
    found: list[Note] = [*_left_out(course, schedule, ids), *_working_days(course, events), *_cycles(course, cycles)]
    for id in ids:
        if id in schedule.bounds:
            found.extend(_otherwise(course, schedule.bounds[id], days))
        if id in schedule.decays:
            found.extend(_decay(course, schedule.decays[id], days))
    return tuple(found)


def _left_out(course: Course, schedule: Schedule, ids: Sequence[str]) -> Iterator[Note]:
    """Steps of the strategy of which nobody knows whether they apply: left out, and said, by what is missing."""
    planned = {point.step.id for point in course.points.values()}
    waiting: dict[tuple[str, ...], list[str]] = {}
    statements: dict[tuple[str, ...], list[str]] = {}
    for id in ids:
        step = schedule.steps.get(id)
        if (
            step is None
            or step.id in planned
            or step.when in ("", NEVER)
            or course.situation.truth(step.when) is not None
        ):
            continue
        facts = course.situation.missing(step.when)
        waiting.setdefault(facts, []).append(next(iter(step.labels.values())).partition(",")[0])
        statements.setdefault(facts, []).extend(step.statements)
    for facts, names in waiting.items():
        text = (
            f"Left out of this plan, since it hangs on what is not recorded ({', '.join(facts)}): {'; '.join(names)}."
        )
        yield Note(text, tuple(dict.fromkeys(statements[facts])))


def _otherwise(course: Course, bound: Bound, days: Mapping[str, int]) -> Iterator[Note]:
    """What a bound says where its condition is false: no bound any more, but not nothing either."""
    start = days.get(bound.start)
    if not bound.otherwise or start is None or course.situation.truth(bound.when) is not False:
        return
    length = course.situation.length(bound.lengths["at_least"])
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
    before = [block for block in cycles.blocks if block.step.cycles != REST]
    rest = [block for block in cycles.blocks if block.step.cycles == REST]
    months = course.situation.number(cycles.bound.months) if cycles.bound is not None else None
    return {
        "months": "" if months is None else number(months),
        "given": sum(block.given for block in before),
        "all": cycles.total,
        "before": sum(len(block.cycles) for block in before),
        "rest": sum(len(block.cycles) for block in rest),
    }


def _decay(course: Course, decay: Decay, days: Mapping[str, int]) -> Iterator[Note]:
    start = days.get(f"{decay.start}.last", days.get(decay.start))
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


def arguments(course: Course, schedule: Schedule, ids: Sequence[str]) -> tuple[Ways, ...]:
    """The arguments that follow from the lengths of steps and bounds."""
    return tuple(_ways(course, schedule, schedule.delays[id]) for id in ids if id in schedule.delays)


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
    if part in schedule.steps:
        step = schedule.steps[part]
        sittings = Sittings(step.sittings, course.permitted[step.days])
        return sittings.after(least), None if most is None else sittings.after(most)
    lengths = schedule.bounds[part].lengths
    shortest = course.situation.length(lengths["at_least"]) if "at_least" in lengths else None
    longest = course.situation.length(lengths["at_most"]) if "at_most" in lengths else None
    return (
        least if shortest is None else shortest.after(least),
        None if most is None or longest is None else longest.after(most),
    )


def figures(course: Course, measures: Sequence[Measure], days: Mapping[str, int]) -> tuple[Figure, ...]:
    """The figures by which strategies are compared."""
    return tuple(_figure(course, measure, days) for measure in measures)


def _figure(course: Course, measure: Measure, days: Mapping[str, int]) -> Figure:
    today = course.situation.today
    end = _day(course, measure.end, days)
    if measure.measure == "length":
        return Figure(measure.label, max(days.values()) - min(days.values()) if days else None)
    if measure.measure == "day":
        return Figure(measure.label, day=date_of(end))
    start = _day(course, measure.start, days) if measure.measure == "gap" else today
    if start is None or end is None or end < start:
        return Figure(measure.label)
    return Figure(measure.label, end - start)


def _day(course: Course, reference: str, days: Mapping[str, int]) -> int | None:
    if reference in days or not reference:
        return days.get(reference)
    point = course.point(reference)
    return None if point is None else days.get(point.id)
