"""A take in words: how an element follows from the rest of a case, for the document that people sign."""

from __future__ import annotations

from collections.abc import Iterable

from resecta.guideline import takes


class DerivedInWords(takes.TakeVisitor[str]):
    """Says each take as a clause, by the ids of the pack."""

    def visit_first(self, take: takes.First) -> str:
        since = "" if take.since is None else f", on or after {take.since}"
        otherwise = "" if take.otherwise is None else f"; a stated {take.otherwise} stands for it"
        return f"first {take.of} of {_any(take.events)}{_episode(take)}{since}{otherwise}"

    def visit_latest(self, take: takes.Latest) -> str:
        return f"latest {take.of} of {_any(take.events)}{_episode(take)}"

    def visit_latest_of_one_kind(self, take: takes.LatestOfOneKind) -> str:
        return f"latest {take.of} of {_any(take.events)}{_episode(take)}, where there is one kind only"

    def visit_kind(self, take: takes.Kind) -> str:
        kinds = "; ".join(f"{activity}: {word}" for activity, word in take.events.items())
        return kinds if take.several is None else f"{kinds}; different ones: {take.several}"

    def visit_months(self, take: takes.Months) -> str:
        counted = f"cycles × weeks of a cycle ÷ {take.weeks_in_a_month} of {_all(take.events)}{_episode(take)}"
        return f"{counted}; a regimen that is not named has cycles of {take.unnamed_cycle_weeks} weeks"

    def visit_undated(self, take: takes.Undated) -> str:
        return f"true where {_any(take.events)} cannot be dated to an episode"

    def visit_done(self, take: takes.Done) -> str:
        return f"{take.value} where {take.element} is on record"

    def visit_count(self, take: takes.Count) -> str:
        return "number of lesions in the register"

    def visit_largest(self, take: takes.Largest) -> str:
        return "largest size in the register of lesions"

    def visit_both_lobes(self, take: takes.BothLobes) -> str:
        left, right = (", ".join(map(str, side)) for side in (take.left, take.right))
        return f"whether lesions lie both in segments {left} and in segments {right}"

    def visit_every_plan(self, take: takes.EveryPlan) -> str:
        return f"whether every original lesion is planned {_any(take.plans)}"


def _episode(take: takes.EpisodeTake) -> str:
    return " (this episode)" if take.needs_episodes else ""


def _any(ids: Iterable[str]) -> str:
    return " or ".join(ids)


def _all(ids: Iterable[str]) -> str:
    return " and ".join(ids)
