"""What would be otherwise if a recorded fact were: each fact that a strategy rests on is given its other values, one
at a time, and the strategies are asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from resecta.advice.model import Turn
from resecta.advice.moves import Statuses, as_recorded, changed_by, tries_of
from resecta.case import Case
from resecta.cql.values import Date, Quantity, Value
from resecta.guideline.pack import Guideline


def turns(
    guideline: Guideline, case: Case, open_: Mapping[str, Sequence[Value]], now: Statuses, elements: Sequence[str]
) -> tuple[Turn, ...]:
    """The turns of these elements that change a strategy, in their order; of numbers and days the nearest value first.

    What is not recorded or not settled has none.
    """
    run = as_recorded(guideline, case)
    recorded = [id for id in elements if id in case.facts and id not in open_]
    tries = [
        each
        for id in recorded
        for each in sorted(
            tries_of(guideline, case, run, id), key=lambda one: _distance(one.values[one.element], case.facts[id].value)
        )
        if each.values[id] != case.facts[id].value
    ]
    if not tries:
        return ()
    tried = zip(tries, changed_by(guideline, run, open_, now, tries), strict=True)
    return tuple(
        Turn(each.element, case.facts[each.element].value, each.values[each.element], {**now, **moved})
        for each, moved in tried
        if moved
    )


def _distance(value: Value, known: Value) -> Decimal:
    """How far a value lies from what is known; choices keep their order."""
    if isinstance(value, Quantity) and isinstance(known, Quantity):
        return abs(value.value - known.value)
    if isinstance(value, Date) and isinstance(known, Date) and known.day is not None:
        return Decimal(abs((value.to_date() - known.to_date()).days))
    if isinstance(value, int | Decimal) and isinstance(known, int | Decimal):
        return abs(Decimal(value) - Decimal(known))
    return Decimal(0)
