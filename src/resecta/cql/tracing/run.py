"""One case under trace: its facts by position, the outcome of each definition once it has been asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from resecta.cql.tracing.family import Family
from resecta.cql.values import Value

Outcome: TypeAlias = "tuple[Value, Family, int]"
"""Value, the reasons that force it (none for an unknown), and the facts an unknown waits for (0 for a known)."""

Step: TypeAlias = "Callable[[Bench], Outcome]"
"""An expression made ready to run."""


class Bench:
    """What the steps read and write: values by parameter, outcomes by definition, and which facts are not recorded."""

    __slots__ = ("outcomes", "unknown", "values")

    def __init__(self, values: list[Value], definitions: int, unknown: int) -> None:
        self.values = values
        self.outcomes: list[Outcome | None] = [None] * definitions
        self.unknown = unknown
