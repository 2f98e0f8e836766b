"""A decision of the board as it is kept: a plan, who signed it, and what came after. Nothing of it ever changes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from resecta.board import canonical
from resecta.board.departures import DecidedPlan
from resecta.board.moment import written
from resecta.lazy_dataclass import dataclass


class DecisionState(StrEnum):
    """How far a decision has come."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Fulfilment(StrEnum):
    """What became of a decision."""

    AS_DECIDED = "done as decided"
    PARTLY = "done in part"
    OTHERWISE = "done otherwise"
    NOT_YET = "not done yet"


class Reason(StrEnum):
    """Why it was not done as decided."""

    PATIENT = "patient decided otherwise"
    FINDING = "new finding"
    CONDITION = "the patient's condition"
    WAITING = "no place or date in time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed: the plan, why it departs from the guideline ("" where it does not), a comment per discipline,
    and the rows of the context that the proposer was shown to be empty (``asked``).
    """

    plan: DecidedPlan
    because: str = ""
    comments: Mapping[str, str] | None = None
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, for which discipline, when, and how they had just shown who they are."""

    account: str
    name: str
    discipline: str | None
    at: datetime.datetime
    shown_by: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A proposal that is given up before it is signed."""

    account: str
    because: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Addendum:
    """What is added to a signed decision."""

    id: str
    account: str
    name: str
    words: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody reports on what became of it."""

    account: str
    done: Fulfilment
    reason: Reason | None
    words: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one case of an agenda. ``departures``: what of the guideline it departs from, as
    ``resecta.board.departures.Departure.plain`` has it; ``needed``: how many people must sign.
    """

    id: str
    item: str
    patient: str
    plan: DecidedPlan
    departures: tuple[Mapping[str, Any], ...]
    because: str
    comments: Mapping[str, str]
    needed: int
    proposed_by: str
    proposed_at: datetime.datetime
    signatures: tuple[Signature, ...] = ()
    withdrawal: Withdrawal | None = None
    addenda: tuple[Addendum, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def state(self) -> DecisionState:
        """How far it has come."""
        if self.withdrawal is not None:
            return DecisionState.WITHDRAWN
        return DecisionState.SIGNED if len(self.signatures) >= self.needed else DecisionState.PROPOSED

    @property
    def digest(self) -> str:
        """What paper shows of it, so that a sheet can be compared: the SHA-256 of what was proposed."""
        return canonical.digest(
            {
                "id": self.id,
                "item": self.item,
                "patient": self.patient,
                "strategy": self.plan.strategy,
                "regimen": self.plan.regimen,
                "words": self.plan.words,
                "departures": self.departures,
                "because": self.because,
                "comments": self.comments,
                "needed": self.needed,
                "proposed_by": self.proposed_by,
                "proposed_at": written(self.proposed_at),
            }
        )
