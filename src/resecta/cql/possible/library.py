"""A library's definitions made ready for many scenarios at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resecta.cql.cones import Cones
from resecta.cql.core.nodes import Definition, Node, Not
from resecta.cql.kept import codes
from resecta.cql.possible.bench import AnyStep, Base, Bench, Known, KnownStep, Pairs, Truth, TruthStep, as_pairs
from resecta.cql.possible.steps import Steps
from resecta.cql.possible.truths import ENTRY, DefinitionText
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
        self._truths: dict[str, TruthStep] = {}
        self._values: dict[str, KnownStep] = {}
        self._steps: dict[int, TruthStep] = {}
        self._asked: dict[int, TruthStep] = {}
        written = {name: DefinitionText(self._places, name, node) for name, node in definitions.items()}
        for (name, text), code in zip(written.items(), codes([each.source for each in written.values()]), strict=True):
            self._bind(name, text, code)

    def base(self, parameters: Mapping[str, Value], definitions: Mapping[str, Value]) -> Base:
        """A case: the value of every parameter and of every definition."""
        return Base(parameters, definitions, self._cones.bits, self._operations)

    def pairs(self, name: str, bench: Bench) -> Pairs:
        """What a definition can be, and in which scenarios; what can be anything has no pair there."""
        truth = self._truths.get(name)
        return self._values[name](bench)[0] if truth is None else as_pairs(truth(bench))

    def give(self, name: str, value: Value, bench: Bench) -> None:
        """Let a Boolean definition have this truth in every scenario."""
        bench.truths[self._places[name]] = bench.sure[value]

    def forced(self, name: str, bench: Bench) -> int:
        """The scenarios in which a definition can have no value but the one it has in the first scenario."""
        truth = self._truths.get(name)
        if truth is not None:
            return _alone(truth(bench))
        pairs, anything = self._values[name](bench)
        own, others = 0, anything
        for _, mask in pairs:
            if mask & 1:
                own = mask
            else:
                others |= mask
        return own & ~others

    def forced_node(self, node: Node, bench: Bench) -> int:
        """The same of a condition within a definition, or of an operand in a row of *and* or *or* but the last."""
        while isinstance(node, Not):
            node = node.operand
        if isinstance(node, Definition):
            return _alone(self._truths[node.name](bench))
        step = self._asked.get(id(node))  # none for a constant
        return bench.every if step is None else _alone(step(bench))

    # ------------------------------------------------------------------ making ready

    def _bind(self, name: str, text: DefinitionText, code: Any) -> None:
        """Make one definition's text to functions, and bind the names in it to what they call."""
        node, cone = self._definitions[name], self._cones.masks[name]
        scope: dict[str, Any] = {"DEFINITIONS": self._steps, "CONE": cone, "NAME": name, "VALUES": text.values}
        exec(code, scope)  # noqa: S102  # text of our own making
        written: dict[int, TruthStep] = {id: scope[called] for id, called in text.functions.items()}
        steps = Steps(self._definition, written, self._operation)
        scope.update((called, steps.visit(each)) for called, each in text.steps.values())
        self._asked.update(written)
        self._asked.update((id, scope[called]) for id, (called, _) in text.steps.items())
        if node.type == BOOLEAN:
            self._truths[name] = self._steps[self._places[name]] = scope[ENTRY]
        else:
            self._values[name] = scope[ENTRY] if ENTRY in scope else self._kept(name, steps.known(node))

    def _definition(self, name: str) -> AnyStep:
        """The step of a definition that comes before the one that is made ready."""
        return self._truths.get(name) or self._values[name]

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
    if true & 1:
        return true & ~(false | unknown)
    return false & ~(true | unknown) if false & 1 else unknown & ~(true | false)
