"""What a reader must see in ten seconds: the verdict, the facts that decide, what is missing most, what needs talk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resecta.draw.values import days, inside
from resecta.draw.wording import wording

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Because, Strategy
    from resecta.guideline.pack import Guideline

_OPEN = ("preferred", "option")
_SHOWN = 3
# A fact weighs by what it forces: a bar more than the first choice, both more than a way that is merely closed.
_WEIGHT = {"contraindicated": 3.0, "preferred": 1.5, "undetermined": 0.5, "option": 0.5, "condition-not-met": 0.5}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in one sentence: words, then the strategies or facts it names, then more words."""

    status: str
    words: str
    names: tuple[str, ...]
    end: str
    lead: Strategy | None


@dataclass(frozen=True, slots=True)
class DecidingFact:
    """A fact and the strategies that rest on it, those it opens or bars before those it closes."""

    because: Because
    forces: tuple[Strategy, ...]


def verdict(guideline: Guideline, advice: Advice) -> Verdict:
    """The recommended strategy, the ways left open, or what the answer hangs on."""
    words = wording()
    intent = words.intent_of(advice.intent).phrase
    first = [strategy for strategy in advice.strategies if strategy.status == "preferred"]
    allowed = [strategy for strategy in advice.strategies if strategy.status == "option"]
    undecided = [strategy for strategy in advice.strategies if strategy.status == "undetermined"]
    if first:
        return Verdict(
            "preferred", words.verdict["preferred"].format(intent=intent), (inside(first[0].title),), ".", first[0]
        )
    if len(allowed) > 1:
        names = tuple(inside(strategy.title) for strategy in allowed)
        return Verdict(
            "option", words.verdict["options"].format(intent=intent), names, f" {words.verdict['options_end']}", None
        )
    if allowed:
        return Verdict(
            "option", words.verdict["one_option"].format(intent=intent), (inside(allowed[0].title),), ".", allowed[0]
        )
    if undecided:
        names = tuple(inside(guideline.elements[id].name) for id in _most_missing(advice, undecided)[:3])
        return Verdict("undetermined", words.verdict["undetermined"], names, ".", None)
    return Verdict("condition-not-met", words.verdict["closed"], (), "", None)


def deciding_facts(advice: Advice, count: int = 3) -> tuple[DecidingFact, ...]:
    """The facts that decide: those on which most rests, a fact that alone forces a conclusion before one among many.

    What a statement turns on weighs more than what merely goes along, and a fact that no statement cites weighs little.
    """
    weight: dict[str, float] = {}
    fact: dict[str, Because] = {}
    forces: dict[str, list[Strategy]] = {}
    for strategy in sorted(advice.strategies, key=lambda each: wording().status[each.status].rank):
        reasons = {because.element: because for because in reversed(strategy.because)}
        for because in (reasons[element] for element in dict.fromkeys(each.element for each in strategy.because)):
            if because.value is None:  # what nobody has recorded decides nothing; it stands on the missing list
                continue
            fact.setdefault(because.element, because)
            forces.setdefault(because.element, []).append(strategy)
            weight[because.element] = weight.get(because.element, 0.0) + _weight(strategy, because, len(reasons))
    order = list(fact)
    ranked = sorted(fact, key=lambda element: (-weight[element], order.index(element)))
    return tuple(DecidingFact(fact[element], tuple(forces[element][:_SHOWN])) for element in ranked[:count])


def _weight(strategy: Strategy, because: Because, among: int) -> float:
    """What one strategy adds to the weight of one of the ``among`` facts that force its status."""
    share = _WEIGHT[strategy.status] / among
    if not because.statements:
        return share / 4
    if strategy.status == "condition-not-met":
        return share + bool({*strategy.statements} & {*because.statements}) / among
    held = {statement for each in strategy.arguments if each.holds for statement in each.statements}
    return share + bool(held & {*because.statements})


def needs_talk(advice: Advice) -> tuple[tuple[str, str], ...]:
    """Why this case needs talk: (sentence, anchor of the part of the page that says more). Nothing is ever skipped."""
    found: list[tuple[str, str]] = []
    if advice.conflicts:
        found.append((_counted(len(advice.conflicts), "fact has", "facts have") + " two answers.", "conflicts"))
    open_ways = [strategy.title for strategy in advice.strategies if strategy.status in _OPEN]
    if len(open_ways) > 1:
        found.append((f"{len(open_ways)} ways of treating are open.", "strategies"))
    decisive = [missing for missing in advice.missing if missing.settles]
    if decisive:
        found.append(
            (_counted(len(decisive), "missing fact", "missing facts") + " could change the advice.", "missing")
        )
    for finding in advice.findings:
        window = finding.window
        if window and window.missed_by_days and window.earliest != window.latest:  # a target alone cannot be missed
            found.append((f"{finding.title}: missed by {days(window.missed_by_days)}.", "timing"))
    found += [(f"The guideline is silent: {inside(silence.title)}.", "silent") for silence in advice.silent]
    return tuple(found)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _most_missing(advice: Advice, undecided: Iterable[Strategy]) -> list[str]:
    named = {element for strategy in undecided for element in strategy.missing}
    ranked = [missing.element for missing in advice.missing if missing.element in named]
    return ranked or sorted(named)
