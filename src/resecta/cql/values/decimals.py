"""Integer and Decimal arithmetic as CQL has it: 32 bits, 8 digits after the point, exact in between; what cannot be
said is null.
"""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import lru_cache
from math import log10

SMALLEST_INTEGER, LARGEST_INTEGER = -(2**31), 2**31 - 1
LARGEST = Decimal(10) ** 28
"""One step past the largest literal, so that 10^28 - 10^-8 can be reckoned."""
STEP = Decimal("0.00000001")
_CONTEXT = Context(
    prec=80, rounding=ROUND_HALF_UP, Emax=400, Emin=-400, traps=[DivisionByZero, InvalidOperation, Overflow]
)
_PLACES = tuple(Decimal(1).scaleb(-digits) for digits in range(9))
_FAILURES = (DivisionByZero, InvalidOperation, Overflow)


def integer(value: int) -> int | None:
    """The value if it fits in 32 bits."""
    return value if SMALLEST_INTEGER <= value <= LARGEST_INTEGER else None


def decimal(value: Decimal) -> Decimal | None:
    """The value with at most 8 digits after the point, if it fits."""
    if not -LARGEST <= value <= LARGEST:
        return None
    short = value.quantize(STEP, context=_CONTEXT)
    if short != value:
        value = short
    return value.copy_abs() if value.is_zero() else value


def add(left: Decimal, right: Decimal) -> Decimal | None:
    """Sum."""
    return decimal(_CONTEXT.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal | None:
    """Difference."""
    return decimal(_CONTEXT.subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal | None:
    """Product."""
    product = _CONTEXT.multiply(left, right)
    return decimal(_trimmed(product, min(_exponent(left), _exponent(right))))


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """Quotient; null for a divisor of 0."""
    return None if right.is_zero() else _rounded(_CONTEXT.divide(left, right))


def truncated_divide(left: Decimal, right: Decimal) -> Decimal | None:
    """Whole part of the quotient, toward zero."""
    if right.is_zero():
        return None
    return decimal(_CONTEXT.divide(left, right).to_integral_value(ROUND_DOWN))


def modulo(left: Decimal, right: Decimal) -> Decimal | None:
    """What is left after the truncated division; it has the sign of the dividend."""
    return None if right.is_zero() else decimal(_CONTEXT.remainder(left, right))


@lru_cache(maxsize=4096)  # the same few half-lives and gaps come up again and again
def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Power; null where it is no real number or too large."""
    if exponent.is_zero():
        return Decimal(1)
    whole = exponent == exponent.to_integral_value()
    if base.is_zero() or (base < 0 and not whole):
        return None if base < 0 or exponent < 0 else Decimal(0)
    size = float(exponent) * log10(abs(base))
    if size > 28.5:
        return None
    if size < -10:  # less than half a step
        return Decimal(0)
    context = Context(prec=int(max(size, 0)) + 20, rounding=ROUND_HALF_UP)
    if whole:
        power_of_whole = _rounded(context.power(base, exponent))
        return None if power_of_whole is None else _trimmed(power_of_whole, 0)
    return _rounded(
        context.exp(context.multiply(exponent, _ln(base)))
    )  # several times faster than power, to more digits than stay


@lru_cache(maxsize=64)
def _ln(value: Decimal) -> Decimal:
    return Context(prec=60).ln(value)


def integer_add(left: int, right: int) -> int | None:
    """Sum in 32 bits."""
    return integer(left + right)


def integer_subtract(left: int, right: int) -> int | None:
    """Difference in 32 bits."""
    return integer(left - right)


def integer_multiply(left: int, right: int) -> int | None:
    """Product in 32 bits."""
    return integer(left * right)


def integer_truncated_divide(left: int, right: int) -> int | None:
    """Whole part of the quotient, toward zero."""
    if right == 0:
        return None
    quotient = abs(left) // abs(right)
    return integer(quotient if (left < 0) == (right < 0) else -quotient)


def integer_modulo(left: int, right: int) -> int | None:
    """What is left after the truncated division; it has the sign of the dividend."""
    if right == 0:
        return None
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def integer_power(base: int, exponent: int) -> int | None:
    """Power in 32 bits; null for a negative exponent, whose result is no Integer."""
    if exponent < 0:
        return None
    if abs(base) > 1 and exponent > 32:
        return None
    return integer(base ** (exponent if abs(base) > 1 else 1 + (exponent - 1) % 2 if exponent else 0))


def ceiling(value: Decimal) -> int | None:
    """The next Integer up."""
    return integer(int(value.to_integral_value(ROUND_CEILING)))


def floor(value: Decimal) -> int | None:
    """The next Integer down."""
    return integer(int(value.to_integral_value(ROUND_FLOOR)))


def truncate(value: Decimal) -> int | None:
    """The next Integer toward zero."""
    return integer(int(value.to_integral_value(ROUND_DOWN)))


def round_half_away(value: Decimal, digits: int = 0) -> Decimal | None:
    """Rounded to so many digits; a half goes away from zero (CQL 1.5.3, Round)."""
    return None if digits < 0 else decimal(value.quantize(_PLACES[min(digits, 8)], ROUND_HALF_UP, _CONTEXT))


def equivalent(left: Decimal, right: Decimal) -> bool:
    """Equality to the digits of the less precise of the two; zeros at the end say nothing."""
    places = min(max(0, -_exponent(value.normalize(_CONTEXT))) for value in (left, right))
    return round_half_away(left, places) == round_half_away(right, places)


def exp(value: Decimal) -> Decimal | None:
    """e to this power; null where too large."""
    try:
        return _rounded(_CONTEXT.exp(value))
    except _FAILURES:
        return None


def ln(value: Decimal) -> Decimal | None:
    """Natural logarithm; null unless above 0."""
    return _rounded(_CONTEXT.ln(value)) if value > 0 else None


def log(value: Decimal, base: Decimal) -> Decimal | None:
    """Logarithm to a base; null unless both are above 0 and the base is not 1."""
    if value <= 0 or base <= 0 or base == 1:
        return None
    return _rounded(_CONTEXT.divide(_CONTEXT.ln(value), _CONTEXT.ln(base)))


def successor(value: Decimal) -> Decimal | None:
    """The next Decimal."""
    return add(value, STEP)


def predecessor(value: Decimal) -> Decimal | None:
    """The Decimal before it."""
    return subtract(value, STEP)


def _trimmed(value: Decimal, exponent: int) -> Decimal:
    """The value without zeros at its end that lie beyond this exponent: 1.0 × 2.0 is 2.0, not 2.00."""
    shorter = value.normalize(_CONTEXT)
    if _exponent(shorter) <= exponent:
        return shorter
    return shorter.quantize(Decimal(1).scaleb(max(exponent, -28)), context=_CONTEXT)


def _exponent(value: Decimal) -> int:
    """The power of ten of its last digit; every value here is finite."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _rounded(value: Decimal) -> Decimal | None:
    """A result that need not be exact: 8 digits, without the zeros that only the working had."""
    limited = decimal(value)
    if limited is None:
        return None
    if limited is not value or _exponent(limited) < _exponent(STEP):
        limited = limited.normalize(_CONTEXT)
    return limited.quantize(Decimal(1), context=_CONTEXT) if _exponent(limited) > 0 else limited
