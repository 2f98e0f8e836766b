"""What was done and is no step of a plan stands on its time line, told by its own words."""

from __future__ import annotations

import pytest
from tests.timeline.patients import RESECTABLE, Make, Plan

from resecta.draw.timeline_words import wrapped


def test_whatever_else_was_done_is_told_by_what_it_was_two_of_one_day_too(make: Make, plan: Plan) -> None:
    done = [("2026-05-02", "stent"), ("2026-05-02", "portal vein embolisation"), ("2026-05-20", "stent")]
    events = [{"activity": "other", "date": date, "what": what} for date, what in done]
    timeline = plan(make(RESECTABLE, "2026-06-01", events), "simultaneous_resection")
    shown = [(str(event.done), event.label) for event in timeline.events if event.activity == "other"]
    assert shown == [(date, f"Other: {what}") for date, what in done]


@pytest.mark.parametrize("letters", [1, 12, 40])
def test_no_line_of_a_picture_is_longer_than_its_room(letters: int) -> None:
    text = f"2 May Other: {'y' * 150} and an ilio-colic stent"
    assert all(len(line) <= letters for line in wrapped(text, letters))
    assert "".join(wrapped(text, letters)).replace(" ", "") == text.replace(" ", "")
