"""Whatever is given as a case, the answer is a case or problems that name their place: nothing else is ever raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipped import shipped_guideline

from resecta.case import Case, case_from
from resecta.case.read import KEYS, case_of
from resecta.document import InputError, Place, Problem, read_text

TYPICAL = """\
case: A
assessed_on: 2026-06-01
facts: {age: 58, kras_status: wild type, future_liver_remnant: {value: 40, unit: '%'},
  greatest_threat: {opinions: [{by: A, value: liver}, {by: B, value: primary}], settled: liver}}
lesions: [{id: a, segments: [5], size: 22, plan: resect}]
events:
- {activity: chemotherapy, regimen: folfox, cycles: 6, start: 2026-03-14, end: 2026-05-27}
context: {question: which first}
"""

quiet = settings(max_examples=150, deadline=None)


def problems_of(read: Callable[[], Case]) -> tuple[Problem, ...]:
    try:
        read()
    except InputError as error:
        return error.problems or (Problem(Place("an error without a problem"), ""),)
    return ()


def attempt(text: str | bytes, file: str) -> None:
    for problem in problems_of(lambda: case_of(read_text(text, file), shipped_guideline())):
        assert str(problem).startswith(file)
        assert len(problem.message) < 250


@quiet
@given(data=st.binary(max_size=300), file=st.sampled_from(["case.yaml", "case.json"]))
def test_random_bytes(data: bytes, file: str) -> None:
    attempt(data, file)


@quiet
@given(text=st.text(st.sampled_from("abc: -[]{}&*!|>'\"%@`,?#\n\t0179.\\"), max_size=120))
def test_random_yaml_signs(text: str) -> None:
    attempt(text, "case.yaml")
    attempt(text, "case.json")


@quiet
@given(at=st.integers(0, len(TYPICAL)), gone=st.integers(0, 30), put=st.text(max_size=8))
def test_a_typical_file_with_something_torn_out_and_put_in(at: int, gone: int, put: str) -> None:
    attempt(TYPICAL[:at] + put + TYPICAL[at + gone :], "case.yaml")


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates() | st.decimals()
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


names = st.sampled_from(["age", "sex", "perforation", "future_liver_remnant", "last_bevacizumab", "greatest_threat"])


@quiet
@given(parts=st.dictionaries(st.sampled_from(KEYS), trees, max_size=3), facts=st.dictionaries(names, trees, max_size=4))
def test_random_python_data_under_the_known_keys(parts: dict[str, Any], facts: dict[str, Any]) -> None:
    mapping = {**parts, "facts": facts}
    for problem in problems_of(lambda: case_from(mapping, shipped_guideline())):
        assert str(problem).startswith("case")


@pytest.mark.parametrize("nesting", [30, 100, 100_000])
def test_deep_json_is_refused_or_read_but_never_overflows(nesting: int) -> None:
    attempt('{"context": {"notes": ' + "[" * nesting + "]" * nesting + "}}", "case.json")


def test_the_typical_file_is_sound() -> None:
    case = case_of(read_text(TYPICAL, "case.yaml"), shipped_guideline())
    assert json.dumps(dict(case.context)) == '{"question": "which first"}'
    assert case.facts["greatest_threat"].settled
