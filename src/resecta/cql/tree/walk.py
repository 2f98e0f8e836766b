"""From a node to those below it, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from resecta.cql.tree.nodes import CaseItem, Expression


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly below this one, in the order of the text."""
    for name in _parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, Expression):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, CaseItem):
                    yield item.when
                    yield item.then
                elif isinstance(item, Expression):
                    yield item


def _parts(kind: type[Expression]) -> tuple[str, ...]:
    """The fields of a class of nodes that only it has: where it stands and its type have nothing below them."""
    found = _PARTS.get(kind)
    if found is None:
        of_all = {field.name for field in fields(Expression)}
        found = _PARTS[kind] = tuple(field.name for field in fields(kind) if field.name not in of_all)
    return found


_PARTS: dict[type[Expression], tuple[str, ...]] = {}


def walk(node: Expression) -> Iterator[Expression]:
    """This node and every one below it, parents first."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(tuple(children(node))))
