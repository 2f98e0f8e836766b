"""A comparison with ``null`` is never known, whatever the fact is: CQL asks for what is not recorded by ``is null``.

Bad::

    define "Not staged": "Grade" = null

Good::

    define "Not staged": "Grade" is null
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.operators import ComparisonOperator
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each comparison of which a side is written as null."""
    if not subject.has(definition, nodes.Null):
        return
    for node in subject.every_node(definition):
        if not isinstance(node, nodes.Comparison):
            continue
        for side in filter(is_null, (node.left, node.right)):
            asks = "is not null" if node.operator is ComparisonOperator.NOT_EQUAL else "is null"
            yield subject.problem(definition, side, "nothing is known to be equal to null", f"ask by {asks}")


def is_null(node: nodes.Expression) -> bool:
    """Whether a null is written here, with its type or without."""
    return isinstance(node, nodes.Null) or (isinstance(node, nodes.As) and is_null(node.operand))
