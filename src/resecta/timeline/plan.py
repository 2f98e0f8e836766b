"""Date a strategy: guideline, case and strategy in, a timeline out.

Pure; the clock is never read: today is the day of assessment.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from resecta.case.cycles import named_cycle_days
from resecta.document.nearest import did_you_mean
from resecta.guideline.schedule.model import Calendar
from resecta.timeline.assemble import events, lanes
from resecta.timeline.build import lay_bounds, lay_steps
from resecta.timeline.course import Course
from resecta.timeline.doubts import doubts
from resecta.timeline.figures import arguments, figures
from resecta.timeline.judgement import warned_of
from resecta.timeline.laid import Laid, assumptions, begin_as_proposed, hidden, lay, without_first_day
from resecta.timeline.model import Clash, Deviation, Note, TimedConstraint, TimedEvent, Timeline
from resecta.timeline.omitted import leaves_nothing_out
from resecta.timeline.record import constraints, deviations
from resecta.timeline.remarks import days_of, lifted, notes
from resecta.timeline.set_days import may_be_set_by, refuse_far, refused, set_planned, set_what_if
from resecta.timeline.situation import Situation
from resecta.timeline.staged import between_operations
from resecta.timeline.totals import drug_constraints, total_constraints
from resecta.timeline.words import collision_in_words
from resecta.timeline.workdays import permitted_days

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import About, Case
    from resecta.guideline.model import Strategy
    from resecta.guideline.pack import Guideline
    from resecta.guideline.schedule.model import Common
    from resecta.timeline.collision import Collision

OPEN = ("preferred", "option")


class Planner:
    """Plans for one case, its facts as they stand: what all its strategies share is read once.

    A disputed fact is in no case; ``timeline.sides`` plans for each side, and for each day that a date known to its
    month can be. ``start``: nothing new before that day; ``calendar``: in place of the guideline's own; ``months``: the
    facts that set a month or year for a step; where the case has a day for it, that is one that it can be.
    """

    def __init__(
        self,
        guideline: Guideline,
        case: Case,
        *,
        start: datetime.date | None = None,
        calendar: Calendar | None = None,
        months: Mapping[str, About] = MappingProxyType({}),
    ) -> None:
        """Raises InputError where the case has no day of assessment, or ``start`` lies before it."""
        if case.assessed_on is None:
            raise refused(
                f"{case.id}: a plan needs the day of assessment",
                "write assessed_on: YYYY-MM-DD in the case",
                "assessed_on",
            )
        self.guideline = guideline
        self.case = case
        self.months = months
        self.today = case.assessed_on.to_date()
        self.start = start or self.today
        if self.start < self.today:
            raise refused(
                f"a plan cannot start on {self.start}, before the day of assessment, {self.today}",
                "give a later day, or change assessed_on in the case",
                "--start",
            )
        refuse_far(self.start, self.today, "--start")
        self.schedule = guideline.schedule
        self.situation = Situation(guideline, case, self.today)
        self.permitted = permitted_days(self.schedule.calendar if calendar is None else calendar)

    @cached_property
    def _doubts(self) -> tuple[Note, ...]:
        """What does not fit together in the record, whichever strategy is planned."""
        return doubts(self.situation)

    def names(self, strategy: str) -> set[str]:
        """The events of a strategy that a what-if may name."""
        course = self._steps(self._strategy(strategy), self.situation)
        ahead = [point for point in course.points.values() if not point.step.today]
        return {name for point in ahead for name in (point.id, point.step.id, point.step.activity, *point.step.also)}

    def plan(
        self,
        strategy_id: str,
        advice: Advice | None = None,
        what_if: Mapping[str, datetime.date] | None = None,
    ) -> Timeline:
        """The timeline of one strategy, or of what is common to all.

        Raises InputError for a what-if that names nothing ahead or lies in the past.
        """
        laid = self._with_what_is_open(strategy_id, advice, what_if)
        begin_as_proposed(laid)
        return self._timeline(self._strategy(strategy_id), laid, advice)

    def plan_from_any_day(
        self,
        strategy_id: str,
        advice: Advice | None = None,
        what_if: Mapping[str, datetime.date] | None = None,
    ) -> Timeline:
        """The same, its windows whatever the day on which it begins: of a plan whose first day is not told.

        Raises InputError as ``plan`` does.
        """
        laid = self._with_what_is_open(strategy_id, advice, what_if)
        return self._timeline(self._strategy(strategy_id), laid, advice)

    def _with_what_is_open(
        self, strategy_id: str, advice: Advice | None, what_if: Mapping[str, datetime.date] | None
    ) -> Laid:
        """The strategy laid out, with the points that hang on what is not known."""
        strategy, dates = self._strategy(strategy_id), what_if or {}
        length = self._cycle_days(advice)
        base = self._laid(strategy, self.situation, dates, length)
        others = [  # without their cycles: only their dates are asked for
            (each, self._laid(strategy, self.situation.assuming(each), dates, None))
            for each in assumptions(base.course.waiting)
        ]
        points, facts = hidden(base, others)
        unbegun = without_first_day(base) - points
        laid = replace(base, hidden=points | unbegun, hangs_on=facts, unbegun=unbegun)
        choice = between_operations(laid, self.schedule, strategy.constraints)
        if choice is not None:
            other = self.situation.assuming({choice: not self.situation.holds(choice)})
            laid = replace(laid, otherwise=self._laid(strategy, other, dates, length))
        return laid

    def days_left(
        self, strategy_id: str, fact: str, advice: Advice | None, what_if: Mapping[str, datetime.date]
    ) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day, of the month that a fact sets, that can stand and are working days of the step;
        None where none can. Of a step that this strategy does not have, or that a what-if moves, the month.
        """
        about, strategy, length = self.months[fact], self._strategy(strategy_id), self._cycle_days(advice)
        laid = self._laid(strategy, self.situation, what_if, length)
        point = next((point for point in laid.course.points.values() if may_be_set_by(point.step, fact)), None)
        if point is not None and point.id in laid.solution.refused:
            return None
        if point is None or point.span is None:
            return about.first, about.last

        def stands(day: int) -> bool:
            return point.id not in self._laid(strategy, self.situation, what_if, length, {fact: day}).solution.refused

        windows = laid.solution.windows
        latest = windows.latest(point.index)
        assert latest is not None  # noqa: S101 - its month bounds it
        first = _farthest(windows.earliest(point.index), about.first.toordinal(), stands)
        last = _farthest(latest, about.last.toordinal(), stands)
        working = [day for day in range(first, last + 1) if self.permitted[point.step.days](day)] or [first, last]
        return datetime.date.fromordinal(working[0]), datetime.date.fromordinal(working[-1])

    def _strategy(self, id: str) -> Strategy | Common:
        try:
            return shared_or_own(self.guideline, id)
        except KeyError:
            strategies = self.guideline.strategies
            mend = did_you_mean(id, strategies) or f"known: {', '.join(strategies)}"
            raise refused(f'"{id}" is no strategy of this guideline', mend) from None

    def _steps(self, strategy: Strategy | Common, situation: Situation) -> Course:
        return lay_steps(situation, self.schedule, strategy.constraints, self.permitted, self.start.toordinal())

    def _laid(
        self,
        strategy: Strategy | Common,
        situation: Situation,
        dates: Mapping[str, datetime.date],
        length: int | None,
        placed: Mapping[str, int] = MappingProxyType({}),
    ) -> Laid:
        """``placed``: the day that is tried for what a fact sets for a month."""
        course = self._steps(strategy, situation)
        set_planned(course, strategy.constraints, self.months, placed)
        set_what_if(course, dates, self.today)
        lay_bounds(course, self.schedule, strategy.constraints)
        return lay(course, self.schedule, strategy.constraints, length)

    def _timeline(self, strategy: Strategy | Common, laid: Laid, advice: Advice | None) -> Timeline:
        course, ids, solution = laid.course, strategy.constraints, laid.solution
        timed = events(laid)
        days = days_of(timed)
        whole = _is_whole(timed) and leaves_nothing_out(laid, self.schedule, ids)
        bounds = constraints(course, days, solution.refused, solution.broken)
        return Timeline(
            case=self.case.id,
            strategy=strategy.id,
            title=strategy.title,
            status="" if advice is None or strategy is self.schedule.common else advice.strategy(strategy.id).status,
            today=self.today,
            events=timed,
            constraints=(*bounds, *drug_constraints(laid), *total_constraints(laid)),
            conflict=_conflict(laid, bounds, advice),
            deviations=tuple(_warned(deviation, advice) for deviation in deviations(course)),
            notes=(
                *notes(laid, self.schedule, ids, timed),
                *dict.fromkeys(lifted(course, days, advice)),
                *self._doubts,
            ),
            arguments=arguments(course, self.schedule, ids),
            figures=figures(course, self.schedule.measures, days, whole=whole) if laid.proposal else (),
            lanes=lanes(self.guideline.activities.values(), timed),
            begins=next((event.proposed for event in timed if event.id == solution.begins), None),
        )

    def _cycle_days(self, advice: Advice | None) -> int | None:
        """How long a cycle lasts.

        As the last course says, else of the regimen given, else of the one the advice puts first, else of the
        guideline's first; None where the guideline has no regimen.
        """
        regimens = self.guideline.regimens
        if not regimens:
            return None
        if self._cycle_days_recorded is not None:
            return self._cycle_days_recorded
        ranked = [] if advice is None else [one for one in advice.regimens if one.status in OPEN]
        ranked.sort(key=lambda regimen: OPEN.index(regimen.status))
        return regimens[next((one.id for one in ranked), next(iter(regimens)))].cycle_weeks * 7

    @cached_property
    def _cycle_days_recorded(self) -> int | None:
        named = (named_cycle_days(self.guideline, event) for event in reversed(self.situation.by_date))
        return next((days for days in named if days is not None), None)


