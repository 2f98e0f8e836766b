"""One plan from the plans of every day that rough dates can be: what all of them share stands, and nothing else.

A window is what all of them leave; a day that differs is not told. What is said in all of them is said; where the same
is said with other dates or counts, it is said of the ends of the days; what is left out of some of them, or a warning
of some, is said of some days.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from resecta.guideline.schedule.sentences import Sentences
from resecta.timeline.model import Clash, Deviation, Figure, Note, TimedConstraint, TimedEvent, Timeline
from resecta.timeline.words import either, filled

T = TypeVar("T")
_LAST = datetime.date.max
Ends = tuple[int, ...]
"""Which end each rough date is on: the first day that it can be, or the last."""


class Rough(NamedTuple):
    """A rough date as sentences speak of it: what it is, with its month or year, and that month or year alone."""

    what: str
    written: str
    activity: str | None


def merged(ways: Mapping[Ends, Timeline], dates: Sequence[Rough], sentences: Sentences) -> Timeline:
    """What stands in every plan. ``dates``: the rough dates, in the order of the ends."""
    first = next(iter(ways.values()))
    if len(ways) == 1:
        return first
    timelines = list(dict.fromkeys(ways.values()))
    if len(timelines) == 1:
        return first
    hanging = " and ".join(date.what for place, date in enumerate(dates) if _matters(ways, place))
    events = tuple(sorted(_events(timelines, dates, sentences), key=lambda event: event.day or event.earliest or _LAST))
    conflict, clash = _conflict(timelines)
    deviations = tuple(one for one in first.deviations if all(one in each.deviations for each in timelines))
    missed = _other_deviations(timelines, deviations)
    always = [either(one.text for one in found) for found in missed if _is_missed_by_all(found, len(timelines))]
    said = [*clash, *(either(one.text for one in found) for found in missed)]
    told = tuple(_notes(timelines, hanging, sentences))
    explained = [note.text for note in told if says_no_date(note, sentences)]
    undated = [
        event.label for event in events if _is_open(event) and not any(event.label in text for text in explained)
    ]
    names = {"dates": hanging, "steps": "; ".join(undated)}
    notes = [Note(filled(sentences.no_day, names))] if undated else []
    for text in said:
        sentence = sentences.every_day if text in always else sentences.some_days
        notes.append(Note(filled(sentence, {"dates": hanging, "said": text}), warns=True))
    return replace(
        first,
        events=events,
        constraints=tuple(_constraints(timelines)),
        conflict=conflict,
        deviations=deviations,
        notes=(*notes, *told),
        figures=tuple(_figures(timelines, whole=not any(map(_is_open, events)))),
        lanes=tuple(dict.fromkeys(lane for each in timelines for lane in each.lanes)),
    )


def _matters(ways: Mapping[Ends, Timeline], place: int) -> bool:
    """Whether the day of one date alone makes another plan."""
    pairs = ((ends, (*ends[:place], 1 - ends[place], *ends[place + 1 :])) for ends in ways)
    return any(ways[one] != ways[other] for one, other in pairs)


def _is_open(event: TimedEvent) -> bool:
    return event.day is None and not event.given


def says_no_date(note: Note, sentences: Sentences) -> bool:
    """Whether it says which steps have no date in one of the plans, and why."""
    return note.text.startswith(sentences.no_date.partition("{")[0])


def _events(timelines: Sequence[Timeline], dates: Sequence[Rough], sentences: Sentences) -> Iterator[TimedEvent]:
    by_id: dict[str, list[TimedEvent]] = {}
    for timeline in timelines:
        for event in timeline.events:
            by_id.setdefault(event.id, []).append(event)
    parted = _parted(by_id, len(timelines))
    cycles = [event.id.rpartition(".")[0] for found in by_id.values() for event in found if event.cycle is not None]
    ends = {f"{block}.end" for block in cycles}
    for id, found in by_id.items():
        everywhere = len(found) == len(timelines)
        if id in parted:
            if found[0].cycle is None or id.endswith(".start"):
                yield _without_day(found, everywhere=everywhere and id not in ends)
        elif everywhere and _alike(found, lambda event: (event.done, event.given, event.proposed)):
            yield _on_its_day(found)
        elif any(event.done is not None or event.given for event in found):
            if found[0].id.rpartition(".")[0].endswith(".recorded"):
                continue  # no step of the plan: its date is named as rough
            yield _given(found, dates, sentences)
        elif everywhere or found[0].cycle is None or found[0].id.endswith(".start"):
            yield _without_day(found, everywhere=everywhere and id not in ends)


def _parted(by_id: Mapping[str, Sequence[TimedEvent]], plans: int) -> set[str]:
    """The cycles ahead from the first on that the plans do not share, and the end of such cycles.

    How many fit hangs on the day in leaps: that two days give a later cycle the same date says nothing of the days
    between, unless all cycles before it are the same.
    """
    parted: set[str] = set()
    blocks: dict[str, list[TimedEvent]] = {}
    for found in by_id.values():
        for event in found:
            if event.cycle is not None and event.proposed is not None:
                blocks.setdefault(event.id.rpartition(".")[0], []).append(event)
    for block, cycles in blocks.items():
        days: dict[int, set[datetime.date | None]] = {}
        for event in cycles:
            days.setdefault(event.cycle or 0, set()).add(event.proposed)
        counts = [sum(event.cycle == number for event in cycles) for number in days]
        shared = {
            number for number, count in zip(days, counts, strict=True) if count == plans and len(days[number]) == 1
        }
        ends = min((number for number in days if number not in shared), default=None)
        if ends is not None:
            parted |= {event.id for event in cycles if event.cycle is not None and event.cycle >= ends}
            parted |= {f"{block}.end"} & by_id.keys()
    return parted


def _on_its_day(found: Sequence[TimedEvent]) -> TimedEvent:
    first = found[0]
    earliest, latest = _window(found)
    alike = _alike(found, lambda event: event.label)
    return first._replace(
        label=first.label if alike else first.label.partition(",")[0],
        earliest=earliest,
        latest=latest,
        figure=first.figure if _alike(found, lambda event: event.figure) else "",
        bound_by=_in_all(found, "bound_by"),
        window_by=_in_all(found, "window_by") if (earliest, latest) == (first.earliest, first.latest) else (),
        cycle=first.cycle if _alike(found, lambda event: event.cycle) else None,
        beside=all(event.beside for event in found),
    )


def _given(found: Sequence[TimedEvent], dates: Sequence[Rough], sentences: Sentences) -> TimedEvent:
    """What has been, on a day that its month or year is known of."""
    first = found[0]
    step = first.label.partition(",")[0].partition(":")[0]
    written = [date.written for date in dates if date.activity == first.activity]
    text = filled(sentences.given_roughly, {"step": step, "date": " or ".join(dict.fromkeys(written))})
    label = text if written else filled(sentences.given, {"step": step})
    undated = first._replace(label=label, earliest=None, latest=None, done=None, proposed=None, given=True, cycle=None)
    return undated._replace(figure="", bound_by=(), window_by=())


def _without_day(found: Sequence[TimedEvent], *, everywhere: bool) -> TimedEvent:
    """``everywhere``: it stands in every plan, so that they have a window in common; the end of cycles has none."""
    first = found[0]
    set_days = [event.proposed for event in found if event.fixed and event.proposed is not None]
    earliest, latest = _window(found) if everywhere else (None, None)
    if everywhere and len(set_days) == len(found):
        earliest, latest = min(set_days), max(set_days)
    elif set_days:  # where it stands on the day that is set, it has no other window
        earliest, latest = None, None
    label = first.label if _alike(found, lambda event: event.label) else first.label.partition(",")[0]
    return first._replace(
        label=label, earliest=earliest, latest=latest, proposed=None, off=False, figure="", cycle=None, beside=False
    )._replace(bound_by=(), window_by=_in_all(found, "window_by"))


def _in_all(found: Sequence[TimedEvent], sources: str) -> tuple[str, ...]:
    """The statements that each of them names among these sources."""
    return tuple(id for id in getattr(found[0], sources) if all(id in getattr(each, sources) for each in found))


Dated = TypeVar("Dated", TimedEvent, TimedConstraint)


def _window(found: Sequence[Dated]) -> tuple[datetime.date | None, datetime.date | None]:
    """The days that all of them allow; none where they share no day."""
    earliest = max((each.earliest for each in found if each.earliest is not None), default=None)
    latest = min((each.latest for each in found if each.latest is not None), default=None)
    if earliest is not None and latest is not None and earliest > latest:
        return None, None
    return earliest, latest


def _alike(found: Iterable[T], of: Callable[[T], object]) -> bool:
    return len({of(each) for each in found}) == 1


def _constraints(timelines: Sequence[Timeline]) -> Iterator[TimedConstraint]:
    by_key: dict[tuple[str, str, str], list[TimedConstraint]] = {}
    for timeline in timelines:
        for constraint in timeline.constraints:
            by_key.setdefault((constraint.id, constraint.start, constraint.end), []).append(constraint)
    for found in by_key.values():
        yield found[0] if len(set(found)) == 1 and len(found) == len(timelines) else _constraint(found, len(timelines))


def _constraint(found: Sequence[TimedConstraint], plans: int) -> TimedConstraint:
    """A bound that differs: the days that hold whatever the day it counts from, and no judgement that does not. There
    are none where a plan leaves it out.
    """
    everywhere = len(found) == plans

    def shared(values: Iterable[T | None]) -> T | None:
        told = set(values)
        return told.pop() if len(told) == 1 and everywhere else None

    earliest, latest = _window(found) if everywhere else (None, None)
    cautions = [each.caution_from for each in found if each.caution_from is not None and everywhere]
    actual = shared(each.actual for each in found)
    return found[0]._replace(
        text=either(each.text for each in found),
        anchor=shared(each.anchor for each in found),
        actual=actual,
        earliest=earliest,
        latest=latest,
        caution_from=min(cautions, default=None),
        zone=None if actual is None else shared(each.zone for each in found),
        slack_days=shared(each.slack_days for each in found),
        kept=shared(each.kept for each in found),
    )


def _conflict(timelines: Sequence[Timeline]) -> tuple[Clash | None, list[str]]:
    """The collision of every plan; else those of some, as sentences."""
    found = [each.conflict for each in timelines if each.conflict is not None]
    if len(found) < len(timelines):
        return None, list(dict.fromkeys(conflict.text for conflict in found))
    ids = dict.fromkeys(id for conflict in found for id in conflict.constraints)
    warning = found[0].warning if all(one.warning == found[0].warning for one in found) else ""
    rest = either(one.rest for one in found) if warning else ""
    text = either(conflict.text for conflict in found)
    return Clash(tuple(ids), text, warning, rest, undates=all(one.undates for one in found)), []


def _other_deviations(timelines: Sequence[Timeline], common: Sequence[Deviation]) -> list[list[Deviation]]:
    """What was missed in some plans, or by another count of days, by event and bound."""
    found: dict[tuple[str, str], list[Deviation]] = {}
    for timeline in timelines:
        for deviation in timeline.deviations:
            if deviation not in common:
                found.setdefault((deviation.constraint, deviation.event), []).append(deviation)
    return list(found.values())


def _is_missed_by_all(found: Sequence[Deviation], plans: int) -> bool:
    """Whether it is on one side of its window in every plan: then it is on every day between the ends as well."""
    return len(found) == plans and len({one.days > 0 for one in found}) == 1


def _notes(timelines: Sequence[Timeline], hanging: str, sentences: Sentences) -> Iterator[Note]:
    """In the order of the first plan, then what only others say."""
    shared = {note for note in timelines[0].notes if all(note in each.notes for each in timelines)}
    by_opening: dict[tuple[str, ...], list[list[Note]]] = {}
    for place, timeline in enumerate(timelines):
        for note in (note for note in timeline.notes if note not in shared):
            found = by_opening.setdefault(_opening(note), [[] for _ in timelines])
            found[place].append(note)
    told: set[tuple[str, ...]] = set()
    for note in (note for timeline in timelines for note in timeline.notes):
        opening = _opening(note)
        if note in shared or says_no_date(note, sentences):
            longer = (one.text for each in timelines for one in each.notes if one.text != note.text)
            if ("", note.text) not in told and not any(_says_all_of(text, note.text) for text in longer):
                told.add(("", note.text))
                yield note
        elif opening not in told:
            told.add(opening)
            found = by_opening[opening]
            texts = [one.text for notes in found for one in notes]
            if all(found):
                yield note._replace(text=filled(sentences.ends, {"dates": hanging, "said": either(texts)}))
            elif note.warns or note.leaves_out:
                yield note._replace(text=filled(sentences.some_days, {"dates": hanging, "said": either(texts)}))


def _says_all_of(longer: str, text: str) -> bool:
    """Whether another remark says why the same steps have no date, and of more of them."""
    reason, _, steps = text.rstrip(".").partition("): ")
    other, _, others = longer.rstrip(".").partition("): ")
    return bool(steps) and reason == other and {*steps.split("; ")} < {*others.split("; ")}


OPENING = 3
"""So many words tell of which thing a warning speaks."""
_FIGURES = re.compile(r"\d+ [A-Z][a-z]+\b(?: \d{4}\b)?|\d+")
"""Dates, and numbers."""


def _opening(note: Note) -> tuple[str, ...]:
    """What tells of which thing a remark speaks; of what does not warn, all but its dates and numbers."""
    words = note.text.split()[:OPENING] if note.warns else [_FIGURES.sub("", note.text)]
    return (*note.statements, *note.readings, *words)


def _figures(timelines: Sequence[Timeline], *, whole: bool) -> Iterator[Figure]:
    """Dates that all plans share; counts of days, which hang on how many cycles fit, only where every event is told."""
    for figures in zip(*(timeline.figures for timeline in timelines), strict=False):
        alike = len(set(figures)) == 1 and (whole or figures[0].days is None)
        yield figures[0] if alike else Figure(figures[0].label)
