"""The interview as a talk: lines said, lines asked for, until nothing matters any more or the person stops."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.case.nodes_from_python import to_node
from resecta.document import InputError, as_date
from resecta.interview.answer import choices_of

if TYPE_CHECKING:
    from resecta.advice import Advice
    from resecta.interview.draft import Draft
    from resecta.interview.interview import Interview
    from resecta.interview.question import Question

HOW = "Answer by number or by name. unknown leaves it open, back returns to the last question, stop saves and ends."
NAMED = 3
"""How many open conclusions a question names; the rest are counted."""


class Outcome(StrEnum):
    """How an interview ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Talk:
    """The two ends of the line, and how wide it is. ``ask`` raises EOFError once nobody answers any more."""

    say: Callable[[str], None]
    ask: Callable[[str], str]
    width: int
    verdict: Callable[[Advice], str]
    keep: Callable[[Draft], None]


def converse(interview: Interview, talk: Talk) -> tuple[Interview, Outcome]:
    """Ask until nothing is left that matters. What was said is kept after every answer."""
    shown = ""
    while True:
        shown = _verdict(interview, talk, shown)
        question = interview.question
        if question is None:
            return interview, Outcome.COMPLETE
        _put(question, talk)
        try:
            after = _reply(interview, question, talk)
        except EOFError:
            return interview, Outcome.CLOSED
        if after is None:
            return interview, Outcome.STOPPED
        if after is not interview:
            interview = after
            talk.keep(interview.draft)


def introduce(draft: Draft, talk: Talk, today: datetime.date) -> Draft | None:
    """Say how it goes; ask for the name and the day of a case that lacks them. None where the person stops.

    Raises EOFError where nobody answers any more.
    """
    _say(talk, HOW)
    talk.say("")
    if not draft.has("case"):
        name = _asked(talk, "What is this case called? (no names of patients)", "new")
        if name is None:
            return None
        draft = draft.with_entry("case", to_node(name, "case"))
        talk.keep(draft)
    while not draft.has("assessed_on"):
        text = _asked(talk, "For which day is it assessed? A date, YYYY-MM-DD", str(today))
        if text is None:
            return None
        try:
            draft = draft.with_entry("assessed_on", to_node(as_date(to_node(text, "answer")), "assessed_on"))
            talk.keep(draft)
        except InputError as error:
            _refuse(talk, error)
    return draft


def _asked(talk: Talk, words: str, otherwise: str) -> str | None:
    """What is typed, ``otherwise`` where nothing is, None for stop."""
    _say(talk, f"{words} [{otherwise}]")
    text = "".join(char for char in " ".join(talk.ask("> ").split()) if char.isprintable())
    return None if text.casefold() == "stop" else text or otherwise


def _refuse(talk: Talk, error: InputError) -> None:
    for problem in error.problems:
        _say(talk, f"{problem.message}{f': {problem.mend}' if problem.mend else ''}.")


def _reply(interview: Interview, question: Question, talk: Talk) -> Interview | None:
    """The moment after the reply; the same one where it must be asked again; None where the person stops."""
    while True:
        text = " ".join(talk.ask("> ").split())
        match text.casefold():
            case "":
                _say(talk, "Give an answer, or one of: unknown, back, stop.")
            case "stop":
                return None
            case "unknown" | "?":
                return interview.unknown(question)
            case "back":
                if interview.before is not None:
                    return interview.before
                _say(talk, "This is the first question.")
            case _:
                try:
                    return interview.answered(question, text)
                except InputError as error:
                    _refuse(talk, error)


def _verdict(interview: Interview, talk: Talk, shown: str) -> str:
    """Say the verdict at the start and whenever the last answer has moved it, then with a mark."""
    words = talk.verdict(interview.advice)
    if words != shown:
        talk.say("")
        _say(talk, words, "=> " if shown else "   ")
    return words


def _put(question: Question, talk: Talk) -> None:
    element = question.element
    talk.say("")
    _say(talk, element.question)
    if element.help:
        _say(talk, element.help, "  ")
    _say(talk, _why(question), "  ")
    if question.dispute is not None:
        for side in question.dispute.sides:
            _say(talk, f"{_word(side.value)}: {', '.join(side.sources)}", "  - ")
        _say(talk, "What is the board's word?", "  ")
    _say(talk, _allowed(question), "  ")


def _why(question: Question) -> str:
    """Why it is asked: what hangs on it, or what it means that it is not recorded."""
    if question.dispute is not None:
        return "Asked because there are two answers:"
    if not question.settles:
        return f"Asked because an answer could still change the advice. Not recorded: {question.element.unrecorded}"
    named = ", ".join(question.settles[:NAMED])
    more = len(question.settles) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    count = f"{len(question.settles)} of {question.open} open conclusions"
    return f"Asked because {count} {'hangs' if len(question.settles) == 1 else 'hang'} on it: {named}{rest}."


def _allowed(question: Question) -> str:
    element = question.element
    choices = [f"{number} {choice}" for number, choice in enumerate(choices_of(element), start=1)]
    if choices:
        return "   ".join([*choices, "unknown"])
    if element.type == "Date":
        return "A date, YYYY-MM-DD, or unknown"
    span = "" if element.minimum is None or element.maximum is None else f" {element.minimum} to {element.maximum}"
    kind = "Whole number" if element.type == "Integer" else "Text" if element.type == "String" else "Number"
    return f"{kind}{span}{f' {element.unit}' if element.unit else ''}, or unknown"


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _say(talk: Talk, text: str, indent: str = "") -> None:
    later = " " * len(indent)
    for line in textwrap.wrap(text, max(20, talk.width), initial_indent=indent, subsequent_indent=later) or [""]:
        talk.say(line)
