"""Sets of facts in columns: a bit for each fact, in as many whole numbers as it takes; the empty set is no number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

BITS = 60
"""Bits of one number: every engine's whole numbers of 64 bits have them, the sign left alone."""

Words = Mapping[int, ir.IntegerValue]
"""Number by its place; a place that is not there is empty in every row."""
EMPTY: Words = {}


def bit(place: int) -> Words:
    """The set of one fact, by its place among all."""
    return {place // BITS: ibis.literal(1 << place % BITS, "int64")}


def bits(places: Iterable[int]) -> Words:
    """The set of these facts."""
    found: dict[int, int] = {}
    for place in places:
        found[place // BITS] = found.get(place // BITS, 0) | 1 << place % BITS
    return {word: ibis.literal(value, "int64") for word, value in found.items()}


def union(*sets: Words) -> Words:
    """What is in any of the sets."""
    places = dict.fromkeys(place for each in sets for place in each)
    return {place: reduce(or_, (each[place] for each in sets if place in each)) for place in places}


def both(left: Words, right: Words) -> Words:
    """What is in both sets."""
    return {place: left[place] & right[place] for place in left if place in right}


def where(holds: ir.BooleanValue, then: Words, otherwise: Words = EMPTY) -> Words:
    """The one set where this holds, elsewhere the other."""
    places = dict.fromkeys((*then, *otherwise))
    return {place: ibis.ifelse(holds, then.get(place, ZERO), otherwise.get(place, ZERO)) for place in places}


def chosen(cases: Sequence[tuple[ir.BooleanValue, Words]], otherwise: Words) -> Words:
    """The set of the first case that holds."""
    places = dict.fromkeys(place for words in (*(words for _, words in cases), otherwise) for place in words)
    return {
        place: ibis.cases(
            *((holds, words.get(place, ZERO)) for holds, words in cases), else_=otherwise.get(place, ZERO)
        )
        for place in places
    }


def is_empty(words: Words) -> ir.BooleanValue:
    """Where nothing is in the set."""
    return reduce(lambda one, other: one & other, ((word == 0) for word in words.values()), ibis.literal(True))


def has(words: Words, place: int) -> ir.BooleanValue:
    """Where the fact is in the set."""
    word = words.get(place // BITS)
    return ibis.literal(False) if word is None else (word & ibis.literal(1 << place % BITS, "int64")) != 0


ZERO = ibis.literal(0, "int64")
