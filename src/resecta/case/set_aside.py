"""Events that a case no longer believes: the last of their kind, while another day is taken for that last one, and what
would come after the day that is taken for the latest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.case.derive import Derivation
from resecta.case.model import Case
from resecta.cql.values import Date
from resecta.guideline import takes

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def set_aside(guideline: Guideline, case: Case, elements: Iterable[str]) -> frozenset[int]:
    """The places of the events from which one of these would follow, where a side of a dispute, or the board's word,
    takes another day.
    """
    stated = [id for id in elements if id in case.recorded.stated]
    return frozenset(place for id in stated for place in _of(guideline, case, id))


def _of(guideline: Guideline, case: Case, id: str) -> Iterator[int]:
    take, fact = guideline.elements[id].derive, case.facts.get(id)
    if isinstance(take, takes.LatestDay) and fact is not None and isinstance(fact.value, Date):
        yield from _later(case, take, fact.value.to_date())
    if not isinstance(take, takes.Latest) or take.of != "date" or fact is None:
        return
    timing = case.facts.get(guideline.episode_timing or "")
    sides = {} if timing is None else {timing.element: timing.value}
    told = Derivation(guideline, replace(case.recorded, events=case.events), sides)
    places = told.counted_places(take.events, take.episode) or ()
    last = max((case.events[place].start for place in places), default=None)
    for place in places:
        if case.events[place].start == last and Date.of(last) != fact.value:
            yield place


def _later(case: Case, take: takes.LatestDay, latest: datetime.date) -> Iterator[int]:
    """The events that are themselves on a day after that."""
    for place, event in enumerate(case.events):
        if take.days.get(event.activity) == "date" and event.start > latest:
            yield place
