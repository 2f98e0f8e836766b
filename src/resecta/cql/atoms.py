"""Which sentences tell a reason: the comparisons, null tests and truths through which facts force a definition.

What is told of a definition (``tales``) hangs only on the facts held that lie below it, so that it is worked out once
for each set of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resecta.cql.cones import Cones
from resecta.cql.core.nodes import Definition, Node
from resecta.cql.evaluate import Evaluator
from resecta.cql.tales import AtomPart, AtomParts, Tale
from resecta.cql.tree import nodes
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom


class Teller:
    """Tells the reasons of one case. ``evaluator``: its values; ``forced(node, held)``: whether these facts alone leave
    a node no other value. Facts are sets as ``cones`` has them.
    """

    def __init__(
        self,
        tale: Callable[[str], Tale],
        cones: Cones,
        evaluator: Evaluator,
        forced: Callable[[Node, int], bool],
        constants: frozenset[str],
    ) -> None:
        self.cones, self.evaluator, self.forced = cones, evaluator, forced
        self.values: dict[int, Value] = {}
        self._tale, self._constants = tale, constants
        self._told: dict[tuple[str, int], AtomParts] = {}
        self._atoms: dict[tuple[int, str, tuple[str, ...]], Atom] = {}

    def tell(self, define: str, held: int) -> tuple[Atom, ...]:
        """The atoms of a definition, in the order of the text; a fact that no atom reads is told by itself. What two
        definitions have in common is one atom.
        """
        parts = self.within(define, held)
        if len(parts) > 1:
            parts = tuple([part for part in parts if not _goes_without_saying(part, parts)])
        unread = held
        atoms = []
        for part in parts:
            unread &= ~part.facts
            atoms.append(self._atom(part, self.cones.told(define, part.facts)))
        for name in self.cones.told(define, unread):
            recorded = nodes.IsNull(nodes.ParameterReference(name), negated=True)
            atoms.append(Atom(recorded, define, (name,), True, self._constants))
        return tuple(atoms)

    def _atom(self, part: AtomPart, facts: tuple[str, ...]) -> Atom:
        key = id(part.expression), part.define, facts
        found = self._atoms.get(key)
        if found is None:
            found = self._atoms[key] = Atom(part.expression, part.define, facts, part.value, self._constants)
        return found

    def within(self, define: str, held: int) -> AtomParts:
        """What is told of a definition, and in those that it refers to."""
        below = held & self.cones.masks[define]
        if not below:
            return ()
        found = self._told.get((define, below))
        if found is None:
            telling = _Telling(self, below)
            self._tale(define)(telling, self.evaluator.definitions[define])
            found = self._told[define, below] = tuple(telling.found.values())
        return found


class _Telling:
    """Gathers the parts of one definition for one set of facts held."""

    __slots__ = ("_teller", "found", "held")

    def __init__(self, teller: Teller, held: int) -> None:
        self._teller, self.held = teller, held
        self.found: dict[tuple[int, str], AtomPart] = {}

    def within(self, define: str) -> AtomParts:
        return self._teller.within(define, self.held)

    def forced(self, node: Node) -> bool:
        return self._teller.forced(node, self.held)

    def value(self, node: Node) -> Value:
        """The value of a node, worked out once for the case."""
        teller = self._teller
        if isinstance(node, Definition):
            return teller.evaluator.definitions[node.name]
        key = id(node)  # nodes of a library live as long as it does: their ids stay their own
        if key not in teller.values:
            teller.values[key] = teller.evaluator.visit(node)
        return teller.values[key]


def _goes_without_saying(part: AtomPart, others: Sequence[AtomPart]) -> bool:
    """Whether the part only says that something is recorded, and another says what."""
    if not isinstance(part.expression, nodes.IsNull) or part.value is not part.expression.negated:
        return False
    return any(not isinstance(other.expression, nodes.IsNull) and not part.facts & ~other.facts for other in others)
