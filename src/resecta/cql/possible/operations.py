"""An operation in many scenarios: its result for each row of values that its operands can have in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from resecta.cql.core.nodes import Constant, Operation, Parameter
from resecta.cql.possible.bench import Bench, Known, KnownStep, Truth, TruthStep, as_truth, either
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value

Once = Callable[[Bench, "tuple[Value, ...]"], Value]


def computed(node: Operation, place: Callable[[], int], operands: Sequence[KnownStep]) -> TruthStep | KnownStep:
    """The step of an operation; ``place``: one more place of ``Base.results`` for what it comes to."""
    known = _computed(_kept(node, place()), operands, strict=node.strict)
    if node.type != BOOLEAN:
        return known
    total = node.total

    def truth(bench: Bench) -> Truth:
        return as_truth(known(bench), total=total)

    if not all(isinstance(operand, Parameter | Constant) for operand in node.operands):
        return truth
    return _of_facts(node, place(), truth)


def _kept(node: Operation, place: int) -> Once:
    """The result; that of the case's own values, which nearly every pass asks for, is kept."""
    call, strict = node.call, node.strict

    def once(bench: Bench, values: tuple[Value, ...]) -> Value:
        results = bench.base.results
        kept = results[place]
        if kept is not None and kept[0] == values:
            return kept[1]
        unknown = strict and any(value is None for value in values)
        result = None if unknown else call(*values)
        if kept is None:
            results[place] = (values, result)
        return result

    return once


def _of_facts(node: Operation, place: int, general: TruthStep) -> TruthStep:
    """A truth read from facts alone: its own value in every scenario, and any where one of them is free."""
    operands = [operand for operand in node.operands if isinstance(operand, Parameter | Constant)]
    first, *others = dict.fromkeys(operand.name for operand in operands if isinstance(operand, Parameter))
    once, strict, total = _kept(node, place), node.strict, node.total

    def own(bench: Bench) -> Value:
        facts = bench.base.parameters
        values = [operand.value if isinstance(operand, Constant) else facts[operand.name] for operand in operands]
        return once(bench, tuple(values))

    def step(bench: Bench) -> Truth:
        if bench.among:
            return general(bench)
        kept = bench.base.results[place]
        value = own(bench) if kept is None else kept[1]
        every, anything = bench.every, bench.free.get(first, 0)
        for name in others:
            anything |= bench.free.get(name, 0)
        if not anything:
            return bench.sure[value]
        unknown = 0 if total else anything
        if value is not None:
            return (every, anything, unknown) if value else (anything, every, unknown)
        if strict:
            for name in (first, *others):
                if bench.base.parameters[name] is None:
                    anything &= bench.free.get(name, 0)
        return anything, anything, every

    return step


def _computed(once: Once, operands: Sequence[KnownStep], *, strict: bool) -> KnownStep:
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
        return either([*branches, (null, (((None, bench.every),), 0)), (anything, ((), anything))])

    return step


def _combined(bench: Bench, known: Sequence[Known], once: Once) -> Iterator[tuple[int, Known]]:
    """The result for each row of values that the operands can have in one scenario."""
    for row in product(*(pairs for pairs, _ in known)):
        mask = bench.every
        for _, own in row:
            mask &= own
        if mask:
            yield mask, (((once(bench, tuple([value for value, _ in row])), mask),), 0)
