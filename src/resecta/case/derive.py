"""From what is stated, the events and the lesions to the facts of a case, and to what is disputed.

A stated and a derived value that agree are one fact with both sources; where they differ, nobody but the board decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from resecta.case.episode import Episode, Episodes
from resecta.case.facts import Stated
from resecta.case.model import Dispute, Event, Fact, Lesion, Side
from resecta.case.takes import Answer, cycle_weeks, from_events, from_lesions, in_words
from resecta.cql.values import Date, Value
from resecta.document import did_you_mean, quote
from resecta.guideline.model import Derive

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

Known = Fact | Dispute | None


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
        self._guideline = guideline
        self._stated = stated
        self._events = events
        self._lesions = lesions
        self._day = day
        self._known: dict[str, Known] = {}
        self._undated: dict[int, list[str]] = {}  # place of the event → elements left unknown

    def all(self) -> tuple[dict[str, Fact], tuple[Dispute, ...], tuple[str, ...]]:
        """Facts and disputes in the order of the pack's elements, and what the reader should know about them."""
        known = [self.known(id) for id in self._guideline.elements]
        facts = {item.element: item for item in known if isinstance(item, Fact)}
        disputes = tuple(item for item in known if isinstance(item, Dispute))
        return facts, disputes, (*self._undated_remarks(), *self._regimen_remarks())

    def known(self, id: str) -> Known:
        """The fact, the dispute, or None where nothing is known of the element."""
        if id not in self._known:
            self._known[id] = None  # while it is worked out: an element that follows from itself is not known
            stated = self._stated.get(id)
            self._known[id] = combine(id, stated, self._derived(id, stated))
        return self._known[id]

    def _derived(self, id: str, stated: Stated | None) -> tuple[Answer, ...]:
        derive = self._guideline.elements[id].derive
        if derive is None:
            return ()
        if derive.take == "done":
            return self._done(derive)
        if not derive.events:
            return from_lesions(derive, self._lesions)
        counted = [event for event in self._events if event.activity in derive.events]
        if derive.episode == "current":
            counted, undated = self._of_this_episode(counted)
            if derive.take == "undated":
                return (Answer(value=True, source=self._list(undated)),) if undated else ()
            if undated:
                for event in undated:
                    self._undated.setdefault(self._events.index(event), []).append(id)
                return ()
        return self._from(derive, counted, stated)

    def _from(self, derive: Derive, events: list[Event], stated: Stated | None) -> tuple[Answer, ...]:
        if not derive.since:
            return from_events(derive, events, self._guideline.activities, self._guideline.regimens)
        found = [self._since(day, derive, events, stated) for day in self._days(derive.since)]
        if not found or not all(found):
            return ()  # on one side of a dispute nothing follows: then it is not known
        return tuple({answer.value: answer for answers in found for answer in answers}.values())

    def _since(
        self, day: datetime.date, derive: Derive, events: list[Event], stated: Stated | None
    ) -> tuple[Answer, ...]:
        later = [event for event in events if event.start >= day]
        answers = from_events(derive, later, self._guideline.activities, self._guideline.regimens)
        if answers or stated is not None or not derive.otherwise:
            return answers
        return self._stand_in(derive.otherwise, day)

    def _days(self, id: str) -> list[datetime.date]:
        """The day of an element, or every side's where it is disputed."""
        known = self.known(id)
        values = [side.value for side in known.sides] if isinstance(known, Dispute) else [known and known.value]
        return [value.to_date() for value in values if isinstance(value, Date)]

    def _stand_in(self, id: str, first_day: datetime.date) -> tuple[Answer, ...]:
        """The stated value of another element, on or after that day, where no event decides."""
        stated = self._stated.get(id)
        if stated is None or not isinstance(stated.value, Date) or not isinstance(self.known(id), Fact):
            return ()
        day = stated.value.to_date()
        name = self._guideline.elements[id].name
        return (Answer(stated.value, f"{name}: {stated.source}", day),) if day >= first_day else ()

    def _done(self, derive: Derive) -> tuple[Answer, ...]:
        """Something was done, whenever it was: also where the day itself is disputed."""
        known = self.known(derive.element)
        name = self._guideline.elements[derive.element].name
        if isinstance(known, Fact):
            return (Answer(derive.value, f"{name}: {known.source}"),)
        if isinstance(known, Dispute):
            sources = dict.fromkeys(source for side in known.sides for source in side.sources)
            return (Answer(derive.value, f"{name}: {', '.join(sources)}"),)
        return ()

    def _of_this_episode(self, events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
        guideline = self._guideline
        days = guideline.settings_values[guideline.episode_days]
        timing = self.known(guideline.episode_timing) if guideline.episode_timing else None
        value = timing.value if isinstance(timing, Fact) else None
        episodes = Episodes(
            current=value is not None and value == guideline.episode_current,
            apart=value is not None and value == guideline.episode_apart,
            day=self._day,
            separating_days=days if isinstance(days, int) else 0,
        )
        told = [(event, episodes.of(event)) for event in events]
        current = [event for event, episode in told if episode is Episode.CURRENT]
        return current, [event for event, episode in told if episode is Episode.UNDATED]

    def _list(self, events: Sequence[Event]) -> str:
        return ", ".join(in_words(event, self._guideline.activities) for event in events)

    def _undated_remarks(self) -> list[str]:
        """What cannot be told because an event may belong to an earlier episode."""
        remarks = []
        for place, ids in sorted(self._undated.items()):
            event = in_words(self._events[place], self._guideline.activities)
            names = ", ".join(self._guideline.elements[id].name for id in ids)
            unknown = f"{event} is not dated to an episode, so what follows from it is unknown: {names}."
            remarks.append(f"{unknown} Write episode: current or episode: earlier beside it.")
        return remarks

    def _regimen_remarks(self) -> list[str]:
        """Regimens whose cycle length the guideline does not know, so that months cannot be counted."""
        regimens = self._guideline.regimens
        titles = [regimen.title for regimen in regimens.values()]
        remarks = []
        for event in self._events:
            name = event.fields.get("regimen")
            if isinstance(name, str) and cycle_weeks(event, regimens) is None:
                mend = did_you_mean(name, [*regimens, *titles])
                what = f"{in_words(event, self._guideline.activities)}: {quote(name)} is not a regimen of the guideline"
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
