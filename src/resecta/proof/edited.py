"""Where two guidelines part: the definitions that are written otherwise, or rest on a value that is another.

Every other definition is the same function of those it refers to. So where these come out alike, all do.
"""

from __future__ import annotations

from collections.abc import Iterable

from resecta.cql.core.nodes import Constant
from resecta.cql.format import to_cql
from resecta.cql.tree.dependencies import needed, order
from resecta.cql.tree.nodes import DefinitionReference, ParameterReference
from resecta.cql.tree.walk import walk
from resecta.guideline import Guideline


def edited(old: Guideline, new: Guideline, conclusions: Iterable[str]) -> tuple[str, ...]:
    """Their names, of those that both have and on which one of the ``conclusions`` rests; each after those it refers
    to. One that no fact enters is named where it is a conclusion itself, else what rests on its value is.
    """
    concluded = frozenset(conclusions)
    wanted = _below(new, concluded)
    settings = {
        name
        for name in {*old.settings_values, *new.settings_values}
        if old.settings_values.get(name) != new.settings_values.get(name)
    }
    found: dict[str, None] = {}
    values = settings | _facts_of_another_kind(old, new)  # names whose values are others in the other guideline
    for name in order(new.library):
        if name in wanted and name in old.library.definitions and _differs(old, new, name, values):
            if isinstance(old.logic.definitions[name], Constant) and isinstance(new.logic.definitions[name], Constant):
                values.add(name)
                if name not in concluded:
                    continue
            found[name] = None
    return tuple(found)


def _differs(old: Guideline, new: Guideline, name: str, values: set[str]) -> bool:
    before, after = (side.library.definitions[name].expression for side in (old, new))
    if to_cql(before) != to_cql(after):
        return True
    named = (node.name for node in walk(after) if isinstance(node, DefinitionReference | ParameterReference))
    return any(one in values for one in named)


def _facts_of_another_kind(old: Guideline, new: Guideline) -> set[str]:
    """The names of facts that are written in another type or unit, or that one guideline alone has."""
    kinds = [{one.name: (one.type, one.unit) for one in side.elements.values()} for side in (old, new)]
    return {name for name in kinds[0].keys() | kinds[1].keys() if kinds[0].get(name) != kinds[1].get(name)}


def _below(guideline: Guideline, conclusions: Iterable[str]) -> set[str]:
    """The conclusions' definitions and all on which they rest."""
    found: set[str] = set()
    pending = list(conclusions)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(needed(guideline.library, name))
    return found
