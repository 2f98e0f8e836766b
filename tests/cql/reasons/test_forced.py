"""On random expressions: the reasons force the conclusion, none can be spared, and the value is the evaluated one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest

from resecta.cql.evaluate import evaluate_library
from resecta.cql.syntax.read import parse_library
from resecta.cql.trace import trace_library
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.walk import walk
from resecta.cql.types.check import check
from resecta.cql.values import Value

TRUTHS = ("A", "B", "C", "D")
NUMBERS = ("N", "M")
HEADER = "library Forced\n" + "".join(
    [f'parameter "{name}" Boolean\n' for name in TRUTHS] + [f'parameter "{name}" Integer\n' for name in NUMBERS]
)


def truth(random_: random.Random, depth: int, *, assuming: bool) -> str:
    """A random Boolean expression; ``assuming``: with the constructs that read something into what is not recorded."""
    if depth == 0 or random_.random() < 0.15:
        return random_.choice(
            [f'"{name}"' for name in TRUTHS] + ['"N" > 1', '"N" <= "M"', '"M" = 2', '"M" between 1 and "N"']
        )
    one, other = (truth(random_, depth - 1, assuming=assuming) for _ in range(2))
    plain = [
        f"({one} and {other})",
        f"({one} or {other})",
        f"(not ({one}))",
        f"({one} xor {other})",
        f"({one} implies {other})",
    ]
    if not assuming or random_.random() < 0.5:
        return random_.choice(plain)
    third = truth(random_, depth - 1, assuming=assuming)
    return random_.choice(
        [
            f"Coalesce({one}, {random_.choice(['true', 'false', other])})",
            f"(({one}) is {random_.choice(['true', 'false', 'null', 'not null', 'not true'])})",
            f"(if {one} then {other} else {third})",
            f"(if {one} then null as Boolean else {other})",
            f"(case when {one} then {other} when {third} then true else false end)",
            f'((if {one} then "N" else "M") > 1)',
            f"(({one}) = ({other}))",
            '(Coalesce("N", 2) = 2)',
        ]
    )


def libraries(count: int, *, assuming: bool) -> Iterator[tuple[Library, random.Random]]:
    """Libraries of a chain of definitions, the last of which is "It"."""
    for seed in range(count):
        random_ = random.Random(seed)
        first, one, other = (truth(random_, depth, assuming=assuming) for depth in (2, 3, 2))
        text = f'{HEADER}define "First": {first}\ndefine "It": {one} and ("First" or {other})\n'
        yield check(parse_library(text, "forced.cql")), random_


def facts_of(random_: random.Random, recorded: float = 0.75) -> dict[str, Value]:
    """Facts of which this share is recorded."""
    given: dict[str, Value] = {name: random_.choice([True, False]) for name in TRUTHS if random_.random() < recorded}
    given.update({name: random_.choice([0, 1, 2, 3]) for name in NUMBERS if random_.random() < recorded})
    return given


def kept(facts: Mapping[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    """The facts of these names."""
    return {name: value for name, value in facts.items() if name in names}


@pytest.mark.parametrize("assuming", [False, True])
def test_the_traced_value_is_the_evaluated_one(assuming: bool) -> None:
    for library, random_ in libraries(150, assuming=assuming):
        tracer = trace_library(library)
        for _ in range(12):
            facts = facts_of(random_)
            run = tracer(facts)
            expected = evaluate_library(library, facts)
            assert {name: run[name].value for name in library.definitions} == expected


def test_the_reasons_alone_force_the_conclusion_and_none_can_be_spared() -> None:
    forced = 0
    for library, random_ in libraries(250, assuming=False):
        tracer = trace_library(library)
        for _ in range(8):
            facts = facts_of(random_)
            run = tracer(facts)
            value = run["It"].value
            for reason in run.reasons("It"):
                assert tracer(kept(facts, reason))["It"].value is value
                for name in reason:
                    fewer = tuple(other for other in reason if other != name)
                    assert tracer(kept(facts, fewer))["It"].value is None
                forced += 1
    assert forced > 1000


def test_because_is_the_smallest_of_all_sets_that_force() -> None:
    for library, random_ in libraries(60, assuming=False):
        tracer = trace_library(library)
        facts = facts_of(random_)
        run = tracer(facts)
        if run["It"].value is None:
            continue
        size = len({name for atom in run["It"].because for name in atom.parameters})
        for smaller in combinations(facts, size - 1) if size else ():
            assert tracer(kept(facts, smaller))["It"].value is None


def test_where_everything_is_recorded_the_reasons_lead_to_the_same_conclusion_by_themselves() -> None:
    agreed = 0
    for library, random_ in libraries(400, assuming=True):
        if _asks_whether_recorded(library):
            continue
        tracer = trace_library(library)
        for _ in range(6):
            facts = facts_of(random_, recorded=1)
            run = tracer(facts)
            value = run["It"].value
            for reason in run.reasons("It"):
                assert tracer(kept(facts, reason))["It"].value is value
                agreed += 1
    assert agreed > 1000


def test_an_unknown_changes_only_by_facts_it_names() -> None:
    for library, random_ in libraries(120, assuming=False):
        tracer = trace_library(library)
        facts = facts_of(random_)
        run = tracer(facts)
        if run["It"].value is not None:
            assert run["It"].missing == ()
            continue
        assert run["It"].missing
        others = [name for name in (*TRUTHS, *NUMBERS) if name not in facts and name not in run["It"].missing]
        for name in others:
            for value in (True, False) if name in TRUTHS else (0, 1, 2, 3):
                assert tracer({**facts, name: value})["It"].value is None


def _asks_whether_recorded(library: Library) -> bool:
    """``is null`` turns when a fact is forgotten: there the reasons are no promise for fewer facts."""
    return any(
        isinstance(node, nodes.IsNull)
        for definition in library.definitions.values()
        for node in walk(definition.expression)
    )
