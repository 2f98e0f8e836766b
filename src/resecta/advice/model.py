"""Advice: what the guideline says of one case, every part with its reasons and statements. Frozen; the JSON contract
as values.

``None`` as a value is *unknown*, never false.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from resecta.cql.values import Value
from resecta.guideline.model import Departure

T = TypeVar("T", "Finding", "Recommendation", "Strategy", "Regimen")


@dataclass(frozen=True, slots=True)
class Because:
    """One fact that forces a conclusion, as a sentence with its statements.

    ``value`` is None where the fact's absence is the reason.
    """

    element: str
    value: Value
    source: str | None
    text: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingWindow:
    """The dates of a timing statement.

    ``missed_by_days``: 0 inside, negative before ``earliest``, positive after ``latest``, None not yet due.
    """

    earliest: datetime.date | None
    latest: datetime.date | None
    actual: datetime.date | None
    missed_by_days: int | None
    caution_from: datetime.date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A definition's truth for this case."""

    id: str
    title: str
    value: bool | None
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    window: FindingWindow | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``status``: applies, not-applicable, undetermined."""

    id: str
    status: str
    direction: str
    target: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for or against a strategy; ``holds`` is three-valued."""

    side: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Strategy:
    """``status``: preferred, option, condition-not-met, contraindicated, undetermined.

    ``reason`` says why in one sentence.
    """

    id: str
    title: str
    summary: str
    status: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    arguments: tuple[Argument, ...]
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regimen:
    """``status``: preferred, option, condition-not-met, contraindicated, blocked, undetermined."""

    id: str
    title: str
    status: str
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """What the source does not address and the board must."""

    id: str
    title: str
    text: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A conclusion that would differ from the merged advice if one side of a dispute were right.

    ``kind``: finding, recommendation, strategy, regimen, intent.
    """

    kind: str
    id: str
    status: str | bool | None


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a disputed fact, who says so, and what it would change."""

    value: Value
    sources: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stated and a derived value, or opinions, that disagree and are not settled."""

    element: str
    text: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A reading in force: the option chosen, and whether it is the shipped default."""

    id: str
    choice: str
    default: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact worth finding out, and how many open conclusions name it (0: always asked)."""

    element: str
    question: str
    settles: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What the guideline says of one case on one day. It advises; the board decides."""

    case: str
    guideline_id: str
    guideline_version: str
    guideline_digest: str
    assessed_on: datetime.date | None
    intent: str
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    strategies: tuple[Strategy, ...]
    regimens: tuple[Regimen, ...]
    silent: tuple[Silence, ...]
    conflicts: tuple[Conflict, ...]
    readings: tuple[SettingInForce, ...]
    departures: tuple[Departure, ...]
    missing: tuple[Missing, ...]
    disciplines_required: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)

    def finding(self, id: str) -> Finding:
        """The finding of that id. Raises KeyError."""
        return _by_id(self.findings, id)

    def recommendation(self, id: str) -> Recommendation:
        """The recommendation of that id. Raises KeyError."""
        return _by_id(self.recommendations, id)

    def strategy(self, id: str) -> Strategy:
        """The strategy of that id. Raises KeyError."""
        return _by_id(self.strategies, id)

    def regimen(self, id: str) -> Regimen:
        """The regimen of that id. Raises KeyError."""
        return _by_id(self.regimens, id)


def _by_id(items: tuple[T, ...], id: str) -> T:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
