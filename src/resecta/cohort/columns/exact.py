"""Decimals to 8 digits, a half away from zero, the same on every engine: no binary fraction decides a digit.

Engines round products and quotients each in their own way, so that here each is made wide enough to be exact, then cut.
"""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import NARROW, WIDE

_FACTOR, _PRODUCT = "decimal(19,8)", "decimal(38,16)"
_FINE_FACTOR, _FINE_PRODUCT = "decimal(19,9)", "decimal(38,18)"
_DIGITS = 8
_STEP, _HALF_STEP = Decimal("0.00000001"), Decimal("0.000000005")


def narrowed(value: ir.NumericValue) -> ir.DecimalValue:
    """The number as columns keep it; null where it has more than ten digits before the point."""
    return value if value.type() == ibis.dtype(NARROW) else value.try_cast(NARROW)


def wide(value: ir.NumericValue) -> ir.DecimalValue:
    """The number with room for a sum."""
    return value.cast(WIDE)


def times(left: ir.NumericValue, right: ir.NumericValue) -> ir.DecimalValue:
    """Product to 8 digits."""
    product = left.try_cast(_FACTOR) * right.try_cast(_FACTOR)
    return narrowed(product.cast(_PRODUCT).round(_DIGITS))


def quotient(left: ir.NumericValue, right: ir.NumericValue) -> ir.DecimalValue:
    """Quotient to 8 digits; null for a divisor of 0. The engine's own is near; what it leaves over mends the last."""
    above, below = left.abs(), right.abs().nullif(0)
    near = (above.cast("float64") / below.cast("float64")).round(_DIGITS).try_cast(NARROW)
    over = above.cast(_PRODUCT) - (near.cast(_FACTOR) * below.cast(_FACTOR)).cast(_PRODUCT)
    half = (below.cast(_FINE_FACTOR) * ibis.literal(_HALF_STEP, _FINE_FACTOR)).cast(_FINE_PRODUCT)
    step = ibis.literal(_STEP, NARROW)
    mended = ibis.cases(
        (over.cast(_FINE_PRODUCT) >= half, wide(near) + wide(step)),
        (over.cast(_FINE_PRODUCT) < -half, wide(near) - wide(step)),
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
