"""One running board: what it remembers, the guideline it reads, and what it has worked out so far."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from resecta.board import canonical
from resecta.board.act import Board
from resecta.case import case_from
from resecta.lazy_dataclass import dataclass
from resecta.timeline import assessment
from resecta.web.proofs import Proofs
from resecta.web.provider import Provider
from resecta.web.settings import WebSettings

if TYPE_CHECKING:
    from resecta.board.packs import Pack
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment

KEPT = 256
"""Assessments kept in memory: the cases of a meeting, and of everybody who prepares it."""


@dataclass(frozen=True)
class Site:
    """Everything that a page is made from. ``provider``: the hospital's own sign-in, where it has one; ``last_saved``:
    browser → when it was last told that something is saved; ``proofs``: who has just shown who they are there.
    """

    board: Board
    pack: Pack
    settings: WebSettings = field(default_factory=WebSettings)
    provider: Provider | None = None
    last_saved: dict[str, datetime.datetime] = field(default_factory=dict, repr=False)
    _kept: Assessments = field(init=False, repr=False)
    proofs: Proofs = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "proofs", Proofs(self.board.settings.fresh))
        object.__setattr__(self, "_kept", Assessments(self.pack.guideline))

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
        return self._kept.of(document)


class Assessments:
    """Assessments by what they were made from: the same facts on the same day are assessed once."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._made: OrderedDict[str, Assessment] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, document: Mapping[str, Any]) -> Assessment:
        """The assessment of a case document. Raises InputError where it is no sound case."""
        key = canonical.digest(document)
        with self._lock:
            made = self._made.pop(key, None)
        if made is None:
            made = assessment(self._guideline, case_from(document, self._guideline))
        with self._lock:
            self._made[key] = made
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return made
