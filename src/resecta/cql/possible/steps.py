"""What is no logic as steps: facts, operations and other values, each a function of one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

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
from resecta.cql.possible.bench import AnyStep, Bench, Known, KnownStep, Truth, TruthStep, as_pairs, as_truth, either
from resecta.cql.possible.operations import computed
from resecta.cql.types import BOOLEAN


class Steps(CoreVisitor["AnyStep"]):
    """The nodes of one definition as steps: of a truth where the node is Boolean, of a value elsewhere.

    ``definition``: the step of another definition by name; ``written``: the function of a node that was written out;
    ``operation``: a place for the result of one more operation.
    """

    def __init__(
        self, definition: Callable[[str], AnyStep], written: Mapping[int, TruthStep], operation: Callable[[], int]
    ) -> None:
        self._definition, self._written, self._operation = definition, written, operation
        self._made: dict[int, AnyStep] = {}

    def visit(self, node: Node) -> AnyStep:
        found = self._made.get(id(node))
        if found is None:
            found = self._made[id(node)] = self._written.get(id(node)) or super().visit(node)
        return found

    def truth(self, node: Node) -> TruthStep:
        """The step of a Boolean node."""
        return cast("TruthStep", self.visit(node))

    def known(self, node: Node) -> KnownStep:
        """The step of any node, a truth read as a value."""
        if node.type != BOOLEAN:
            return cast("KnownStep", self.visit(node))
        step = self.truth(node)
        return lambda bench: (as_pairs(step(bench)), 0)

    def visit_constant(self, node: Constant) -> AnyStep:
        value = node.value
        if node.type == BOOLEAN:
            return lambda bench: bench.sure[value]
        return lambda bench: (((value, bench.every),), 0)

    def visit_parameter(self, node: Parameter) -> AnyStep:
        name = node.name
        return _fact_is_true(name) if node.type == BOOLEAN else lambda bench: bench.fact(name)

    def visit_definition(self, node: Definition) -> AnyStep:
        return self._definition(node.name)

    def visit_and(self, node: And) -> AnyStep:
        return self._written[id(node)]

    def visit_or(self, node: Or) -> AnyStep:
        return self._written[id(node)]

    def visit_not(self, node: Not) -> AnyStep:
        operand = self.truth(node.operand)

        def step(bench: Bench) -> Truth:
            true, false, unknown = operand(bench)
            return false, true, unknown

        return step

    def visit_is_null(self, node: IsNull) -> AnyStep:
        if isinstance(node.operand, Parameter):
            return _fact_is_null(node.operand.name)
        operand = self.known(node.operand)

        def step(bench: Bench) -> Truth:
            return _null(operand(bench))

        return step

    def visit_if(self, node: If) -> AnyStep:
        if node.type == BOOLEAN:
            return self._written[id(node)]
        rungs = [(self.truth(node.condition), node.then)]
        last = node.otherwise
        while isinstance(last, If):  # a row of conditions is one choice, not a choice within a choice
            rungs.append((self.truth(last.condition), last.then))
            last = last.otherwise
        return _chosen([(condition, self.known(then)) for condition, then in rungs], self.known(last))

    def visit_coalesce(self, node: Coalesce) -> AnyStep:
        if node.type == BOOLEAN:
            return self._written[id(node)]
        return _first([self.known(operand) for operand in node.operands])

    def visit_operation(self, node: Operation) -> AnyStep:
        return computed(node, self._operation, [self.known(operand) for operand in node.operands])


def _null(known: Known) -> Truth:
    pairs, null = known
    other = null
    for value, mask in pairs:
        if value is None:
            null |= mask
        else:
            other |= mask
    return null, other, 0


def _fact_is_true(name: str) -> TruthStep:
    def step(bench: Bench) -> Truth:
        if bench.among:
            return as_truth(bench.fact(name), total=False)
        free, value = bench.free.get(name, 0), bench.base.parameters[name]
        if not free:
            return bench.sure[value]
        if value is None:
            return free, free, bench.every
        return (bench.every, free, free) if value else (free, bench.every, free)

    return step


def _fact_is_null(name: str) -> TruthStep:
    def step(bench: Bench) -> Truth:
        if bench.among:
            return _null(bench.fact(name))
        free, absent = bench.free.get(name, 0), bench.base.parameters[name] is None
        return (bench.every, free, 0) if absent else (free, bench.every, 0)

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
        return branches[0][1] if len(branches) == 1 else either(branches)

    return step


def _first(operands: Sequence[KnownStep]) -> KnownStep:
    def step(bench: Bench) -> Known:
        left = bench.every
        branches: list[tuple[int, Known]] = []
        for operand in operands:
            pairs, anything = operand(bench)
            known = tuple([(value, mask) for value, mask in pairs if value is not None])
            branches.append((left, (known, anything)))
            null = anything
            for value, mask in pairs:
                if value is None:
                    null |= mask
            left &= null
            if not left:
                break
        branches.append((left, (((None, bench.every),), 0)))
        return either(branches)

    return step
