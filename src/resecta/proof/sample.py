"""Patients drawn at random, near the bounds of the guideline: what one patient settles needs no solver."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.advice.answers import Answers
from resecta.advice.reasoning import parameters
from resecta.cql.values import Date, Quantity, Value
from resecta.proof.record import Described
from resecta.proof.smallest import DAY

if TYPE_CHECKING:
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline

SHARES = (0.2, 0.4, 0.6, 0.8, 0.95)
"""How much of a patient is known, in turn."""
_FARTHEST = 230
"""Days: beyond every window that a guideline is likely to count."""


def patients(guideline: Guideline, count: int, seed: int = 0) -> Iterator[Described]:
    """So many patients, the same for the same seed. Not each can be said in a case file: ask before one is shown."""
    chance = random.Random(seed)  # noqa: S311 - a search, no secret
    answers = Answers(guideline)
    run = guideline.logic(parameters(guideline, {}, Date.of(DAY)))
    values = {
        id: answers.of(element, Date.of(DAY), run.value_of) or _any_values(element)
        for id, element in guideline.elements.items()
    }
    for number in range(count):
        share = SHARES[number % len(SHARES)]
        facts = {
            id: _value(element, values[id], chance)
            for id, element in guideline.elements.items()
            if chance.random() < share
        }
        _leave_out_what_would_follow(guideline, facts)
        yield Described(facts, Date.of(DAY))


def _leave_out_what_would_follow(guideline: Guideline, facts: dict[str, Value]) -> None:
    """Where a fact is unknown, what it would follow from is unknown too."""
    for element in guideline.elements.values():
        if element.derive is not None and element.id not in facts:
            for id in element.derive.rests_on.values():
                facts.pop(id, None)


def _value(element: Element, values: tuple[Value, ...], chance: random.Random) -> Value:
    if element.type != "Date":
        return chance.choice(values)
    days = chance.randint(-_FARTHEST, 0 if element.done else _FARTHEST)
    return Date.of(DAY + datetime.timedelta(days))


def _any_values(element: Element) -> tuple[Value, ...]:
    """A value of an element that the logic compares with nothing."""
    if element.type == "Boolean":
        return (True, False)
    if element.choices:
        return element.choices
    number = element.maximum if element.maximum is not None else Decimal(1)
    if element.type == "Quantity":
        return (Quantity(number, element.unit),)
    return (int(number),) if element.type == "Integer" else (number,)
