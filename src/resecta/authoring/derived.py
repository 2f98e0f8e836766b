"""A take in words: how an element follows from the rest of a case, for the document that people sign."""

from __future__ import annotations

from collections.abc import Iterable

from resecta.guideline import takes


class DerivedInWords(takes.TakeVisitor[str]):
    """Says each take as a clause, by the ids of the pack."""

    def visit_first(self, take: takes.First) -> str:
        since = "" if take.since is None else f", on or after {take.since}"
        within = "" if take.stands_for is None else f" (within {take.stands_for})"
        otherwise = "" if take.otherwise is None else f"; a stated {take.otherwise} stands for it{within}"
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
        given = ", ".join(f"{name} {weeks}" for name, weeks in take.regimens_given.items())
        known = f"; weeks of a cycle as given: {given}" if given else ""
        return f"{counted}{known}; a regimen that is not named has cycles of {take.unnamed_cycle_weeks} weeks"

    def visit_latest_day(self, take: takes.LatestDay) -> str:
        days = ", ".join(f"{field} of {activity}" for activity, field in take.days.items())
        undated = "" if take.undated is None else f"; unknown where {take.undated} is said and no day"
        return f"latest of {days}{undated}"

    def visit_undated_day(self, take: takes.UndatedDay) -> str:
        days = ", ".join(f"{field} of {activity}" for activity, field in take.days.items())
        return f"true where {take.undated} is said and no {days} can be it"

    def visit_given(self, take: takes.Given) -> str:
        return f"true where there is {_any(take.events)}{_episode(take)}"

    def visit_marked(self, take: takes.Marked) -> str:
        return f"true where {_any(take.events)} is marked as of this episode"

    def visit_undated(self, take: takes.Undated) -> str:
        return f"true where {_any(take.events)} cannot be dated to an episode"

    def visit_done(self, take: takes.Done) -> str:
        events = f", or {_any(take.events)}" if take.events else ""
        return f"{take.value} where {take.element}{events} is on record"

    def visit_at_least(self, take: takes.AtLeast) -> str:
        return f"whether {take.element} is {take.least} or more"

    def visit_share(self, take: takes.Share) -> str:
        whole = take.whole if take.less is None else f"({take.whole} − {take.less}, if recorded)"
        return f"{take.part} ÷ {whole}; a stated value may differ by {take.tolerance}"

    def visit_worst_site(self, take: takes.WorstSite) -> str:
        return f"the first of {', '.join(take.order)} among the sites outside the liver; an empty list: {take.none}"

    def visit_count(self, take: takes.Count) -> str:
        return f"number of lesions in the register{_left(take)}"

    def visit_any_now(self, take: takes.AnyNow) -> str:
        return f"true where a site is {' or '.join(take.now)} now"

    def visit_largest(self, take: takes.Largest) -> str:
        return f"largest size in the register of lesions{_left(take)}"

    def visit_both_lobes(self, take: takes.BothLobes) -> str:
        left, right = (", ".join(map(str, side)) for side in (take.left, take.right))
        return f"whether lesions{_left(take)} lie both in segments {left} and in segments {right}"

    def visit_every_plan(self, take: takes.EveryPlan) -> str:
        false_if = f"; false where one is {_any(take.false_if)}" if take.false_if else ""
        only = "" if take.only_with is None else f"; only where one is planned {take.only_with}"
        return f"true where every lesion is planned {_any(take.plans)}{false_if}{only}"

    def visit_unfinished(self, take: takes.Unfinished) -> str:
        word = f"{take.of} of the latest {_any(take.events)} (this episode)"
        return f"{word}; without a word, true where a lesion of the baseline is visible and planned {_any(take.plans)}"


def _left(take: takes.RegisterTake) -> str:
    return f" (but those {_any(take.without)})" if take.without else ""


def _episode(take: takes.EpisodeTake) -> str:
    words = {takes.Episode.CURRENT: " (this episode)", takes.Episode.SURE: " (surely of this episode)"}
    return words.get(take.episode, "")


def _any(ids: Iterable[str]) -> str:
    return " or ".join(ids)


def _all(ids: Iterable[str]) -> str:
    return " and ".join(ids)
