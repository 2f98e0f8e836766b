"""From a node to those below it, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from resecta.cql.tree.nodes import CaseItem, Expression


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
