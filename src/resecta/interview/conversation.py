"""The interview as a talk: one stage after the other, back and forth, until nothing matters any more or the person
stops.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.interview.facts import FactQuestions
from resecta.interview.loops import Past, Register
from resecta.interview.question import any_question, next_question, opening_question
from resecta.interview.stages import ContextStage, Day, Name, Stage
from resecta.interview.talk import HOW, Command, Talk
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline import Guideline
    from resecta.interview.draft import Draft
    from resecta.interview.interview import Interview


class Ending(StrEnum):
    """How an interview ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Held:
    """How an interview ended, and where its facts stand; ``moment`` is None where none was asked for."""

    outcome: Ending
    moment: Interview | None


def converse(guideline: Guideline, draft: Draft, talk: Talk, today: datetime.date, *, ask_all: bool = False) -> Held:
    """Ask until nothing is left that matters. What was said is kept after every answer."""
    opening = FactQuestions(guideline, opening_question)
    facts = FactQuestions(guideline, any_question if ask_all else next_question, opening)
    stages = [stage for stage in _stages(guideline, opening, facts, today) if stage.pending(draft)]
    talk.tell(HOW)
    if draft.has("case"):
        talk.tell(_standing(guideline, draft))
    talk.say("")
    try:
        outcome = _walk(stages, draft, talk)
    except EOFError:
        outcome = Ending.CLOSED
    return Held(outcome, facts.moment)


def _stages(
    guideline: Guideline, opening: FactQuestions, facts: FactQuestions, today: datetime.date
) -> Iterator[Stage]:
    """First what can void all the rest; what the meeting is about before the other facts, the rest of what it must see
    after them.
    """
    rows = [row for row in guideline.context if row.asks]
    yield from (Name(today), Day(today), opening)
    yield from (ContextStage(row) for row in rows if row.above_verdict)
    yield from (Past(guideline), Register(guideline), facts)
    yield from (ContextStage(row) for row in rows if not row.above_verdict)


def _walk(stages: list[Stage], draft: Draft, talk: Talk) -> Ending:
    place = 0
    while place < len(stages):
        turn = stages[place].hold(draft, talk)
        if turn is Command.STOP:
            return Ending.STOPPED
        if turn is Command.BACK:
            if not place:
                talk.tell("This is the first question.")
            place = max(0, place - 1)
        else:
            draft = turn
            place += 1
    return Ending.COMPLETE


def _standing(guideline: Guideline, draft: Draft) -> str:
    """Where a case stands with which one goes on."""
    if not draft.has("assessed_on"):
        return "Going on with a case that has no day yet."
    case = draft.case(guideline)
    facts = sum(fact.value is not None for fact in case.facts.values())
    counts = ((facts, "fact"), (draft.count("events"), "event"), (draft.count("lesions"), "liver lesion"))
    told = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    return f"Going on with {case.id}, assessed on {case.assessed_on}. Known so far: {told}."
