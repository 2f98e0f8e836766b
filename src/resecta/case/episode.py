"""Which episode of treatment an event belongs to (conditions.md, section 2, "This episode").

An event may say so itself. Unsaid, it is current in synchronous disease; in metachronous disease it is earlier if it
ended long enough before the assessment; otherwise, as with unknown timing, nobody can tell.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from resecta.case.model import Event


class Episode(StrEnum):
    """Where an event stands in the history of the disease."""

    CURRENT = "current"
    EARLIER = "earlier"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Episodes:
    """What decides: whether the case says that all is one episode, or that episodes lie apart; the day of the
    assessment, and the site's number of days. Neither is unknown timing;
    no number of days tells no age.
    """

    current: bool
    apart: bool
    day: datetime.date | None
    separating_days: int | None

    def of(self, event: Event) -> Episode:
        """The episode of one event."""
        if event.episode is not None:
            return Episode(event.episode)
        if self.current:
            return Episode.CURRENT
        ended = event.last_day
        if self.apart and ended is not None and self.day is not None and self.separating_days is not None:
            long_ago = (self.day - ended).days > self.separating_days
            return Episode.EARLIER if long_ago else Episode.UNDATED
        return Episode.UNDATED
