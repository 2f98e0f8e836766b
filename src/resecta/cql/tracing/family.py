"""Families of reasons: the smallest sets of facts, each of which alone forces a value.

A reason is one integer. Its low half holds one bit per fact and one per atom (a comparison, a null test, a Boolean
fact as it stands in the text); the high half holds the same bits for what merely supports: an assumption about a fact
that is not recorded, or a recorded fact whose absence would have led to the same answer. Two reasons join by ``|``;
only the facts of the low half count when sets are compared, so that "forced by" means what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Family: TypeAlias = tuple[int, ...]

NOTHING_NEEDED: Family = (0,)
CAP = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """Which bits mean what: ``facts`` fact bits, then the atoms; the supporting half begins at ``half``."""

    facts: int
    atoms: int

    @property
    def half(self) -> int:
        """Width of one half."""
        return self.facts + self.atoms

    @property
    def fact_mask(self) -> int:
        """The bits of the forcing facts."""
        return (1 << self.facts) - 1

    @property
    def half_mask(self) -> int:
        """All bits of the forcing half."""
        return (1 << self.half) - 1


class Algebra:
    """Joins families of reasons under one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._facts = layout.fact_mask
        self._low = layout.half_mask
        self._half = layout.half
        self._any_facts = layout.fact_mask | layout.fact_mask << layout.half

    def both(self, left: Family, right: Family) -> Family:
        """Every way to force two values at once."""
        if len(left) == 1 and len(right) == 1:
            return (left[0] | right[0],)
        return self.smallest([one | other for one in left for other in right])

    def either(self, left: Family, right: Family) -> Family:
        """Every way to force one of two values."""
        return self.smallest((*left, *right))

    def smallest(self, reasons: Sequence[int]) -> Family:
        """The reasons whose facts hold no other's, fewest facts first, ties as they came; at most ``CAP``."""
        facts = self._facts
        kept: list[int] = []
        for reason in sorted(reasons, key=lambda reason: (reason & facts).bit_count()):
            mask = reason & facts
            if not any(mask & other & facts == other & facts for other in kept):
                kept.append(reason)
                if len(kept) == CAP:
                    break
        return tuple(kept)

    def supporting(self, reason: int) -> int:
        """The reason as one that supports without forcing."""
        low = self._low
        return (reason & low) << self._half | (reason & ~low)

    def marked(self, reason: int, bit: int) -> int:
        """The reason with an atom's bit: supporting where the atom itself rests on nothing but assumptions."""
        if reason and not reason & self._facts and reason >> self._half:
            return reason | bit << self._half
        return reason | bit

    def assumed(self, bit: int, waiting: int, recorded: int, *, steady: bool) -> int:
        """The reason to go on as if an unknown were not so.

        It rests on what is not recorded; where forgetting may turn the unknown into an answer (not ``steady``), it also
        needs the recorded facts that made it unknown.
        """
        needed = 0 if steady else waiting & recorded
        if needed:
            return needed | bit | self.supporting(waiting & ~recorded)
        return self.supporting(bit | waiting)

    def assuming(self, family: Family, facts: int) -> Family:
        """The family, leaning on these facts not being recorded."""
        support = facts << self._half
        return tuple([reason | support for reason in family])

    def facts_only(self, family: Family) -> Family:
        """The family without its atoms: what a comparison reads of its operands."""
        mask = self._any_facts
        if len(family) == 1:
            return (family[0] & mask,)
        return tuple(reason & mask for reason in family)

    def leaning(self, family: Family) -> int:
        """The facts that the first reason rests on: the forcing ones, or where there is none the supporting ones."""
        reason = family[0]
        return reason & self._facts or reason >> self._half & self._facts

    def all_facts(self, family: Family) -> int:
        """Every fact the first reason leans on, forcing or supporting."""
        reason = family[0]
        return (reason | reason >> self._half) & self._facts

    def within(self, family: Family, facts: int) -> int:
        """The first reason that needs no more than these facts (the first of all where none does)."""
        for reason in family:
            if not (reason & self._facts) & ~facts:
                return reason
        return family[0]

    def atoms(self, reason: int) -> tuple[int, ...]:
        """The atoms to name, by number: the forcing ones, and the supporting ones only where no fact forces."""
        bits = (reason & self._low) >> self.layout.facts
        if not reason & self._facts:
            bits |= reason >> (self._half + self.layout.facts)
        return set_bits(bits)


@lru_cache(maxsize=4096)
def set_bits(mask: int) -> tuple[int, ...]:
    """The positions of the bits that are set, lowest first. The same few masks come back in case after case."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return tuple(found)
