"""What a reader must see in ten seconds: the verdict, the facts that decide, what is missing most, what needs talk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resecta.draw.values import days, inside
from resecta.draw.wording import wording
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Because, Strategy
    from resecta.guideline.pack import Guideline

_SHOWN = 3
# A bar is told before the first choice, and both before a way that is merely open or closed.
_TOLD = (Status.CONTRAINDICATED, Status.PREFERRED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in one sentence: words, then the strategies or facts it names, then more words."""

    status: Status
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
    first = [strategy for strategy in advice.strategies if strategy.status is Status.PREFERRED]
    allowed = [strategy for strategy in advice.strategies if strategy.status is Status.OPTION]
    undecided = [strategy for strategy in advice.strategies if strategy.status is Status.UNDETERMINED]
    if first:
        start = words.verdict[Status.PREFERRED].format(intent=intent)
        return Verdict(Status.PREFERRED, start, (inside(first[0].title),), ".", first[0])
    if len(allowed) > 1:
        start, names = words.verdict["options"].format(intent=intent), tuple(inside(one.title) for one in allowed)
        return Verdict(Status.OPTION, start, names, f" {words.verdict['options_end']}", None)
    if allowed:
        start = words.verdict["one_option"].format(intent=intent)
        return Verdict(Status.OPTION, start, (inside(allowed[0].title),), ".", allowed[0])
    if undecided:
        names = tuple(inside(guideline.elements[id].name) for id in _most_missing(advice, undecided)[:_SHOWN])
        return Verdict(Status.UNDETERMINED, words.verdict[Status.UNDETERMINED], names, ".", None)
    return Verdict(Status.CONDITION_NOT_MET, words.verdict["closed"], (), "", None)


def deciding_facts(advice: Advice, count: int = _SHOWN) -> tuple[DecidingFact, ...]:
    """The recorded facts on which most rests: bars first, then the first choice, then every way.

    Of each, facts that are critical (each alone would open it) come before those in whose place another would do.
    """
    fact: dict[str, Because] = {}
    forces: dict[str, list[Strategy]] = {}
    for strategy in sorted(advice.strategies, key=lambda each: wording().status[each.status].rank):
        for because in strategy.because:
            if because.value is None:  # what nobody has recorded decides nothing; it stands on the missing list
                continue
            fact.setdefault(because.element, because)
            named = forces.setdefault(because.element, [])
            if strategy not in named:
                named.append(strategy)
    ranked = sorted(fact, key=lambda element: _rests_on(advice, fact[element], forces[element]), reverse=True)
    return tuple(DecidingFact(fact[element], tuple(forces[element][:_SHOWN])) for element in ranked[:count])


def _rests_on(advice: Advice, because: Because, forces: list[Strategy]) -> tuple[int, ...]:
    """How many bars and first choices the fact would open alone, and how many it helps to force; whether statements
    speak of it; the same of all ways.
    """
    opened = [strategy.status for strategy in advice.strategies if because.element in strategy.critical]
    forced = [strategy.status for strategy in forces]
    told = (count for status in _TOLD for count in (opened.count(status), forced.count(status)))
    return (*told, len(because.statements), len(opened), len(forced))


def needs_talk(advice: Advice) -> tuple[tuple[str, str], ...]:
    """Why this case needs talk: (sentence, anchor of the part of the page that says more). Nothing is ever skipped."""
    found: list[tuple[str, str]] = []
    if advice.conflicts:
        found.append((_counted(len(advice.conflicts), "fact has", "facts have") + " two answers.", "conflicts"))
    open_ways = [strategy.title for strategy in advice.strategies if strategy.status.open]
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
