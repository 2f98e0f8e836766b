"""The facts that decide, by what would be chosen if they were otherwise: "Bleeding that needed transfusion. If instead
no bleeding: liver first."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from resecta.draw.speech import Speech
from resecta.draw.values import inside, listed, sentence
from resecta.draw.wording import wording
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Turn
    from resecta.guideline.pack import Guideline

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Deciding:
    """A fact that decides. ``cited``: the statements by which it acts; ``first``: otherwise another way is first."""

    element: str
    text: str
    cited: tuple[str, ...]
    first: bool


def deciding(guideline: Guideline, advice: Advice, count: int = SHOWN) -> tuple[Deciding, ...]:
    """At most ``count`` facts: those that would put another way first, then those that would leave none first.

    Among equals come judgements, on which people may differ, then the facts in the order of the guideline. A criterion
    that is met is told by itself, and an emergency that there is not decides nothing.
    """
    now = {strategy.id: strategy.status for strategy in advice.strategies}
    told_elsewhere = {because.element for one in advice.criteria if one.value for because in one.because}
    idle = _emergencies(guideline, advice)
    best: dict[str, Turn] = {}
    for turn in advice.turns:
        if turn.element in told_elsewhere or _first(turn.after) == _first(now):
            continue
        if turn.element in idle and _first(turn.after) is None:
            continue
        held = best.get(turn.element)
        if held is None or (_first(held.after) is None and _first(turn.after) is not None):
            best[turn.element] = turn
    order = {id: place for place, id in enumerate(guideline.elements)}
    ranked = sorted(best.values(), key=lambda turn: _rank(guideline, turn, order))
    return tuple(_deciding(guideline, advice, turn) for turn in ranked[:count])


def _emergencies(guideline: Guideline, advice: Advice) -> frozenset[str]:
    """The facts that could make it an emergency, where it is none."""
    if guideline.emergency is None or advice.emergency:
        return frozenset()
    names = guideline.logic.cones.facts[guideline.findings[guideline.emergency].define]
    return frozenset(guideline.element_ids[name] for name in names if name in guideline.element_ids)


def _rank(guideline: Guideline, turn: Turn, order: Mapping[str, int]) -> tuple[bool, bool, int]:
    return _first(turn.after) is None, not guideline.elements[turn.element].judgement, order[turn.element]


def _first(statuses: Mapping[str, Status]) -> str | None:
    return next((id for id, status in statuses.items() if status is Status.PREFERRED), None)


def _deciding(guideline: Guideline, advice: Advice, turn: Turn) -> Deciding:
    speech, words = Speech(guideline), wording().turn
    told = {"fact": sentence(speech.told(turn.element, turn.known)), "other": speech.told(turn.element, turn.value)}
    first = _first(turn.after)
    ways = [_title(advice, id) for id in _with(turn.after, Status.OPTION)]
    way = "" if first is None else _title(advice, first)
    text = words[_key(advice, turn, ways)].format(way=way, ways=listed(ways), **told)
    cited = {
        statement: None
        for strategy in advice.strategies
        for because in strategy.because
        if because.element == turn.element
        for statement in because.statements
    }
    return Deciding(turn.element, text, tuple(cited), first is not None)


def _key(advice: Advice, turn: Turn, ways: list[str]) -> str:
    """Which sentence tells what would then be chosen."""
    if _first(turn.after) is not None:
        return "first" if all(one.status is not Status.PREFERRED for one in advice.strategies) else "other"
    if not ways:
        return "open" if Status.UNDETERMINED in turn.after.values() else "closed"
    if len(ways) == 1:
        return "one"
    return "none" if ways == [inside(one.title) for one in advice.strategies if one.status.open] else "none_first"


def _with(statuses: Mapping[str, Status], status: Status) -> Iterator[str]:
    return (id for id, own in statuses.items() if own is status)


def _title(advice: Advice, id: str) -> str:
    return inside(advice.strategy(id).title)
