"""How long courses of chemotherapy were, counted by cycles (reading A10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from resecta.case.model import Event
from resecta.guideline.model import Regimen
from resecta.guideline.pack import Guideline
from resecta.guideline.takes import Months

WEEK = 7


def months_given(take: Months, events: Iterable[Event], regimens: Mapping[str, Regimen]) -> Decimal | None:
    """Cycles × weeks of a cycle ÷ weeks in a month; None if an event lacks its cycles or one has no known length."""
    weeks = Decimal(0)
    for event in events:
        cycles, length = event.fields.get("cycles"), cycle_weeks(take, event, regimens)
        if not isinstance(cycles, int) or length is None:
            return None
        weeks += cycles * length
    return weeks / take.weeks_in_a_month


def cycle_weeks(take: Months, event: Event, regimens: Mapping[str, Regimen]) -> int | None:
    """The weeks of a cycle: as the event says, else those of its regimen; None where nobody knows that regimen."""
    said, name = event.fields.get("cycle_weeks"), event.fields.get("regimen")
    if isinstance(said, int):
        return said
    if not isinstance(name, str):
        return take.unnamed_cycle_weeks
    known = {**{given.casefold(): weeks for given, weeks in take.regimens_given.items()}, **_offered(regimens)}
    return known.get(name.casefold())


def named_cycle_days(guideline: Guideline, event: Event) -> int | None:
    """The days of a cycle where the course says them or names its regimen; None where it does neither, and of a regimen
    that nobody knows.
    """
    if not {"cycle_weeks", "regimen"} & event.fields.keys():
        return None
    for element in guideline.elements.values():
        take = element.derive
        if isinstance(take, Months) and event.activity in take.events:
            weeks = cycle_weeks(take, event, guideline.regimens)
            return None if weeks is None else weeks * WEEK
    return None


def _offered(regimens: Mapping[str, Regimen]) -> dict[str, int]:
    """Each regimen of the guideline, by its id and by its title."""
    return {name.casefold(): one.cycle_weeks for one in regimens.values() for name in (one.id, one.title)}
