"""Whatever is typed, the interview goes on, and what it keeps is a case file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipped import shipped_guideline

from resecta.case.read import case_of
from resecta.document import read_text
from resecta.interview import Draft, Ending, Talk, converse

pytestmark = pytest.mark.slow

WORDS = [
    "?",
    "6, 7",
    "chemotherapy",
    "2026-02",
    "yes",
    "no",
    "1",
    "2",
    "3",
    "4",
    "0",
    "unknown",
    "back",
    "stop",
    "none",
    "45 %",
    "4.5 cm",
    "2026-05-25",
    "",
]
replies = st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=12)


def held(typed: list[str], width: int) -> tuple[list[Draft], list[str], Ending]:
    """The drafts that were kept, the lines that were said, and how it ended."""
    kept, said, left = [Draft.empty()], list[str](), iter(typed)

    def ask(prompt: str) -> str:
        return _next(left, prompt)

    talk = Talk(said.append, ask, width, lambda advice: f"intent {advice.intent}", kept.append)
    return kept, said, converse(shipped_guideline(), Draft.empty(), talk, datetime.date(2026, 6, 1)).outcome


def _next(left: Iterator[str], _: str) -> str:
    for reply in left:
        return reply
    raise EOFError


@settings(max_examples=60)
@given(typed=replies, width=st.integers(20, 100))
def test_any_replies(typed: list[str], width: int) -> None:
    kept, said, _ = held(typed, width)
    assert all(len(line) <= width for line in said if " " in line.strip())
    for draft in kept[1:]:
        assert draft.case(shipped_guideline()).assessed_on is not None
    for draft in kept:
        text = draft.text()
        assert case_of(read_text(text, "case.yaml"), shipped_guideline()).facts == draft.case(shipped_guideline()).facts


def test_the_line_may_close_before_the_first_question() -> None:
    assert held([], 80)[2] is Ending.CLOSED
    assert held(["A", "", "yes"], 80)[2] is Ending.CLOSED
    assert held(["A", "", "stop"], 80)[2] is Ending.STOPPED
