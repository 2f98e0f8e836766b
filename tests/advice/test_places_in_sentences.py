"""A sentence that is shown has a value for each of its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from resecta.advice.reasoning import Reasoning
from resecta.case import case_from
from resecta.guideline import Guideline, model

from .test_reference import TODAY, patients, values

pytestmark = pytest.mark.slow

_PLACE = re.compile(r"\{([^{}]+)\}")


def shown(guideline: Guideline, reasoning: Reasoning) -> Iterator[tuple[str, str]]:
    """Every sentence of the guideline that this patient's advice shows, with the entry it belongs to."""
    for finding in guideline.findings.values():
        truth = reasoning.truth(finding.define)
        yield finding.id, {True: finding.if_true, False: finding.if_false, None: finding.if_unknown}[truth]
        yield from _notes(finding.id, finding.notes, reasoning)
    for notice in guideline.notices.values():
        if reasoning.truth(notice.condition) is True:
            yield notice.id, notice.text
    for recommendation in guideline.recommendations.values():
        yield recommendation.id, recommendation.text
        yield from _notes(recommendation.id, recommendation.notes, reasoning)
    for strategy in guideline.strategies.values():
        yield strategy.id, strategy.summary
        yield from ((strategy.id, argument.text) for argument in strategy.arguments)
        yield from _notes(strategy.id, strategy.notes, reasoning)
    for regimen in guideline.regimens.values():
        yield from _notes(regimen.id, regimen.notes, reasoning)


def _notes(id: str, notes: tuple[model.Note, ...], reasoning: Reasoning) -> Iterator[tuple[str, str]]:
    return ((id, note.text) for note in notes if reasoning.truth(note.when) is True)


def test_no_sentence_that_is_shown_has_a_place_without_a_value(shipped: Guideline) -> None:
    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(patients(values(shipped)))
    def complete(facts: dict[str, Any]) -> None:
        case = case_from({"case": "random", "assessed_on": TODAY, "facts": facts}, shipped)
        assume(not case.disputes)
        reasoning = Reasoning(shipped, case.facts, case.assessed_on)
        sentences = list(shown(shipped, reasoning))
        empty = [
            (id, place) for id, text in sentences for place in _PLACE.findall(text) if reasoning.value(place) is None
        ]
        assert empty == []

    complete()
