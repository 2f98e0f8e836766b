"""``not`` binds tighter than ``=``: ``not X = true`` compares *not X*, and CQL's own translator refuses it over a
String.

Bad::

    define "Not irradiated": not "Irradiated" = true

Good::

    define "Not irradiated": not ("Irradiated" = true)
    define "Not irradiated": "Irradiated" != true
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.operators import ComparisonOperator
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject

_EQUALITY = (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL)


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each comparison for equality whose left side is a negation."""
    for node in subject.every_node(definition):
        if isinstance(node, nodes.Comparison) and node.operator in _EQUALITY and isinstance(node.left, nodes.Not):
            inner = f"{to_cql(node.left.operand)} {node.operator} {to_cql(node.right)}"
            message = (
                f"not binds tighter than {node.operator}: this compares {to_cql(node.left)} with {to_cql(node.right)}"
            )
            yield subject.problem(definition, node, message, f"write not ({inner})")
