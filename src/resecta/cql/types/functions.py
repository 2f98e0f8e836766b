"""What each function takes and gives: the one table that the parser, the typer and the tests' generator read."""

from __future__ import annotations

from resecta.cql.tree.operators import Function
from resecta.cql.types import ANY, DECIMAL, INTEGER, Type
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of the arguments and of the value. ``optional``: how many of the last may be left out.

    Where a Decimal is taken an Integer may stand. ANY is a number or a quantity; as the value, what the first argument
    is.
    """

    takes: tuple[Type, ...]
    gives: Type
    optional: int = 0

    @property
    def counts(self) -> range:
        """How many arguments it may be called with."""
        return range(len(self.takes) - self.optional, len(self.takes) + 1)


SIGNATURES: dict[Function, Signature] = {
    Function.ABS: Signature((ANY,), ANY),
    Function.CEILING: Signature((DECIMAL,), INTEGER),
    Function.FLOOR: Signature((DECIMAL,), INTEGER),
    Function.TRUNCATE: Signature((DECIMAL,), INTEGER),
    Function.ROUND: Signature((DECIMAL, INTEGER), DECIMAL, optional=1),
    Function.EXP: Signature((DECIMAL,), DECIMAL),
    Function.LN: Signature((DECIMAL,), DECIMAL),
    Function.LOG: Signature((DECIMAL, DECIMAL), DECIMAL),
}
