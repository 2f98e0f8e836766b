"""What a reader must see in ten seconds: the verdict, the facts that decide, what is missing most, what needs talk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from resecta.draw.speech import Speech
from resecta.draw.values import inside, listed
from resecta.draw.wording import wording
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Silence, Strategy
    from resecta.guideline.pack import Guideline

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in one sentence: words, then the strategies or facts it names, then more words."""

    status: Status
    words: str
    names: tuple[str, ...]
    end: str
    lead: Strategy | None

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.words} {listed(self.names)}{self.end}".strip()


def verdict(guideline: Guideline, advice: Advice) -> Verdict:
    """The way preferred, the ways left open, or what the answer hangs on."""
    undecided = [strategy for strategy in advice.strategies if strategy.status is Status.UNDETERMINED]
    missing = _most_missing(advice, undecided)[:_SHOWN]
    statuses = {strategy.id: strategy.status for strategy in advice.strategies}
    return verdict_of(guideline, advice, advice.intent, statuses, missing)


def verdict_of(
    guideline: Guideline, advice: Advice, intent: str, statuses: Mapping[str, Status], missing: Sequence[str] = ()
) -> Verdict:
    """The verdict where the strategies stand so; ``missing``: the facts that it names where nothing is decided."""
    words = wording()
    phrase = words.intent_of(intent).phrase

    def those(status: Status) -> list[Strategy]:
        return [strategy for strategy in advice.strategies if statuses[strategy.id] is status]

    first, allowed = those(Status.PREFERRED), those(Status.OPTION)
    if first:
        start = words.verdict[Status.PREFERRED].format(intent=phrase)
        return Verdict(Status.PREFERRED, start, (inside(first[0].title),), ".", first[0])
    if len(allowed) > 1:
        start, names = words.verdict["options"].format(intent=phrase), tuple(inside(one.title) for one in allowed)
        return Verdict(Status.OPTION, start, names, f" {words.verdict['options_end']}", None)
    if allowed:
        start = words.verdict["one_option"].format(intent=phrase)
        return Verdict(Status.OPTION, start, (inside(allowed[0].title),), ".", allowed[0])
    if those(Status.UNDETERMINED):
        start = words.verdict[Status.UNDETERMINED if missing else "undecided"]
        return Verdict(
            Status.UNDETERMINED, start, tuple(Speech(guideline).nouns(missing)), "." if missing else "", None
        )
    return Verdict(Status.CONDITION_NOT_MET, words.verdict["closed"], (), "", None)


def needs_talk(advice: Advice, silent: Iterable[Silence]) -> tuple[tuple[str, str], ...]:
    """Why this case needs talk: (sentence, anchor of the part of the page that says more). Nothing is ever skipped.
    ``silent``: what of the guideline's silence is told there.
    """
    found: list[tuple[str, str]] = []
    if advice.conflicts:
        found.append(
            (_counted(len(advice.conflicts), "fact has", "facts have") + " more than one answer.", "conflicts")
        )
    open_ways = [strategy.title for strategy in advice.strategies if strategy.status.open]
    if len(open_ways) > 1:
        found.append((f"{len(open_ways)} ways of treating are open.", "strategies"))
    decisive = [missing for missing in advice.missing if missing.moves or missing.settles]
    if decisive:
        found.append(
            (_counted(len(decisive), "missing fact", "missing facts") + " could change the advice.", "missing")
        )
    found += [(f"The guideline is silent: {inside(silence.title)}.", "silent") for silence in silent]
    return tuple(found)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _most_missing(advice: Advice, undecided: Iterable[Strategy]) -> list[str]:
    named = {element for strategy in undecided for element in strategy.missing}
    ranked = [missing.element for missing in advice.missing if missing.element in named]
    return ranked or sorted(named)
