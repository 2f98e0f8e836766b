"""Which parameters enter each definition, and each node: the cone below it. A set of parameters is a whole number with
a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from resecta.cql.core.nodes import Definition, Node, Parameter, operands_of

FactNames = tuple[str, ...]


class Cones:
    """The cones of a library. ``bits``: each parameter's bit. ``facts``: definition → the facts below it, in the order
    of its text; ``masks``: the same as a set, parameters that are no facts among them.
    """

    def __init__(self, definitions: Mapping[str, Node], parameters: Iterable[str], steady: frozenset[str]) -> None:
        """``definitions`` come each after those it refers to. ``steady``: the parameters that are no facts."""
        self._names = tuple(parameters)
        self.bits: Mapping[str, int] = {name: 1 << place for place, name in enumerate(self._names)}
        self._single: Mapping[int, FactNames] = {0: (), **{bit: (name,) for name, bit in self.bits.items()}}
        self.facts: dict[str, FactNames] = {}
        self.masks: dict[str, int] = {}
        self._definitions = definitions
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

    def told(self, define: str, facts: int) -> FactNames:
        """A set's parameters, in the order of a definition's text."""
        single = self._single.get(facts)
        return tuple(sorted(self.names(facts), key=self._order[define].__getitem__)) if single is None else single

    @cached_property
    def below(self) -> Mapping[int, int]:
        """The parameters that enter each node of the definitions, by the node's id."""
        found: dict[int, int] = {}
        for node in self._definitions.values():
            self._enter(node, found)
        return found

    def _enter(self, node: Node, found: dict[int, int]) -> int:
        entering = found.get(id(node))
        if entering is None:
            entering = 0
            if isinstance(node, Parameter):
                entering = self.bits[node.name]
            elif isinstance(node, Definition):
                entering = self.masks[node.name]
            for operand in operands_of(node):
                entering |= self._enter(operand, found)
            found[id(node)] = entering  # the definitions are kept: the ids of their nodes stay their own
        return entering

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
