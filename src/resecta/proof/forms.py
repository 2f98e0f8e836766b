"""How a value of the language stands in a solver: as a truth or as one whole number, and back.

A Decimal is counted in its smallest step, a Date in days from 1 January of the year 1, a Quantity in smallest steps of
one unit, a text by its place in a list of the texts met so far. So every comparison is one of whole numbers, exact.
What has no such number (an interval, a date that ends early) stands by its place in a list too: nothing is compared
there, but what is done with it can be asked of the language itself.
"""

from __future__ import annotations

import datetime
from dataclasses import field
from decimal import Decimal

from resecta.cql.types import BOOLEAN, DATE, DECIMAL, INTEGER, STRING, Type
from resecta.cql.values import Date, Quantity, Value
from resecta.cql.values.decimals import STEP
from resecta.lazy_dataclass import dataclass

STEPS = int(1 / STEP)
"""How many steps a Decimal's 1 has."""


class NotInThisFormError(Exception):
    """A value that cannot stand in this form, such as a date without a day among days."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of one term are written as whole numbers; ``key`` tells two forms apart."""

    @property
    def key(self) -> str:
        """Equal for forms that write every value alike."""
        return type(self).__name__

    def number(self, value: Value) -> int:
        """The number of a known value. Raises NotInThisFormError."""
        raise NotImplementedError

    def value(self, number: int) -> Value:
        """The value that the number stands for."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TruthForm(Form):
    """true and false as 1 and 0; a solver holds them as truths."""

    def number(self, value: Value) -> int:
        if not isinstance(value, bool):
            raise NotInThisFormError
        return int(value)

    def value(self, number: int) -> Value:
        return bool(number)


@dataclass(frozen=True, slots=True)
class Integers(Form):
    """A whole number as itself."""

    def number(self, value: Value) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise NotInThisFormError
        return value

    def value(self, number: int) -> Value:
        return number


@dataclass(frozen=True, slots=True)
class Decimals(Form):
    """A Decimal in its smallest steps."""

    def number(self, value: Value) -> int:
        if not isinstance(value, Decimal):
            raise NotInThisFormError
        return in_steps(value)

    def value(self, number: int) -> Value:
        return from_steps(number)


@dataclass(frozen=True, slots=True)
class Quantities(Form):
    """A Quantity in smallest steps of one unit."""

    unit: str

    @property
    def key(self) -> str:
        return f"Quantities in {self.unit}"

    def number(self, value: Value) -> int:
        if not isinstance(value, Quantity) or value.unit != self.unit:
            raise NotInThisFormError
        return in_steps(value.value)

    def value(self, number: int) -> Value:
        return Quantity(from_steps(number), self.unit)


@dataclass(frozen=True, slots=True)
class Days(Form):
    """A date with its day, counted from the first of the calendar as 1."""

    def number(self, value: Value) -> int:
        if not isinstance(value, Date) or value.day is None:
            raise NotInThisFormError
        return value.to_date().toordinal()

    def value(self, number: int) -> Value:
        return Date.of(datetime.date.fromordinal(number))


@dataclass(frozen=True, slots=True)
class Listed(Form):
    """Any value by its place in a list that grows; of one kind of value, so that texts stand apart from the others."""

    kind: str
    values: list[Value] = field(compare=False)
    places: dict[str, int] = field(compare=False)

    @property
    def key(self) -> str:
        return f"Listed {self.kind}"

    def number(self, value: Value) -> int:
        written = f"text {value}" if isinstance(value, str) else f"{type(value).__name__} {value!r}"
        if written not in self.places:
            self.places[written] = len(self.values)
            self.values.append(str(value) if isinstance(value, str) else value)
        return self.places[written]

    def value(self, number: int) -> Value:
        if 0 <= number < len(self.values):
            return self.values[number]
        return f"another text ({number})"


class Forms:
    """The forms of one set of formulas, with the lists that they share."""

    def __init__(self) -> None:
        self.texts = Listed("texts", [], {})
        self.others = Listed("others", [], {})

    def of_type(self, kind: Type) -> Form:
        """The form for whatever values of a type an operation may give."""
        natural = _NATURAL.get(kind)
        if natural is not None:
            return natural
        return self.texts if kind == STRING else self.others

    def of_fact(self, kind: Type, unit: str) -> Form:
        """The form for a fact: its dates name their day, its quantities are in the element's own unit."""
        if kind == DATE:
            return Days()
        if kind.name == "Quantity":
            return Quantities(unit)
        return self.of_type(kind)

    def of_value(self, value: Value, kind: Type) -> Form:
        """The form for one known value."""
        if isinstance(value, Quantity):
            return Quantities(value.unit)
        if isinstance(value, Date) and value.day is not None:
            return Days()
        return self.of_type(kind)


_NATURAL: dict[Type, Form] = {BOOLEAN: TruthForm(), INTEGER: Integers(), DECIMAL: Decimals()}


def in_steps(value: Decimal) -> int:
    """A Decimal as so many smallest steps. Raises NotInThisFormError where it lies between two."""
    steps = value * STEPS
    if steps != int(steps):
        raise NotInThisFormError
    return int(steps)


def from_steps(number: int) -> Decimal:
    """The Decimal of so many smallest steps, without zeros at its end."""
    value = Decimal(number).scaleb(STEP.adjusted())
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
