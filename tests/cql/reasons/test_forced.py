"""On random expressions: the reasons force the conclusion, none can be spared, and no smaller set would do."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest
from tests.cql.reasons.left import left

from resecta.cql.evaluate import evaluate_library
from resecta.cql.run import Logic
from resecta.cql.syntax.read import parse_library
from resecta.cql.tree.library import Library
from resecta.cql.types.check import check
from resecta.cql.values import Value

pytestmark = pytest.mark.slow

TRUTHS = ("A", "B", "C", "D")
NUMBERS = ("N", "M")
VALUES: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(TRUTHS, (True, False, None)),
    **dict.fromkeys(NUMBERS, (0, 1, 2, 3, None)),
}
HEADER = "library Forced\n" + "".join(
    [f'parameter "{name}" Boolean\n' for name in TRUTHS] + [f'parameter "{name}" Integer\n' for name in NUMBERS]
)


def truth(random_: random.Random, depth: int) -> str:
    """A random Boolean expression, with the constructs that read something into what is not recorded."""
    if depth == 0 or random_.random() < 0.15:
        return random_.choice(
            [f'"{name}"' for name in TRUTHS] + ['"N" > 1', '"N" <= "M"', '"M" = 2', '"M" between 1 and "N"']
        )
    one, other, third = (truth(random_, depth - 1) for _ in range(3))
    return random_.choice(
        [
            f"({one} and {other})",
            f"({one} and {other})",
            f"({one} or {other})",
            f"({one} or {other})",
            f"(not ({one}))",
            f"({one} xor {other})",
            f"({one} implies {other})",
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


def libraries(count: int) -> Iterator[tuple[Library, random.Random]]:
    """Libraries of a chain of definitions, the last of which is "It", a truth, and "Status", a text."""
    for seed in range(count):
        random_ = random.Random(seed)
        first, one, other = (truth(random_, depth) for depth in (2, 3, 2))
        status = f"case when \"First\" then 'a' when {other} then 'b' when ({one}) is null then 'a' else 'c' end"
        text = (
            f'{HEADER}define "First": {first}\ndefine "It": {one} and ("First" or {other})\ndefine "Status": {status}\n'
        )
        yield check(parse_library(text, "forced.cql")), random_


def facts_of(random_: random.Random) -> dict[str, Value]:
    """Facts of which about three quarters are recorded."""
    known = {name: random_.choice(values[:-1]) for name, values in VALUES.items()}
    return {name: value for name, value in known.items() if random_.random() < 0.75}


@pytest.mark.parametrize("define", ["It", "Status"])
def test_whatever_the_other_recorded_facts_might_be_the_answer_stays(define: str) -> None:
    moved = 0
    for library, random_ in libraries(120):
        logic = Logic(library)
        for _ in range(3):
            facts = facts_of(random_)
            run = logic(facts)
            (held,) = run.forcing([define]).values()
            value = run.value(define)
            others = [name for name in facts if name not in held]
            for row in product(*(VALUES[name] for name in others)):
                other = {**facts, **dict(zip(others, row, strict=True))}
                assert logic.values(other)[define] == value, (facts, held, other)
                moved += other != facts
    assert moved > 5000


def test_no_smaller_set_leaves_the_answer_no_other_value() -> None:
    searched = 0
    for library, random_ in libraries(150):
        logic = Logic(library)
        for _ in range(3):
            facts = facts_of(random_)
            run = logic(facts)
            for define, held in run.forcing(["It", "Status"]).items():
                if not held or held[0] not in facts:
                    continue
                below = [name for name in logic.cones.facts[define] if name in facts]
                assert left(logic, facts, frozenset(held), define) == {run.value(define)}
                for size in range(len(held)):
                    for fewer in combinations(below, size):
                        assert len(left(logic, facts, frozenset(fewer), define)) > 1
                        searched += 1
    assert searched > 500


def test_a_fact_is_critical_if_it_alone_opens_the_answer() -> None:
    for library, random_ in libraries(60):
        logic = Logic(library)
        facts = facts_of(random_)
        (critical,) = logic(facts).reasons.critical(["It"]).values()
        for name in logic.cones.facts["It"]:
            values = {logic.values({**facts, name: value})["It"] for value in VALUES[name]}
            if len(values) > 1:  # what is told may be wider than what can be, never narrower
                assert name in critical


def test_where_no_recorded_fact_is_needed_the_absent_ones_are_told() -> None:
    told = 0
    for library, random_ in libraries(150):
        logic = Logic(library)
        facts = facts_of(random_)
        run = logic(facts)
        (held,) = run.forcing(["Status"]).values()
        if held and held[0] not in facts:
            assert not any(name in facts for name in held)
            told += 1
    assert told > 3


def test_an_unknown_changes_only_by_facts_it_names() -> None:
    for library, random_ in libraries(120):
        logic = Logic(library)
        facts = facts_of(random_)
        run = logic(facts)
        assert evaluate_library(library, facts)["It"] is run.value("It")
        if run.value("It") is not None:
            assert run.missing("It") == ()
