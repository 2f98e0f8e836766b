"""What is stated and what follows, put together in columns: a fact where all agree, a dispute where they differ.

A disputed element has no value: nobody but the board decides, and a table has no board.
"""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import is_null_everywhere, number
from resecta.cohort.columns.exact import wide
from resecta.cohort.takes.measured import Answered
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """An element in each row: its value (null: unknown or disputed), what is stated, what follows, and whether that is
    disputed. ``denied``: disputed by a 0 that says there is no such thing.
    """

    value: ir.Value
    stated: ir.Value
    derived: ir.Value
    disputed: ir.BooleanValue
    denied: ir.BooleanValue

    @property
    def any(self) -> ir.BooleanValue:
        """Where somebody says something of it."""
        return self.value.notnull() | self.disputed

    @property
    def sides(self) -> tuple[ir.Value, ir.Value]:
        """What it is on either side of its dispute, whatever denies it; where there is none, twice its value."""
        said = ibis.coalesce(self.stated, self.derived), ibis.coalesce(self.derived, self.stated)
        one, other = (ibis.ifelse(self.disputed, side, self.value) for side in said)
        return one, other


NO = ibis.literal(False)


def stated_only(stated: ir.Value) -> Known:
    """An element of which nothing follows."""
    return Known(stated, stated, ibis.null(stated.type()), NO, NO)


def combined(stated: ir.Value, answered: Answered, tolerance: Decimal | None = None) -> Known:
    """What is stated and what follows. ``tolerance``: by how much they may differ undisputed."""
    derived = answered.value.cast(stated.type())
    if is_null_everywhere(stated) or is_null_everywhere(derived):
        apart = NO
    elif tolerance is None:
        apart = stated != derived
    else:
        apart = (wide(stated) - wide(derived)).abs() > number(tolerance)
    disputed = answered.split | apart.fill_null(False)
    value = ibis.ifelse(disputed, ibis.null(stated.type()), ibis.coalesce(stated, derived))
    return Known(value, stated, derived, disputed, NO)


def denied(own: Known, zero: ir.Value) -> Known:
    """An element that another one's stated 0 says there is none of."""
    against = NO if is_null_everywhere(zero) else (zero == 0).fill_null(False)
    disputed = against & own.any
    value = ibis.ifelse(disputed, ibis.null(own.value.type()), own.value)
    return Known(value, own.stated, own.derived, own.disputed | disputed, disputed)


def contradicted(own: Known, evidence: ir.BooleanValue) -> Known:
    """An element whose stated 0 stands beside evidence of what it denies."""
    zero = NO if is_null_everywhere(own.stated) else (own.stated == 0).fill_null(False)
    disputed = zero & evidence.fill_null(False)
    value = ibis.ifelse(disputed, ibis.null(own.value.type()), own.value)
    return Known(value, own.stated, own.derived, own.disputed | disputed, NO)


def on_both(one: Known, other: Known) -> Known:
    """What comes out on both sides of a dispute of something that an element rests on; else nothing is known."""
    same = (one.value == other.value).fill_null(False)  # neither is null everywhere: both follow from events
    value = ibis.ifelse(same, one.value, ibis.null(one.value.type()))
    return Known(value, one.stated, one.derived, one.disputed | other.disputed, NO)


def unless_denied(own: Known, denied: ir.BooleanValue) -> Known:
    """What counts from a day that a 0 denies: on that side nothing follows, and only what is stated can be known."""
    stands = ~denied | (own.value == own.stated).fill_null(False)
    value = ibis.ifelse(stands, own.value, ibis.null(own.value.type()))
    return Known(value, own.stated, own.derived, own.disputed, NO)
