"""The syntax tree in one place: nodes, their operators, the library that holds them, and the visitor that reads them.

``children`` lists the expressions directly below a node, ``walk`` every node from the top down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from resecta.cql.library import Definition, Library, Parameter
from resecta.cql.nodes import (
    NOWHERE,
    And,
    Arithmetic,
    As,
    Between,
    Call,
    Case,
    CaseItem,
    Coalesce,
    Comparison,
    Convert,
    DateComparison,
    DateComponent,
    DateDistance,
    DateOf,
    DefinitionReference,
    EndOf,
    Equivalent,
    Expression,
    If,
    Implies,
    InInterval,
    InList,
    IntervalOf,
    IsFalse,
    IsNull,
    IsTrue,
    IsType,
    Literal,
    Negate,
    Not,
    Null,
    Or,
    ParameterReference,
    Predecessor,
    Promote,
    Span,
    StartOf,
    Successor,
    TypeExtent,
    Xor,
)
from resecta.cql.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Function,
    Membership,
    Precision,
    Relation,
)
from resecta.cql.visitor import Visitor

__all__ = [
    "NOWHERE",
    "And",
    "Arithmetic",
    "ArithmeticOperator",
    "As",
    "Between",
    "Call",
    "Case",
    "CaseItem",
    "Coalesce",
    "Comparison",
    "ComparisonOperator",
    "Convert",
    "DateComparison",
    "DateComponent",
    "DateDistance",
    "DateOf",
    "Definition",
    "DefinitionReference",
    "Distance",
    "EndOf",
    "Equivalent",
    "Expression",
    "Extent",
    "Function",
    "If",
    "Implies",
    "InInterval",
    "InList",
    "IntervalOf",
    "IsFalse",
    "IsNull",
    "IsTrue",
    "IsType",
    "Library",
    "Literal",
    "Membership",
    "Negate",
    "Not",
    "Null",
    "Or",
    "Parameter",
    "ParameterReference",
    "Precision",
    "Predecessor",
    "Promote",
    "Relation",
    "Span",
    "StartOf",
    "Successor",
    "TypeExtent",
    "Visitor",
    "Xor",
    "children",
    "walk",
]


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly below this one, in the order of the text."""
    for slot in fields(node):
        value = getattr(node, slot.name)
        if isinstance(value, Expression):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, CaseItem):
                    yield item.when
                    yield item.then
                elif isinstance(item, Expression):
                    yield item


def walk(node: Expression) -> Iterator[Expression]:
    """This node and every one below it, parents first."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(tuple(children(node))))
