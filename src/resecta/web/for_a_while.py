"""What one browser has for one decision, for a while: who was shown to sign it, words that wait for that."""

from __future__ import annotations

import datetime
import threading
from typing import Generic, TypeVar

from resecta.board.moment import Clock

T = TypeVar("T")


class ForAWhile(Generic[T]):
    """Kept in memory alone, and no longer than ``lasts``: a restart forgets it. A browser is told by its session."""

    def __init__(self, lasts: datetime.timedelta, clock: Clock) -> None:
        self._lasts = lasts
        self._clock = clock
        self._given: dict[tuple[str, str], tuple[datetime.datetime, T]] = {}
        self._lock = threading.Lock()

    def give(self, browser: str, decision: str, thing: T) -> None:
        """From now on this browser has it for this decision, in place of what it had; what is too old goes."""
        now = self._clock()
        with self._lock:
            self._given = {key: one for key, one in self._given.items() if self._is_fresh(one[0], now)}
            self._given[browser, decision] = now, thing

    def of(self, browser: str, decision: str) -> T | None:
        """What this browser has, if it is fresh still."""
        found = self._given.get((browser, decision))
        return found[1] if found is not None and self._is_fresh(found[0], self._clock()) else None

    def end(self, browser: str, decision: str) -> None:
        """It was used for something that is not done twice."""
        with self._lock:
            self._given.pop((browser, decision), None)

    def _is_fresh(self, since: datetime.datetime, now: datetime.datetime) -> bool:
        return datetime.timedelta() <= now - since <= self._lasts
