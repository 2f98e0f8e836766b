"""From what is stated, the events and the lesions to the facts of a case, and to what is disputed.

A stated and a derived value that agree are one fact with both sources; where they differ, nobody but the board decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from resecta.case.answer import Answer, event_in_words
from resecta.case.cycles import cycle_weeks
from resecta.case.episode import Episode, Episodes
from resecta.case.facts import Stated
from resecta.case.model import Dispute, Event, Fact, Lesion, Side
from resecta.case.takes import Answers, Known, TakesOfACase
from resecta.cql.values import Date, Value
from resecta.document import did_you_mean, quote
from resecta.guideline import takes

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


class Derivation:
    """The facts of one case, each worked out once, on demand: one may follow from another."""

    def __init__(
        self,
        guideline: Guideline,
        stated: Mapping[str, Stated],
        events: Sequence[Event],
        lesions: Sequence[Lesion],
        day: datetime.date | None,
    ) -> None:
        """Take what the case says itself; nothing is worked out yet."""
        self.guideline = guideline
        self.lesions = lesions
        self._stated = stated
        self._events = events
        self._day = day
        self._known: dict[str, Known] = {}
        self._left_unknown: dict[int, list[str]] = {}  # place of the event → elements left unknown

    def all(self) -> tuple[dict[str, Fact], tuple[Dispute, ...], tuple[str, ...]]:
        """Facts and disputes in the order of the pack's elements, and what the reader should know about them."""
        known = [self.known(id) for id in self.guideline.elements]
        facts = {item.element: item for item in known if isinstance(item, Fact)}
        disputes = tuple(item for item in known if isinstance(item, Dispute))
        return facts, disputes, (*self._undated_remarks(), *self._regimen_remarks())

    def known(self, id: str) -> Known:
        """The fact, the dispute, or None where nothing is known of the element."""
        if id not in self._known:
            self._known[id] = combine(id, self._stated.get(id), self._derived(id))
        return self._known[id]

    def stated(self, id: str) -> Stated | None:
        """What the case itself says of an element."""
        return self._stated.get(id)

    def counted(self, activities: Iterable[str], episode: takes.Episode) -> Sequence[Event] | None:
        """The events of these activities that count; None where one of them cannot be told to an episode."""
        events = [event for event in self._events if event.activity in activities]
        if episode is takes.Episode.ANY:
            return events
        if self.undated(activities):
            return None
        return [event for event in events if self._episodes.of(event) is Episode.CURRENT]

    def undated(self, activities: Iterable[str]) -> Sequence[Event]:
        """The events of these activities that cannot be told to an episode."""
        events = (event for event in self._events if event.activity in activities)
        return [event for event in events if self._episodes.of(event) is Episode.UNDATED]

    def _derived(self, id: str) -> Answers:
        take = self.guideline.elements[id].derive
        if take is None:
            return ()
        if isinstance(take, takes.EpisodeTake) and take.needs_episodes:
            for event in self.undated(take.events):
                self._left_unknown.setdefault(self._events.index(event), []).append(id)
        return TakesOfACase(id, self).visit(take)

    @cached_property
    def _episodes(self) -> Episodes:
        guideline = self.guideline
        days = None if guideline.episode_days is None else guideline.settings_values[guideline.episode_days]
        timing = None if guideline.episode_timing is None else self.known(guideline.episode_timing)
        value = timing.value if isinstance(timing, Fact) else None
        return Episodes(
            current=value is not None and value == guideline.episode_current,
            apart=value is not None and value == guideline.episode_apart,
            day=self._day,
            separating_days=days if isinstance(days, int) else None,
        )

    def _undated_remarks(self) -> list[str]:
        """What cannot be told because an event may belong to an earlier episode."""
        remarks = []
        for place, ids in sorted(self._left_unknown.items()):
            event = event_in_words(self._events[place], self.guideline.activities)
            names = ", ".join(self.guideline.elements[id].name for id in ids)
            unknown = f"{event} is not dated to an episode, so what follows from it is unknown: {names}."
            remarks.append(f"{unknown} Write episode: current or episode: earlier beside it.")
        return remarks

    def _regimen_remarks(self) -> list[str]:
        """Regimens whose cycle length the guideline does not know, so that months cannot be counted."""
        regimens = self.guideline.regimens
        titles = [regimen.title for regimen in regimens.values()]
        remarks = []
        for event in self._events:
            name = event.fields.get("regimen")
            if isinstance(name, str) and cycle_weeks(event, regimens) is None:
                mend = did_you_mean(name, [*regimens, *titles])
                what = event_in_words(event, self.guideline.activities)
                what = f"{what}: {quote(name)} is not a regimen of the guideline"
                remarks.append(f"{what}, so its months are unknown{f' ({mend})' if mend else ''}.")
        return remarks


def combine(id: str, stated: Stated | None, derived: Sequence[Answer]) -> Known:
    """One fact where all agree or the board has settled it, a dispute where they differ, None where nobody speaks."""
    if stated is not None and stated.settled and stated.value is not None:
        return Fact(id, stated.value, stated.source, stated.date, stated.opinions, settled=True)
    said: list[tuple[Value, str]] = []
    opinions = stated.opinions if stated is not None else ()
    if stated is not None and stated.value is not None:
        said.append((stated.value, stated.source))
    said.extend((opinion.value, opinion.by) for opinion in opinions if opinion.value is not None)
    said.extend((answer.value, answer.source) for answer in derived)
    sides: list[Side] = []
    for value, source in said:
        place = next((number for number, side in enumerate(sides) if side.value == value), None)
        if place is None:
            sides.append(Side(value, (source,)))
        elif source not in sides[place].sources:
            sides[place] = Side(sides[place].value, (*sides[place].sources, source))
    if not sides:
        return None
    if len(sides) > 1:
        return Dispute(id, tuple(sides), opinions)
    return Fact(id, sides[0].value, "; ".join(sides[0].sources), _date(stated, derived), opinions)


def _date(stated: Stated | None, derived: Sequence[Answer]) -> Date | None:
    if stated is not None and stated.date is not None:
        return stated.date
    if stated is not None and stated.opinions:
        days = [opinion.date for opinion in stated.opinions if opinion.date is not None]
        return max(days, key=str) if days else None
    day = next((answer.date for answer in derived if answer.date is not None), None)
    return None if day is None else Date.of(day)
