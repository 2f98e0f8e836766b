"""Plans where facts are disputed or dates are rough: one for each side, at most eight that differ, or none with what is
open named. Each holds on every day that a date known to its month can be (``over_days``).

A disputed fact is never read as not recorded (docs/decisions/unknown.md). Only what a strategy's steps and bounds can
hang on tells its plans apart.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from resecta.case.chosen import chosen
from resecta.case.model import Choice
from resecta.cql.values import Date
from resecta.guideline.schedule.model import Minimum, Step
from resecta.lazy_dataclass import dataclass
from resecta.timeline.answers import answers_in_words
from resecta.timeline.model import Timeline
from resecta.timeline.over_days import PlanRequest, dates_of_steps, months_set, plan_over_days
from resecta.timeline.plan import Planner, laid_out, open_strategies, shared_or_own
from resecta.timeline.situation import noun_of

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.advice.scenarios import Root
    from resecta.case.model import Approximate, Case
    from resecta.cql.values import Value
    from resecta.guideline.pack import Guideline
    from resecta.guideline.schedule.model import Calendar

MOST_PLANS = 8
"""More plans than these, laid side by side, tell a reader nothing."""
MOST_COMBINATIONS = 64
"""Of the sides of what is disputed and both ends of what is rough; beyond it no plan is laid, and they are named."""


@dataclass(frozen=True, slots=True)
class SidePlan:
    """The plan if one side is right. ``side`` says which, in words; "" where nothing the plan hangs on is disputed."""

    side: str
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of one strategy: one, or one for each side of what is disputed, or none. ``disputed``: what sentences
    call the facts to settle.
    """

    strategy: str
    title: str
    status: str
    sides: tuple[SidePlan, ...]
    disputed: tuple[str, ...]

    @property
    def common(self) -> Timeline | None:
        """The plan that stands whichever side is right; None where they differ."""
        return self.sides[0].timeline if len(self.sides) == 1 else None

    @property
    def headed(self) -> tuple[Timeline, ...]:
        """The plan of each side, titled by it where they differ."""
        return tuple(
            replace(each.timeline, title=f"{self.title}, {each.side}" if each.side else self.title)
            for each in self.sides
        )

    @property
    def remark(self) -> str:
        """Why there is no common plan; "" where there is one."""
        names = "; ".join(self.disputed)
        if not self.sides:
            why = "too much that it hangs on is disputed or not known to the day"
            return f"{self.title}: no dated plan, since {why}; to be settled: {names}."
        if len(self.sides) > 1:
            return f"{self.title}: the dated plan differs by side; to be settled: {names}."
        return ""


