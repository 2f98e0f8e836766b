"""Who is affected: what holds of every patient of whom a formula is true, fact by fact, and whether of nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import z3

from resecta.cql.values import Quantity, Value, literal
from resecta.cql.values.decimals import STEP
from resecta.lazy_dataclass import dataclass
from resecta.proof.forms import Days, TruthForm
from resecta.proof.terms import TRUE, Term, every, opposite, some
from resecta.proof.uninterpreted import has_value

if TYPE_CHECKING:
    from resecta.guideline.model import Element
    from resecta.proof.patient import AnyPatient
    from resecta.proof.solving import Solving

_ROUND_PLACES = 2
"""A bound with more digits than this after the point is told as the rounder one just beside it."""


@dataclass(frozen=True, slots=True)
class CommonTrait:
    """What holds of one fact of everybody affected, in words; ``values``: some that it can have (None: unknown)."""

    element: str
    text: str
    formula: z3.BoolRef
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """All that holds of everybody affected; ``exactly``: whoever it holds of is affected."""

    conditions: tuple[CommonTrait, ...]
    exactly: bool


def region(solving: Solving, patient: AnyPatient, possibly: z3.BoolRef, affected: z3.BoolRef) -> Region:
    """What holds of everybody of whom ``possibly`` does, and so of all of whom ``affected`` does, which implies it;
    nothing where it holds of nobody. Raises NoAnswerError.
    """
    with solving.supposing(possibly):
        met = Met(solving)
        found = tuple(_conditions(met, patient)) if met.anybody(TRUE) else ()
    there = every(one.formula for one in found)
    return Region(found, exactly=solving.model(there, opposite(affected)) is None)


class Met:
    """Those of whom what a solver supposes holds, as far as they have been met: most questions need nobody new."""

    def __init__(self, solving: Solving) -> None:
        self._solving = solving
        self._models: list[z3.ModelRef] = []

    def anybody(self, formula: z3.BoolRef) -> bool:
        """Whether a formula over the facts holds of somebody. Raises NoAnswerError."""
        if any(z3.is_true(model.eval(formula, model_completion=True)) for model in self._models):
            return True
        model = self._solving.model(formula)
        if model is not None:
            self._models.append(model)
        return model is not None

    def end(self, term: Term, *, largest: bool) -> int:
        """The smallest or largest number that is known of somebody, where any is, halving what is left. Raises
        NoAnswerError.
        """
        sign = 1 if largest else -1
        numbers = (
            sign * model.eval(term.value, model_completion=True).as_long()
            for model in self._models
            if z3.is_true(model.eval(term.known, model_completion=True))
        )
        reached: int = max(numbers)
        step = 1
        beyond: int | None = None
        while beyond is None or beyond - reached > 1:
            tried = reached + step if beyond is None else (reached + beyond) // 2
            model = self._solving.model(term.known, sign * term.value >= tried)
            if model is None:
                beyond = tried
            else:
                reached = sign * model.eval(term.value, model_completion=True).as_long()
                step *= 8
        return sign * reached


def _conditions(met: Met, patient: AnyPatient) -> Iterator[CommonTrait]:
    for element in patient.guideline.elements.values():
        term = patient.of(element.id)
        recorded = not met.anybody(opposite(term.known))
        if isinstance(term.form, Days):
            if recorded:
                yield CommonTrait(element.id, f"{element.id} is recorded", term.known, ())
        elif isinstance(term.form, TruthForm) or element.choices:
            yield from _choice(met, element, term, recorded)
        elif recorded:
            yield _span(met, element, term)


def _choice(met: Met, element: Element, term: Term, recorded: bool) -> Iterator[CommonTrait]:
    """The values that somebody has, where there are others."""
    values: tuple[Value, ...] = element.choices or (True, False)
    has = {value: has_value(term, value) for value in values}
    had = [value for value in values if met.anybody(has[value])]
    wanted = some(has[value] for value in had)
    if recorded:
        told = "recorded" if len(had) == len(values) else " or ".join(map(_plain, had))
        yield CommonTrait(element.id, f"{element.id} is {told}", wanted, tuple(had))
    elif not had:
        yield CommonTrait(element.id, f"{element.id} is not recorded", opposite(term.known), (None,))
    elif len(had) < len(values):
        others = " nor ".join(_plain(value) for value in values if value not in had)
        formula = z3.Or(opposite(term.known), wanted)
        yield CommonTrait(element.id, f"{element.id} is not {others}", formula, (*had, None))


def _span(met: Met, element: Element, term: Term) -> CommonTrait:
    low, high = (met.end(term, largest=largest) for largest in (False, True))
    formula = z3.And(term.known, term.value >= low, term.value <= high)
    ends = term.form.value(low), term.form.value(high)
    words = [bound(element, end, largest=largest) for end, largest in zip(ends, (False, True), strict=True)]
    told = " and ".join(word for word in words if word)
    if low == high:
        told = words[0].removeprefix("at least ")
    return CommonTrait(element.id, f"{element.id} is {told or 'recorded'}", formula, ends)


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
