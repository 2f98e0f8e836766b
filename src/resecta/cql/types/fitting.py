"""What the type checker asks of types and literals, and how it words what does not fit."""

from __future__ import annotations

from decimal import Decimal

from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.types import ANY, BOOLEAN, DATE, DECIMAL, INTEGER, NUMBERS, QUANTITY, STRING, Type
from resecta.cql.values import Date, Quantity

CONVERSIONS = {
    STRING: (BOOLEAN, INTEGER, DECIMAL, DATE, QUANTITY),
    BOOLEAN: (INTEGER, DECIMAL, STRING),
    INTEGER: (BOOLEAN, STRING),
    DECIMAL: (BOOLEAN, INTEGER, STRING),
    DATE: (STRING,),
    QUANTITY: (INTEGER, DECIMAL, STRING),
}
"""From which types ``convert`` leads to each; CQL has no conversion of a type to itself."""


def type_of_value(value: object) -> Type:
    """The CQL type of a Python value that is neither null nor an interval."""
    for kind, name in (
        (bool, BOOLEAN),
        (int, INTEGER),
        (Decimal, DECIMAL),
        (str, STRING),
        (Date, DATE),
        (Quantity, QUANTITY),
    ):
        if isinstance(value, kind):
            return name
    return ANY


def widens(have: Type, want: Type) -> bool:
    """Whether CQL takes one type for the other by itself."""
    if have.of is not None and want.of is not None:
        return have.of == ANY or (have.of == INTEGER and want.of == DECIMAL)
    return have == INTEGER and want == DECIMAL


def is_null(node: Expression) -> bool:
    """Whether a null stands here, typed or not: it has no unit, and fits any."""
    return isinstance(node, nodes.Null) or (isinstance(node, nodes.As) and is_null(node.operand))


def constant(node: Expression) -> float | None:
    """The number that is written here, if one is."""
    while isinstance(node, nodes.Promote):
        node = node.operand
    if isinstance(node, nodes.Negate):
        inside = constant(node.operand)
        return None if inside is None else -inside
    return float(str(node.value)) if isinstance(node, nodes.Literal) and node.type in NUMBERS else None


def is_negative(node: Expression) -> bool:
    """Whether a number below 0 is written here."""
    return (constant(node) or 0) < 0


def with_article(kind: Type) -> str:
    """The type in a sentence."""
    if kind == ANY:
        return "a bare null"
    return f"an {kind}" if str(kind)[0] in "AEIOU" else f"a {kind}"


def mend(node: Expression, have: Type, want: Type) -> str:
    """What to write instead, where that can be told."""
    if want == QUANTITY and have in NUMBERS and isinstance(node, nodes.Literal):
        return f"give it a unit, such as {node.value} '%'"
    if have == QUANTITY and want in NUMBERS and isinstance(node, nodes.Literal) and isinstance(node.value, Quantity):
        return f"this is compared with a plain number: write {node.value.value.normalize():f} without a unit"
    if have == QUANTITY and want in NUMBERS:
        return "compare quantities with quantities: give the number a unit"
    if have == STRING and want == BOOLEAN:
        return "compare it with a text: … = 'text'"
    return f"write convert … to {want}" if have in CONVERSIONS.get(want, ()) else f"write {with_article(want)} here"
