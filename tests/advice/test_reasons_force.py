"""Over the shipped guideline, reasons leave a conclusion no other answer: whatever else the recorded facts are set to,
it stays. What was told before, of other cases, is what would be told anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import pytest
from tests.shipped import shipped_guideline

from resecta.advice import assess, told
from resecta.advice.conclusions import explained
from resecta.advice.reasoning import Reasoning, parameters
from resecta.case import Case, Fact, read_case
from resecta.cql.values import Date, Value

pytestmark = pytest.mark.slow

GUIDELINE = shipped_guideline()
CASES = [read_case(path, GUIDELINE) for path in sorted(GUIDELINE.cases_path.glob("*.yaml"))]
PATIENTS = 60
OTHERWISE = 4
"""Other values that are tried for each conclusion."""


def seen() -> Mapping[str, list[Value]]:
    """For each element the values that some own case has, and that it is not recorded."""
    found: dict[str, dict[Value, None]] = {}
    for case in CASES:
        for id, fact in case.facts.items():
            found.setdefault(id, {None: None})[fact.value] = None
    return {id: list(values) for id, values in found.items()}


def patients() -> Iterator[tuple[Mapping[str, Fact], Date | None]]:
    """The own cases, and as many facts as one has, each from any of them."""
    for case in CASES:
        yield case.facts, case.assessed_on
    values, chance = seen(), random.Random(0)
    for _ in range(PATIENTS):
        case = chance.choice(CASES)
        drawn = {id: chance.choice(values[id]) for id in chance.sample(sorted(values), len(case.facts))}
        facts = {id: Fact(id, value, "drawn") for id, value in drawn.items() if value is not None}
        yield {**case.facts, **facts} if chance.random() < 0.5 else facts, case.assessed_on


def test_no_conclusion_moves_whatever_the_facts_outside_its_reasons_are() -> None:
    values, chance, tried = seen(), random.Random(1), 0
    for facts, day in patients():
        reasoning = Reasoning(GUIDELINE, facts, day)
        recorded = {id: fact.value for id, fact in facts.items()}
        scope = reasoning.value(GUIDELINE.scope)
        for define in explained(GUIDELINE):
            if not reasoning.settled(define):
                continue
            held = {because.element for because in reasoning.because(define)}
            free = [id for id in recorded if id not in held]
            if held and not held & recorded.keys():  # not recorded is a reason: then no recorded fact is needed
                free += [id for id in values if id not in held]
            for _ in range(OTHERWISE):
                other = {**recorded, **{id: chance.choice(values[id]) for id in free if id in values}}
                found = GUIDELINE.logic.values(parameters(GUIDELINE, other, day))
                if found[GUIDELINE.scope] is scope:
                    assert found[define] == reasoning.value(define), (define, recorded, other, held)
                    tried += 1
    assert tried > 20_000


def without_memory(case: Case) -> object:
    told.memory_of(GUIDELINE.logic).forget()
    return assess(GUIDELINE, case).conclusions


def test_what_was_told_of_other_cases_is_what_would_be_told_anew() -> None:
    told.memory_of(GUIDELINE.logic).forget()
    remembered = [assess(GUIDELINE, case).conclusions for case in (*CASES, *CASES)]
    for case, first, again in zip(CASES, remembered, remembered[len(CASES) :], strict=False):
        anew = without_memory(case)
        assert first == anew
        assert again == anew
