"""The nodes of the syntax tree: frozen, one per idea of the language.

``type`` is filled in by ``check``; it and ``spot``, where the node stands, take no part in comparing two trees.
"""

from resecta.cql.tree.base import (
    NOWHERE,
    DefinitionReference,
    Expression,
    Literal,
    Null,
    ParameterReference,
    TypeExtent,
)
from resecta.cql.tree.conversions import (
    As,
    Convert,
    IsType,
    Promote,
)
from resecta.cql.tree.dates import (
    DateComparison,
    DateComponent,
    DateDistance,
    DateOf,
)
from resecta.cql.tree.logic import (
    And,
    Case,
    CaseItem,
    Coalesce,
    If,
    Implies,
    IsFalse,
    IsNull,
    IsTrue,
    Not,
    Or,
    Xor,
)
from resecta.cql.tree.membership import (
    EndOf,
    InInterval,
    InList,
    IntervalOf,
    StartOf,
)
from resecta.cql.tree.scalars import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Equivalent,
    Negate,
    Predecessor,
    Successor,
)

__all__ = [
    "NOWHERE",
    "And",
    "Arithmetic",
    "As",
    "Between",
    "Call",
    "Case",
    "CaseItem",
    "Coalesce",
    "Comparison",
    "Convert",
    "DateComparison",
    "DateComponent",
    "DateDistance",
    "DateOf",
    "DefinitionReference",
    "EndOf",
    "Equivalent",
    "Expression",
    "If",
    "Implies",
    "InInterval",
    "InList",
    "IntervalOf",
    "IsFalse",
    "IsNull",
    "IsTrue",
    "IsType",
    "Literal",
    "Negate",
    "Not",
    "Null",
    "Or",
    "ParameterReference",
    "Predecessor",
    "Promote",
    "StartOf",
    "Successor",
    "TypeExtent",
    "Xor",
]
