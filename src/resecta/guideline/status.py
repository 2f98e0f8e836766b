"""The kinds of conclusion, and the words for how one stands. The order in which they are decided is in ``ladder``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ConclusionKind(StrEnum):
    """The kinds of conclusion, as the JSON contract names them."""

    INTENT = "intent"
    FINDING = "finding"
    RECOMMENDATION = "recommendation"
    STRATEGY = "strategy"
    REGIMEN = "regimen"
    SILENT = "silent"


class Status(StrEnum):
    """How a strategy, regimen or recommendation stands. Its value is the word of the JSON contract."""

    PREFERRED = "preferred"
    OPTION = "option"
    CONDITION_NOT_MET = "condition-not-met"
    CONTRAINDICATED = "contraindicated"
    BLOCKED = "blocked"
    UNDETERMINED = "undetermined"
    APPLIES = "applies"
    NOT_APPLICABLE = "not-applicable"

    @property
    def open(self) -> bool:
        """Whether a board may follow it."""
        return self in (Status.PREFERRED, Status.OPTION, Status.APPLIES)

    @property
    def closed(self) -> bool:
        """Whether it is settled that the guideline does not go this way."""
        return self in (Status.CONDITION_NOT_MET, Status.CONTRAINDICATED, Status.NOT_APPLICABLE)


_RECOMMENDATION = (Status.APPLIES, Status.NOT_APPLICABLE, Status.UNDETERMINED)
_STRATEGY = tuple(status for status in Status if status not in (Status.BLOCKED, *_RECOMMENDATION[:2]))
STATUSES: Mapping[str, tuple[Status, ...]] = MappingProxyType(
    {
        ConclusionKind.RECOMMENDATION: _RECOMMENDATION,
        ConclusionKind.STRATEGY: _STRATEGY,
        ConclusionKind.REGIMEN: (*_STRATEGY, Status.BLOCKED),
    }
)
"""The statuses that each kind of conclusion can have, where it has any."""
WAITING = tuple(status for status in Status if not status.open and not status.closed)
"""Neither: more facts would tell, and are asked for."""


def shared(statuses: tuple[Status, ...], *, waits: bool = False) -> Status:
    """What the sides of a dispute share (docs/decisions/statuses.md): the join of their statuses.

    All alike: that; open on every side: an option; closed on every side: contraindicated; else undetermined, or blocked
    for what waits for a test (``waits``) or is blocked on one side.
    """
    first = statuses[0]
    if all(status is first for status in statuses):
        return first
    if all(status.open for status in statuses) and Status.APPLIES not in statuses:
        return Status.OPTION
    if all(status.closed for status in statuses) and Status.NOT_APPLICABLE not in statuses:
        return Status.CONTRAINDICATED
    return Status.BLOCKED if waits or Status.BLOCKED in statuses else Status.UNDETERMINED
