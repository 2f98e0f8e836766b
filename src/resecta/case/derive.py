"""From what a case records to its facts, and to what is disputed.

Each fact is worked out once, on demand: one may follow from another. Where it follows from a disputed one it is worked
out for each side, and is a fact only where all sides give the same; else it *hangs* on the dispute, neither known nor
unknown, until a ``Choice`` takes a side (docs/decisions/unknown.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from resecta.case.answer import event_in_words
from resecta.case.approximate import on_days
from resecta.case.combine import Known, combine, sides_of
from resecta.case.denial import Denial
from resecta.case.episode import Episode, Episodes
from resecta.case.model import STATED, Choice, Dispute, Event, Fact, Recorded, Side
from resecta.case.takes import Answers, TakesOfACase
from resecta.cql.values import Value
from resecta.guideline import takes
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

NOTHING = "nothing follows"
"""The source of a side on which an element is not known."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The facts and disputes of a case, in the order of the pack's elements; what hangs on which disputed elements; the
    episode of each event; and the elements that each event of no known episode leaves unknown, by its place.
    """

    facts: Mapping[str, Fact]
    disputes: tuple[Dispute, ...]
    hangs: Mapping[str, tuple[str, ...]]
    episodes: tuple[Episode, ...]
    left_unknown: Mapping[int, tuple[str, ...]]


def derived(guideline: Guideline, recorded: Recorded, choice: Choice | None = None) -> Derived:
    """What follows from a record, each approximate date on the day chosen and each dispute on the side chosen.

    What the choice does not name stays disputed; an approximate date is then its earliest day.
    """
    chosen = Choice() if choice is None else choice
    return Derivation(guideline, on_days(recorded, chosen.days), chosen.sides).all()


class Derivation:
    """What follows from one record while these sides of its disputes are taken."""

    def __init__(self, guideline: Guideline, recorded: Recorded, sides: Mapping[str, Value]) -> None:
        """Take what the case says itself; nothing is worked out yet."""
        self.guideline = guideline
        self.recorded = recorded
        self._sides = sides
        self._known: dict[str, Known] = {}
        self._hangs: dict[str, tuple[str, ...]] = {}
        self._met: list[dict[str, None]] = []  # for each element being worked out, the disputes that it has met

    def all(self) -> Derived:
        """Everything that follows."""
        known = {id: self.known(id) for id in self.guideline.elements}
        return Derived(
            facts={id: item for id, item in known.items() if isinstance(item, Fact)},
            disputes=tuple(item for item in known.values() if isinstance(item, Dispute)),
            hangs=self._hangs,
            episodes=self._episodes(),
            left_unknown=self._left_unknown(),
        )

    def known(self, id: str) -> Known:
        """The fact, the dispute, or None where nothing is known of the element."""
        if id not in self._known:
            self._known[id] = self._work_out(id)
        known = self._known[id]
        if self._met:
            roots = (known.follows or (id,)) if isinstance(known, Dispute) else self._hangs.get(id, ())
            self._met[-1].update(dict.fromkeys(roots))
        return known

    def counted(self, activities: Iterable[str], episode: takes.Episode) -> Sequence[Event] | None:
        """The events of these activities that count; None where one of them cannot be told to an episode."""
        places = self.counted_places(activities, episode)
        return None if places is None else [self.recorded.events[place] for place in places]

    def counted_places(self, activities: Iterable[str], episode: takes.Episode) -> Sequence[int] | None:
        """The places of the events that count; None where one of them cannot be told to an episode."""
        places = self._places(activities)
        if episode is takes.Episode.ANY:
            return places
        told = self._episodes()
        if episode is takes.Episode.CURRENT and any(told[place] is Episode.UNDATED for place in places):
            return None
        return [place for place in places if told[place] is Episode.CURRENT]

    def undated(self, activities: Iterable[str]) -> Sequence[Event]:
        """The events of these activities that cannot be told to an episode."""
        return [self.recorded.events[place] for place in self._undated(activities)]

    def _work_out(self, id: str) -> Known:
        if id in self._sides:
            return self._taken(id, self._sides[id])
        if self.guideline.elements[id].derive is None and id not in self.recorded.stated:
            return None  # most elements of most cases
        self._met.append({})
        answers = self._answers(id)
        own = self._denial.of(id, combine(id, self.recorded.stated.get(id), answers), answers, self)
        met = tuple(self._met.pop())
        return self._on_every_side(id, met) if met else own

    def _taken(self, id: str, value: Value) -> Known:
        """The side that is taken, with its sources; None where it says that there is no such thing."""
        if value is None:
            return None
        own = self.own(id)
        sides = own.sides if isinstance(own, Dispute) else ()
        side = next((side for side in sides if side.value == value), Side(value, (STATED,)))
        return Fact(id, side.taken, "; ".join(side.sources), opinions=own.opinions if own is not None else ())

    def own(self, id: str) -> Known:
        """What is stated and what follows of an element, put together, before another one denies it."""
        return combine(id, self.recorded.stated.get(id), self._answers(id))

    def evidence(self, id: str) -> tuple[str, ...]:
        """The events of this episode from which an element follows, in words."""
        take = self.guideline.elements[id].derive
        if not isinstance(take, takes.EpisodeTake):
            return ()
        events = self.counted(take.events, takes.Episode.SURE) or ()
        return tuple(event_in_words(event, self.guideline.activities) for event in events)

    def side(self, id: str) -> tuple[Value, ...]:
        """The side that is taken of an element, alone; nothing where none is."""
        return (self._sides[id],) if id in self._sides else ()

    def _on_every_side(self, id: str, met: tuple[str, ...]) -> Known:
        """What comes out whichever sides of the disputes are taken; they are told apart where it differs."""
        disputes = [self.known(root) for root in met]
        sides = [[side.value for side in dispute.sides] for dispute in disputes if isinstance(dispute, Dispute)]
        outcomes: list[Known] = []
        roots = dict.fromkeys(met)
        for taken in itertools.product(*sides):
            beside = Derivation(self.guideline, self.recorded, {**self._sides, **dict(zip(met, taken, strict=True))})
            outcomes.append(beside.known(id))
            roots.update(dict.fromkeys(beside._hangs.get(id, ())))
        first = outcomes[0]
        if isinstance(first, Fact) and all(isinstance(one, Fact) and one.value == first.value for one in outcomes):
            return first
        if any(isinstance(one, Dispute) for one in outcomes):
            return Dispute(id, sides_of([side for one in outcomes for side in _said(one)]))
        if any(one is not None for one in outcomes) or len(roots) > len(met):
            self._hangs[id] = tuple(roots)
        return None

    def _answers(self, id: str) -> Answers:
        take = self.guideline.elements[id].derive
        return () if take is None else TakesOfACase(id, self).visit(take)

    def _left_unknown(self) -> Mapping[int, tuple[str, ...]]:
        """The elements that have no answer, by the place of each event that cannot be told to this episode."""
        found: dict[int, list[str]] = {}
        for id, element in self.guideline.elements.items():
            take = element.derive
            if isinstance(take, takes.EpisodeTake) and take.episode is takes.Episode.CURRENT:
                undated = self._undated(take.events)
                for place in undated if undated and not self._answers(id) else ():
                    found.setdefault(place, []).append(id)
        return {place: tuple(ids) for place, ids in sorted(found.items())}

    def _places(self, activities: Iterable[str]) -> list[int]:
        found = [place for activity in {*activities} for place in self._by_activity.get(activity, ())]
        return sorted(found) if found else found

    def _undated(self, activities: Iterable[str]) -> list[int]:
        told = self._episodes()
        return [place for place in self._places(activities) if told[place] is Episode.UNDATED]

    @cached_property
    def _by_activity(self) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, event in enumerate(self.recorded.events):
            places.setdefault(event.activity, []).append(place)
        return places

    def _episodes(self) -> tuple[Episode, ...]:
        """The episode of each event. Asked anew each time, so that whoever asks meets a dispute about the timing."""
        timing = None if self.guideline.episode_timing is None else self.known(self.guideline.episode_timing)
        return self._told(timing.value if isinstance(timing, Fact) else None)

    def _told(self, timing: Value) -> tuple[Episode, ...]:
        if timing not in self._told_for:
            rule = Episodes.of(self.guideline, timing, self.recorded.day)
            self._told_for[timing] = rule.tell(self.recorded.events, self.guideline.activities)
        return self._told_for[timing]

    @cached_property
    def _told_for(self) -> dict[Value, tuple[Episode, ...]]:
        return {}

    @cached_property
    def _denial(self) -> Denial:
        return Denial.of_guideline(self.guideline)


def _said(known: Known) -> tuple[Side, ...]:
    """Every value with its sources."""
    if isinstance(known, Dispute):
        return known.sides
    return (Side(None, (NOTHING,)) if known is None else Side(known.value, (known.source,)),)
