"""Which episode of treatment an event belongs to.

An event may say so itself, and a course that has not ended is of this one. Unsaid, an event is current in synchronous
disease; in metachronous disease it is earlier if it ended long enough before the assessment. What follows a course of
this episode is of it; otherwise the activity says whether nobody can tell or it is taken for current.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.case.model import Event
from resecta.cql.values import Value
from resecta.guideline.model import Activity, Unmarked
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


class Episode(StrEnum):
    """Where an event stands in the history of the disease."""

    CURRENT = "current"
    EARLIER = "earlier"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Episodes:
    """What decides: whether the case says that all is one episode, or that episodes lie apart; the day of the
    assessment, and the site's number of days. Neither is unknown timing; no number of days tells no age.
    """

    current: bool
    apart: bool
    day: datetime.date | None
    separating_days: int | None

    @classmethod
    def of(cls, guideline: Guideline, timing: Value, day: datetime.date | None) -> Episodes:
        """As the guideline says, for this value of the element that holds the timing."""
        days = None if guideline.episode_days is None else guideline.settings_values[guideline.episode_days]
        return cls(
            current=timing is not None and timing == guideline.episode_current,
            apart=timing is not None and timing == guideline.episode_apart,
            day=day,
            separating_days=days if isinstance(days, int) else None,
        )

    def tell(self, events: Sequence[Event], activities: Mapping[str, Activity]) -> tuple[Episode, ...]:
        """The episode of each event."""
        told = [self._alone(event, activities[event.activity]) for event in events]
        begun: dict[str, datetime.date] = {}  # activity → first day of its first course of this episode
        for event, episode in zip(events, told, strict=True):
            if episode is Episode.CURRENT and event.course:
                begun[event.activity] = min(event.start, begun.get(event.activity, event.start))
        return tuple(
            Episode.CURRENT if event.episode is None and _follows(event, activities, begun) else episode
            for event, episode in zip(events, told, strict=True)
        )

    def old(self, event: Event) -> bool:
        """Whether it ended so long ago that, in disease whose episodes lie apart, it is of an earlier one."""
        ended = event.last_day
        if not self.apart or ended is None or self.day is None or self.separating_days is None:
            return False
        return (self.day - ended).days > self.separating_days

    def _alone(self, event: Event, activity: Activity) -> Episode:
        """The episode that the event and the case tell, whatever other events there are."""
        if event.episode is not None:
            return Episode(event.episode)
        if self.current or event.last_day is None:
            return Episode.CURRENT
        if self.old(event):
            return Episode.EARLIER
        return Episode.CURRENT if activity.unmarked is Unmarked.CURRENT else Episode.UNDATED


def _follows(event: Event, activities: Mapping[str, Activity], begun: Mapping[str, datetime.date]) -> bool:
    days = (begun.get(course) for course in activities[event.activity].follows)
    return any(day is not None and event.start >= day for day in days)
