"""Date a strategy: guideline, case and strategy in, a timeline out.

Pure; the clock is never read: today is the day of assessment.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from resecta.document.nearest import did_you_mean
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.schedule.model import Calendar
from resecta.timeline.assemble import events, lanes
from resecta.timeline.build import Course, Point, build, fix, set_horizon
from resecta.timeline.cycles import Cycles, expand
from resecta.timeline.model import Conflict, TimedConstraint, Timeline
from resecta.timeline.propose import Proposal, propose
from resecta.timeline.record import constraints, deviations
from resecta.timeline.remarks import arguments, figures, notes, total_places
from resecta.timeline.situation import Situation
from resecta.timeline.solve import Solution, solve
from resecta.timeline.words import collision_in_words, filled
from resecta.timeline.workdays import permitted_days

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.model import Strategy
    from resecta.guideline.pack import Guideline

OPEN = ("preferred", "option")


class Planner:
    """Plans for one case: what all its strategies share is read once.

    ``start``: nothing new before that day; ``calendar``: in place of the guideline's own.
    """

    def __init__(
        self, guideline: Guideline, case: Case, *, start: datetime.date | None = None, calendar: Calendar | None = None
    ) -> None:
        """Raises InputError where the case has no day of assessment, or ``start`` lies before it."""
        if case.assessed_on is None:
            raise _refused(
                f"{case.id}: a plan needs the day of assessment",
                "write assessed_on: YYYY-MM-DD in the case",
                "assessed_on",
            )
        self.guideline = guideline
        self.case = case
        self.today = case.assessed_on.to_date()
        self.start = start or self.today
        if self.start < self.today:
            raise _refused(
                f"a plan cannot start on {self.start}, before the day of assessment, {self.today}",
                "give a later day, or change assessed_on in the case",
                "--start",
            )
        self.schedule = guideline.schedule
        self.situation = Situation(guideline, case, self.today)
        self.permitted = permitted_days(self.schedule.calendar if calendar is None else calendar)

    def names(self, strategy: str) -> set[str]:
        """The events of a strategy that a what-if may name."""
        course = self._course(self._strategy(strategy))
        ahead = [point for point in course.points.values() if not point.step.today]
        return {name for point in ahead for name in (point.id, point.step.id, point.step.activity, *point.step.also)}

    def plan(
        self,
        strategy_id: str,
        advice: Advice | None = None,
        what_if: Mapping[str, datetime.date] | None = None,
    ) -> Timeline:
        """The timeline of one strategy.

        Raises InputError for a what-if that names nothing ahead or lies in the past.
        """
        strategy = self._strategy(strategy_id)
        course = self._course(strategy)
        self._set_dates(course, what_if or {})
        solution = solve(course)
        proposal = propose(course, solution.windows) if solution.plan else None
        if proposal is not None:
            _begin_as_proposed(course, solution, proposal)
        return self._timeline(strategy, course, solution, proposal, advice)

    def _strategy(self, id: str) -> Strategy:
        strategies = self.guideline.strategies
        if id not in strategies:
            raise _refused(
                f'"{id}" is no strategy of this guideline',
                did_you_mean(id, strategies) or f"known: {', '.join(strategies)}",
            )
        return strategies[id]

    def _course(self, strategy: Strategy) -> Course:
        return build(self.situation, self.schedule, strategy.constraints, self.permitted, self.start.toordinal())

    def _set_dates(self, course: Course, what_if: Mapping[str, datetime.date]) -> None:
        for point in course.points.values():
            if point.done is None and point.step.planned is not None:
                day = self.situation.day(point.step.planned.fact)
                if day is not None:
                    fix(point, day, "planned")
                break  # one date is set for one operation, the first that lies ahead
        for name, date in what_if.items():
            fix(self._named(course, name, date), date.toordinal(), "what if")
        set_horizon(course)

    def _named(self, course: Course, name: str, date: datetime.date) -> Point:
        """The point ahead that a what-if names. Raises InputError."""
        found = [point for point in course.points.values() if _answers_to(point, name)]
        ahead = [point for point in found if point.done is None and not point.step.today]
        if not found:
            known = sorted({point.id for point in course.points.values()})
            raise _refused(
                f'"{name}" is no event of this plan', did_you_mean(name, known) or f"known: {', '.join(known)}"
            )
        if not ahead:
            done = found[0].done
            when = "is today" if done is None else f"was done on {datetime.date.fromordinal(done)}"
            raise _refused(f"{name} {when} and cannot be moved", "name an event that lies ahead")
        if date < self.today:
            done_days = [point.done for point in course.points.values() if point.done is not None]
            late = f", and something was done on {datetime.date.fromordinal(max(done_days))}" if done_days else ""
            raise _refused(
                f"{name} on {date} lies before the day of assessment, {self.today}{late}",
                "what has been done is recorded in the case; give a date that lies ahead",
            )
        return ahead[0]

    def _timeline(
        self, strategy: Strategy, course: Course, solution: Solution, proposal: Proposal | None, advice: Advice | None
    ) -> Timeline:
        ids = strategy.constraints
        cycles = None
        if proposal is not None and self.guideline.regimens:
            cycles = expand(course, self.schedule, ids, proposal, self._cycle_days(course, advice))
        timed = events(course, solution, proposal, cycles)
        days = {event.id: event.day.toordinal() for event in timed if event.day is not None}
        bounds = constraints(course, days, solution.refused, solution.broken)
        if cycles is not None and cycles.bound is not None:
            bounds = (*bounds, _total(course, cycles))
        remarks = () if cycles is None else notes(course, self.schedule, ids, days, cycles, timed)
        return Timeline(
            case=self.case.id,
            strategy=strategy.id,
            title=strategy.title,
            status="" if advice is None else advice.strategy(strategy.id).status,
            today=self.today,
            events=timed,
            constraints=bounds,
            conflict=_conflict(course, solution),
            deviations=deviations(course),
            notes=remarks,
            arguments=arguments(course, self.schedule, ids),
            figures=figures(course, self.schedule.measures, days) if proposal is not None else (),
            lanes=lanes(self.guideline.activities.values(), timed),
        )

    def _cycle_days(self, course: Course, advice: Advice | None) -> int:
        """How long a cycle lasts.

        Of the regimen given, else of the one the advice puts first, else of the guideline's first.
        """
        regimens = self.guideline.regimens
        given = [
            str(value) for event in course.situation.events for value in event.fields.values() if str(value) in regimens
        ]
        open_ones = (
            []
            if advice is None
            else sorted(
                (regimen for regimen in advice.regimens if regimen.status in OPEN),
                key=lambda regimen: OPEN.index(regimen.status),
            )
        )
        chosen = [*given[-1:], *(regimen.id for regimen in open_ones), *regimens]
        return regimens[chosen[0]].cycle_weeks * 7


def plan(
    guideline: Guideline,
    case: Case,
    strategy_id: str,
    advice: Advice | None = None,
    what_if: Mapping[str, datetime.date] | None = None,
    start: datetime.date | None = None,
) -> Timeline:
    """The timeline of one strategy for one case. Raises InputError."""
    return Planner(guideline, case, start=start).plan(strategy_id, advice, what_if)


def timelines(guideline: Guideline, case: Case, advice: Advice) -> dict[str, Timeline]:
    """The timelines of every open strategy that the guideline lays out in time, by id.

    There are none for a case without a day of assessment.
    """
    dated = [id for id in open_strategies(advice) if laid_out(guideline, id)]
    if case.assessed_on is None or not dated:
        return {}
    planner = Planner(guideline, case)
    return {id: planner.plan(id, advice) for id in dated}


def laid_out(guideline: Guideline, strategy_id: str) -> bool:
    """Whether the guideline lays the strategy out in time at all; a small one may only say when it is open."""
    return bool(guideline.strategies[strategy_id].constraints)


def open_strategies(advice: Advice) -> Iterable[str]:
    """The ids of the strategies that are open, the preferred one first."""
    listed = [strategy for strategy in advice.strategies if strategy.status in OPEN]
    return [strategy.id for strategy in sorted(listed, key=lambda strategy: OPEN.index(strategy.status))]


def _answers_to(point: Point, name: str) -> bool:
    return name in (point.id, point.step.id, point.step.activity, *point.step.also)


def _begin_as_proposed(course: Course, solution: Solution, proposal: Proposal) -> None:
    """Let the windows be those of a plan that begins on the proposed day, where nothing bounds its beginning.

    Otherwise a course that could begin at any time would leave every later window open for ever.
    """
    first = next((point for point in course.points.values() if point.done is None and not point.step.today), None)
    if first is None or first.fixed is not None or solution.free.latest(first.index) is not None:
        return
    solution.windows = solution.windows.fixed(first.index, proposal.days[first.id])
    solution.begins = first.id


def _conflict(course: Course, solution: Solution) -> Conflict | None:
    if solution.collision is None:
        return None
    named = [tie.bound.id for tie in course.ties if tie.name in solution.collision.sources]
    return Conflict(tuple(dict.fromkeys(named)), collision_in_words(course, solution.collision))


def _total(course: Course, cycles: Cycles) -> TimedConstraint:
    """The total of months as a constraint of the plan; met once everything has been given."""
    bound = cycles.bound
    assert bound is not None  # noqa: S101 - asked for by the caller; only the type cannot say so
    places = total_places(cycles, course)
    given = places["given"]
    done = cycles.total is not None and isinstance(given, int) and given >= cycles.total
    return TimedConstraint(
        id=bound.id,
        start=bound.start,
        end=bound.end,
        start_activity=bound.start,
        end_activity=bound.end,
        kind=bound.kind,
        label="" if bound.label is None else bound.label,
        text=filled(bound.text, places),
        statements=bound.statements,
        readings=bound.readings,
        anchor=None,
        actual=None,
        earliest=None,
        latest=None,
        caution_from=None,
        zone=None,
        slack_days=None,
        kept=True if done else None,
    )


def _refused(message: str, mend: str, place: str = "--what-if") -> InputError:
    return InputError([Problem(Place(place), message, mend)])


__all__ = ["OPEN", "Planner", "laid_out", "open_strategies", "plan", "timelines"]