def laid_out(guideline: Guideline, strategy_id: str) -> bool:
    """Whether the guideline lays the strategy out in time at all; a small one may only say when it is open."""
    return bool(guideline.strategies[strategy_id].constraints)


def shared_or_own(guideline: Guideline, id: str) -> Strategy | Common:
    """The strategy of that id, or what is common to all of them. Raises KeyError."""
    common = guideline.schedule.common
    return common if common is not None and id == common.id else guideline.strategies[id]


def open_strategies(advice: Advice) -> Iterable[str]:
    """The ids of the strategies that are open, the preferred one first."""
    listed = [strategy for strategy in advice.strategies if strategy.status in OPEN]
    return [strategy.id for strategy in sorted(listed, key=lambda strategy: OPEN.index(strategy.status))]


def _is_whole(events: Iterable[TimedEvent]) -> bool:
    """Whether everything that is still to come has a day."""
    return all(event.day is not None or event.given for event in events)


def _farthest(stands_surely: int, wanted: int, stands: Callable[[int], bool]) -> int:
    """Of the days from one that can stand to the one that is wanted, the farthest that can: bounds cut off an end."""
    if stands(wanted):
        return wanted
    good, bad = stands_surely, wanted
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if stands(middle) else (good, middle)
    return good


def _warned(deviation: Deviation, advice: Advice | None) -> Deviation:
    window = (deviation.earliest, deviation.latest)
    return deviation._replace(warning=warned_of(advice, deviation.statements, window, deviation.done))


