"""The types of the language (``kinds``), and how each node of a tree gets its own (``check``)."""

from resecta.cql.types.kinds import (
    ANY,
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    NUMBERS,
    ORDERED,
    POINTS,
    QUANTITY,
    SCALARS,
    STRING,
    Type,
    interval_of,
    is_interval,
)

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATE",
    "DECIMAL",
    "INTEGER",
    "NUMBERS",
    "ORDERED",
    "POINTS",
    "QUANTITY",
    "SCALARS",
    "STRING",
    "Type",
    "interval_of",
    "is_interval",
]
