"""``Coalesce``, ``is true`` and ``is false`` over a truth are where *unknown* can turn into *no*: each says why in a
comment.

Bad::

    define "Recurrent": Coalesce("Recurrent liver disease", false)

Good::

    // not recorded: an exception that nobody has raised
    define "Recurrent": Coalesce("Recurrent liver disease", false)
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.types import BOOLEAN
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for the first such place of a definition that has no comment."""
    if definition.comment.strip():
        return
    for node in subject.every_node(definition):
        word = _settles(node)
        if word:
            yield subject.problem(
                definition,
                node,
                f"{word} turns a truth that is unknown into an answer, and no comment says why",
                f'write the reason in a line above define "{definition.name}": // not recorded: …',
            )
            return


def _settles(node: nodes.Expression) -> str:
    if isinstance(node, nodes.Coalesce):
        return "Coalesce" if any(operand.type == BOOLEAN for operand in node.operands) else ""
    if isinstance(node, nodes.IsTrue):
        return "is true"
    return "is false" if isinstance(node, nodes.IsFalse) else ""