class SidesPlanner:
    """Plans for one case, for each side of what is disputed, over the days of what is rough."""

    def __init__(
        self, guideline: Guideline, case: Case, *, start: datetime.date | None = None, calendar: Calendar | None = None
    ) -> None:
        """Raises InputError as Planner does."""
        self.guideline, self.case = guideline, case
        self._start, self._calendar = start, calendar
        self.base = Planner(guideline, replace(case, disputes=()), start=start, calendar=calendar)
        self._months = months_set(guideline, case, self.base.today)
        self._roots = _roots(guideline, case) if case.disputes or case.hangs else ()
        self._planners: dict[tuple[tuple[str, Value], ...], Planner] = {}
        self._read: dict[str, tuple[str, ...]] = {}

    def names(self, strategy: str) -> set[str]:
        """The events of a strategy that a what-if may name, on any side."""
        planners = [self._planner(sides, {}) for sides, _ in self._distinct(strategy)] or [self.base]
        return set().union(*(planner.names(strategy) for planner in planners))

    def plans(
        self, strategy: str, advice: Advice | None = None, what_if: Mapping[str, datetime.date] | None = None
    ) -> Plans:
        """The plans of one strategy. Raises InputError as Planner does."""
        asked = PlanRequest(strategy, advice, what_if or {})
        found: dict[Timeline, list[tuple[int, ...]]] = {}
        dates = self._dates(strategy)
        for sides, combinations in self._distinct(strategy):
            timeline = plan_over_days(partial(self._planner, sides), dates, asked)
            found.setdefault(timeline, []).extend(combinations)
        entry, common = shared_or_own(self.guideline, strategy), self.guideline.schedule.common
        status = "" if advice is None or entry is common else str(advice.strategy(strategy).status)
        if len(found) > MOST_PLANS:
            found = {}
        told = tuple(
            SidePlan("" if len(found) == 1 else self._said(strategy, combinations), timeline)
            for timeline, combinations in found.items()
        )
        disputed = [noun_of(self.guideline, root.name) for root in self._disputed(strategy)]
        rough = [] if told else [date.what for date in dates]
        return Plans(strategy, entry.title, status, told, (*disputed, *rough))

    def open_plans(self, advice: Advice) -> dict[str, Plans]:
        """The plans of every open strategy that the guideline lays out in time, by id, the preferred one first."""
        return {id: self.plans(id, advice) for id in open_strategies(advice) if laid_out(self.guideline, id)}

    def _names(self, strategy: str) -> tuple[str, ...]:
        """The names of the logic that the strategy's plan reads."""
        if strategy not in self._read:
            self._read[strategy] = tuple(dict.fromkeys(_names(self.guideline, strategy)))
        return self._read[strategy]

    def _open(self, strategy: str) -> list[Root]:
        """The disputes and rough dates that what the strategy's plan reads can hang on."""
        if not self._roots:
            return []
        cones, names = self.guideline.logic.cones, set(self._names(strategy))
        names |= {fact for name in list(names) for fact in cones.facts.get(name, ())}
        element_names = self.guideline.element_names
        return [root for root in self._roots if any(element_names[id] in names for id in root.elements)]

    def _disputed(self, strategy: str) -> list[Root]:
        return [root for root in self._open(strategy) if root.dispute is not None]

    def _dates(self, strategy: str) -> list[Approximate]:
        """The rough dates that the strategy's plan can hang on."""
        if not self.case.approximate:
            return []
        keys = {root.key for root in self._open(strategy) if root.dispute is None}
        keys |= set(dates_of_steps(self.guideline, self.case, strategy))
        return [date for date in self.case.approximate if date.key in keys]

    def _distinct(self, strategy: str) -> list[tuple[Mapping[str, Value], list[tuple[int, ...]]]]:
        """The combinations of sides that differ in what the plan reads, each with the places of those that come out so;
        none where they are too many.
        """
        disputed, dates = self._disputed(strategy), self._dates(strategy)
        if math.prod(len(root.options) for root in disputed) * 2 ** len(dates) > MOST_COMBINATIONS:
            return []
        read = self._names(strategy) if disputed else ()
        ends = [{date.key: day for date, day in zip(dates, days, strict=True)} for days in _ends(dates)]
        found: dict[tuple[Value, ...], tuple[Mapping[str, Value], list[tuple[int, ...]]]] = {}
        for combination in product(*(range(len(root.options)) for root in disputed)):
            taken = zip(disputed, combination, strict=True)
            sides = {root.key: root.dispute.sides[place].value for root, place in taken if root.dispute is not None}
            situations = [self._planner(sides, days).situation for days in ends] if read else []
            key = tuple(situation.value(name) for situation in situations for name in read)
            found.setdefault(key, (sides, []))[1].append(combination)
            if len(found) > 2 * MOST_PLANS:
                return []
        return list(found.values())

    def _planner(self, sides: Mapping[str, Value], days: Mapping[str, datetime.date]) -> Planner:
        key = (*sides.items(), *((key, Date.of(day)) for key, day in days.items()))
        if key not in self._planners:
            case = replace(chosen(self.guideline, self.case, Choice(sides, days)), disputes=())
            self._planners[key] = Planner(
                self.guideline, case, start=self._start, calendar=self._calendar, months=self._months
            )
        return self._planners[key]

    def _said(self, strategy: str, combinations: Sequence[tuple[int, ...]]) -> str:
        """The sides that are right in all of these combinations: "if right: last bevacizumab 25 May 2026 (A)"."""
        said = []
        for place, root in enumerate(self._disputed(strategy)):
            taken = {combination[place] for combination in combinations}
            sides = () if root.dispute is None else root.dispute.sides
            if len(taken) < len(sides):
                told = [sides[number] for number in sorted(taken)]
                said.append(answers_in_words(self.guideline, root.name, told))
        return f"if right: {'; '.join(said)}" if said else f"side {combinations[0]}"


def _roots(guideline: Guideline, case: Case) -> tuple[Root, ...]:
    from resecta.advice.scenarios import roots_in  # only for a case that leaves something open

    return tuple(roots_in(guideline, case))


def _ends(dates: Sequence[Approximate]) -> Iterator[tuple[datetime.date, ...]]:
    """All of them on the first day that they can be, and all on the last."""
    yield tuple(date.about.first for date in dates)
    if dates:
        yield tuple(date.about.last for date in dates)


def _names(guideline: Guideline, strategy: str) -> Iterator[str]:
    """Every name of the logic that the entries of a strategy use, and those that speak of any planned operation."""
    schedule, library = guideline.schedule, guideline.library
    entries = [schedule.entries[id] for id in shared_or_own(guideline, strategy).constraints]
    everywhere = [each for each in schedule.entries.values() if isinstance(each, Minimum)]
    planned = [
        each.planned for each in schedule.entries.values() if isinstance(each, Step) and each.planned is not None
    ]
    for entry in (*entries, *everywhere, *planned):
        for text in _texts([getattr(entry, field.name) for field in fields(entry)]):
            if text in library.definitions or text in library.parameters:
                yield text


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts([*value.keys(), *value.values()])


def plan(
    guideline: Guideline,
    case: Case,
    strategy: str,
    advice: Advice | None = None,
    what_if: Mapping[str, datetime.date] | None = None,
    start: datetime.date | None = None,
) -> Plans:
    """The plans of one strategy for one case. Raises InputError."""
    return SidesPlanner(guideline, case, start=start).plans(strategy, advice, what_if)


def plans_of(guideline: Guideline, case: Case, advice: Advice) -> dict[str, Plans]:
    """The plans of every open strategy that the guideline lays out in time, by id, the preferred one first.

    There are none for a case without a day of assessment.
    """
    return {} if case.assessed_on is None else SidesPlanner(guideline, case).open_plans(advice)


def timelines(guideline: Guideline, case: Case, advice: Advice) -> dict[str, Timeline]:
    """The timelines of the open strategies that stand whichever side of a dispute is right, by id."""
    found = {id: plans.common for id, plans in plans_of(guideline, case, advice).items()}
    return {id: timeline for id, timeline in found.items() if timeline is not None}
