"""What a date of a plan rests on: the statements that bind the day, and those that bind the ends of its window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from resecta.guideline.schedule.model import Spacing
from resecta.timeline.course import Point, Tie
from resecta.timeline.laid import Laid
from resecta.timeline.network import Windows
from resecta.timeline.propose import first_permitted
from resecta.timeline.record import JUDGED


def of_the_day(laid: Laid, point: Point, window: tuple[str, ...]) -> tuple[str, ...]:
    """The statements that bind the day of a point: of a day done those that judge it, of a day proposed the target that
    placed it, the bounds before which it cannot be, and those that it has missed. Where a person or a figure of the
    site has placed it, these are the statements of its ``window``: no others bind it.
    """
    if point.done is not None:
        return _statements(
            tie
            for tie in laid.course.ties
            if tie.end is point and tie.start.done is not None and isinstance(tie.bound, JUDGED)
        )
    if laid.proposal is None or point.id in laid.hidden or not point.ahead:
        return ()
    if point.is_set:
        return window
    by = laid.proposal.rests.get(point.id) if point.id in laid.proposal.placed else None
    ours = isinstance(by, Spacing) or (isinstance(by, Tie) and not by.bound.statements)
    return _statements(_placing(laid, point)) or (window if ours else ())


def _placing(laid: Laid, point: Point) -> Iterator[Tie]:
    course, proposal = laid.course, laid.proposal
    if proposal is None or point.step.today:
        return
    by = proposal.rests.get(point.id)
    if point.id in proposal.placed and isinstance(by, Tie):
        yield by
    day = proposal.days[point.id]
    for tie in _in_force(laid):
        if tie.end is point and not tie.active:  # its window is past: it is to be done at once
            yield tie
        if tie.end is point and tie.least is not None and tie.start.id in proposal.days:
            earliest = tie.least.after(proposal.days[tie.start.id])
            if first_permitted(course, point, earliest) == day:
                yield tie
        if tie.end is point and tie.most is not None and tie.active and tie.start.id in proposal.days:
            late = by is not None and point.id not in proposal.placed
            if late and tie.most.after(proposal.days[tie.start.id]) == day:
                yield tie


def of_the_window(laid: Laid, point: Point, windows: Windows) -> tuple[str, ...]:
    """The statements of the bounds that give the window of a point its first and its last day."""
    return _statements(_ending(laid, point, windows))


def _ending(laid: Laid, point: Point, windows: Windows) -> Iterator[Tie]:
    earliest, latest = windows.earliest(point.index), windows.latest(point.index)
    ties = _in_force(laid)
    for tie in ties:
        if (
            tie.end is point
            and tie.least is not None
            and tie.least.after(windows.earliest(tie.start.index)) == earliest
        ):
            yield tie
    for tie in ties if latest is not None else ():
        if tie.end is point and tie.most is not None and tie.active:
            last = windows.latest(tie.start.index)
            if last is not None and tie.most.after(last) == latest:
                yield tie
        elif tie.start is point and tie.end.ahead and tie.least is not None:
            last = windows.latest(tie.end.index)
            if last is not None and tie.least.latest_start(last) == latest:
                yield tie


class Surely(NamedTuple):
    """The days outside which something cannot be, whatever what is not known turns out to be, and what says so."""

    earliest: int | None = None
    latest: int | None = None
    statements: tuple[str, ...] = ()


def surely_within(laid: Laid, point: Point) -> Surely:
    """The days that bounds of the source leave a point without a day, counted from what has been done; none where they
    leave no day.
    """
    counted = [
        (tie, tie.start.done)
        for tie in laid.course.ties
        if tie.end is point and tie.start.done is not None and tie.bound.statements and isinstance(tie.bound, JUDGED)
    ]
    today = laid.course.not_before
    first = [(tie.least.after(day), tie) for tie, day in counted if tie.least is not None and tie.active]
    first = [(day, tie) for day, tie in first if day > today]  # an interval that is over binds no more
    last = [(tie.most.after(day), tie) for tie, day in counted if tie.most is not None and tie.active]
    earliest = max((day for day, _ in first), default=None)
    latest = min((day for day, _ in last), default=None)
    if earliest is not None and latest is not None and earliest > latest:
        return Surely()
    ends = [tie for day, tie in first if day == earliest] + [tie for day, tie in last if day == latest]
    return Surely(earliest, latest, _statements(ends))


def _in_force(laid: Laid) -> list[Tie]:
    """The bounds between points that this plan still has and dates, but those that gave way."""
    told = laid.course.points.keys() - laid.hidden
    return [
        tie
        for tie in laid.course.ties
        if tie.start.id in told and tie.end.id in told and tie not in laid.solution.eased
    ]


def _statements(ties: Iterable[Tie]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for tie in ties for id in tie.bound.statements))
