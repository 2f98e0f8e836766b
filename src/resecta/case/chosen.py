"""The case as it is if some of what it leaves open were settled: one ``Choice`` of sides and days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.case.approximate import event_key, on_days
from resecta.case.derive import derived
from resecta.case.model import Case, Choice

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def chosen(guideline: Guideline, case: Case, choice: Choice) -> Case:
    """The case with its facts worked out again; dates that are named have their day, all others stay rough, and what
    hangs on those stays out of the facts.
    """
    if not choice.sides and not choice.days:
        return case
    known = derived(guideline, case.recorded, choice)
    left = tuple(date for date in case.approximate if date.key not in choice.days)
    rough = {date.key for date in left}
    open_ = {id for id, keys in case.hangs.items() if rough.intersection(keys)} - choice.sides.keys()
    events = []
    for place, event in enumerate(on_days(case.recorded, choice.days).events):
        about = {key: days for key, days in event.about.items() if event_key(place, key) not in choice.days}
        events.append(replace(event, about=about))
    return replace(
        case,
        facts={id: fact for id, fact in known.facts.items() if id not in open_},
        disputes=known.disputes,
        events=tuple(events),
        approximate=left,
        hangs={**{id: case.hangs[id] for id in open_}, **known.hangs},
    )
