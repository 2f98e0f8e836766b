from __future__ import annotations

import pytest
from docs.reference.make_status_page import left_open, specimen

from resecta.guideline import Guideline
from resecta.guideline.ladder import Ladder, is_made, ladders, made_definitions
from resecta.guideline.status import Status

LADDERS = ladders(specimen())


def is_open(answer: Status | str | bool) -> bool:
    """Whether the answer says yes: a status that a board may follow, or a truth."""
    return answer is True or (isinstance(answer, Status) and answer.open)


def test_every_kind_of_conclusion_but_a_finding_has_a_ladder() -> None:
    kinds = {key.partition(":")[0] for key in LADDERS}
    assert kinds == {"intent", "strategy", "regimen", "recommendation", "notice", "asked"}


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=lambda ladder: ladder.key)
def test_an_unknown_opens_nothing_unless_the_rung_says_why(ladder: Ladder) -> None:
    silent = [place for place, rung in enumerate(ladder.rungs) if rung.unknown is None]
    given = {rung: list(left_open(ladder, rung)) for rung in silent}
    opened = {rung: found for rung, found in given.items() if any(map(is_open, found))}
    assert opened == {}


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=lambda ladder: ladder.key)
def test_a_rung_that_gives_a_reason_can_be_unknown(ladder: Ladder) -> None:
    for place, rung in enumerate(ladder.rungs):
        if rung.unknown is not None:
            assert list(left_open(ladder, place))


def test_an_undetermined_status_names_the_definitions_that_it_waits_for(shipped: Guideline) -> None:
    seen = 0
    for ladder in shipped.ladders.values():
        for rung in ladder.rungs:
            if rung.answer is Status.UNDETERMINED:
                seen += 1
                assert rung.waits
                assert set(rung.waits) <= set(shipped.library.definitions)
    assert seen > len(shipped.strategies)


def test_every_definition_that_is_made_of_entries_has_a_name_that_nobody_may_write() -> None:
    made = [one.name for one in made_definitions(specimen())]
    assert [name for name in made if not is_made(name)] == []
    assert not is_made("Intent of the team: curative")
