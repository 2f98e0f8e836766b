"""What a plan says beside its dates: what is left out and why, what gave way, cycles, and what is left of a drug."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from resecta.guideline.schedule.model import Bound, Decay, Step
from resecta.guideline.schedule.reference import Rest
from resecta.guideline.schedule.schedule import Schedule
from resecta.timeline.beside import Beside
from resecta.timeline.course import Course, Waiting
from resecta.timeline.laid import Laid
from resecta.timeline.model import Note, TimedEvent
from resecta.timeline.roughly import roughly
from resecta.timeline.words import bound_in_words, count, dates_of, filled, lengths_of, name_of, number, spoken_day

OPEN = "an open number"


def notes(laid: Laid, schedule: Schedule, ids: tuple[str, ...], events: Sequence[TimedEvent]) -> tuple[Note, ...]:
    """All remarks of a plan: first what is missing from it, then what gave way, then what follows from its dates."""
    days = {event.id: event.day.toordinal() for event in events if event.day is not None}
    found = [
        *_left_out(laid, schedule, ids),
        *_without_date(laid, events),
        *_given(events),
        *_gave_way(laid),
        *_elsewhere(laid.course),
        *roughly(laid.course, events),
        *_too_close(laid, events),
        *_working_days(laid, events),
        *_figures(events),
        *_cycles(laid),
        *_beside(laid),
        *_lifted(laid.course, days),
    ]
    for decay in schedule.chosen(ids, Decay):
        found.extend(_decay(laid.course, decay, days))
    return tuple(dict.fromkeys(found))


def _left_out(laid: Laid, schedule: Schedule, ids: tuple[str, ...]) -> Iterator[Note]:
    """Parts of the strategy of which nobody knows whether they apply, or from which day: by what is missing."""
    said: dict[tuple[str, ...], dict[str, None]] = {}
    sources: dict[tuple[str, ...], dict[str, None]] = {}
    for each in laid.course.waiting:
        entry = each.entry
        if isinstance(entry, Step):
            counted = [bound for bound in schedule.chosen(ids, Bound) if _speaks_of(bound, entry)]
            text = next(iter(entry.labels.values())).partition(",")[0]
            statements = [*entry.statements, *(id for bound in counted for id in bound.statements)]
        else:
            text = bound_in_words(laid.course.situation, entry)
            statements = list(entry.statements) if isinstance(entry, Bound) else []
        said.setdefault(each.facts, {})[text] = None
        sources.setdefault(each.facts, {}).update(dict.fromkeys(statements))
    for facts, texts in said.items():
        listed = "; ".join(text.rstrip(".") for text in texts)
        text = f"Left out of this plan, since it hangs on what is not recorded ({', '.join(facts)}): {listed}."
        yield Note(text, tuple(sources[facts]))


def _speaks_of(bound: Bound, step: Step) -> bool:
    return bool(step.means(bound.start) or step.means(bound.end))


def _without_date(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    waiting = [fact for each in laid.course.waiting if _dates(each) for fact in each.facts]
    facts = ", ".join(dict.fromkeys((*waiting, *(each.fact for each in laid.course.set_roughly))))
    names = "; ".join(event.label for event in events if event.id in laid.hidden)
    if names:
        yield Note(f"No date is proposed, since it would hang on what is not recorded ({facts}): {names}.")


def _dates(waiting: Waiting) -> bool:
    """Whether it could move a date: a bound, not a step."""
    return bool(waiting.moves) or not isinstance(waiting.entry, Step)


def _given(events: Sequence[TimedEvent]) -> Iterator[Note]:
    for event in events:
        if event.given:
            yield Note(f"{event.label}. It is not proposed again.", event.statements, event.readings)


def _gave_way(laid: Laid) -> Iterator[Note]:
    """What does not fit before a date that a person has set."""
    course, today = laid.course, laid.course.situation.today
    squeezed = [point for point in laid.solution.squeezed if point.name in ("day", "start")]
    if squeezed:
        names = "; ".join(point.step.labels.get(point.name, point.id).partition(",")[0] for point in squeezed)
        dates = " and ".join(
            f"the {name_of(point)} on {spoken_day(point.fixed or 0, today)}" for point in course.fixed()
        )
        statements = dict.fromkeys(id for point in squeezed for id in point.step.statements)
        yield Note(f"Not begun, and left out, since it does not fit with {dates}: {names}.", tuple(statements))
    for tie in laid.solution.eased:
        text = filled(tie.bound.text, lengths_of(tie)).rstrip(".")
        yield Note(f"Not kept by the dates that are set: {text}.", tie.bound.statements, tie.bound.readings)


def _elsewhere(course: Course) -> Iterator[Note]:
    if course.elsewhere is not None:
        day = spoken_day(course.elsewhere, course.situation.today)
        what = f"An operation is planned on {day} that is no step of this strategy"
        yield Note(f"{what}: cycles end before it, and what follows it is not laid out here.")


def _too_close(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    """Two steps of a spacing that lie closer than the site plans them."""
    steps = laid.course.situation.guideline.schedule.steps.values()
    for spacing, length in laid.course.spacings:
        activities = {step.activity for step in steps if spacing.tag in step.tags}
        dated = [(event, event.day) for event in events if event.activity in activities and event.day is not None]
        for (first, start), (second, end) in pairwise(dated):
            if second.done is None and length.after(start.toordinal()) > end.toordinal():
                places = {"first": first.label, "second": second.label, "days": count((end - start).days)}
                yield Note(filled(spacing.otherwise, {**places, "at_least": length}), (), spacing.readings)


def _working_days(laid: Laid, events: Sequence[TimedEvent]) -> Iterator[Note]:
    today = laid.course.situation.today
    for event in events:
        if not event.off or event.proposed is None:
            continue
        when = f"{event.proposed:%A} {spoken_day(event.proposed.toordinal(), today)}"
        kind = laid.course.points[event.id].step.days
        if event.fixed:
            yield Note(f"{event.label} is set on {when}, which is no {kind} day.", event.statements)
        else:
            text = f"{event.label}: its window holds no {kind} day, and comes before a weekday; {when} is proposed."
            yield Note(text, event.statements)


def _figures(events: Sequence[TimedEvent]) -> Iterator[Note]:
    """The planning figures of the site that proposed days rest on."""
    for event in events:
        if event.figure:
            yield Note(event.figure, (), ("A13",))


def _cycles(laid: Laid) -> Iterator[Note]:
    if laid.cycles is None:
        return
    for block in laid.cycles.blocks:
        labels, step = block.step.labels, block.step
        places: dict[str, object] = {"given": block.given.cycles, "length": count(laid.cycles.length)}
        if block.given.assumed and laid.course.points[f"{step.id}.start"].done is not None and labels.get("assumed"):
            yield Note(filled(labels["assumed"], places), step.statements, step.readings)
        if block.cycles and block in laid.blocks and labels.get("length"):
            yield Note(filled(labels["length"], places), (), ("A13",))
        start = laid.course.points[f"{step.id}.start"]
        if not start.ahead and not block.given.ended and isinstance(step.when, str) and not _wanted(laid, step.when):
            yield Note(f"{labels['start'].partition(',')[0]}: under way; how it goes on is not laid out here.")
        if start.ahead and not block.cycles and block.until is not None:
            yield Note(f"{labels['start']}: no cycle fits before the operation.", (), step.readings)
    yield from _gap(laid)


def _wanted(laid: Laid, condition: str) -> bool:
    return laid.course.situation.holds(condition)


def _gap(laid: Laid) -> Iterator[Note]:
    """How long a staged course leaves without systemic treatment (A12)."""
    course, today = laid.course, laid.course.situation.today
    after = next((block for block in laid.blocks if isinstance(block.step.cycles, Rest) and block.cycles), None)
    before = [block for block in laid.blocks if not isinstance(block.step.cycles, Rest) and block.end is not None]
    operations = [point for point in course.points.values() if point.step.planned is not None]
    last = max((day for point in operations if (day := laid.day(point)) is not None), default=None)
    text = next((block.step.labels["gap"] for block in laid.blocks if "gap" in block.step.labels), "")
    if after is None or not before or last is None or len(operations) < 2 or not text:
        return
    start, end = max(block.end for block in before if block.end is not None), after.cycles[0].day
    if start < last < end:
        places: dict[str, object] = {"days": end - start, "in_place": last - start}
        places |= {"start": spoken_day(start, today), "end": spoken_day(end, today)}
        yield Note(filled(text, places), (), ("A12",))


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


def _lifted(course: Course, days: Mapping[str, int]) -> Iterator[Note]:
    """What a bound says of the planned operation that it does not hold for: no bound any more, but not nothing."""
    for bound, start, _, least in course.lifted:
        if bound.otherwise is not None and start.id in days:
            date = dates_of(least.after(days[start.id]), course.situation.today)
            yield Note(filled(bound.otherwise, {"at_least": least, "date": date}), bound.statements, bound.readings)


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
        "before": sum(len(block.cycles) for block in before) if known else OPEN,
        "rest": sum(len(block.cycles) for block in rest) if known else OPEN,
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
