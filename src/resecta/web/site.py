"""One running board: what it remembers, the guideline it reads, and what it has worked out so far."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from resecta.board.act import Board
from resecta.board.credentials import Proved
from resecta.case import case_from
from resecta.lazy_dataclass import dataclass
from resecta.timeline import assessment
from resecta.web import cookies
from resecta.web.for_a_while import ForAWhile
from resecta.web.laid import LaidPage, laid
from resecta.web.lately import Lately
from resecta.web.prepared import PreparedCase, prepared
from resecta.web.provider import Provider
from resecta.web.rules_kept import RulesKept
from resecta.web.settings import WebSettings

if TYPE_CHECKING:
    from resecta.board.packs import Pack
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment

ASSESSED = 256
"""Assessments kept in memory: the cases of a meeting, and of everybody who prepares it."""
PREPARED = 64
"""Forms of facts kept in memory: those of everybody who prepares a meeting."""
BEGUN_LASTS = datetime.timedelta(seconds=cookies.LASTS_SECONDS)
"""How long words wait for their writer: as long as a sign-in at a provider may take."""
LAID_OUT = 64
"""Bodies of case pages kept in memory: the cases of a meeting or two."""


@dataclass(frozen=True)
class Site:
    """Everything that a page is made from. ``provider``: the hospital's own sign-in, where it has one; ``last_saved``:
    browser → when it was last told that something is saved; ``refreshing``: held by whoever brings the worklist up to
    date; ``recorded``: set when something was, for the caretaker; ``proofs``: who has just shown who they are, to sign;
    ``begun_addenda``: words that wait until their writer is back from showing that; ``rules_kept``: what was counted
    for the board's own audit.
    """

    board: Board
    pack: Pack
    settings: WebSettings = field(default_factory=WebSettings)
    provider: Provider | None = None
    last_saved: dict[str, datetime.datetime] = field(default_factory=dict, repr=False)
    refreshing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    recorded: threading.Event = field(default_factory=threading.Event, repr=False)
    _assessed: Lately[Assessment] = field(init=False, repr=False)
    _prepared: Lately[PreparedCase] = field(init=False, repr=False)
    _laid: Lately[LaidPage] = field(init=False, repr=False)
    proofs: ForAWhile[Proved] = field(init=False, repr=False)
    begun_addenda: ForAWhile[str] = field(init=False, repr=False)
    rules_kept: RulesKept = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "proofs", ForAWhile[Proved](self.board.settings.fresh, self.board.clock))
        object.__setattr__(self, "begun_addenda", ForAWhile[str](BEGUN_LASTS, self.board.clock))
        object.__setattr__(self, "rules_kept", RulesKept(self.pack))
        guideline = self.guideline
        made = Lately(lambda document: assessment(guideline, case_from(document, guideline)), ASSESSED)
        object.__setattr__(self, "_assessed", made)
        object.__setattr__(self, "_prepared", Lately(lambda told: prepared(guideline, made.of(told)), PREPARED))
        object.__setattr__(self, "_laid", Lately(lambda document: laid(guideline, self.assess(document)), LAID_OUT))

    @property
    def guideline(self) -> Guideline:
        """The guideline in force."""
        return self.pack.guideline

    @property
    def today(self) -> datetime.date:
        """The day that it is where the board meets."""
        return self.board.clock().astimezone().date()

    def assess(self, document: Mapping[str, Any]) -> Assessment:
        """The advice on a case document. Raises InputError where it is none."""
        made = self._assessed.of(_without_context(document))
        if "context" not in document:
            return made
        context = case_from({"context": document["context"]}, self.guideline).context
        known = made.advice  # what it has ranked and turned already is asked of it, not worked out anew
        advice = replace(known, context=context, rank=lambda: known.missing, turn=lambda: known.turns)
        return replace(made, case=replace(made.case, context=context), advice=advice)

    def prepare(self, document: Mapping[str, Any]) -> PreparedCase:
        """What stands beside and in the form of facts of a case document. Raises InputError where it is none."""
        return self._prepared.of(_without_context(document))

    def laid_out(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the case page shows of a case document, its ``body`` as written. Raises InputError where it is none."""
        found = self._laid.of(document)
        return {**found.values, "body": found.body}


def _without_context(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What rules read: words for the meeting change no advice, so that it is not worked out anew for them."""
    return {key: part for key, part in document.items() if key != "context"}
