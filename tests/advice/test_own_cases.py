"""The guideline's own cases expect what conditions.md says: a second implementation works it out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resecta.advice import assess
from resecta.advice.defined import defined
from resecta.advice.expected import compare
from resecta.case import Case, read_case
from resecta.cql.values import Date, Quantity
from resecta.guideline import Guideline
from resecta.guideline.whereabouts import find

from . import hazards_reference, texts_reference, windows_reference
from .reference import Reference

FILES = sorted((find(None) / "cases").glob("*.yaml"))
QUICK = FILES[::3]
"""One in three, which is enough while working: all of them are a tenth of make quick."""


def plain(value: Any) -> Any:
    """A fact's value in plain Python."""
    if isinstance(value, Date):
        return value.to_date()
    return value.value if isinstance(value, Quantity) else value


def reference_of(case: Case) -> Reference:
    """The second implementation's word on a case."""
    assert case.assessed_on is not None
    return Reference({id: plain(fact.value) for id, fact in case.facts.items()}, case.assessed_on.to_date())


def word(value: Any) -> Any:
    """Unknown, as a case file writes it."""
    return "unknown" if value is None else value


def expected_of(reference: Reference) -> dict[str, Any]:
    """Everything that the second implementation expects of an advice."""
    said, unsaid = texts_reference.notes(reference)
    for part, words in texts_reference.values(reference).items():
        said.setdefault(part, []).extend(words)
    holds = windows_reference.arguments(reference)
    statuses = [*reference.strategies().values(), *reference.recommendations().values(), *reference.regimens().values()]
    asked = windows_reference.asked_by_itself(reference)
    decided = not {"undetermined", "blocked"}.intersection(statuses)
    return {
        "intent": reference.intent(),
        "findings": {id: word(value) for id, value in reference.findings.items()},
        "strategies": reference.strategies(),
        "recommendations": reference.recommendations(),
        "regimens": reference.regimens(),
        "notices": reference.silent(),
        "windows": windows_reference.windows(reference),
        "hazards": hazards_reference.hazards(reference),
        "arguments": {id: [word(value) for value in values] for id, values in holds.items()},
        "words": said,
        "unsaid": unsaid,
        "asks" if decided else "missing": asked,
        "unasked": windows_reference.never_asked(reference),
    }


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=() if file in QUICK else pytest.mark.slow, id=file.stem) for file in FILES],
)
def test_an_own_case_agrees_with_the_guideline(shipped: Guideline, file: Path) -> None:
    case = read_case(file, shipped)
    assert case.expected
    told = compare(
        assess(shipped, case), {**case.expected, "dates": []}, shipped.verdict, value_of=defined(shipped, case)
    )
    assert told == ()


@pytest.mark.slow
def test_the_advice_on_the_own_cases_is_what_the_second_implementation_expects(shipped: Guideline) -> None:
    # The second implementation takes facts: neither disputes (test_disputes.py) nor chemotherapy of no known episode.
    cases = [read_case(file, shipped) for file in FILES]
    judged = [case for case in cases if not case.disputes and "undated_chemotherapy" not in case.facts]
    assert len(judged) > 0.8 * len(cases)
    differing = {
        case.id: compare(assess(shipped, case), expected_of(reference_of(case)), shipped.verdict) for case in judged
    }
    assert {id: each for id, each in differing.items() if each} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file.stem.startswith("own_")], ids=lambda file: file.stem)
def test_what_an_own_case_expects_is_what_the_second_implementation_expects(shipped: Guideline, file: Path) -> None:
    case = read_case(file, shipped)
    again = expected_of(reference_of(case))
    for key, value in case.expected.items():
        assert _same(value, again[key]), key


def _same(written: Any, again: Any) -> bool:
    return str(written).replace("'", "") == str(again).replace("'", "")


@pytest.mark.slow
def test_no_conclusion_gives_a_reason_twice(shipped: Guideline) -> None:
    """A sentence over two facts is a reason of each; a fact has no sentence twice."""
    told = [
        (file.stem, one.id, [(because.element, because.text) for because in one.because])
        for file in FILES
        for one in assess(shipped, read_case(file, shipped)).conclusions
    ]
    assert sum(len(lines) for _, _, lines in told) > 1000
    assert [(case, id) for case, id, lines in told if len(set(lines)) < len(lines)] == []
