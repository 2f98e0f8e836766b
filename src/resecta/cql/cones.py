"""Which parameters enter each definition, and each node: the cone below it. A set of parameters is a whole number with
a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from resecta.cql.core.nodes import Definition, Node, Parameter, operands_of

Facts = tuple[str, ...]


class Cones:
    """The cones of a library. ``bits``: each parameter's bit. ``facts``: definition → the facts below it, in the order
    of its text; ``masks``: the same as a set, parameters that are no facts among them.
    """

    def __init__(self, definitions: Mapping[str, Node], parameters: Iterable[str], steady: frozenset[str]) -> None:
        """``definitions`` come each after those it refers to. ``steady``: the parameters that are no facts."""
        self._names = tuple(parameters)
        self.bits: Mapping[str, int] = {name: 1 << place for place, name in enumerate(self._names)}
        self.facts: dict[str, Facts] = {}
        self.masks: dict[str, int] = {}
        self._below: dict[int, int] = {}
        entering: dict[str, dict[str, None]] = {}
        for name, node in definitions.items():
            entering[name] = _entering(node, entering)
            self.masks[name] = self.set_of(entering[name])
            self.facts[name] = tuple(fact for fact in entering[name] if fact not in steady)

    def set_of(self, names: Iterable[str]) -> int:
        """These parameters as a set."""
        found = 0
        for name in names:
            found |= self.bits[name]
        return found

    def names(self, facts: int) -> list[str]:
        """A set's parameters, in the order of the library."""
        found = []
        while facts:
            lowest = facts & -facts
            found.append(self._names[lowest.bit_length() - 1])
            facts ^= lowest
        return found

    def told(self, define: str, facts: int) -> Facts:
        """A set's parameters, in the order of a definition's text."""
        names = self.names(facts)
        if len(names) > 1:
            names.sort(key=self._order[define].__getitem__)
        return tuple(names)

    def below(self, node: Node) -> int:
        """The parameters that enter a node of the definitions."""
        found = self._below.get(id(node))
        if found is None:
            found = 0
            if isinstance(node, Parameter):
                found = self.bits[node.name]
            elif isinstance(node, Definition):
                found = self.masks[node.name]
            for operand in operands_of(node):
                found |= self.below(operand)
            self._below[id(node)] = found  # nodes of a library live as long as it does: their ids stay their own
        return found

    @cached_property
    def _order(self) -> Mapping[str, Mapping[str, int]]:
        return {name: {fact: place for place, fact in enumerate(facts)} for name, facts in self.facts.items()}


def _entering(node: Node, entering: Mapping[str, dict[str, None]]) -> dict[str, None]:
    """The parameters that enter a node, in the order of its text."""
    found: dict[str, None] = {}
    pending = [node]
    while pending:
        at = pending.pop()
        if isinstance(at, Parameter):
            found[at.name] = None
        elif isinstance(at, Definition):
            found.update(entering[at.name])
        pending.extend(reversed(operands_of(at)))
    return found
