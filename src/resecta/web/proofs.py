"""People who have just shown who they are at the hospital's provider, to sign one decision from one browser."""

from __future__ import annotations

import datetime
import threading

from resecta.board.credentials import Proved


class Proofs:
    """Kept in memory alone, and for as long as credentials are fresh: a restart asks anew."""

    def __init__(self, fresh: datetime.timedelta) -> None:
        self._fresh = fresh
        self._given: dict[tuple[str, str], Proved] = {}
        self._lock = threading.Lock()

    def give(self, browser: str, decision: str, proved: Proved) -> None:
        """Somebody has shown who they are, in this browser, for this decision."""
        with self._lock:
            self._given = {key: one for key, one in self._given.items() if proved.at - one.at <= self._fresh}
            self._given[browser, decision] = proved

    def of(self, browser: str, decision: str, at: datetime.datetime) -> Proved | None:
        """Who has, if it is fresh still."""
        found = self._given.get((browser, decision))
        return found if found is not None and datetime.timedelta() <= at - found.at <= self._fresh else None

    def end(self, browser: str, decision: str) -> None:
        """It was used for something that is not done twice."""
        with self._lock:
            self._given.pop((browser, decision), None)
