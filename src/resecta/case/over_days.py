"""What stands whichever days the approximate dates of a case are: facts that are the same on all of them.

A fact that is not hangs on the dates that move it: each date is tried on its last day alone, and all together; what one
date alone does not move and all together do hangs on all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.case.derive import Derived, derived
from resecta.case.model import Approximate, Choice, Recorded
from resecta.cql.values import Value

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def derived_over_days(guideline: Guideline, recorded: Recorded, dates: tuple[Approximate, ...]) -> Derived:
    """What follows from the record on every day that its approximate dates can be."""
    first = derived(guideline, recorded)
    if not dates:
        return first
    hangs: dict[str, dict[str, None]] = {id: dict.fromkeys(roots) for id, roots in first.hangs.items()}
    each = [({date.key: date.about.last}, (date.key,)) for date in dates]
    together = {date.key: date.about.last for date in dates}
    for days, keys in (*each, (together, tuple(together))):
        other = _on(guideline, recorded, days)
        for id in guideline.elements:
            if _shown(first, id) != _shown(other, id) and (len(keys) == 1 or id not in hangs):
                hangs.setdefault(id, {}).update(dict.fromkeys(keys))
    return replace(
        first,
        facts={id: fact for id, fact in first.facts.items() if id not in hangs},
        disputes=tuple(dispute for dispute in first.disputes if dispute.element not in hangs),
        hangs={id: tuple(roots) for id, roots in hangs.items()},
    )


def _on(guideline: Guideline, recorded: Recorded, days: Mapping[str, datetime.date]) -> Derived:
    return derived(guideline, recorded, Choice(days=days))


def _shown(known: Derived, id: str) -> tuple[Value, ...]:
    """What is known of an element, as far as it can differ: its value, those of its sides, or nothing."""
    if id in known.facts:
        return (known.facts[id].value,)
    sides = next((dispute.sides for dispute in known.disputes if dispute.element == id), ())
    return tuple(side.value for side in sides)
