"""The unit of a quantity as part of its type: from units to types, and to the type of a sum, a product or a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from resecta.cql.types import ANY, QUANTITY, Type, interval_of
from resecta.cql.values import Quantity, units
from resecta.cql.values.dates import in_days, in_months

_ONE = Decimal(1)
_LENGTHS_OF_TIME = tuple(units.TABLE[code].dimension for code in ("day", "month"))


def quantity_in(code: str) -> Type:
    """The type of quantities that all come in this unit; of any quantity where nobody knows the unit."""
    known = units.unit(code)
    return QUANTITY if known is None else replace(QUANTITY, unit=code, dimension=known.dimension)


def in_any_unit(kind: Type) -> Type:
    """The type without the promise of a unit: what a site sets is of the same dimension, in a unit of its own."""
    if kind.of is not None:
        return interval_of(in_any_unit(kind.of))
    return replace(kind, unit=None)


def joined(kinds: Sequence[Type]) -> Type:
    """The type of what may be any of these quantities, or of these intervals of them."""
    first = kinds[0]
    if first.of is not None:
        return interval_of(joined([kind.of or ANY for kind in kinds]))
    unit = first.unit if all(kind.unit == first.unit for kind in kinds) else None
    same = all(kind.dimension == first.dimension for kind in kinds)
    return replace(QUANTITY, unit=unit, dimension=first.dimension if same else None)


def total(left: Type, right: Type) -> Type:
    """The type of a sum or difference: the finer of two known units."""
    if left.unit is None or right.unit is None:
        return replace(joined([left, right]), unit=None)
    finer = units.finer(left.unit, right.unit)
    return QUANTITY if finer is None else quantity_in(finer)


def product(left: Type, right: Type) -> Type:
    """The type of a product."""
    if left.unit is None or right.unit is None:
        return QUANTITY
    made = units.multiply(Quantity(_ONE, left.unit), Quantity(_ONE, right.unit))
    return QUANTITY if made is None else quantity_in(made.unit)


def quotient(left: Type, right: Type) -> Type:
    """The type of a quotient."""
    if left.unit is None or right.unit is None:
        return QUANTITY
    made = units.divide(Quantity(_ONE, left.unit), Quantity(_ONE, right.unit))
    return QUANTITY if made is None else quantity_in(made.unit)


def never_compare(left: Type, right: Type) -> bool:
    """Whether no quantity of the one type compares with any of the other, as far as the types tell."""
    left, right = left.of or left, right.of or right
    return left.dimension is not None and right.dimension is not None and left.dimension != right.dimension


def are_lengths_of_time(kinds: Sequence[Type]) -> bool:
    """Whether these are spans of time or of the calendar: of different dimensions, and yet perhaps equivalent."""
    return all((kind.of or kind).dimension in _LENGTHS_OF_TIME for kind in kinds)


def moves_dates(kind: Type) -> bool:
    """Whether quantities of this type can be added to a date, as far as the type tells."""
    if kind.unit is not None:
        return in_days(_ONE, kind.unit) is not None or in_months(_ONE, kind.unit) is not None
    return kind.dimension is None or are_lengths_of_time([kind])


def measured_in(kind: Type) -> str:
    """What the type is measured in: its unit, or where that may differ its dimension in base units."""
    point = kind.of or kind
    if point.unit is not None:
        return point.unit
    return ".".join(f"{name}{power if power != 1 else ''}" for name, power in point.dimension or ())
