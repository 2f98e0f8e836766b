"""Where a plan departs from the guideline: advice and plan in, what it departs from out, named by the advice itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

AGAINST = ("avoid", "contraindicated")
"""Directions of a recommendation that a plan departs from by doing what they are about."""


@dataclass(frozen=True, slots=True)
class DecidedPlan:
    """What the board decides: ids of a strategy and a regimen of the guideline, or another plan in words, or both."""

    strategy: str | None = None
    regimen: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Departure:
    """A conclusion of the advice that the plan does not follow: its kind and id, how it stands, its title or text, why
    it stands so, and the statements that it rests on.
    """

    kind: str
    id: str
    status: str
    text: str
    because: tuple[str, ...]
    statements: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "because": list(self.because), "statements": list(self.statements)}


def departures(advice: Mapping[str, Any], plan: DecidedPlan) -> tuple[Departure, ...]:
    """What of the advice (as JSON) the plan departs from.

    A strategy or regimen that is neither preferred nor an option; a recommendation against it that applies; and, where
    the plan is none of the guideline's ways, the ways that it puts first, or all it leaves open. An option beside a
    preferred way is no departure: the guideline allows it.
    """
    return tuple(_departures(advice, plan))


def _departures(advice: Mapping[str, Any], plan: DecidedPlan) -> Iterator[Departure]:
    for kind, chosen in (("strategy", plan.strategy), ("regimen", plan.regimen)):
        rows = advice["strategies" if kind == "strategy" else "regimens"]
        yield from (_of(kind, row) for row in rows if row["id"] == chosen and not Status(row["status"]).open)
    targets = (f"strategy:{plan.strategy}", f"regimen:{plan.regimen}")
    for row in advice["recommendations"]:
        against = row["direction"] in AGAINST and row["target"] in targets
        if against and row["status"] == Status.APPLIES:
            yield _of("recommendation", row)
    if plan.strategy is None:
        first = [row for row in advice["strategies"] if row["status"] == Status.PREFERRED]
        open_ = [row for row in advice["strategies"] if row["status"] == Status.OPTION]
        yield from (_of("strategy", row) for row in first or open_)


def _of(kind: str, row: Mapping[str, Any]) -> Departure:
    cited = [*row["statements"], *(one for because in row["because"] for one in because["statements"])]
    return Departure(
        kind,
        row["id"],
        row["status"],
        row.get("title") or row["text"],
        tuple(because["text"] for because in row["because"]),
        tuple(dict.fromkeys(cited)),
    )
