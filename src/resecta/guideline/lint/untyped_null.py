"""A bare ``null`` has no type, and CQL's own translator refuses it in places (``case when null``, ``not null``).

Bad::

    define "Settled": if "Grade" = 'indeterminate' then null else "Grade" = 'none'

Good::

    define "Settled": if "Grade" = 'indeterminate' then null as Boolean else "Grade" = 'none'
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.walk import children
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject

_TYPED = (nodes.As, nodes.Convert, nodes.IsNull, nodes.Comparison)
"""What gives a null its type, or is no place for one (``compared_with_null``)."""


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each null without its type."""
    if not subject.has(definition, nodes.Null):
        return
    for node in _bare(definition.expression):
        kind = str(node.type)
        wanted = kind if kind != "Any" else "Boolean"
        yield subject.problem(definition, node, "a null without its type", f"write null as {wanted}")


def _bare(node: nodes.Expression) -> Iterator[nodes.Null]:
    if isinstance(node, nodes.Null):
        yield node
    for child in children(node):
        if not (isinstance(child, nodes.Null) and isinstance(node, _TYPED)):
            yield from _bare(child)
