"""What may be the value of each definition in many scenarios at once.

A *scenario* says of some facts that they are free (they may have any value, or none), or that they have one of several
values, or another value than in the case. Scenario *i* is bit *i* of a whole number, so that one pass over the logic
answers as many scenarios as there are bits. Of a truth three numbers are kept: in which scenarios it can be true,
false, unknown; *and*, *or*, *not* are ``&`` and ``|`` on them. Of any other value is kept in which scenarios it can be
what, and in which it can be anything. Each node is read by itself: where two parts hang on one fact that is open, each
may go its own way, so that what comes out may be wider than what can be, never narrower. Where every fact has one value
in each scenario, the answers are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeAlias, cast

from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    CoreVisitor,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
)
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value

Truth: TypeAlias = "tuple[int, int, int]"
"""The scenarios in which it can be true, in which false, in which unknown."""
Pairs: TypeAlias = "tuple[tuple[Value, int], ...]"
"""Each value with the scenarios in which it can be that."""
Known: TypeAlias = "tuple[Pairs, int]"
"""What it can be where, and the scenarios in which it can be anything (these are in no pair)."""
TruthStep: TypeAlias = "Callable[[Bench], Truth]"
KnownStep: TypeAlias = "Callable[[Bench], Known]"
Step: TypeAlias = "TruthStep | KnownStep"


class Bench:
    """One pass for one case. ``values``: every parameter's; ``among``: those that differ between scenarios, with what
    each can be where; ``free``: the scenarios that set a parameter free.

    ``results`` keeps what operations on the case's own values came to, for the passes that follow.
    """

    __slots__ = ("every", "known", "parameters", "results", "truths")

    def __init__(
        self,
        values: Mapping[str, Value],
        count: int,
        *,
        free: Mapping[str, int] | None = None,
        among: Mapping[str, Pairs] | None = None,
        results: dict[int, tuple[tuple[Value, ...], Value]] | None = None,
    ) -> None:
        every = self.every = (1 << count) - 1
        self.results = {} if results is None else results
        self.truths: dict[str, Truth] = {}
        self.known: dict[str, Known] = {}
        self.parameters: dict[str, Known] = {name: (((value, every),), 0) for name, value in values.items()}
        for name, pairs in ({} if among is None else among).items():
            self.parameters[name] = (pairs, 0)
        for name, scenarios in ({} if free is None else free).items():
            self.parameters[name] = (_without(self.parameters[name][0], scenarios), scenarios)

    def give(self, name: str, value: Value) -> None:
        """Let a Boolean definition have this truth in every scenario."""
        self.truths[name] = _as_three(((value, self.every),), 0, 0)


class Possible:
    """The definitions of a library, made ready for such questions."""

    def __init__(self, definitions: Mapping[str, Node]) -> None:
        """``definitions`` come each after those it refers to, as ``core.lower`` gives them."""
        self._definitions = definitions
        self._truths: dict[str, TruthStep] = {}
        self._known: dict[str, KnownStep] = {}
        self._reader = _Reader(self)

    def pairs(self, name: str, bench: Bench) -> Pairs:
        """What a definition can be, and in which scenarios; what can be anything has no pair there."""
        if self._definitions[name].type == BOOLEAN:
            return tuple((value, mask) for value, mask in zip(_TRUTHS, self.truth(name, bench), strict=True) if mask)
        return self.value(name, bench)[0]

    def forced(self, name: str, bench: Bench) -> int:
        """The scenarios in which a definition can have no value but the one it has in the first scenario."""
        return self.forced_node(self._definitions[name], bench)

    def forced_node(self, node: Node, bench: Bench) -> int:
        """The same of a node that stands within a definition."""
        if node.type == BOOLEAN:
            true, false, unknown = self._reader.truth(node)(bench)
            own = true if true & 1 else false if false & 1 else unknown
            return own & ~((true & false) | (true & unknown) | (false & unknown))
        pairs, anything = self._reader.known(node)(bench)
        own = others = 0
        for _, mask in pairs:
            if mask & 1:
                own = mask
            else:
                others |= mask
        return own & ~(others | anything)

    def truth(self, name: str, bench: Bench) -> Truth:
        """What a Boolean definition can be."""
        found = bench.truths.get(name)
        if found is None:
            step = self._truths.get(name)
            if step is None:
                step = self._truths[name] = self._reader.truth(self._definitions[name])
            found = bench.truths[name] = step(bench)
        return found

    def value(self, name: str, bench: Bench) -> Known:
        """What any other definition can be."""
        found = bench.known.get(name)
        if found is None:
            step = self._known.get(name)
            if step is None:
                step = self._known[name] = self._reader.known(self._definitions[name])
            found = bench.known[name] = step(bench)
        return found


_TRUTHS = (True, False, None)


def _pairs_of(truth: Truth) -> Pairs:
    return tuple(zip(_TRUTHS, truth, strict=True))


class _Reader(CoreVisitor["Step"]):
    """A node as a step: of a truth where the node is Boolean, of a value elsewhere. Each node is read once."""

    def __init__(self, possible: Possible) -> None:
        self._possible = possible
        self._read: dict[int, tuple[Node, Step]] = {}

    def visit(self, node: Node) -> Step:
        found = self._read.get(id(node))
        if found is None:
            found = self._read[id(node)] = (node, super().visit(node))  # the node is kept: its id stays its own
        return found[1]

    def truth(self, node: Node) -> TruthStep:
        """The step of a Boolean node."""
        return cast("TruthStep", self.visit(node))

    def known(self, node: Node) -> KnownStep:
        """The step of any node, a truth read as a value."""
        if node.type != BOOLEAN:
            return cast("KnownStep", self.visit(node))
        step = self.truth(node)
        return lambda bench: (_pairs_of(step(bench)), 0)

    def visit_constant(self, node: Constant) -> Step:
        value = node.value
        if node.type != BOOLEAN:
            return lambda bench: (((value, bench.every),), 0)
        if value is None:
            return lambda bench: (0, 0, bench.every)
        return (lambda bench: (bench.every, 0, 0)) if value else (lambda bench: (0, bench.every, 0))

    def visit_parameter(self, node: Parameter) -> Step:
        name = node.name
        return _truth_of_fact(name) if node.type == BOOLEAN else lambda bench: bench.parameters[name]

    def visit_definition(self, node: Definition) -> Step:
        name, possible = node.name, self._possible
        if node.type == BOOLEAN:
            return lambda bench: bench.truths.get(name) or possible.truth(name, bench)
        return lambda bench: bench.known.get(name) or possible.value(name, bench)

    def visit_and(self, node: And) -> Step:
        left, right = self.truth(node.left), self.truth(node.right)

        def step(bench: Bench) -> Truth:
            a, b, c = left(bench)
            if not (a or c):
                return a, b, c
            d, e, f = right(bench)
            return a & d, b | e, (c & (d | f)) | (f & (a | c))

        return step

    def visit_or(self, node: Or) -> Step:
        left, right = self.truth(node.left), self.truth(node.right)

        def step(bench: Bench) -> Truth:
            a, b, c = left(bench)
            if not (b or c):
                return a, b, c
            d, e, f = right(bench)
            return a | d, b & e, (c & (e | f)) | (f & (b | c))

        return step

    def visit_not(self, node: Not) -> Step:
        operand = self.truth(node.operand)

        def step(bench: Bench) -> Truth:
            true, false, unknown = operand(bench)
            return false, true, unknown

        return step

    def visit_is_null(self, node: IsNull) -> Step:
        operand = self.known(node.operand)

        def step(bench: Bench) -> Truth:
            pairs, null = operand(bench)
            known = null
            for value, mask in pairs:
                if value is None:
                    null |= mask
                else:
                    known |= mask
            return null, known, 0

        return step

    def visit_if(self, node: If) -> Step:
        condition = self.truth(node.condition)
        if node.type == BOOLEAN:
            return _chosen_truth(condition, self.truth(node.then), self.truth(node.otherwise))
        rungs = [(condition, self.known(node.then))]
        last = node.otherwise
        while isinstance(last, If):  # a row of conditions is one choice, not a choice within a choice
            rungs.append((self.truth(last.condition), self.known(last.then)))
            last = last.otherwise
        return _chosen(rungs, self.known(last))

    def visit_coalesce(self, node: Coalesce) -> Step:
        if node.type == BOOLEAN:
            return _first_truth([self.truth(operand) for operand in node.operands])
        return _first([self.known(operand) for operand in node.operands])

    def visit_operation(self, node: Operation) -> Step:
        known = _computed(node, [self.known(operand) for operand in node.operands])
        return _as_truth(known, total=node.total) if node.type == BOOLEAN else known


def _truth_of_fact(name: str) -> TruthStep:
    def step(bench: Bench) -> Truth:
        pairs, free = bench.parameters[name]
        return _as_three(pairs, free, free)

    return step


def _as_three(pairs: Pairs, anything: int, unknown: int) -> Truth:
    """A value as a truth; ``unknown``: where it may be unknown beside what the pairs say."""
    true = false = anything
    for value, mask in pairs:
        if value is True:
            true |= mask
        elif value is False:
            false |= mask
        else:
            unknown |= mask
    return true, false, unknown


def _without(pairs: Pairs, scenarios: int) -> Pairs:
    return tuple((value, mask & ~scenarios) for value, mask in pairs if mask & ~scenarios)


def _as_truth(known: KnownStep, *, total: bool) -> TruthStep:
    """What an operation answers as a truth. ``total``: it is never unknown."""

    def step(bench: Bench) -> Truth:
        pairs, anything = known(bench)
        return _as_three(pairs, anything, 0 if total else anything)

    return step


def _chosen_truth(condition: TruthStep, then: TruthStep, otherwise: TruthStep) -> TruthStep:
    def step(bench: Bench) -> Truth:
        true, false, unknown = condition(bench)
        other = false | unknown
        a, b, c = then(bench) if true else (0, 0, 0)
        d, e, f = otherwise(bench) if other else (0, 0, 0)
        return (true & a) | (other & d), (true & b) | (other & e), (true & c) | (other & f)

    return step


def _chosen(rungs: Sequence[tuple[TruthStep, KnownStep]], last: KnownStep) -> KnownStep:
    def step(bench: Bench) -> Known:
        left = bench.every
        branches: list[tuple[int, Known]] = []
        for condition, result in rungs:
            true, false, unknown = condition(bench)
            if true & left:
                branches.append((true & left, result(bench)))
                left &= false | unknown
                if not left:
                    break
        if left:
            branches.append((left, last(bench)))
        return branches[0][1] if len(branches) == 1 else _either(branches)

    return step


def _either(branches: Iterable[tuple[int, Known]]) -> Known:
    """Each value where its branch can be taken."""
    anything = 0
    found: dict[Value, int] = {}
    for reached, (pairs, free) in branches:
        anything |= reached & free
        for value, mask in pairs:
            if reached & mask:
                found[value] = found.get(value, 0) | (reached & mask)
    return (_without(tuple(found.items()), anything) if anything else tuple(found.items())), anything


def _first_truth(operands: Sequence[TruthStep]) -> TruthStep:
    def step(bench: Bench) -> Truth:
        true = false = 0
        left = bench.every
        for operand in operands:
            a, b, c = operand(bench)
            true, false, left = true | (left & a), false | (left & b), left & c
            if not left:
                break
        return true, false, left

    return step


def _first(operands: Sequence[KnownStep]) -> KnownStep:
    def step(bench: Bench) -> Known:
        left = bench.every
        branches: list[tuple[int, Known]] = []
        for operand in operands:
            pairs, anything = operand(bench)
            known = tuple((value, mask) for value, mask in pairs if value is not None)
            branches.append((left, (known, anything)))
            null = anything
            for value, mask in pairs:
                if value is None:
                    null |= mask
            left &= null
            if not left:
                break
        branches.append((left, (((None, bench.every),), 0)))
        return _either(branches)

    return step


def _computed(node: Operation, operands: Sequence[KnownStep]) -> KnownStep:
    call, strict, place = node.call, node.strict, id(node)

    def once(bench: Bench, values: tuple[Value, ...]) -> Value:
        """The result; that of the case's own values, which nearly every pass asks for, is kept."""
        kept = bench.results.get(place)
        if kept is not None and kept[0] == values:
            return kept[1]
        unknown = strict and any(value is None for value in values)
        result = None if unknown else call(*values)
        bench.results.setdefault(place, (values, result))
        return result

    def step(bench: Bench) -> Known:
        known = [operand(bench) for operand in operands]
        mask, anything, null, single = bench.every, 0, 0, True
        for pairs, free in known:
            anything |= free
            if len(pairs) == 1:
                mask &= pairs[0][1]
                if strict and pairs[0][0] is None:
                    null |= pairs[0][1]
            else:
                single = False
        if single and mask and not null & ~mask:
            result = once(bench, tuple([pairs[0][0] for pairs, _ in known]))
            return ((result, mask),), anything & ~null
        branches = _combined(bench, known, once)
        anything &= ~null
        return _either([*branches, (null, (((None, bench.every),), 0)), (anything, ((), anything))])

    return step


def _combined(
    bench: Bench, known: Sequence[Known], once: Callable[[Bench, tuple[Value, ...]], Value]
) -> Iterable[tuple[int, Known]]:
    """The result for each row of values that the operands can have in one scenario."""
    for row in product(*(pairs for pairs, _ in known)):
        mask = bench.every
        for _, own in row:
            mask &= own
        if mask:
            yield mask, (((once(bench, tuple([value for value, _ in row])), mask),), 0)
