"""The stages that ask for one line each: the name of the case, its day, a row that the meeting must see.

A stage takes the draft and gives it back with what was said, or says that the person wants to go back or to stop.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from resecta.case.nodes_from_python import to_node
from resecta.document import InputError, as_date
from resecta.interview.talk import SKIPS, Command, Talk
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.model import ContextRow
    from resecta.interview.draft import Draft


class Stage(Protocol):
    """One part of an interview."""

    def pending(self, draft: Draft) -> bool:
        """Whether there is something to ask."""

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        """Ask. Raises EOFError where nobody answers any more."""


@dataclass(frozen=True, slots=True)
class Name:
    """What the case is called. The day that is offered is written with it, so that what is kept can be assessed."""

    today: datetime.date

    def pending(self, draft: Draft) -> bool:
        return not draft.has("case")

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        talk.tell("What is this case called? (no names of patients) [new]")
        reply = talk.choose("A name for the file and the page, such as P-17. It travels with every output.")
        if reply is Command.STOP or reply is Command.BACK:
            return reply
        draft = draft.with_entry("case", to_node(str(reply) or "new", "case"))
        if not draft.has("assessed_on"):
            draft = draft.with_entry("assessed_on", to_node(self.today, "assessed_on"))
        talk.keep(draft)
        return draft


@dataclass(frozen=True, slots=True)
class Day:
    """The day of the assessment."""

    today: datetime.date

    def pending(self, draft: Draft) -> bool:
        return not draft.has("assessed_on")

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        while True:
            talk.tell(f"For which day is it assessed? A date, YYYY-MM-DD [{self.today}]")
            reply = talk.choose("The day of the meeting. Intervals are counted to it, and no fact may lie after it.")
            if reply is Command.STOP or reply is Command.BACK:
                return reply
            try:
                day = as_date(to_node(str(reply) or str(self.today), "answer"))
                kept = draft.with_entry("assessed_on", to_node(day, "assessed_on"))
            except InputError as error:
                talk.refuse(error)
            else:
                talk.keep(kept)
                return kept


@dataclass(frozen=True, slots=True)
class ContextStage:
    """What the meeting must see and no rule reads."""

    row: ContextRow

    def pending(self, draft: Draft) -> bool:
        return not draft.has("context", self.row.id)

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        talk.say("")
        talk.tell(self.row.asks)
        talk.tell(f"In your words; no rule reads it. {SKIPS}", "  ")
        reply = talk.choose(f"{self.row.label}: shown on the page and on paper, “Not recorded” where empty.")
        if reply is Command.STOP or reply is Command.BACK:
            return reply
        if reply is Command.NOTHING or reply is Command.UNKNOWN:
            return draft
        kept = draft.with_entry_in("context", self.row.id, to_node(str(reply), self.row.id))
        talk.keep(kept)
        return kept
