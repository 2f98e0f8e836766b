"""The types of the language: six scalars, intervals over the ordered ones, and the type of a null that nobody has
typed.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.values.units import Dimension


@dataclass(frozen=True, slots=True)
class Type:
    """A CQL type. ``of`` is the point type of an interval, else None.

    A Quantity's ``unit`` is the one that all its values come in (None where they may differ), its ``dimension`` what
    they measure (None where the text does not tell). CQL knows neither, so they take no part in comparing types.
    """

    name: str
    of: Type | None = None
    unit: str | None = field(default=None, compare=False)
    dimension: Dimension | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.name}<{self.of}>" if self.of is not None else self.name


BOOLEAN = Type("Boolean")
INTEGER = Type("Integer")
DECIMAL = Type("Decimal")
STRING = Type("String")
DATE = Type("Date")
QUANTITY = Type("Quantity")
ANY = Type("Any")
"""The type of a bare ``null`` before its place gives it one."""

SCALARS = {kind.name: kind for kind in (BOOLEAN, INTEGER, DECIMAL, STRING, DATE, QUANTITY)}
NUMBERS = (INTEGER, DECIMAL)
ORDERED = (INTEGER, DECIMAL, STRING, DATE, QUANTITY)
POINTS = (INTEGER, DECIMAL, DATE, QUANTITY)


def interval_of(point: Type) -> Type:
    """The type of an interval whose points have this type."""
    return Type("Interval", point)


def is_interval(kind: Type) -> bool:
    """Whether values of this type are intervals."""
    return kind.of is not None
