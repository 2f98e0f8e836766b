"""The stages that ask for facts: those that can void all the rest, and later the others until nothing matters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from resecta.document import InputError
from resecta.interview.answer import choices_of
from resecta.interview.interview import Interview
from resecta.interview.talk import DATE, Command, Talk, numbered

if TYPE_CHECKING:
    from resecta.guideline import Guideline
    from resecta.interview.draft import Draft
    from resecta.interview.question import Asks, Question

NAMED = 3
"""How many open conclusions a question names; the rest are counted."""
SETTLED = "What is left to ask moves no way of treating; it fills in the rest. stop ends here, and keeps what was said."


class FactQuestions:
    """Facts as ``asks`` chooses them, but for those that the stage ``after`` which it comes has asked.

    ``moment`` is where the interview stands, None before its first question.
    """

    def __init__(self, guideline: Guideline, asks: Asks, after: FactQuestions | None = None) -> None:
        self._guideline = guideline
        self._asks = asks
        self._after = after
        self.moment: Interview | None = None

    def pending(self, draft: Draft) -> bool:
        return Interview(self._guideline, draft, self._asks).question is not None

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        moment = self._begin(draft)
        shown, told = "", False
        while True:
            self.moment = moment
            shown = _verdict(moment, talk, shown)
            question = moment.question
            if question is None:
                return moment.draft
            if moment.settled and not told:
                told = True
                talk.say("")
                talk.tell(SETTLED, "   ")
            _put(question, talk)
            after = _reply(moment, question, talk)
            if isinstance(after, Command):
                return after
            moment = after
            talk.keep(moment.draft)

    def _begin(self, draft: Draft) -> Interview:
        """The first moment; the one before the last answer where the person came back to this stage."""
        earlier = None if self._after is None else self._after.moment
        passed = frozenset() if earlier is None else earlier.passed
        if self.moment is None:
            return Interview(self._guideline, draft, self._asks, passed)
        moment = replace(self.moment, draft=draft, passed=self.moment.passed | passed)
        return moment if moment.question is not None else moment.returned() or moment


def _reply(moment: Interview, question: Question, talk: Talk) -> Interview | Literal[Command.BACK, Command.STOP]:
    """The moment after the reply, or where the person goes."""
    while True:
        reply = talk.choose(_help(moment, question))
        if reply is Command.STOP:
            return reply
        if reply is Command.UNKNOWN:
            return moment.unknown(question)
        if reply is Command.BACK:
            return moment.returned() or reply
        if reply is Command.NOTHING:
            talk.tell("Give an answer, or one of: ?, unknown, back, stop.")
            continue
        try:
            return moment.answered(question, str(reply))
        except InputError as error:
            talk.refuse(error)


def _verdict(moment: Interview, talk: Talk, shown: str) -> str:
    """Say the verdict at the start and whenever the last answer has moved it, then with a mark."""
    words = talk.verdict(moment.advice)
    if words != shown:
        talk.say("")
        talk.tell(words, "=> " if shown else "   ")
    return words


def _put(question: Question, talk: Talk) -> None:
    element = question.element
    talk.say("")
    talk.tell(element.question)
    if element.help:
        talk.tell(element.help, "  ")
    talk.tell(_why(question), "  ")
    if question.dispute is not None:
        for side in question.dispute.sides:
            talk.tell(f"{_word(side.value)}: {', '.join(side.sources)}", "  - ")
        talk.tell("What is the board's word?", "  ")
    talk.tell(_allowed(question), "  ")


def _help(moment: Interview, question: Question) -> str:
    """Whose answer it is, what it means that nobody gives one, and what the source says of it."""
    element = question.element
    whose = f"Asked of {element.discipline}. " if element.discipline else ""
    unrecorded = f"Not recorded: {element.unrecorded} " if element.unrecorded else ""
    statements = (moment.guideline.statements[id] for id in element.statements)
    quoted = " ".join(f"{one.id}: “{moment.guideline.quoted(one)}”" for one in statements)
    return f"{whose}{unrecorded}{quoted}".strip() or "unknown leaves it open."


def _why(question: Question) -> str:
    """Why it is asked: what hangs on it, or what it means that it is not recorded."""
    if question.dispute is not None:
        return "Asked because there are two answers:"
    if not question.settles:
        return f"Asked because an answer could still change the advice. Not recorded: {question.element.unrecorded}"
    count, titles = len(question.settles), [title for title in question.settles if title]
    hang = f"{count} of {question.open} open conclusions {'hangs' if count == 1 else 'hang'} on it"
    if not titles:
        return f"Asked because {hang}."
    more = count - len(titles[:NAMED])
    return f"Asked because {hang}: {'; '.join(titles[:NAMED])}{f'; and {more} more' if more else ''}."


def _allowed(question: Question) -> str:
    element = question.element
    choices = choices_of(element)
    if choices:
        return "   ".join([*numbered(choices), "unknown"])
    if element.type == "Date":
        return f"{DATE}; or unknown"
    span = "" if element.minimum is None or element.maximum is None else f" {element.minimum} to {element.maximum}"
    kind = "Whole number" if element.type == "Integer" else "Text" if element.type == "String" else "Number"
    return f"{kind}{span}{f' {element.unit}' if element.unit else ''}, or unknown"


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
