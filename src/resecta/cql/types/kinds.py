"""The types of the language: six scalars, intervals over the ordered ones, and the type of a null that nobody has
typed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """A CQL type. ``of`` is the point type of an interval, else None."""

    name: str
    of: Type | None = None

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
