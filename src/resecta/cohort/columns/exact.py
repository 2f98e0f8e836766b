"""Decimals to 8 digits, a half away from zero, the same on every engine: no binary fraction decides a digit.

Engines round products and quotients each in their own way, so that here each is made wide enough to be exact, then cut.
"""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import NARROW, WIDE

_PRODUCT = "decimal(37,16)"
"""Two narrow numbers multiplied; one digit below the engines' most, since Spark gives up a digit of a sum beyond it."""
_FACTOR = "decimal(19,8)"
"""One digit more than a narrow number, so that DuckDB multiplies in 128 bits."""
_DIGITS = 8
_STEP = Decimal("0.00000001")


def narrowed(value: ir.NumericValue) -> ir.DecimalValue:
    """The number as columns keep it; null where it has more than ten digits before the point."""
    return value if value.type() == ibis.dtype(NARROW) else value.try_cast(NARROW)


def wide(value: ir.NumericValue) -> ir.DecimalValue:
    """The number with room for a sum."""
    return value.cast(WIDE)


def times(left: ir.NumericValue, right: ir.NumericValue) -> ir.DecimalValue:
    """Product to 8 digits."""
    return narrowed(_exactly(left, right).round(_DIGITS))


def _exactly(left: ir.NumericValue, right: ir.NumericValue) -> ir.DecimalValue:
    return (narrowed(left).cast(_FACTOR) * narrowed(right)).cast(_PRODUCT)


def quotient(left: ir.NumericValue, right: ir.NumericValue) -> ir.DecimalValue:
    """Quotient to 8 digits; null for a divisor of 0. The engine's own is near; what it leaves over mends the last."""
    above, below = left.abs(), right.abs().nullif(0)
    near = (above.cast("float64") / below.cast("float64")).round(_DIGITS).try_cast(NARROW)
    step = ibis.literal(_STEP, NARROW)
    over = (above.cast(_PRODUCT) - _exactly(near, below)).cast(_PRODUCT)
    twice, whole = over + over, _exactly(below, step)
    mended = ibis.cases(
        (twice >= whole, wide(near) + wide(step)),
        (twice < -whole, wide(near) - wide(step)),
        else_=wide(near),
    )
    return narrowed(ibis.ifelse((left < 0) == (right < 0), mended, -mended))


def from_float(value: ir.FloatingValue) -> ir.DecimalValue:
    """A result that is no fraction of decimals (a root, a logarithm), to 8 digits; null where it is no such number."""
    sound = ibis.ifelse(value.isnan() | value.isinf(), ibis.null("float64"), value)
    return sound.round(_DIGITS).try_cast(NARROW)


def within(value: ir.NumericValue, smallest: int, largest: int) -> ir.NumericValue:
    """The number where it lies between the two, else null."""
    return ibis.ifelse(value.between(smallest, largest), value, ibis.null(value.type()))
