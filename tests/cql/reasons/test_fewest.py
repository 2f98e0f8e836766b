"""The search for the fewest facts finds what trying every set finds, the first in the order of the facts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from resecta.cql import fewest as search
from resecta.cql.fewest import fewest


def forced_by(openings: Sequence[int]) -> search.Forced:
    """Sets force if they have a fact of each of these."""

    def forced(sets: Sequence[int]) -> int:
        return sum(1 << place for place, held in enumerate(sets) if all(held & opening for opening in openings))

    return forced


def by_trying(count: int, forced: search.Forced) -> int:
    for size in range(1, count + 1):
        for chosen in combinations(range(count), size):
            held = sum(1 << place for place in chosen)
            if forced([held]):
                return held
    raise AssertionError("all facts together force")


@pytest.mark.parametrize("seed", range(120))
def test_the_first_of_the_smallest_sets_is_found(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(2, 11)
    places = [1 << place for place in range(count)]
    openings = [sum(chance.sample(places, chance.randint(1, count))) for _ in range(chance.randint(2, 9))]
    forced = forced_by(openings)
    found = by_trying(count, forced)
    if found.bit_count() > 1:  # one that does by itself is found before
        assert fewest(count, forced) == found


def test_forty_facts_of_which_one_of_each_eight_is_needed_are_searched_in_few_questions() -> None:
    openings = [0b11111111 << start for start in range(0, 40, 8)]
    asked = []

    def forced(sets: Sequence[int]) -> int:
        asked.append(len(sets))
        return forced_by(openings)(sets)

    assert fewest(40, forced) == sum(1 << start for start in range(0, 40, 8))
    assert sum(asked) < 1500


def test_where_too_many_sets_would_be_tried_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_TRIED", 1)
    pairs = [1 << one | 1 << other for one, other in combinations(range(8), 2)]
    assert fewest(8, forced_by(pairs)) is None
