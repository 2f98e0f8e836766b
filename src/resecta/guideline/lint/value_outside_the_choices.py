"""A fact is compared with a value that it can never have.

Bad::

    define "Primary in place": "Primary status" = 'insitu'

Good::

    define "Primary in place": "Primary status" = 'in situ'
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.lint.subject import Subject
from resecta.guideline.model import Element


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each text that stands against a fact whose choices do not hold it."""
    for node in subject.every_node(definition):
        sides = _sides(node)
        elements = [element for side in sides if (element := _element(subject, side)) is not None and element.choices]
        for element in elements:
            for side in sides:
                if (
                    isinstance(side, nodes.Literal)
                    and isinstance(side.value, str)
                    and side.value not in element.choices
                ):
                    mend = did_you_mean(side.value, element.choices) or f"choices: {', '.join(element.choices)}"
                    yield subject.problem(
                        definition, side, f"{quote(side.value)} is not a choice of {quote(element.name)}", mend
                    )


def _sides(node: nodes.Expression) -> tuple[nodes.Expression, ...]:
    """What is compared with one another in this node."""
    if isinstance(node, nodes.Comparison | nodes.Equivalent):
        return (node.left, node.right)
    if isinstance(node, nodes.InList):
        return (node.operand, *node.items)
    if isinstance(node, nodes.Coalesce):
        return node.operands
    if isinstance(node, nodes.Case) and node.comparand is not None:
        return (node.comparand, *(item.when for item in node.items))
    return ()


def _element(subject: Subject, node: nodes.Expression) -> Element | None:
    """The element whose value stands here, be it with a stand-in for an unrecorded one."""
    if isinstance(node, nodes.Coalesce):
        return _element(subject, node.operands[0])
    return subject.elements.get(node.name) if isinstance(node, nodes.ParameterReference) else None
