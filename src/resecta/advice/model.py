"""Advice: what the guideline says of one case, every part with its reasons and statements. Frozen; the JSON contract
as values.

``None`` as a value is *unknown*, never false.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, ClassVar, TypeAlias, TypeVar

from resecta.cql.values import Value
from resecta.guideline.model import Departure
from resecta.guideline.status import ConclusionKind, Status
from resecta.lazy_dataclass import dataclass

C = TypeVar("C", bound="Conclusion")


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

    ``missed_by_days``: 0 inside, negative before ``earliest``, positive after ``latest``, None not yet due. ``waived``:
    it does not bind this patient, and missing it is a warning.
    """

    earliest: datetime.date | None
    latest: datetime.date | None
    actual: datetime.date | None
    missed_by_days: int | None
    caution_from: datetime.date | None
    waived: bool


Answer: TypeAlias = "Status | str | bool | None"
"""What a conclusion comes to: a status, an intent, or a truth of which None is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One thing that the guideline says of a case, with what forces it, what it waits for, and its words.

    ``because`` is empty while the answer is unknown, ``missing`` (ids of elements) while it is known. ``critical``:
    the elements, recorded or not, each of which opens the answer when it alone could be anything.
    """

    kind: ClassVar[ConclusionKind]
    id: str
    answer: Answer
    because: tuple[Because, ...] = ()
    missing: tuple[str, ...] = ()
    critical: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[ConclusionKind, str]:
        """What tells it from every other conclusion of the advice: ids are unique within a kind only."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithStatus(Conclusion):
    """A conclusion that has a status."""

    answer: Status

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent(Conclusion):
    """What treatment aims at."""

    kind = ConclusionKind.INTENT
    answer: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """What nobody may overlook: it stands above every verdict."""

    finding: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Conclusion):
    """A definition's truth for this case; ``window`` where it judges a date.

    ``kept``: where each side of a dispute has another window, whether it is kept on all of them (True) or missed on all
    (False); None where that is not settled, and where there is a window.
    """

    kind = ConclusionKind.FINDING
    answer: bool | None
    window: FindingWindow | None = None
    kept: bool | None = None
    hazards: tuple[Hazard, ...] = ()

    @property
    def value(self) -> bool | None:
        """The truth; None is unknown."""
        return self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(_WithStatus):
    """A direction toward ``target`` (``kind:id``)."""

    kind = ConclusionKind.RECOMMENDATION
    direction: str
    target: str


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for or against a strategy; ``holds`` is three-valued."""

    side: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy(_WithStatus):
    """A way to treat, with its arguments; ``text`` says what it is. ``pending``: its bar rests on what the board may
    still clear.
    """

    kind = ConclusionKind.STRATEGY
    pending: bool = False
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(_WithStatus):
    """A drug combination."""

    kind = ConclusionKind.REGIMEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Conclusion):
    """What the source does not address and the board must."""

    kind = ConclusionKind.SILENT
    answer: bool = True


@dataclass(frozen=True, slots=True)
class Consequence:
    """A conclusion that would differ from the merged advice if one side of a dispute were right."""

    kind: ConclusionKind
    id: str
    status: Answer


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One value of a disputed fact, who says so, and what it would change."""

    value: Value
    sources: tuple[str, ...]
    changes: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stated and a derived value, or opinions, that disagree and are not settled."""

    element: str
    text: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A reading in force: the option chosen, and whether it is the shipped default."""

    id: str
    choice: str
    default: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact worth finding out: how many open conclusions name it (0: always asked), the strategies whose status at
    least one answer would change, and how many of them the answer that closes most would close.
    """

    element: str
    question: str
    settles: int
    moves: tuple[str, ...] = ()
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A recorded fact with its value ``known``, another value of it, and the status that every strategy would have."""

    element: str
    known: Value
    value: Value
    after: Mapping[str, Status]


@dataclass(frozen=True)
class Advice:
    """What the guideline says of one case on one day. It advises; the board decides.

    ``criteria``: the findings that a headline may never leave out when one of them fails. ``conclusions``: intent,
    findings, recommendations, strategies, regimens and silences, each kind in the order of the guideline. ``scope``:
    the facts that place the patient inside the guideline, told here once and in no other reason. ``emergency``: whether
    what the guideline calls so is known to be one; all else then stands back, and nothing is dated.
    """

    case: str
    guideline_id: str
    guideline_version: str
    guideline_digest: str
    assessed_on: datetime.date | None
    conclusions: tuple[Conclusion, ...]
    criteria: tuple[Finding, ...]
    scope: tuple[Because, ...]
    conflicts: tuple[Conflict, ...]
    readings: tuple[SettingInForce, ...]
    departures: tuple[Departure, ...]
    rank: Callable[[], tuple[Missing, ...]] = field(repr=False, compare=False)
    turn: Callable[[], tuple[Turn, ...]] = field(repr=False, compare=False)
    disciplines_required: tuple[str, ...]
    emergency: bool = False
    remarks: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What to find out, in the order of what it would move. Worked out when it is asked for: every answer to every
        question is tried.
        """
        return self.rank()

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """What would be otherwise if a fact that a strategy rests on were. Worked out when it is asked for."""
        return self.turn()

    @property
    def intent(self) -> str:
        """What treatment aims at."""
        return self._of(Intent)[0].answer

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The truths shown to people."""
        return self._of(Finding)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Every direction of the guideline, whether it applies or not."""
        return self._of(Recommendation)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """What stands above every verdict, in the order of the findings."""
        return tuple(hazard for finding in self.findings for hazard in finding.hazards)

    @property
    def strategies(self) -> tuple[Strategy, ...]:
        """Every way to treat, open or not."""
        return self._of(Strategy)

    @property
    def regimens(self) -> tuple[Regimen, ...]:
        """Every drug combination, open or not."""
        return self._of(Regimen)

    @property
    def silent(self) -> tuple[Silence, ...]:
        """What the source does not address in this case."""
        return self._of(Silence)

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

    def _of(self, kind: type[C]) -> tuple[C, ...]:
        return tuple(one for one in self.conclusions if isinstance(one, kind))


def _by_id(items: tuple[C, ...], id: str) -> C:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
