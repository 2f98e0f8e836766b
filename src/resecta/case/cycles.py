"""How long courses of chemotherapy were, counted by cycles (reading A10)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from resecta.case.model import Event
from resecta.guideline.pack import Guideline
from resecta.guideline.takes import Months

WEEK = 7


def months_given(guideline: Guideline, take: Months, events: Iterable[Event]) -> Decimal | None:
    """Cycles × weeks of a cycle ÷ weeks in a month; None if an event lacks its cycles or one has no known length."""
    weeks = Decimal(0)
    for event in events:
        cycles, length = event.fields.get("cycles"), cycle_weeks(guideline, take, event)
        if not isinstance(cycles, int) or length is None:
            return None
        weeks += cycles * length
    return weeks / take.weeks_in_a_month


def cycle_weeks(guideline: Guideline, take: Months, event: Event) -> int | None:
    """The weeks of a cycle: as the event says, else those of its regimen; None where nobody knows that regimen."""
    said, name = event.fields.get("cycle_weeks"), event.fields.get("regimen")
    if isinstance(said, int):
        return said
    if not isinstance(name, str):
        return take.unnamed_cycle_weeks
    wanted = name.casefold()
    given = (weeks for regimen, weeks in take.regimens_given.items() if regimen.casefold() == wanted)
    return guideline.cycle_weeks[wanted] if wanted in guideline.cycle_weeks else next(given, None)


def named_cycle_days(guideline: Guideline, event: Event) -> int | None:
    """The days of a cycle where the course says them or names its regimen; None where it does neither, and of a regimen
    that nobody knows.
    """
    take = guideline.counted_in_months.get(event.activity)
    if take is None or ("cycle_weeks" not in event.fields and "regimen" not in event.fields):
        return None
    weeks = cycle_weeks(guideline, take, event)
    return None if weeks is None else weeks * WEEK
