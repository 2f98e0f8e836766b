"""How long courses of chemotherapy were, counted by cycles (readings.md, A10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from resecta.case.model import Event
from resecta.guideline.model import Regimen
from resecta.guideline.takes import Months


def months_given(take: Months, events: Iterable[Event], regimens: Mapping[str, Regimen]) -> Decimal | None:
    """Cycles × weeks of a cycle ÷ weeks in a month; None if an event lacks its cycles or one has no known length."""
    weeks = Decimal(0)
    for event in events:
        cycles = event.fields.get("cycles")
        length = take.unnamed_cycle_weeks if event.fields.get("regimen") is None else cycle_weeks(event, regimens)
        if not isinstance(cycles, int) or length is None:
            return None
        weeks += cycles * length
    return weeks / take.weeks_in_a_month


def cycle_weeks(event: Event, regimens: Mapping[str, Regimen]) -> int | None:
    """The weeks of a cycle of the regimen that the event names, by id or by title; None where nobody knows it."""
    name = event.fields.get("regimen")
    return next((regimen.cycle_weeks for regimen in regimens.values() if name in (regimen.id, regimen.title)), None)
