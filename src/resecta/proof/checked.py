"""What became of a property: proved, refuted with a patient, or not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from resecta.guideline.properties import Property
from resecta.lazy_dataclass import dataclass


class Result(StrEnum):
    """How a property stands."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """What was found out of a claim. ``case``: a case file that shows it; ``says``: what to see in it, a line each."""

    result: Result
    says: tuple[str, ...] = ()
    case: Mapping[str, Any] | None = None


PROVED = CheckedClaim(Result.PROVED)


@dataclass(frozen=True, slots=True)
class CheckedProperty:
    """A property with what was found out of it, and how many seconds that took."""

    property: Property
    finding: CheckedClaim
    seconds: float


def as_data(outcomes: Iterable[CheckedProperty]) -> list[dict[str, Any]]:
    """As ``resecta guideline prove --json`` prints them."""
    return [
        {
            "property": one.property.id,
            "result": str(one.finding.result),
            "seconds": round(one.seconds, 3),
            "case": one.finding.case,
            "says": list(one.finding.says),
        }
        for one in outcomes
    ]
