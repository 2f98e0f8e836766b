"""The state of an interview: the draft, what was passed over, and the way back. Pure: nobody is talked to here."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from resecta.advice import assess
from resecta.case.nodes_from_python import to_node
from resecta.interview.answer import read_answer
from resecta.interview.draft import Draft
from resecta.interview.question import Asks, Question, next_question
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice import Advice
    from resecta.case import Case
    from resecta.guideline import Guideline


@dataclass(frozen=True)
class Interview:
    """One moment of an interview. Every answer gives the next moment; ``before`` is the one it came from.

    ``passed``: what was asked already; ``asks``: what chooses the next question.
    """

    guideline: Guideline
    draft: Draft
    asks: Asks = next_question
    passed: frozenset[str] = frozenset()
    before: Interview | None = None

    @cached_property
    def case(self) -> Case:
        """What is known so far."""
        return self.draft.case(self.guideline)

    @cached_property
    def advice(self) -> Advice:
        """What the guideline says of it."""
        return assess(self.guideline, self.case)

    @cached_property
    def question(self) -> Question | None:
        """The question that ``asks`` puts next, or None where it has none left."""
        return self.asks(self.guideline, self.case, self.advice, self.passed)

    @property
    def settled(self) -> bool:
        """Whether no answer that is left to give moves a way of treating."""
        return not any(missing.moves for missing in self.advice.missing if missing.element not in self.passed)

    def returned(self) -> Interview | None:
        """The moment before the last answer, with all that is no fact as it is now; None where there was none."""
        if self.before is None:
            return None
        return replace(self.before, draft=self.draft.with_facts_of(self.before.draft))

    def answered(self, question: Question, text: str) -> Interview:
        """The moment after this answer. Raises InputError where the text is no value of the element."""
        element = question.element
        day = None if self.case.assessed_on is None else self.case.assessed_on.to_date()
        node = read_answer(text, element, day)
        if question.dispute is None:
            draft = self.draft.with_fact(element.id, node)
        else:
            draft = self.draft.settling(element.id, node)
        after = replace(self, draft=draft, passed=self.passed | {element.id}, before=self)
        if element.id in {dispute.element for dispute in after.case.disputes}:
            # What was answered contradicts what was derived: that must be asked again, as a dispute.
            return replace(after, passed=self.passed)
        return after

    def unknown(self, question: Question) -> Interview:
        """The moment after "unknown": the file says so, and it is not asked again."""
        element = question.element.id
        draft = self.draft
        if question.dispute is None:
            draft = draft.with_fact(element, to_node(None, element))
        return replace(self, draft=draft, passed=self.passed | {element}, before=self)
