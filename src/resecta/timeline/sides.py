"""Plans where facts are disputed: one for each side, at most eight that differ, or none with the dispute named.

A disputed fact is never read as not recorded (docs/decisions/unknown.md). Only the disputes that a strategy's steps and
bounds can hang on tell its plans apart.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import TYPE_CHECKING

from resecta.case.model import Fact
from resecta.cql.words import say
from resecta.guideline.schedule.model import Minimum, Step
from resecta.timeline.model import Timeline
from resecta.timeline.plan import Planner, laid_out, open_strategies

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case, Dispute, Side
    from resecta.cql.values import Value
    from resecta.guideline.pack import Guideline
    from resecta.guideline.schedule.model import Calendar

MOST_PLANS = 8
"""More plans than these, laid side by side, tell a reader nothing."""
MOST_COMBINATIONS = 64
"""Of the sides of what is disputed; beyond it no plan is laid, and the disputes are named."""


@dataclass(frozen=True, slots=True)
class SidePlan:
    """The plan if one side is right. ``side`` says which, in words; "" where nothing the plan hangs on is disputed."""

    side: str
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of one strategy: one, or one for each side of what is disputed, or none. ``disputed``: the names of
    the facts to settle.
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
    def remark(self) -> str:
        """Why there is no common plan; "" where there is one."""
        names = ", ".join(self.disputed)
        if not self.sides:
            return f"{self.title}: no dated plan, since too much that it hangs on is disputed; to be settled: {names}."
        if len(self.sides) > 1:
            return f"{self.title}: the dated plan differs by side; to be settled: {names}."
        return ""


class SidesPlanner:
    """Plans for one case, for each side of what is disputed."""

    def __init__(
        self, guideline: Guideline, case: Case, *, start: datetime.date | None = None, calendar: Calendar | None = None
    ) -> None:
        """Raises InputError as Planner does."""
        self.guideline, self.case = guideline, case
        self._start, self._calendar = start, calendar
        self.base = Planner(guideline, replace(case, disputes=()), start=start, calendar=calendar)
        self._planners: dict[tuple[int, ...], Planner] = {}
        self._read: dict[str, tuple[str, ...]] = {}

    def names(self, strategy: str) -> set[str]:
        """The events of a strategy that a what-if may name, on any side."""
        planners = [planner for _, planner in self._distinct(strategy)] or [self.base]
        return set().union(*(planner.names(strategy) for planner in planners))

    def plans(
        self, strategy: str, advice: Advice | None = None, what_if: Mapping[str, datetime.date] | None = None
    ) -> Plans:
        """The plans of one strategy. Raises InputError as Planner does."""
        disputes = self._disputes(strategy)
        found: dict[Timeline, list[tuple[int, ...]]] = {}
        for combinations, planner in self._distinct(strategy):
            found.setdefault(planner.plan(strategy, advice, what_if), []).extend(combinations)
        entry = self.guideline.strategies[strategy]
        status = "" if advice is None else str(advice.strategy(strategy).status)
        if len(found) > MOST_PLANS:
            found = {}
        sides = tuple(
            SidePlan("" if len(found) == 1 else self._said(disputes, combinations), timeline)
            for timeline, combinations in found.items()
        )
        return Plans(strategy, entry.title, status, sides, tuple(self._name(dispute) for dispute in disputes))

    def _name(self, dispute: Dispute) -> str:
        return self.guideline.element_names[dispute.element]

    def _names(self, strategy: str) -> tuple[str, ...]:
        """The names of the logic that the strategy's plan reads."""
        if strategy not in self._read:
            self._read[strategy] = tuple(dict.fromkeys(_names(self.guideline, strategy)))
        return self._read[strategy]

    def _disputes(self, strategy: str) -> list[Dispute]:
        """The disputes that the strategy's plan can hang on."""
        if not self.case.disputes:
            return []
        cones, names = self.guideline.logic.cones, set(self._names(strategy))
        names |= {fact for name in list(names) for fact in cones.facts.get(name, ())}
        return [dispute for dispute in self.case.disputes if self._name(dispute) in names]

    def _distinct(self, strategy: str) -> list[tuple[list[tuple[int, ...]], Planner]]:
        """The combinations of sides that differ in what the plan reads, each with its planner; none where they are too
        many.
        """
        disputes = self._disputes(strategy)
        if math.prod(len(dispute.sides) for dispute in disputes) > MOST_COMBINATIONS:
            return []
        read = self._names(strategy) if disputes else ()
        found: dict[tuple[Value, ...], tuple[list[tuple[int, ...]], Planner]] = {}
        for combination in product(*(range(len(dispute.sides)) for dispute in disputes)):
            planner = self._planner(disputes, combination)
            key = tuple(planner.situation.value(name) for name in read)
            found.setdefault(key, ([], planner))[0].append(combination)
            if len(found) > 2 * MOST_PLANS:
                return []
        return list(found.values())

    def _planner(self, disputes: Sequence[Dispute], combination: tuple[int, ...]) -> Planner:
        if not disputes:
            return self.base
        places = {dispute.element: place for dispute, place in zip(disputes, combination, strict=True)}
        every = [dispute for dispute in self.case.disputes if dispute.element in places]
        key = tuple(places.get(dispute.element, -1) for dispute in self.case.disputes)
        if key not in self._planners:
            facts = {**self.case.facts}
            for dispute in every:
                facts[dispute.element] = _fact(dispute, dispute.sides[places[dispute.element]])
            case = replace(self.case, facts=facts, disputes=())
            self._planners[key] = Planner(self.guideline, case, start=self._start, calendar=self._calendar)
        return self._planners[key]

    def _said(self, disputes: Sequence[Dispute], combinations: Sequence[tuple[int, ...]]) -> str:
        """The sides that are right in all of these combinations: "if Last bevacizumab is 25 May 2026 (the letter)"."""
        said = []
        for place, dispute in enumerate(disputes):
            taken = {combination[place] for combination in combinations}
            if len(taken) < len(dispute.sides):
                told = " or ".join(_side(dispute.sides[number]) for number in sorted(taken))
                said.append(f"{self._name(dispute)} is {told}")
        return f"if {' and '.join(said)}" if said else f"side {combinations[0]}"


def _side(side: Side) -> str:
    return f"{say(side.value)} ({', '.join(side.sources)})"


def _fact(dispute: Dispute, side: Side) -> Fact:
    return Fact(dispute.element, side.value, ", ".join(side.sources))


def _names(guideline: Guideline, strategy: str) -> Iterator[str]:
    """Every name of the logic that the entries of a strategy use, and those that speak of any planned operation."""
    schedule, library = guideline.schedule, guideline.library
    entries = [schedule.entries[id] for id in guideline.strategies[strategy].constraints]
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


def plans_of(guideline: Guideline, case: Case, advice: Advice) -> dict[str, Plans]:
    """The plans of every open strategy that the guideline lays out in time, by id, the preferred one first.

    There are none for a case without a day of assessment.
    """
    dated = [id for id in open_strategies(advice) if laid_out(guideline, id)]
    if case.assessed_on is None or not dated:
        return {}
    planner = SidesPlanner(guideline, case)
    return {id: planner.plans(id, advice) for id in dated}


def timelines(guideline: Guideline, case: Case, advice: Advice) -> dict[str, Timeline]:
    """The timelines of the open strategies that stand whichever side of a dispute is right, by id."""
    found = {id: plans.common for id, plans in plans_of(guideline, case, advice).items()}
    return {id: timeline for id, timeline in found.items() if timeline is not None}
