"""A fact that is not recorded must not become "no": ``in { … }`` answers false for null (HL7 test InNullEmpty).

Bad::

    define "Relevant bleeding": "Primary bleeding" in { 'relevant', 'transfused' }

Good::

    define "Relevant bleeding": "Primary bleeding" = 'relevant' or "Primary bleeding" = 'transfused'
    define "Relevant bleeding":
      if "Primary bleeding" is null then null as Boolean else "Primary bleeding" in { 'relevant', 'transfused' }
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.walk import children
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject

Guards = tuple[nodes.Expression, ...]


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each ``in`` over something that may be null where it stands."""
    if not subject.has(definition, nodes.InList):
        return
    for node in _bare(definition.expression, ()):
        operand = to_cql(node.operand)
        yield subject.problem(
            definition,
            node,
            f"{operand} in {{…}} is false where {operand} is not recorded",
            f"write if {operand} is null then null as Boolean else {operand} in {{…}}, or compare with = and or",
        )


def _bare(node: nodes.Expression, guards: Guards) -> Iterator[nodes.InList]:
    if isinstance(node, nodes.InList) and not isinstance(node.operand, nodes.Literal) and node.operand not in guards:
        yield node
    if isinstance(node, nodes.If):
        yield from _bare(node.condition, guards)
        test = node.condition
        known = (test.operand,) if isinstance(test, nodes.IsNull) else ()
        negated = isinstance(test, nodes.IsNull) and test.negated
        yield from _bare(node.then, (*guards, *known) if negated else guards)
        yield from _bare(node.otherwise, guards if negated else (*guards, *known))
    else:
        for child in children(node):
            yield from _bare(child, guards)
