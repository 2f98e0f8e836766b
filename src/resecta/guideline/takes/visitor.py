"""The base of whoever works takes out: one abstract method per take, so that none can be forgotten."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from resecta.guideline.takes import events, facts, lesions, sites
    from resecta.guideline.takes.base import Take

T = TypeVar("T")


class TakeVisitor(ABC, Generic[T]):
    """Turns a take into a ``T``: the answers for one case, an expression over tables."""

    def visit(self, take: Take) -> T:
        """What this visitor makes of the take."""
        return take.accept(self)

    @abstractmethod
    def visit_first(self, take: events.First) -> T: ...

    @abstractmethod
    def visit_latest(self, take: events.Latest) -> T: ...

    @abstractmethod
    def visit_latest_of_one_kind(self, take: events.LatestOfOneKind) -> T: ...

    @abstractmethod
    def visit_kind(self, take: events.Kind) -> T: ...

    @abstractmethod
    def visit_latest_day(self, take: events.LatestDay) -> T: ...

    @abstractmethod
    def visit_undated_day(self, take: events.UndatedDay) -> T: ...

    @abstractmethod
    def visit_given(self, take: events.Given) -> T: ...

    @abstractmethod
    def visit_marked(self, take: events.Marked) -> T: ...

    @abstractmethod
    def visit_months(self, take: events.Months) -> T: ...

    @abstractmethod
    def visit_undated(self, take: events.Undated) -> T: ...

    @abstractmethod
    def visit_done(self, take: facts.Done) -> T: ...

    @abstractmethod
    def visit_at_least(self, take: facts.AtLeast) -> T: ...

    @abstractmethod
    def visit_share(self, take: facts.Share) -> T: ...

    @abstractmethod
    def visit_worst_site(self, take: sites.WorstSite) -> T: ...

    @abstractmethod
    def visit_unfinished(self, take: lesions.Unfinished) -> T: ...

    @abstractmethod
    def visit_count(self, take: lesions.Count) -> T: ...

    @abstractmethod
    def visit_any_now(self, take: lesions.AnyNow) -> T: ...

    @abstractmethod
    def visit_largest(self, take: lesions.Largest) -> T: ...

    @abstractmethod
    def visit_both_lobes(self, take: lesions.BothLobes) -> T: ...

    @abstractmethod
    def visit_every_plan(self, take: lesions.EveryPlan) -> T: ...
