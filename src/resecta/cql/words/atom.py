"""A reason as the text of the guideline has it: what the words turn into a sentence."""

from __future__ import annotations

from dataclasses import field

from resecta.cql.tree.nodes import Expression
from resecta.cql.values import Value
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Atom:
    """One reason as the text has it: a comparison, a null test, a Boolean fact, an assumption over an unrecorded one.

    ``parameters`` are the facts it was worked out from. ``value`` is what it came out with; None for an assumption.
    ``constants`` are the names (definitions without facts, settings) that are written as their value.
    """

    expression: Expression = field(hash=False)
    define: str
    parameters: tuple[str, ...]
    value: Value
    constants: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
