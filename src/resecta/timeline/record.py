"""What each bound says of the plan: the dates it allows, where the event stands in them, and what was missed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from resecta.guideline.schedule.model import Limit, Minimum, Recurrence, Target, Window
from resecta.timeline.course import Course, Tie
from resecta.timeline.judgement import missed_by, none_on_record
from resecta.timeline.model import Deviation, TimedConstraint
from resecta.timeline.words import (
    bounds_in_words,
    cited,
    date_of,
    dates_of,
    filled,
    lengths_of,
    name_of,
    spoken_day,
)

JUDGED = (Window, Minimum, Limit, Recurrence)
"""Kinds of bound that can be kept or missed. An order can only be kept, a target is neither kept nor missed."""


class _Measured(NamedTuple):
    """A bound's dates for this plan, and the day to be judged by them."""

    earliest: int | None
    latest: int | None
    caution: int | None
    actual: int | None

    @property
    def zone(self) -> str | None:
        if self.actual is None:
            return None
        if self.earliest is not None and self.actual < self.earliest:
            return "outside"
        if self.latest is not None and self.actual > self.latest:
            return "outside"
        return "upper" if self.caution is not None and self.actual > self.caution else "inside"

    @property
    def slack(self) -> int | None:
        if self.actual is None:
            return None
        ends = [self.actual - self.earliest] if self.earliest is not None else []
        ends += [self.latest - self.actual] if self.latest is not None else []
        return min(ends) if ends else None


def constraints(
    course: Course, days: Mapping[str, int], refused: Mapping[str, int], broken: frozenset[str]
) -> tuple[TimedConstraint, ...]:
    """Every bound with its dates.

    ``refused``: dates people set that no plan can keep; ``broken``: bounds that collide.
    """
    return tuple(_constraint(course, tie, days, refused, broken) for tie in course.ties)


def _measure(tie: Tie, days: Mapping[str, int], refused: Mapping[str, int]) -> _Measured:
    anchor = days.get(tie.start.id)
    actual = refused.get(tie.end.id, days.get(tie.end.id))
    if anchor is None:
        return _Measured(None, None, None, actual)
    if isinstance(tie.bound, Target):
        target = tie.about.after(anchor) if tie.about is not None else None
        return _Measured(target, target, None, actual)
    return _Measured(
        None if tie.least is None else tie.least.after(anchor),
        None if tie.most is None else tie.most.after(anchor),
        None if tie.safe is None else tie.safe.after(anchor),
        actual,
    )


def _constraint(
    course: Course, tie: Tie, days: Mapping[str, int], refused: Mapping[str, int], broken: frozenset[str]
) -> TimedConstraint:
    bound, collides = tie.bound, tie.name in broken
    measured = _measure(tie, days, refused if collides else {})
    target = isinstance(bound, Target)
    both_done = tie.start.done is not None and tie.end.done is not None
    kept: bool | None = None
    if collides:
        kept = False
    elif not target and (both_done or (not tie.active and tie.end.done is None)):
        kept = both_done and measured.zone != "outside"
    slack = measured.slack
    if target and measured.actual is not None and measured.latest is not None:
        slack = measured.actual - measured.latest
    return TimedConstraint(
        id=bound.id,
        start=tie.start.id,
        end=tie.end.id,
        start_activity=tie.start.step.activity,
        end_activity=tie.end.step.activity,
        kind=bound.kind,
        label="" if bound.label is None else filled(bound.label, lengths_of(tie)),
        text=_text(course, tie, measured),
        statements=bound.statements,
        readings=bound.readings,
        anchor=date_of(days.get(tie.start.id)),
        actual=date_of(measured.actual),
        earliest=date_of(measured.earliest),
        latest=date_of(measured.latest),
        caution_from=date_of(measured.caution),
        zone=None if target else measured.zone,
        slack_days=slack,
        kept=kept,
    )


def _text(course: Course, tie: Tie, measured: _Measured) -> str:
    today = course.situation.today
    places = lengths_of(tie)
    if isinstance(tie.bound, Recurrence):
        places["tolerance"] = course.situation.length(tie.bound.tolerance)
    for name, day in (("safe_date", measured.caution), ("latest_date", measured.latest)):
        places[name] = dates_of(day, today)
    return filled(tie.bound.text, places) + _told_at_start(course, tie)


def _told_at_start(course: Course, tie: Tie) -> str:
    """Where the end stands, by record or by a person's word, the bound is told at the end that can still move."""
    stands = tie.end.fixed
    if (
        stands is None
        or tie.end.id in course.months_set
        or not tie.start.ahead
        or tie.start.fixed is not None
        or not isinstance(tie.bound, JUDGED)
    ):
        return ""
    today = course.situation.today
    earliest = None if tie.most is None else tie.most.earliest_start(stands)
    latest = None if tie.least is None else tie.least.latest_start(stands)
    window = bounds_in_words(earliest, latest, today)
    name = name_of(tie.start)
    return f" {name[:1].upper()}{name[1:]}: {window}, for the {name_of(tie.end)} on {spoken_day(stands, today)}."


def deviations(course: Course) -> tuple[Deviation, ...]:
    """Every window that was missed by what was done, or has passed with nothing done."""
    found = [_deviation(course, tie) for tie in course.ties if isinstance(tie.bound, JUDGED)]
    return tuple(deviation for deviation in found if deviation is not None)


def _deviation(course: Course, tie: Tie) -> Deviation | None:
    if tie.start.done is None or tie.active:
        return None
    today = course.situation.today
    measured = _measure(
        tie, {tie.start.id: tie.start.done, tie.end.id: today if tie.end.done is None else tie.end.done}, {}
    )
    assert measured.actual is not None  # noqa: S101 - given a line above; only the type cannot say so
    if measured.latest is not None and measured.actual > measured.latest:
        days = measured.actual - measured.latest
    elif measured.earliest is not None and measured.actual < measured.earliest and tie.end.done is not None:
        days = measured.actual - measured.earliest
    else:
        return None
    window = bounds_in_words(measured.earliest, measured.latest, today)
    name = name_of(tie.end)
    name = name[:1].upper() + name[1:]
    if tie.end.done is None:
        assert measured.latest is not None  # noqa: S101 - nothing done misses the end of a window only
        text = f"{name}: {none_on_record(spoken_day(measured.latest, today), days)}"
    else:
        judged = missed_by(days, datetime.date.fromordinal(tie.end.done), None)
        text = f"{name} {spoken_day(measured.actual, today)}: {judged}, window {window}"
    return Deviation(
        constraint=tie.bound.id,
        earliest=date_of(measured.earliest),
        latest=date_of(measured.latest),
        done=date_of(tie.end.done),
        days=days,
        event=tie.end.id,
        text=f"{text}{cited(tie.bound.statements)}.",
        statements=tie.bound.statements,
    )
