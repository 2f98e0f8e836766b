"""A counterexample as small as it can be: the fewest facts, and of those the roundest values."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

import z3

from resecta.cql.values import Date, Quantity, Value
from resecta.proof.record import Described
from resecta.proof.solving import NoAnswerError, Solving

if TYPE_CHECKING:
    from resecta.proof.patient import AnyPatient

DAY = datetime.date(2026, 6, 15)
"""Where the day of the assessment does not matter it is this one: nothing reads the clock."""
_FEW = tuple(Decimal(number) for number in (0, 1, 2, 5, 10, 20, 50))
_ROUND = tuple(Decimal(step) for step in ("100", "50", "10", "5", "1", "0.5", "0.1"))
_DAYS = (0, 7, 14, 28, 30, 60, 90, 180, 365)

Shows = Callable[[Described], bool]
"""Whether a patient, by the interpreter and read back from a case file, shows what is looked for."""


def smallest(solving: Solving, patient: AnyPatient, looked_for: z3.BoolRef, shows: Shows) -> Described | None:
    """The smallest patient of whom the formula holds; None where there is none. Raises NoAnswerError.

    A model that does not show it when it is read back (it is no case that a file can describe) is passed over.
    """
    on_the_day = patient.day.value == DAY.toordinal()
    for assumed in (z3.And(looked_for, on_the_day), looked_for):
        found = _first(solving, patient, assumed, shows)
        if found is not None:
            fewest = _fewest(solving, patient, assumed, shows, fewer(found, shows))
            return rounder(fewest, shows)
    return None


def _first(solving: Solving, patient: AnyPatient, looked_for: z3.BoolRef, shows: Shows) -> Described | None:
    passed_over: list[z3.BoolRef] = []
    while True:
        model = solving.model(looked_for, *passed_over)
        if model is None:
            return None
        found = described(patient, model)
        if shows(found):
            return found
        passed_over.append(z3.Not(patient.is_in(model)))


def described(patient: AnyPatient, model: z3.ModelRef, other: AnyPatient | None = None) -> Described:
    """The patient in a model; with what ``other``, the same patient under another guideline, has beside."""
    facts, day = patient.in_model(model)
    if other is not None:
        facts = {**other.in_model(model)[0], **facts}
    if not isinstance(day, Date):
        raise TypeError(day)
    return Described(facts, day)


def fewer(found: Described, shows: Shows) -> Described:
    """Without the facts that are not needed, each tried in turn."""
    for id in reversed(list(found.facts)):
        without = found.without(id)
        if shows(without):
            found = without
    return found


def _fewest(solving: Solving, patient: AnyPatient, looked_for: z3.BoolRef, shows: Shows, found: Described) -> Described:
    """With fewer facts still, as long as the solver finds any."""
    while found.facts:
        few = z3.PbLe([(term.known, 1) for term in patient.facts.values()], len(found.facts) - 1)
        try:
            model = solving.model(looked_for, few)
        except NoAnswerError:
            return found
        other = None if model is None else described(patient, model)
        if other is None or not shows(other):
            return found
        found = fewer(other, shows)
    return found


def rounder(found: Described, shows: Shows) -> Described:
    """With rounder values, as far as it still shows what is looked for."""
    found = _of_late(found, shows)
    for id, value in found.facts.items():
        for other in _rounder_values(value, found.day):
            changed = found.with_fact(id, other)
            if other == value or shows(changed):
                found = changed
                break
    return found


def _of_late(found: Described, shows: Shows) -> Described:
    """With all its dates moved together towards the day of the assessment: one alone would leave the others behind."""
    dates = {id: value.to_date() for id, value in found.facts.items() if isinstance(value, Date)}
    today = found.day.to_date()
    if not dates or max(dates.values()) > today:
        return found
    for days in _DAYS:
        further = today - datetime.timedelta(days) - max(dates.values())
        moved = found
        for id, date in dates.items():
            moved = moved.with_fact(id, Date.of(date + further))
        if moved == found or shows(moved):
            return moved
    return found


def _rounder_values(value: Value, day: Date) -> Iterator[Value]:
    """Values in place of this one, the roundest first."""
    if isinstance(value, Date):
        today = day.to_date()
        sign = 1 if value.to_date() > today else -1
        yield from (Date.of(today + datetime.timedelta(sign * days)) for days in _DAYS)
    elif isinstance(value, Quantity):
        yield from (Quantity(number, value.unit) for number in _rounder_numbers(value.value))
    elif isinstance(value, Decimal):
        yield from _rounder_numbers(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (int(number) for number in _rounder_numbers(Decimal(value)) if number == int(number))


def _rounder_numbers(number: Decimal) -> Iterator[Decimal]:
    yield from _FEW
    for step in (step for step in _ROUND if step <= max(abs(number) / 2, Decimal(1))):
        for way in (ROUND_FLOOR, ROUND_CEILING):
            yield (number / step).to_integral_value(way) * step
