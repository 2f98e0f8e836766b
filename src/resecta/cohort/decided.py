"""What decided each status: for every ladder a second definition that gives, in place of the answer, the name of the
definition at the rung that gave it. It is logic like any other, so that no reader needs code of its own for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.types import STRING
from resecta.guideline.ladder import Ladder, Rung
from resecta.guideline.pack import Guideline


def decides(key: str) -> str:
    """The name of the definition that says what decided a ladder."""
    return f"{key} decided by"


def decided_by(guideline: Guideline) -> tuple[Definition, ...]:
    """For every ladder what decided it; null where no rung held."""
    return tuple(_definition(ladder) for ladder in guideline.ladders.values())


def _definition(ladder: Ladder) -> Definition:
    nothing = nodes.As(nodes.Null(), STRING)
    items = tuple(nodes.CaseItem(rung.when, _name(rung)) for rung in ladder.rungs)
    return Definition(decides(ladder.key), nodes.Case(None, items, nothing) if items else nothing)


def _name(rung: Rung) -> nodes.Expression:
    """The definition that a rung turns on: of several the first that is false, or unknown, as the rung asks."""
    names = list(_named(rung.when))
    if len(names) == 1:
        return nodes.Literal(names[0])
    test = _open if _is_open(rung.when) else _denied if isinstance(rung.when, nodes.Not) else None
    if test is None:
        return nodes.Literal(names[0])
    items = tuple(nodes.CaseItem(test(nodes.DefinitionReference(name)), nodes.Literal(name)) for name in names[:-1])
    return nodes.Case(None, items, nodes.Literal(names[-1]))


def _is_open(when: nodes.Expression) -> bool:
    return isinstance(when, nodes.IsNull)


def _open(name: nodes.Expression) -> nodes.Expression:
    return nodes.IsNull(name)


def _denied(name: nodes.Expression) -> nodes.Expression:
    return nodes.Not(name)


def _named(expression: nodes.Expression) -> Iterator[str]:
    match expression:
        case nodes.DefinitionReference():
            yield expression.name
        case nodes.ParameterReference():
            return
        case nodes.And() | nodes.Or():
            yield from _named(expression.left)
            yield from _named(expression.right)
        case nodes.Not() | nodes.IsNull() | nodes.IsTrue():
            yield from _named(expression.operand)
