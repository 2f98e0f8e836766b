"""Which Python function computes an operator on operands of a type. Operands are known here: null is met before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from resecta.cql.tree.operators import ArithmeticOperator, Function
from resecta.cql.types import DECIMAL, INTEGER, QUANTITY, Type
from resecta.cql.values import Quantity, Value, decimals, units

ARITHMETIC: dict[tuple[Type, ArithmeticOperator], Callable[[Any, Any], Value]] = {
    (INTEGER, ArithmeticOperator.ADD): decimals.integer_add,
    (INTEGER, ArithmeticOperator.SUBTRACT): decimals.integer_subtract,
    (INTEGER, ArithmeticOperator.MULTIPLY): decimals.integer_multiply,
    (INTEGER, ArithmeticOperator.TRUNCATED_DIVIDE): decimals.integer_truncated_divide,
    (INTEGER, ArithmeticOperator.MODULO): decimals.integer_modulo,
    (INTEGER, ArithmeticOperator.POWER): decimals.integer_power,
    (DECIMAL, ArithmeticOperator.ADD): decimals.add,
    (DECIMAL, ArithmeticOperator.SUBTRACT): decimals.subtract,
    (DECIMAL, ArithmeticOperator.MULTIPLY): decimals.multiply,
    (DECIMAL, ArithmeticOperator.DIVIDE): decimals.divide,
    (DECIMAL, ArithmeticOperator.TRUNCATED_DIVIDE): decimals.truncated_divide,
    (DECIMAL, ArithmeticOperator.MODULO): decimals.modulo,
    (DECIMAL, ArithmeticOperator.POWER): decimals.power,
    (QUANTITY, ArithmeticOperator.ADD): units.add,
    (QUANTITY, ArithmeticOperator.SUBTRACT): units.subtract,
    (QUANTITY, ArithmeticOperator.MULTIPLY): units.multiply,
    (QUANTITY, ArithmeticOperator.DIVIDE): units.divide,
    (QUANTITY, ArithmeticOperator.TRUNCATED_DIVIDE): units.truncated_divide,
    (QUANTITY, ArithmeticOperator.MODULO): units.modulo,
}

FUNCTIONS: dict[Function, Callable[..., Value]] = {
    Function.CEILING: decimals.ceiling,
    Function.FLOOR: decimals.floor,
    Function.TRUNCATE: decimals.truncate,
    Function.ROUND: decimals.round_half_away,
    Function.EXP: decimals.exp,
    Function.LN: decimals.ln,
    Function.LOG: decimals.log,
}


def negate(value: Value) -> Value:
    """The value with the other sign; the smallest Integer has no such value."""
    if isinstance(value, Quantity):
        return units.negate(value)
    if isinstance(value, Decimal):
        return decimals.decimal(-value)
    return decimals.integer(-value) if isinstance(value, int) else None


def absolute(value: Value) -> Value:
    """The value without its sign."""
    if isinstance(value, Quantity):
        return Quantity(abs(value.value), value.unit)
    if isinstance(value, Decimal):
        return abs(value)
    return decimals.integer(abs(value)) if isinstance(value, int) else None


FUNCTIONS[Function.ABS] = absolute
