"""What each side of a dispute would make of the case: a verdict per side, and the ways that would stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.draw.headline import verdict_of
from resecta.draw.speech import Speech
from resecta.draw.values import inside, leading
from resecta.draw.view import answers
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.status import ConclusionKind, Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Conflict, ConflictSide, Consequence
    from resecta.case.model import Case
    from resecta.cql.values import Value
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class SideView:
    """One side: its answer, who gives it, and the verdict if it is right. ``rest``: what else it would change."""

    answer: str
    who: str
    verdict: str
    statuses: tuple[Status, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A disputed fact: its sides as columns; ``ways``: the titles of the strategies on which they differ, as rows."""

    element: str
    noun: str
    sides: tuple[SideView, ...]
    ways: tuple[str, ...]


def disputes(guideline: Guideline, case: Case, advice: Advice) -> tuple[DisputeView, ...]:
    """Every dispute, each with the others left open."""
    said = answers(guideline, case)
    return tuple(_dispute(guideline, advice, conflict, dict(said[conflict.element])) for conflict in advice.conflicts)


def _dispute(guideline: Guideline, advice: Advice, conflict: Conflict, who: dict[Value, str]) -> DisputeView:
    speech = Speech(guideline)
    now = {strategy.id: strategy.status for strategy in advice.strategies}
    on_side = [{**now, **dict(_statuses(side))} for side in conflict.sides]
    ways = [id for id in now if len({statuses[id] for statuses in on_side}) > 1]
    sides = tuple(
        SideView(
            leading(speech.answer(conflict.element, side.value)),
            who[side.value],
            verdict_of(guideline, advice, _intent(side, advice.intent), statuses).sentence,
            tuple(statuses[id] for id in ways),
            tuple(
                dict.fromkeys(_said(guideline, advice, change) for change in side.changes if change.kind not in _TABLED)
            ),
        )
        for side, statuses in zip(conflict.sides, on_side, strict=True)
    )
    return DisputeView(
        conflict.element, speech.noun(conflict.element), sides, tuple(guideline.strategies[id].title for id in ways)
    )


_TABLED = (ConclusionKind.INTENT, ConclusionKind.STRATEGY)


def _statuses(side: ConflictSide) -> Iterator[tuple[str, Status]]:
    for change in side.changes:
        if change.kind is ConclusionKind.STRATEGY:
            yield change.id, Status(str(change.status))


def _intent(side: ConflictSide, otherwise: str) -> str:
    return next((str(change.status) for change in side.changes if change.kind is ConclusionKind.INTENT), otherwise)


def _said(guideline: Guideline, advice: Advice, change: Consequence) -> str:
    """What a side would change beside the ways, by title."""
    words = wording()
    if change.kind is ConclusionKind.FINDING:
        truth = change.status if isinstance(change.status, bool) else None
        return f"{guideline.findings[change.id].title}: {inside(words.truth_of(truth).word)}."
    if change.kind is ConclusionKind.REGIMEN:
        regimen = guideline.regimens[change.id]
        return f"{regimen.title}: {inside(regimen_word(regimen, str(change.status)))}."
    return words.stands[str(change.status)].format(text=advice.recommendation(change.id).text.rstrip("."))
