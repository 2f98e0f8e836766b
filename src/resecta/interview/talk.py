"""The two ends of the line: what is said, what is typed, and the few words that work at every question."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.document import InputError
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice import Advice
    from resecta.interview.draft import Draft

HOW = (
    "Answer by number or by name. ? is help, unknown leaves a fact open, back returns to the last question, stop saves "
    "and ends."
)
DATE = "A date, YYYY-MM-DD, or YYYY-MM or YYYY where no more is known"
SKIPS = "Enter skips"
_NARROWEST = 20
_TIED = "\N{NO-BREAK SPACE}"


def numbered(choices: Iterable[str]) -> list[str]:
    """Each choice with the number that may be typed for it, not to be torn from it at the end of a line."""
    return [f"{number}{_TIED}{choice}" for number, choice in enumerate(choices, start=1)]


class Command(StrEnum):
    """What may be typed at every question in place of an answer; NOTHING is the empty line."""

    HELP = "?"
    BACK = "back"
    STOP = "stop"
    UNKNOWN = "unknown"
    NOTHING = ""


Reply = str | Command
_COMMANDS = {**{command.value: command for command in Command}, "help": Command.HELP}


@dataclass(frozen=True, slots=True)
class Talk:
    """How lines are said and asked for, and how wide the line is. ``ask`` raises EOFError once nobody answers any more;
    ``keep`` takes the draft after every answer.
    """

    say: Callable[[str], None]
    ask: Callable[[str], str]
    width: int
    verdict: Callable[[Advice], str]
    keep: Callable[[Draft], None]

    def tell(self, text: str, indent: str = "") -> None:
        """A paragraph, broken at the width of the line."""
        later = " " * len(indent)
        width = max(_NARROWEST, self.width)
        for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=later) or [""]:
            self.say(line.replace(_TIED, " "))

    def listen(self) -> Reply:
        """One line as it is meant: a command, or text without what a terminal would obey."""
        text = "".join(char for char in " ".join(self.ask("> ").split()) if char.isprintable())
        return _COMMANDS.get(text.casefold(), text)

    def refuse(self, error: InputError) -> None:
        """What is wrong with an answer, and the mend."""
        for problem in error.problems:
            self.tell(f"{problem.message}{f': {problem.mend}' if problem.mend else ''}.")

    def choose(self, help: str) -> Reply:
        """A reply that is no cry for help: ``?`` says the help and listens again."""
        while True:
            reply = self.listen()
            if reply is not Command.HELP:
                return reply
            self.tell(help, "  ")
