"""The closed sets of words that nodes carry: operators, functions, precisions, relations."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "ArithmeticOperator",
    "ComparisonOperator",
    "Distance",
    "Extent",
    "Function",
    "Membership",
    "Precision",
    "Relation",
]


class ArithmeticOperator(StrEnum):
    """Operators between two numbers, quantities, or a date and a quantity."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    TRUNCATED_DIVIDE = "div"
    MODULO = "mod"
    POWER = "^"


class ComparisonOperator(StrEnum):
    """Comparisons that answer unknown where a side is unknown."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


class Function(StrEnum):
    """Numeric functions, spelled as they are called."""

    ABS = "Abs"
    CEILING = "Ceiling"
    FLOOR = "Floor"
    TRUNCATE = "Truncate"
    ROUND = "Round"
    EXP = "Exp"
    LN = "Ln"
    LOG = "Log"


class Precision(StrEnum):
    """How far two dates are compared, or in what their distance is counted."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Relation(StrEnum):
    """How one date or interval stands to another in words."""

    SAME = "same as"
    BEFORE = "before"
    AFTER = "after"
    SAME_OR_BEFORE = "same or before"
    SAME_OR_AFTER = "same or after"


class Distance(StrEnum):
    """Boundaries crossed (difference) or whole units elapsed (duration)."""

    DIFFERENCE = "difference"
    DURATION = "duration"


class Membership(StrEnum):
    """How membership was spelled; ``contains`` and ``includes`` have the interval on their left."""

    IN = "in"
    DURING = "during"
    CONTAINS = "contains"
    INCLUDED_IN = "included in"
    INCLUDES = "includes"


class Extent(StrEnum):
    """The two ends of a type's range."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
