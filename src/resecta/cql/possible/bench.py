"""One pass over the logic: the case's own values, the facts that are open in some scenarios, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from resecta.cql.values import Value

Truth: TypeAlias = "tuple[int, int, int]"
"""The scenarios in which it can be true, in which false, in which unknown."""
Pairs: TypeAlias = "tuple[tuple[Value, int], ...]"
"""Each value with the scenarios in which it can be that."""
Known: TypeAlias = "tuple[Pairs, int]"
"""What it can be where, and the scenarios in which it can be anything (these are in no pair)."""
TruthStep: TypeAlias = "Callable[[Bench], Truth]"
KnownStep: TypeAlias = "Callable[[Bench], Known]"
AnyStep: TypeAlias = "TruthStep | KnownStep"
Result: TypeAlias = "tuple[tuple[Value, ...], Value]"
"""The operands of an operation, and what it made of them."""

NONE_FREE: Mapping[str, int] = MappingProxyType({})
NONE_AMONG: Mapping[str, Pairs] = MappingProxyType({})


class Base:
    """The case itself: the values of its parameters and of the definitions, and as passes ask, of the operations.

    ``bits``: each parameter as one bit. ``operations``: how many there are; what those on the case's own values come to
    is kept for the passes that follow.
    """

    __slots__ = ("bits", "definitions", "parameters", "results")

    def __init__(
        self,
        parameters: Mapping[str, Value],
        definitions: Mapping[str, Value],
        bits: Mapping[str, int],
        operations: int,
    ) -> None:
        self.parameters, self.definitions, self.bits = parameters, definitions, bits
        self.results: list[Result | None] = [None] * operations


class Bench:
    """One pass for one case. ``free``: the scenarios that set a parameter free; ``among``: the parameters that differ
    between scenarios, with what each can be where.

    ``open`` has the bit of every parameter that is free or differs: what none of them enters has the case's own value.
    """

    __slots__ = ("_facts", "among", "base", "every", "free", "known", "open", "sure", "truths")

    def __init__(
        self,
        base: Base,
        count: int,
        *,
        free: Mapping[str, int] = NONE_FREE,
        among: Mapping[str, Pairs] = NONE_AMONG,
    ) -> None:
        every = self.every = (1 << count) - 1
        self.base, self.free, self.among = base, free, among
        self.sure: Mapping[Value, Truth] = {True: (every, 0, 0), False: (0, every, 0), None: (0, 0, every)}
        self.truths: list[Truth | None] = [None] * len(base.definitions)
        self.known: list[Known | None] = [None] * len(base.definitions)
        self._facts: dict[str, Known] = {}
        open_, bits = 0, base.bits
        for name in (*among, *free):
            open_ |= bits[name]
        self.open = open_

    def fact(self, name: str) -> Known:
        """What a parameter can be."""
        found = self._facts.get(name)
        if found is None:
            pairs = self.among.get(name) or ((self.base.parameters[name], self.every),)
            free = self.free.get(name, 0)
            found = self._facts[name] = (without(pairs, free) if free else pairs), free
        return found


def without(pairs: Pairs, scenarios: int) -> Pairs:
    """The pairs without these scenarios."""
    return tuple([(value, mask & ~scenarios) for value, mask in pairs if mask & ~scenarios])


def as_truth(known: Known, *, total: bool) -> Truth:
    """What can be what as a truth. ``total``: it is never unknown but where a pair says so."""
    pairs, anything = known
    true = false = anything
    unknown = 0 if total else anything
    for value, mask in pairs:
        if value is True:
            true |= mask
        elif value is False:
            false |= mask
        else:
            unknown |= mask
    return true, false, unknown


def as_pairs(truth: Truth) -> Pairs:
    """A truth as values, each where it can be."""
    return tuple([(value, mask) for value, mask in zip((True, False, None), truth, strict=True) if mask])


def either(branches: Iterable[tuple[int, Known]]) -> Known:
    """Each value where its branch can be taken."""
    anything = 0
    found: dict[Value, int] = {}
    for reached, (pairs, free) in branches:
        anything |= reached & free
        for value, mask in pairs:
            if reached & mask:
                found[value] = found.get(value, 0) | (reached & mask)
    return (without(tuple(found.items()), anything) if anything else tuple(found.items())), anything
