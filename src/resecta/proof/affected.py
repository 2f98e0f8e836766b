"""Who is affected: what holds of every patient of whom a formula is true, fact by fact, and whether of nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import z3

from resecta.cql.values import Quantity, Value, literal
from resecta.cql.values.decimals import STEP
from resecta.lazy_dataclass import dataclass
from resecta.proof.asked import has_value
from resecta.proof.forms import Days, Truths
from resecta.proof.terms import Term, both, every, opposite, some

if TYPE_CHECKING:
    from resecta.guideline.model import Element
    from resecta.proof.patient import Patient
    from resecta.proof.solving import Solving

_ROUND_PLACES = 2
"""A bound with more digits than this after the point is told as the rounder one just beside it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What holds of one fact of everybody affected, in words; ``values``: some that it can have (None: unknown)."""

    element: str
    text: str
    formula: z3.BoolRef
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """All that holds of everybody affected; ``exactly``: whoever it holds of is affected."""

    conditions: tuple[Condition, ...]
    exactly: bool


def region(solving: Solving, patient: Patient, possibly: z3.BoolRef, affected: z3.BoolRef) -> Region:
    """What holds of everybody of whom ``possibly`` does, and so of all of whom ``affected`` does, which implies it.

    Raises NoAnswerError.
    """
    found = tuple(_conditions(solving, patient, possibly))
    there = every(one.formula for one in found)
    return Region(found, exactly=solving.model(there, opposite(affected)) is None)


def _conditions(solving: Solving, patient: Patient, affected: z3.BoolRef) -> Iterator[Condition]:
    for element in patient.guideline.elements.values():
        term = patient.of(element.id)
        recorded = solving.model(affected, opposite(term.known)) is None
        if isinstance(term.form, Days):
            if recorded:
                yield Condition(element.id, f"{element.id} is recorded", term.known, ())
        elif isinstance(term.form, Truths) or element.choices:
            yield from _choice(solving, affected, element, term, recorded)
        elif recorded:
            yield _span(solving, affected, element, term)


def _choice(
    solving: Solving, affected: z3.BoolRef, element: Element, term: Term, recorded: bool
) -> Iterator[Condition]:
    """The values that somebody affected has, where there are others."""
    values: tuple[Value, ...] = element.choices or (True, False)
    has = {value: has_value(term, value) for value in values}
    met = [value for value in values if solving.model(affected, has[value]) is not None]
    wanted = some(has[value] for value in met)
    if recorded:
        told = "recorded" if len(met) == len(values) else " or ".join(map(_plain, met))
        yield Condition(element.id, f"{element.id} is {told}", wanted, tuple(met))
    elif not met:
        yield Condition(element.id, f"{element.id} is not recorded", opposite(term.known), (None,))
    elif len(met) < len(values):
        others = " nor ".join(_plain(value) for value in values if value not in met)
        formula = z3.Or(opposite(term.known), wanted)
        yield Condition(element.id, f"{element.id} is not {others}", formula, (*met, None))


def _span(solving: Solving, affected: z3.BoolRef, element: Element, term: Term) -> Condition:
    low, high = (_end(solving, both(affected, term.known), term, largest=largest) for largest in (False, True))
    formula = z3.And(term.known, term.value >= low, term.value <= high)
    ends = term.form.value(low), term.form.value(high)
    words = [bound(element, end, largest=largest) for end, largest in zip(ends, (False, True), strict=True)]
    told = " and ".join(word for word in words if word)
    if low == high:
        told = words[0].removeprefix("at least ")
    return Condition(element.id, f"{element.id} is {told or 'recorded'}", formula, ends)


def _end(solving: Solving, affected: z3.BoolRef, term: Term, *, largest: bool) -> int:
    """The smallest or largest number that somebody affected has, halving what is left."""
    model = solving.model(affected)
    if model is None:
        raise ValueError(affected)
    sign = 1 if largest else -1
    reached: int = sign * model.eval(term.value, model_completion=True).as_long()
    step = 1
    beyond: int | None = None
    while beyond is None or beyond - reached > 1:
        tried = reached + step if beyond is None else (reached + beyond) // 2
        model = solving.model(affected, sign * term.value >= tried)
        if model is None:
            beyond = tried
        else:
            reached = sign * model.eval(term.value, model_completion=True).as_long()
            step *= 8
    return sign * reached


def bound(element: Element, value: Value, *, largest: bool) -> str:
    """One end in words; none where it is the element's own."""
    number = value.value if isinstance(value, Quantity) else value
    if not isinstance(number, int | Decimal):
        return literal(value)
    own = element.maximum if largest else element.minimum
    if own is not None and number == own:
        return ""
    exact = Decimal(number)
    beside = exact + (STEP if largest else -STEP)
    if isinstance(value, int) or _places(exact) <= _ROUND_PLACES or _places(beside) > _ROUND_PLACES:
        return f"{'at most' if largest else 'at least'} {_number(exact)}{_unit(element)}"
    return f"{'below' if largest else 'above'} {_number(beside)}{_unit(element)}"


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _unit(element: Element) -> str:
    return f" {element.unit}" if element.unit else ""


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else literal(value)
