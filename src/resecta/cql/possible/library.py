"""A library's definitions made ready for many scenarios at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from resecta.cql.cones import Cones
from resecta.cql.core.nodes import Definition, Node, Not
from resecta.cql.kept import codes
from resecta.cql.possible.bench import Base, Bench, Known, KnownStep, Pairs, Step, Truth, TruthStep, as_pairs
from resecta.cql.possible.steps import Steps
from resecta.cql.possible.truths import ENTRY, Written
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value


class Possible:
    """The definitions of a library, each as a function of one pass (``Bench``)."""

    def __init__(self, definitions: Mapping[str, Node], cones: Cones) -> None:
        """``definitions`` come each after those it refers to, as ``core.lower`` gives them."""
        self._definitions = definitions
        self._places = {name: place for place, name in enumerate(sorted(definitions))}
        self._cones = cones
        self._operations = 0
        self._steps: dict[int, Step] = {}
        self._asked: dict[int, TruthStep] = {}
        written = {name: Written(self._places, name, node) for name, node in definitions.items()}
        for (name, text), code in zip(written.items(), codes([each.source for each in written.values()]), strict=True):
            self._steps[self._places[name]] = self._bound(name, text, code)

    def base(self, parameters: Mapping[str, Value], definitions: Mapping[str, Value]) -> Base:
        """A case: the value of every parameter and of every definition."""
        return Base(parameters, definitions, self._cones.bits, self._operations)

    def pairs(self, name: str, bench: Bench) -> Pairs:
        """What a definition can be, and in which scenarios; what can be anything has no pair there."""
        if self._definitions[name].type == BOOLEAN:
            return as_pairs(self.truth(name, bench))
        return self.value(name, bench)[0]

    def truth(self, name: str, bench: Bench) -> Truth:
        """What a Boolean definition can be."""
        place = self._places[name]
        return bench.truths[place] or cast("TruthStep", self._steps[place])(bench)

    def value(self, name: str, bench: Bench) -> Known:
        """What any other definition can be."""
        return cast("KnownStep", self._steps[self._places[name]])(bench)

    def give(self, name: str, value: Value, bench: Bench) -> None:
        """Let a Boolean definition have this truth in every scenario."""
        bench.truths[self._places[name]] = bench.sure[value]

    def forced(self, name: str, bench: Bench) -> int:
        """The scenarios in which a definition can have no value but the one it has in the first scenario."""
        if self._definitions[name].type == BOOLEAN:
            return _alone(self.truth(name, bench))
        pairs, anything = self.value(name, bench)
        own = others = 0
        for _, mask in pairs:
            if mask & 1:
                own = mask
            else:
                others |= mask
        return own & ~(others | anything)

    def forced_node(self, node: Node, bench: Bench) -> int:
        """The same of a condition, or of the left of an *and* or *or*, that stands within a definition."""
        while isinstance(node, Not):
            node = node.operand
        if isinstance(node, Definition):
            return _alone(self.truth(node.name, bench))
        step = self._asked.get(id(node))
        return bench.every if step is None else _alone(step(bench))

    # ------------------------------------------------------------------ making ready

    def _bound(self, name: str, text: Written, code: Any) -> Step:
        """The step of one definition: its text made to functions, and their names bound to what they call."""
        scope: dict[str, Any] = {"DEFINITIONS": self._steps, "CONE": self._cones.masks[name], "NAME": name}
        exec(code, scope)  # noqa: S102  # text of our own making
        written = {id: cast("TruthStep", scope[called]) for id, called in text.functions.items()}
        steps = Steps(self._definition, written, self._operation)
        scope.update((called, steps.visit(node)) for called, node in text.steps.values())
        self._asked.update(written)
        self._asked.update((id, cast("TruthStep", scope[called])) for id, (called, _) in text.steps.items())
        if ENTRY in scope:
            return cast("TruthStep", scope[ENTRY])
        return self._kept(name, steps.known(self._definitions[name]))

    def _definition(self, name: str) -> Step:
        """The step of a definition that comes before the one that is made ready."""
        return self._steps[self._places[name]]

    def _operation(self) -> int:
        self._operations += 1
        return self._operations - 1

    def _kept(self, name: str, step: KnownStep) -> KnownStep:
        """The step of a value: its own where nothing open enters it; kept for whoever asks again."""
        place, cone = self._places[name], self._cones.masks[name]

        def kept(bench: Bench) -> Known:
            found = bench.known[place]
            if found is None:
                opened = bench.open & cone
                found = step(bench) if opened else (((bench.base.definitions[name], bench.every),), 0)
                bench.known[place] = found
            return found

        return kept


def _alone(truth: Truth) -> int:
    """The scenarios in which a truth can be nothing but what it is in the first."""
    true, false, unknown = truth
    own = true if true & 1 else false if false & 1 else unknown
    return own & ~((true & false) | (true & unknown) | (false & unknown))
