"""The fewest of some facts that force an answer, the first such set in their order.

A set that does not force tells more than that: let it grow until one more fact would force, and what is left outside
*opens* the answer. Whatever forces has a fact of each such opening, so that few sets need to be tried: those that have
one of all the openings found so far. A fact is a place, a set of facts a whole number with a bit for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from operator import or_

MOST_TRIED = 4096
"""Sets that are tried for one answer."""
AT_ONCE = 32

Forced = Callable[[Sequence[int]], int]
"""Sets in, and out a bit for each that forces."""


def fewest(count: int, forced: Forced) -> int | None:
    """The first of the smallest sets that force, of two facts at least; None where too many would have to be tried.

    All ``count`` facts together force, none by itself.
    """
    openings = [_opening(count, 0, forced)]
    tried = 0
    for size in range(2, count + 1):
        sets = _meeting(count, size, openings)
        while batch := [*islice(sets, AT_ONCE)]:
            tried += len(batch)
            found = forced(batch)
            if found:
                return batch[_lowest(found)]
            if tried > MOST_TRIED:
                return None
            openings.append(_opening(count, batch[-1], forced))
    return None


def _opening(count: int, held: int, forced: Forced) -> int:
    """Facts that open the answer together while all others are held: none can be spared, and none is in ``held``."""
    opening = 0
    rest = [1 << place for place in range(count) if not held >> place & 1]
    while rest:
        grown = [*accumulate(rest, or_, initial=held)][1:]
        found = forced(grown)
        if not found:
            break
        place = _lowest(found)
        opening |= rest[place]
        held = grown[place] & ~rest[place]
        rest = rest[place + 1 :]
    return opening


def _meeting(count: int, size: int, openings: Sequence[int]) -> Iterator[int]:
    """The sets of a size that have a fact of each opening, also of those found meanwhile, in the order of the facts."""

    def chosen(start: int, left: int, held: int) -> Iterator[int]:
        unmet = [opening for opening in openings if not opening & held]
        if not left:
            if not unmet:
                yield held
            return
        if _apart(unmet) > left:
            return
        last = min([count - left, *(opening.bit_length() - 1 for opening in unmet)])  # beyond it, one stays unmet
        for place in range(start, last + 1):
            yield from chosen(place + 1, left - 1, held | 1 << place)

    return chosen(0, size, 0)


def _apart(openings: Sequence[int]) -> int:
    """How many of the openings have no fact in common with one before: as many facts are needed at least."""
    met = count = 0
    for opening in openings:
        if not opening & met:
            met |= opening
            count += 1
    return count


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
