"""A fact is compared with a value that it can never have.

Bad::

    define "Primary in place": "Primary status" = 'insitu'

Good::

    define "Primary in place": "Primary status" = 'in situ'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.lint.subject import Subject

Chosen = tuple[str, tuple[str, ...]]
"""A name and the texts that it can be."""


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each text that stands against a fact whose choices do not hold it."""

    def choices(node: nodes.Expression) -> Chosen | None:
        element = subject.elements.get(node.name) if isinstance(node, nodes.ParameterReference) else None
        return (element.name, element.choices) if element is not None and element.choices else None

    for text, message, mend in strays(subject.every_node(definition), choices):
        yield subject.problem(definition, text, message, mend)


def strays(
    every_node: Iterable[nodes.Expression], choices: Callable[[nodes.Expression], Chosen | None]
) -> Iterator[tuple[nodes.Expression, str, str]]:
    """Each text that is compared with what it can never be, with what is wrong and the mend. ``choices``: what a node
    can be, if that is known.
    """
    for node in every_node:
        sides = _sides(node)
        for name, known in filter(None, (choices(_value(side)) for side in sides)):
            for side in sides:
                if isinstance(side, nodes.Literal) and isinstance(side.value, str) and side.value not in known:
                    mend = did_you_mean(side.value, known) or f"choices: {', '.join(known)}"
                    yield side, f"{quote(side.value)} is not a choice of {quote(name)}", mend


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


def _value(node: nodes.Expression) -> nodes.Expression:
    """The value that stands here, be it with a stand-in for an unrecorded one."""
    return _value(node.operands[0]) if isinstance(node, nodes.Coalesce) else node
