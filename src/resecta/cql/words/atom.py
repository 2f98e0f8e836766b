"""One reason as the text of a library has it: what a sentence is made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from resecta.cql.tree.nodes import Expression
from resecta.cql.values import Value


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison, a null test, a Boolean fact, or an assumption over an unrecorded one, within a definition.

    ``parameters`` are the facts it was worked out from. ``value`` is what it came out with; None for an assumption.
    ``constants`` are the names (definitions without facts, settings) that are written as their value.
    """

    expression: Expression = field(hash=False)
    define: str
    parameters: tuple[str, ...]
    value: Value
    constants: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
