"""A decision in words: what was decided, what it departs from; the same on the page, the sheet and in a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resecta.draw.values import listed, sentence
from resecta.draw.wording import wording
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.board.decision import Decision


@dataclass(frozen=True, slots=True)
class Departed:
    """One thing of the guideline that is not followed: how it stands there, why, and the statements."""

    text: str
    stands: str
    because: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The plan in one sentence, what the guideline said of it, and everything that it departs from."""

    plan: str
    stands: str
    departures: tuple[Departed, ...]
    comments: tuple[tuple[str, str], ...]
    proposed_by: str


def decided(decision: Decision, advice: Mapping[str, Any], names: Mapping[str, str]) -> Decided:
    """The decision in the words of the advice that was kept with it, whatever the guideline says today."""
    plan = decision.plan
    strategy = _row(advice["strategies"], plan.strategy)
    regimen = _row(advice["regimens"], plan.regimen)
    titles = [row["title"] for row in (strategy, regimen) if row is not None]
    said = ", with ".join(titles)
    words = ". ".join(part for part in (said, plan.words.strip().rstrip(".")) if part)
    stands = "" if strategy is None else status_word(strategy["status"])
    return Decided(
        sentence(words),
        stands,
        tuple(_departed(decision)),
        tuple(decision.comments.items()),
        names.get(decision.proposed_by, ""),
    )


def status_word(status: str) -> str:
    """A status of the advice in words, of a recommendation too."""
    told = wording().status.get(status)
    return status.replace("-", " ").capitalize() if told is None else told.word


def _departed(decision: Decision) -> Iterator[Departed]:
    for one in decision.departures:
        because = listed([text.rstrip(".") for text in one["because"]])
        yield Departed(one["text"], status_word(one["status"]), sentence(because), tuple(one["statements"]))


def _row(rows: list[dict[str, Any]], id: str | None) -> dict[str, Any] | None:
    return next((row for row in rows if row["id"] == id), None)