def _conflict(laid: Laid, bounds: Sequence[TimedConstraint], advice: Advice | None) -> Clash | None:
    """What collides: first the set dates that cannot stand, where the advice warns of one in its words."""
    course, solution = laid.course, laid.solution
    collisions = (*solution.over_dates, *solution.among_bounds)
    if not collisions:
        return None
    named = [tie.bound.id for one in collisions for tie in course.laid_ties if tie.name in one.sources]
    told = [(collision_in_words(course, one), _warning_of(course, one, bounds, advice)) for one in solution.over_dates]
    told += [(collision_in_words(course, one), "") for one in solution.among_bounds]
    warning = next((warning for _, warning in told if warning), "")
    return Clash(
        tuple(dict.fromkeys(named)),
        " ".join(dict.fromkeys(text for text, _ in told)),
        warning,
        " ".join(dict.fromkeys(text for text, theirs in told if theirs != warning or not theirs)),
        undates=not solution.plan,
    )


def _warning_of(course: Course, collision: Collision, bounds: Iterable[TimedConstraint], advice: Advice | None) -> str:
    named = {tie.bound.id for tie in course.laid_ties if tie.name in collision.sources}
    broken = [one for one in bounds if one.id in named and one.kept is False]
    told = (warned_of(advice, one.statements, (one.earliest, one.latest), one.actual) for one in broken)
    return next(filter(None, told), "")
